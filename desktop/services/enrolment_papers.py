"""What the pages of an enrolment show: where the office stands, and the sheets to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.messages import N_, Message
from db.store.ledger import Ledger
from db.store.trust_tables import EnrolmentRequest, KnownOffice, Superior
from desktop.exchange import enrolment
from desktop.exchange.certificates import fingerprint
from desktop.exchange.token_key import TokenPlace, token_key
from desktop.services import enrolling, offices, root_reminder
from desktop.services.levels import Level, level_of
from desktop.services.printables import Paper


@dataclass(frozen=True)
class Standing:
    """How far the enrolment is; ``fingerprint`` is that of the request that waits, "" for none.

    ``key`` is the token on which the key of that request lies, or else the present key; None for the ledger.
    """

    level: Level
    superior: str
    is_enrolled: bool
    confirmed_at: datetime | None
    valid_to: datetime | None
    waiting: int | None
    fingerprint: str
    reminder: Message | None
    key: TokenPlace | None = None

    def words(self) -> Message:
        """Say it in one sentence."""
        if self.level is Level.CITY:
            return Message(N_("本单位是市级，不用入网；下级单位在“下级单位”页办理。"))
        values = {
            "superior": self.superior,
            "number": self.waiting,
            "from": _day(self.confirmed_at),
            "to": _day(self.valid_to),
        }
        if self.waiting is not None and self.is_enrolled:
            return Message(
                N_("已在“{superior}”入网（证书有效至 {to}）；第 {number} 号换发申请等待批复。"), values
            )
        if self.waiting is not None:
            return Message(N_("第 {number} 号申请已经做好，等待“{superior}”批复。"), values)
        if self.is_enrolled:
            return Message(N_("{from} 已在“{superior}”入网，证书有效至 {to}。"), values)
        return Message(N_("还没有入网，不能导出上报。请先向“{superior}”申请证书。"), values)


def standing(ledger: Ledger) -> Standing:
    """Tell how far the enrolment of this office is."""
    office = ledger.office()
    level = level_of(office.area)
    with ledger.store.reading() as session:
        above = offices.superior(session)
        waiting = enrolling.open_request(session)
        name = "" if level is Level.CITY else offices.superior_in(session, office.area).name
    return Standing(
        level=level,
        superior=name,
        is_enrolled=above is not None,
        confirmed_at=None if above is None else above.confirmed_at,
        valid_to=None if above is None else enrolment.validity(above.certificate)[1],
        waiting=None if waiting is None else waiting.sequence,
        fingerprint="" if waiting is None else enrolment.read_request(waiting.content).request.fingerprint,
        reminder=root_reminder.reminder(ledger),
        key=_place(waiting or above),
    )


def request_paper(ledger: Ledger, *, on: TokenPlace | None = None, lost: bool = False) -> Paper:
    """Make the sheet of the request that waits; makes the request when there is none, as ``enrolling.ask`` does."""
    from desktop.reports import fingerprint_sheet  # noqa: PLC0415 - paper is loaded when it is printed

    request = enrolment.read_request(enrolling.ask(ledger, on=on, lost=lost).content).request
    sheet = fingerprint_sheet.request_sheet(
        request.sender.name, request.sender.code, request.receiver.name, request.seq, request.fingerprint
    )
    return Paper(fingerprint_sheet.build(sheet, ledger.clock()), 1)


def answer_paper(ledger: Ledger, serial: str) -> Paper:
    """Make the sheet that goes with an answer: it shows the root's fingerprint."""
    from desktop.reports import fingerprint_sheet  # noqa: PLC0415 - as above

    with ledger.store.reading() as session:
        line = session.get_one(KnownOffice, serial)
    own = ledger.office()
    sheet = fingerprint_sheet.answer_sheet(
        own.name,
        own.area,
        f"{line.name}（{line.code}）",
        fingerprint(own.root_certificate),
        enrolment.validity(line.certificate)[1],
    )
    return Paper(fingerprint_sheet.build(sheet, ledger.clock()), 1)


def registry(ledger: Ledger) -> list[tuple[KnownOffice, datetime]]:
    """List the certificates of the offices below, each with the day until which it is valid."""
    with ledger.store.reading() as session:
        return [(line, enrolment.validity(line.certificate)[1]) for line in offices.lines(session)]


def _place(row: EnrolmentRequest | Superior | None) -> TokenPlace | None:
    key = None if row is None else token_key(row.signing_key)
    return None if key is None else key.place


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d}"
