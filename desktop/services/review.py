"""The review sheet (核对单): what would go into the next package, and what a person must see before it is signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.fields import MoneyField
from db.messages import N_, Message
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store import journal, received
from desktop.reports.review_counts import Count
from desktop.services.checking import CheckedRecord

NEW, CHANGED, WITHDRAWN, SAME = "new", "changed", "withdrawn", "same"
_OPERATIONS = {NEW: N_("新增"), CHANGED: N_("更正"), WITHDRAWN: N_("撤销")}


@dataclass(frozen=True)
class Reason:
    """A 核实 problem and the clerk's written reason, which travels with the record."""

    register: str
    record_id: str
    label: str
    problem: Message
    reason: str


@dataclass(frozen=True)
class Hint:
    """A 提示 of a record that goes: it asks for nothing, and is to be known before signing."""

    register: str
    record_id: str
    label: str
    problem: Message


@dataclass(frozen=True)
class Difference:
    """One record that goes, and why; ``version`` is the saved copy that was looked at."""

    register: str
    record_id: str
    label: str
    revision: int
    operation: str
    version: int

    def sentence(self, label: str | None = None) -> Message:
        """Say it as the paper does; ``label`` names the record in another way."""
        values = {
            "operation": Message(_OPERATIONS[self.operation]),
            "register": Message(all_registers()[self.register].title),
            "label": self.label if label is None else label,
            "revision": self.revision,
        }
        return Message(N_("{operation} {register} {label}（第 {revision} 版）"), values)


@dataclass(frozen=True)
class Review:
    """The review sheet (核对单): everything that a person must see before it is signed.

    ``sums`` maps ``<register>.<field>`` to fen. ``blocking`` keeps the package from being made;
    ``left_out`` are records with standing problems that stay behind because the clerk chose so.
    ``without_identity`` (不带身份信息) is the choice of a county for what it passes on.
    ``broken_history`` names where the history of changes does not fit: to be known before signing, in no one's way.
    """

    registers: tuple[str, ...]
    period: str
    sequence: int
    counts: dict[str, Count]
    sums: dict[str, int]
    blocking: tuple[CheckedRecord, ...]
    left_out: tuple[CheckedRecord, ...]
    reasons: tuple[Reason, ...]
    differences: tuple[Difference, ...]
    only_changed: bool
    hints: tuple[Hint, ...] = ()
    without_identity: bool = False
    broken_history: Message | None = None


def control_sums(register: Register, records: Sequence[Record]) -> dict[str, int]:
    """Add up the money fields of a register, in fen, by which paper and data are compared."""
    return {
        code: sum(getattr(record, code) or 0 for record in records)
        for code, field in register.fields.items()
        if isinstance(field, MoneyField)
    }


def going(
    session: Session, register: Register, *, only_changed: bool, without: Collection[str] = ()
) -> list[tuple[Record, str]]:
    """Find the records to send, with what happened to each since it was last sent."""
    record = register.record
    sent = journal.last_sent(session, register.code)
    anew = received.accepted_anew(session, register.code, journal.last_sent_at(session, register.code))
    operations: dict[str, str] = {}
    for record_id, revision, deleted_at in session.execute(
        select(record.id, record.revision, record.deleted_at)
    ):
        operation = _operation(sent.get(record_id), revision, is_withdrawn=deleted_at is not None)
        if operation == SAME and deleted_at is None and (not only_changed or record_id in anew):
            operation = CHANGED
        if operation != SAME and record_id not in without:
            operations[record_id] = operation
    found = queries.load_all(session, register, sorted(operations), withdrawn=True)
    return [(one, operations[one.id]) for one in found]


def differences(register: Register, sent: Sequence[tuple[Record, str]]) -> list[Difference]:
    """Name the records that go."""
    return [
        Difference(
            register.code, record.id, register.label_of(record), record.revision, operation, record.version
        )
        for record, operation in sent
    ]


def count(due: Sequence[tuple[Record, str]], standing: Collection[str], live: int) -> Count:
    """Count by operation what is due; ``standing`` are ids that stay behind, ``live`` counts the register's records."""
    operations = [operation for record, operation in due if record.id not in standing]
    new, changed, withdrawn = (operations.count(one) for one in (NEW, CHANGED, WITHDRAWN))
    due_live = sum(operation != WITHDRAWN for _, operation in due)
    return Count(new, changed, withdrawn, len(due) - len(operations), live - due_live)


def _operation(sent: tuple[int, str] | None, revision: int, *, is_withdrawn: bool) -> str:
    """Say what happened to a record since it was last sent as (revision, operation)."""
    is_known = sent is not None and sent[1] != WITHDRAWN
    is_same = sent is not None and sent[0] == revision
    if is_withdrawn:
        return WITHDRAWN if is_known else SAME
    if is_same:
        return SAME
    return CHANGED if is_known else NEW
