"""导出上报: choose what goes, look at it, build and sign the package, put it on the stick, keep it in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from db import queries
from db.fields import MoneyField
from db.messages import N_, Message, ReportableError, Severity
from db.record import Record, State
from db.register import Register
from db.registers import all_registers
from db.store import history, journal
from db.store.ledger import Ledger
from db.store.shared_tables import Package
from desktop.exchange import transport
from desktop.exchange.transport import Placed
from desktop.services import checking
from desktop.services.changes import Changes
from desktop.services.checking import CheckedRecord
from desktop.services.progress import Progress, Silent

NEW, CHANGED, WITHDRAWN = "new", "changed", "withdrawn"


@dataclass(frozen=True)
class Count:
    """How many records of a register go, by what happened to them since the last package."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many records the package carries."""
        return self.new + self.changed + self.withdrawn


@dataclass(frozen=True)
class Reason:
    """A 核实 problem and the clerk's written reason, which travels with the record."""

    register: str
    record_id: str
    label: str
    problem: Message
    reason: str


@dataclass(frozen=True)
class Difference:
    """One record that goes, and why."""

    register: str
    record_id: str
    label: str
    revision: int
    operation: str


@dataclass(frozen=True)
class Review:
    """The review sheet (核对单): everything that a person must see before it is signed.

    ``sums`` maps ``<register>.<field>`` to fen. ``blocking`` keeps the package from being made.
    """

    registers: tuple[str, ...]
    period: str
    sequence: int
    counts: dict[str, Count]
    sums: dict[str, int]
    blocking: tuple[CheckedRecord, ...]
    reasons: tuple[Reason, ...]
    differences: tuple[Difference, ...]
    only_changed: bool


class NothingToSubmitError(ReportableError):
    """No record is new or changed."""

    def __init__(self) -> None:
        super().__init__(N_("所选范围内没有新的或改动过的记录,不需要上报。"))


class StandingProblemsError(ReportableError):
    """A 强制 problem or a 核实 problem without a reason stands."""

    def __init__(self, records: int) -> None:
        super().__init__(
            N_("有 {records} 条记录还有未解决的问题,请先在逻辑检查中改正或写明原因。"), records=records
        )


def prepare(
    ledger: Ledger,
    registers: Sequence[str],
    period: str,
    *,
    only_changed: bool = True,
    progress: Progress | None = None,
) -> Review:
    """Check the records in range (a state may change) and say what would go into the next package."""
    chosen = [all_registers()[code] for code in registers]
    report = checking.check_all(ledger, chosen, progress)
    with ledger.store.reading() as session:
        going = {register.code: _going(session, register, only_changed=only_changed) for register in chosen}
        place = journal.next_place(session, ledger.office().area, county_of(ledger))
        live = {register.code: sum(queries.count_by_state(session, register).values()) for register in chosen}
    ids = {(code, record.id) for code, sent in going.items() for record, _ in sent}
    return Review(
        tuple(registers),
        period,
        place.sequence,
        {code: _count(sent, live[code]) for code, sent in going.items()},
        {
            f"{register.code}.{code}": total
            for register in chosen
            for code, total in control_sums(register, [record for record, _ in going[register.code]]).items()
        },
        tuple(record for record in report.standing if (record.register, record.record_id) in ids),
        tuple(
            Reason(
                record.register, record.record_id, record.label, problem.message, record.reasons[problem.key]
            )
            for record in report.records
            if (record.register, record.record_id) in ids
            for problem in record.problems
            if problem.severity is Severity.EXPLAIN and problem.key in record.reasons
        ),
        tuple(
            Difference(register.code, record.id, register.label_of(record), record.revision, operation)
            for register in chosen
            for record, operation in going[register.code]
        ),
        only_changed,
    )


