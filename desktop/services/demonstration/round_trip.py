"""The round of the made-up county: townships report, the county answers, one corrects, and the county reports to the city.

What is left on the stick waits for whoever opens the county's ledger: a family that two townships filed, a package
whose predecessor is lost, and a forged one in the place of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from db import queries
from db.fields import ReferenceField
from db.messages import N_, Message
from db.record import State
from db.registers import all_registers
from db.store import journal
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt
from desktop.exchange import transport
from desktop.services import (
    answering,
    comparing,
    offices,
    receipt_using,
    receipts,
    receiving,
    records,
    submitting,
    taking_in,
)
from desktop.services.comparing import Comparison
from desktop.services.deciding import ACCEPT, Decision, Key, give_back
from desktop.services.demonstration import forgery, neighbours
from desktop.services.demonstration.people import People
from desktop.services.progress import Progress
from desktop.services.receiving import Arrival, Standing

_QUARTERS = "一二三四"


class Offices(NamedTuple):
    """The open ledgers: the first township has sent its first package already, the neighbours are empty."""

    city: Ledger
    county: Ledger
    township: Ledger
    hufang: Ledger
    tangshan: Ledger

    @property
    def townships(self) -> tuple[Ledger, ...]:
        """The offices below the county."""
        return self[2:]


@dataclass(frozen=True)
class Waiting:
    """A file on the stick as the county sees it in the end, and what is to be said of it."""

    path: Path
    standing: Standing
    findings: tuple[tuple[str, Message], ...]
    """A code of security (E…), or the code of the register of a record; and the sentence."""


@dataclass(frozen=True)
class Played:
    """What the round left behind: the plain and the sealed first receipt, what waits at the county."""

    receipt: Path
    sealed_receipt: Path
    waiting: tuple[Waiting, ...]
    returned: int
    corrected: int
    in_city: Mapping[str, int]


def quarter(day: date, before: int = 0) -> str:
    """Name the quarter of a day, or one that lies ``before`` it: 2026年第三季度."""
    year, place = divmod(day.year * 4 + (day.month - 1) // 3 - before, 4)
    return f"{year}年第{_QUARTERS[place]}季度"


def play(known: Offices, people: People, into: Path, progress: Progress) -> Played:
    """Play the round; ``into/stick`` holds the first package of the first township."""
    stick, day = into / "stick", known.county.clock().date()
    steps = iter(range(7))

    def step(words: str) -> None:
        progress.step(next(steps), 7, Message(words))

    step(N_("邻近乡镇第一次上报"))
    for neighbour, ledger in ((neighbours.HUFANG, known.hufang), (neighbours.TANGSHAN, known.tangshan)):
        neighbours.add_units(neighbour, ledger, people)
        neighbours.add_households(neighbour, ledger, people, 2)
        send(ledger, quarter(day, 1), stick)
    step(N_("县区核对、登记，出具回执"))
    receive(known.county, stick, _doubts(known.township))
    step(N_("乡镇登记回执"))
    for below in known.townships:
        use_receipts(below, stick)
    first = _first_receipt(known, into / "plain")
    step(N_("更正退回的记录，再报一次"))
    corrected = _correct_units(known.township)
    send(known.township, quarter(day), stick)
    receive(known.county, stick, {})
    use_receipts(known.township, stick)
    step(N_("县区向市上报"))
    up = into / "stick-to-city"
    up.mkdir(exist_ok=True)
    send(known.county, quarter(day, 1), up)
    receive(known.city, up, {})
    use_receipts(known.county, up)
    step(N_("重复、缺号和伪造的报送包"))
    _leave_to_decide(known, people, stick, quarter(day))
    step(N_("县区核验 U 盘"))
    waiting = tuple(_told(known.county, stick))
    with known.city.store.reading() as session:
        in_city = {
            code: count
            for code, register in all_registers().items()
            if (count := sum(queries.count_by_state(session, register).values()))
        }
    returned = len(receipt_using.returns(known.township))
    return Played(first, _on_stick(stick, first), waiting, returned, corrected, in_city)


def send(ledger: Ledger, period: str, stick: Path) -> Path:
    """Make a package of everything new or changed and put it on the stick."""
    review = submitting.prepare(ledger, tuple(all_registers()), period, leave_out_standing=True)
    return submitting.place(ledger, submitting.make(ledger, review), stick).path


def receive(above: Ledger, stick: Path, decisions: Mapping[Key, Decision]) -> None:
    """Take in what is in order, accept what nothing is decided on, and put the receipts onto the stick."""
    ready = [one for one in receiving.look(above, stick) if one.standing is Standing.READY]
    decided = [(one, _decided(one, decisions)) for one in comparing.compare_all(above, ready)]
    for one in taking_in.apply(above, decided):
        if one.error is not None:
            raise RuntimeError(str(one.error))  # a demonstration that does not fit is a bug
    answering.answer(above, stick)


def use_receipts(below: Ledger, stick: Path) -> None:
    """Use the receipts on the stick that are for an office."""
    receipt_using.apply(below, [one for one in receipts.look(below, stick) if one.standing is Standing.READY])


def _decided(comparison: Comparison, decisions: Mapping[Key, Decision]) -> dict[Key, Decision]:
    keys = [(one.register, one.record_id) for one in comparison.records]
    return {key: decisions.get(key, ACCEPT) for key in keys}


def _doubts(township: Ledger) -> dict[Key, Decision]:
    """Return a unit, which is then corrected, and a nominee, who stays on the list of returns."""
    unit, nominee = _standing_alone(township, "units"), _standing_alone(township, "nominees")
    employees = str(unit.employees + 6)
    return {
        ("units", unit.id): give_back(
            "与社会保险缴费人数不一致，请核对职工人数", "R102", "employees", employees
        ),
        ("nominees", nominee.id): give_back("征求意见表缺公安机关盖章，请补齐后重报", "R301"),
    }


def _standing_alone(ledger: Ledger, code: str) -> Any:
    """Give a record that went and that no other one points at: one without it could not be accepted either."""
    with ledger.store.reading() as session:
        every: Sequence[Any] = queries.load_all(session, all_registers()[code])
        pointed_at = {
            value
            for register in all_registers().values()
            for field_code, field in register.fields.items()
            if isinstance(field, ReferenceField) and field.register == code
            for _id, value in queries.column(session, register, field_code)
        }
    return next(one for one in every if one.state == State.HANDED_OVER and one.id not in pointed_at)


def _correct_units(township: Ledger) -> int:
    """Correct the returned units as the county suggests; gives how many."""
    register = all_registers()["units"]
    returned = [one for one in receipt_using.returns(township) if one.register == "units"]
    for one in returned:
        unit: Any = records.open_record(township, register, one.record_id)
        unit.employees = int(one.suggested)
        records.save(township, register, unit, correcting=True)
    return len(returned)


def _leave_to_decide(known: Offices, people: People, stick: Path, period: str) -> None:
    with known.county.store.reading() as session:
        here: Sequence[Any] = queries.load_all(session, all_registers()["hardship_cases"])
        recipients = offices.recipients(session)
    own = known.township.office().area
    filed = neighbours.with_spouse(one for one in here if one.office == own)
    neighbours.add_the_spouse(neighbours.TANGSHAN, known.tangshan, people, filed)
    send(known.tangshan, period, stick)
    for _number in (2, 3):
        neighbours.add_households(neighbours.HUFANG, known.hufang, people, 1)
        placed = send(known.hufang, period, stick)
        if _number == 2:
            lost, genuine = placed, _newest(known.hufang)
    lost.unlink()  # the stick with number 2 never arrived
    forged = forgery.forge(genuine, recipients, known.county.clock())
    transport.place(forged.content, transport.outbox(stick), forged.name)


def _newest(ledger: Ledger) -> bytes:
    """Give the plain file of the newest package."""
    newest = submitting.packages(ledger)[0]
    with ledger.store.reading() as session:
        return journal.with_content(session, newest.id).content


def _first_receipt(known: Offices, folder: Path) -> Path:
    """Write the signed receipt to the first township without its envelope."""
    area = known.township.office().area
    given = next(one for one in answering.receipts(known.county) if one.receiver == area)
    with known.county.store.reading() as session:
        content = session.get_one(IssuedReceipt, given.identity).content
    return transport.place(content, folder, given.file_name).path


def _on_stick(stick: Path, plain: Path) -> Path:
    return next(transport.inbox(stick).glob(f"{plain.name}*"))


def _told(county: Ledger, stick: Path) -> Sequence[Waiting]:
    """Say of every file on the stick what the county is told: the file's own findings, and those of its records."""
    arrivals = receiving.look(county, stick)
    ready = [one for one in arrivals if one.standing is Standing.READY]
    compared = {one.arrival.path: one for one in comparing.compare_all(county, ready)}
    return [_waiting(one, compared.get(one.path)) for one in arrivals]


def _waiting(one: Arrival, compared: Comparison | None) -> Waiting:
    findings = [(finding.code, finding.message) for finding in one.wrong]
    for record in compared.records if compared else ():
        findings += [(record.register, message) for message in record.findings]
    return Waiting(one.path, one.standing, tuple(findings))
