"""导出上报: choose what goes, look at it, build and sign the package, put it on the stick, keep it in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message, ReportableError, Severity
from db.record import Record, State
from db.registers import all_registers
from db.store import history, journal
from db.store.ledger import Ledger
from db.store.shared_tables import Package
from desktop.exchange import transport
from desktop.exchange.transport import Placed
from desktop.services import checking, history_check, period_locks
from desktop.services.checking import CheckedRecord
from desktop.services.levels import Level, level_of, superior_code
from desktop.services.progress import Progress, Silent
from desktop.services.review import Hint, Reason, Review, control_sums, count, differences, going
from desktop.services.roles import Action, demand


class NothingToSubmitError(ReportableError):
    """No record is new or changed."""

    def __init__(self) -> None:
        super().__init__(N_("所选范围内没有新的或改动过的记录，不需要上报。"))


class ReviewOutdatedError(ReportableError):
    """Something was saved or sent after the review sheet was made."""

    def __init__(self) -> None:
        super().__init__(N_("核对之后又有记录改动过或已上报，请重新核对后再生成报送包。"))


class StandingProblemsError(ReportableError):
    """A 强制 problem or a 核实 problem without a reason stands."""

    def __init__(self, records: int) -> None:
        super().__init__(
            N_("有 {records} 条记录还有未解决的问题，请先在逻辑检查中改正或写明原因。"), records=records
        )


def prepare(
    ledger: Ledger,
    registers: Sequence[str],
    period: str,
    *,
    only_changed: bool = True,
    leave_out_standing: bool = False,
    without_identity: bool = False,
    progress: Progress | None = None,
) -> Review:
    """Check the records in range (a state may change) and say what would go into the next package.

    Records with standing problems block the package, or stay behind when ``leave_out_standing`` is chosen. A county may
    report ``without_identity`` (``db.withholding``); raises ReportableError for a township, whose records the county
    needs in full.
    """
    if without_identity and not may_withhold(ledger):
        raise ReportableError(N_("乡镇（街道）向县区上报要带身份信息，只有县区向市上报时可以不带。"))
    chosen = [all_registers()[code] for code in registers]
    report = checking.check_all(ledger, chosen, progress)
    with ledger.store.reading() as session:
        due = {one.code: going(session, one, only_changed=only_changed) for one in chosen}
        stands = (*report.standing, *_closed(ledger, session, due))
        standing = {record.record_id for record in stands} if leave_out_standing else set()
        sent = {code: [one for one in records if one[0].id not in standing] for code, records in due.items()}
        place = journal.next_place(session, ledger.office().area, county_of(ledger))
        broken_history = history_check.broken(session)
        live = {one.code: sum(queries.count_by_state(session, one).values()) for one in chosen}
    due_ids = {record.id for records in due.values() for record, _ in records}
    ids = due_ids - standing
    return Review(
        registers=tuple(registers),
        period=period,
        sequence=place.sequence,
        counts={code: count(records, standing, live[code]) for code, records in due.items()},
        sums={
            f"{one.code}.{code}": total
            for one in chosen
            for code, total in control_sums(one, [record for record, _ in sent[one.code]]).items()
        },
        blocking=tuple(record for record in stands if record.record_id in ids),
        left_out=tuple(record for record in stands if record.record_id in standing & due_ids),
        reasons=tuple(
            Reason(
                record.register, record.record_id, record.label, problem.message, record.reasons[problem.key]
            )
            for record in report.records
            if record.record_id in ids
            for problem in record.problems
            if problem.severity is Severity.EXPLAIN and problem.key in record.reasons
        ),
        differences=tuple(difference for one in chosen for difference in differences(one, sent[one.code])),
        only_changed=only_changed,
        hints=tuple(
            Hint(record.register, record.record_id, record.label, problem.message)
            for record in report.records
            if record.record_id in ids
            for problem in record.problems
            if problem.severity is Severity.HINT
        ),
        without_identity=without_identity,
        broken_history=broken_history,
    )


def make(ledger: Ledger, review: Review, progress: Progress | None = None) -> str:
    """Build and sign the package, enter it in the journal and lock its records, all or nothing; gives its id.

    Raises NotEnrolledError, NothingToSubmitError, StandingProblemsError and ReviewOutdatedError.
    """
    from desktop.services import packing, sealing  # noqa: PLC0415 - drawing and signing load large libraries

    demand(ledger, Action.SUBMIT)
    sealing.require_enrolled(ledger)
    progress = progress or Silent()
    if review.blocking:
        raise StandingProblemsError(len(review.blocking))
    with ledger.store.writing() as session:
        sent = as_reviewed(ledger, session, review)
        package, records, pictures = packing.pack(ledger, session, review, sent, progress)
        journal.enter(session, package, records, pictures)
        _lock(ledger, session, sent, package)
    return package.id


def place(ledger: Ledger, package_id: str, stick: Path, progress: Progress | None = None) -> Placed:
    """Write a package, sealed to the office above, to a stick or folder and read it back; the same bytes every time.

    Only when this returns may the program say 可以拔出. Raises NotEnrolledError.
    """
    from desktop.services import sealing  # noqa: PLC0415 - keys and signatures load large libraries

    demand(ledger, Action.SUBMIT)
    progress = progress or Silent()
    content, name = sealing.sealed(ledger, package_id)
    progress.step(0, 2, Message(N_("正在写入并读回核对")))
    placed = transport.place(content, transport.outbox(stick), name)
    with ledger.store.writing() as session:
        journal.placed(session, package_id, ledger.clock())
        _hand_over(ledger, session, package_id)
    progress.step(2, 2, Message(N_("已写入并核对")))
    return placed


def plain_copy(ledger: Ledger, package_id: str, folder: Path) -> Placed:
    """Write the signed package without its envelope, to be verified by hand: personal data lies open in it."""
    demand(ledger, Action.SUBMIT)
    with ledger.store.reading() as session:
        package = journal.with_content(session, package_id)
        content, name = package.content, package.file_name
    return transport.place(content, folder, name)


def packages(ledger: Ledger) -> list[Package]:
    """List the packages made so far, newest first."""
    with ledger.store.reading() as session:
        return list(journal.packages(session))


def county_of(ledger: Ledger) -> str:
    """Give the code of the office that this one reports to; raises NoSuperiorError for a city."""
    return superior_code(ledger.office().area)


def may_withhold(ledger: Ledger) -> bool:
    """Tell whether this office may report without identity: a county to its city."""
    return level_of(ledger.office().area) is Level.COUNTY


def _closed(
    ledger: Ledger, session: Session, due: dict[str, list[tuple[Record, str]]]
) -> list[CheckedRecord]:
    """Find the records of a period that the office above has closed."""
    locks, own, today = period_locks.load(session), ledger.office().area, ledger.clock().date()
    found = []
    for code, records in due.items():
        for record, _ in records:
            problem = locks.problem(code, record.id, own, record.written_on, today)
            if problem is not None:
                label = all_registers()[code].label_of(record)
                found.append(CheckedRecord(code, record.id, label, (problem,), (problem,), {}))
    return found


def as_reviewed(ledger: Ledger, session: Session, review: Review) -> dict[str, list[tuple[Record, str]]]:
    """Find by register the records of a review, exactly as a person has looked at them.

    Raises NothingToSubmitError, and ReviewOutdatedError when something was saved or sent since.
    """
    left_out = {record.record_id for record in review.left_out}
    sent = {
        code: going(session, all_registers()[code], only_changed=review.only_changed, without=left_out)
        for code in review.registers
    }
    if not any(sent.values()):
        raise NothingToSubmitError
    place = journal.next_place(session, ledger.office().area, county_of(ledger))
    now = [
        difference
        for code, records in sent.items()
        for difference in differences(all_registers()[code], records)
    ]
    if place.sequence != review.sequence or tuple(now) != review.differences:
        raise ReviewOutdatedError
    return sent


def _lock(
    ledger: Ledger, session: Session, sent: dict[str, list[tuple[Record, str]]], package: Package
) -> None:
    changes = [
        history.Change(
            "pack",
            code,
            record.id,
            record.revision,
            {"package": [None, package.identity], "state": [record.state, State.PACKED.value]},
        )
        for code, records in sent.items()
        for record, _ in records
    ]
    session.expunge_all()
    for code, records in sent.items():
        checking.move(session, all_registers()[code], [record.id for record, _ in records], State.PACKED)
    history.note(session, ledger.clock(), ledger.user, changes)


def _hand_over(ledger: Ledger, session: Session, package_id: str) -> None:
    """Move the package's records to 已交, but not those that a newer package carries in a newer revision."""
    carried: dict[str, dict[str, int]] = {}
    for line in journal.records_of(session, package_id):
        carried.setdefault(line.register, {})[line.record_id] = line.revision
    moved = {"state": [State.PACKED.value, State.HANDED_OVER.value]}
    for code, revisions in carried.items():
        record = all_registers()[code].record
        ids = [
            found.id
            for start in range(0, len(revisions), 500)
            for found in session.execute(
                select(record.id, record.revision)
                .where(record.id.in_(sorted(revisions)[start : start + 500]))
                .where(record.state == State.PACKED.value)
            )
            if revisions[found.id] == found.revision
        ]
        checking.move(session, all_registers()[code], ids, State.HANDED_OVER)
        changes = [history.Change("hand_over", code, one, revisions[one], moved) for one in ids]
        history.note(session, ledger.clock(), ledger.user, changes)