def make(ledger: Ledger, review: Review, progress: Progress | None = None) -> str:
    """Build and sign the package, enter it in the journal and lock its records, all or nothing; gives its id.

    Raises NothingToSubmitError and StandingProblemsError.
    """
    # Imported here: drawing and signing load large libraries that only this job needs.
    from desktop.services import packing  # noqa: PLC0415

    progress = progress or Silent()
    if review.blocking:
        raise StandingProblemsError(len(review.blocking))
    with ledger.store.writing() as session:
        going = {
            code: _going(session, all_registers()[code], only_changed=review.only_changed)
            for code in review.registers
        }
        if not any(going.values()):
            raise NothingToSubmitError
        built, package, records = packing.pack(ledger, session, review, going, progress)
        journal.enter(session, package, records)
        _lock(ledger, session, going, package, State.PACKED)
    del built
    return package.id


def place(ledger: Ledger, package_id: str, stick: Path, progress: Progress | None = None) -> Placed:
    """Write a package to a stick or folder and read it back; the same bytes every time.

    Only when this returns may the program say 可以拔出.
    """
    progress = progress or Silent()
    with ledger.store.reading() as session:
        package = journal.with_content(session, package_id)
        content, name = package.content, package.file_name
    progress.step(0, 2, Message(N_("正在写入并读回核对")))
    placed = transport.place(content, transport.outbox(stick), name)
    with ledger.store.writing() as session:
        journal.placed(session, package_id, ledger.clock())
        moved: dict[str, list[str]] = {}
        for line in journal.records_of(session, package_id):
            moved.setdefault(line.register, []).append(line.record_id)
        for code, ids in moved.items():
            _move(session, all_registers()[code], ids, State.PACKED, State.HANDED_OVER)
    progress.step(2, 2, Message(N_("已写入并核对")))
    return placed


def packages(ledger: Ledger) -> list[Package]:
    """List the packages made so far, newest first."""
    with ledger.store.reading() as session:
        return list(journal.packages(session))


def county_of(ledger: Ledger) -> str:
    """Give the code of the office that the township reports to."""
    return ledger.office().area[:6]


def control_sums(register: Register, records: Sequence[Record]) -> dict[str, int]:
    """Add up the money fields of a register, in fen, by which paper and data are compared."""
    return {
        code: sum(getattr(record, code) or 0 for record in records)
        for code, field in register.fields.items()
        if isinstance(field, MoneyField)
    }


def _going(session: Session, register: Register, *, only_changed: bool) -> list[tuple[Record, str]]:
    """Find the records to send, with what happened to each since it was last sent."""
    sent = journal.last_sent(session, register.code)
    going: list[tuple[Record, str]] = []
    for record in queries.load_all(session, register, withdrawn=True):
        revision, operation = sent.get(record.id, (0, ""))
        is_known = revision > 0 and operation != WITHDRAWN
        is_same = revision == record.revision
        if record.deleted_at is not None:
            if is_known and not is_same:
                going.append((record, WITHDRAWN))
        elif not is_same or not only_changed:
            going.append((record, CHANGED if is_known else NEW))
    return going


def _count(going: Sequence[tuple[Record, str]], live: int) -> Count:
    operations = [operation for _, operation in going]
    new, changed, withdrawn = (operations.count(one) for one in (NEW, CHANGED, WITHDRAWN))
    return Count(new, changed, withdrawn, live - new - changed)


def _lock(
    ledger: Ledger,
    session: Session,
    going: dict[str, list[tuple[Record, str]]],
    package: Package,
    state: State,
) -> Changes:
    changes = []
    for code, sent in going.items():
        ids = [record.id for record, _ in sent]
        changes += [
            history.Change("pack", code, record.id, record.revision, {"package": [None, package.identity]})
            for record, _ in sent
        ]
        session.expunge_all()
        _move(session, all_registers()[code], ids, None, state)
    history.note(session, ledger.clock(), ledger.user, changes)
    return Changes({code: tuple(record.id for record, _ in sent) for code, sent in going.items()})


def _move(
    session: Session, register: Register, ids: Sequence[str], before: State | None, after: State
) -> None:
    record = register.record
    for start in range(0, len(ids), 500):
        change = update(record).where(record.id.in_(ids[start : start + 500])).values(state=after.value)
        if before is not None:
            change = change.where(record.state == before.value)
        session.execute(change, execution_options={"synchronize_session": False})
