"""历史: who changed what in one record and when, and bringing an earlier version back as a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import canonical, queries
from db.messages import N_, Message, ReportableError
from db.register import Register
from db.store import history, steps
from db.store.ledger import Ledger
from desktop.services import records
from desktop.services.record_differences import FieldChange, field_changes
from desktop.services.records import Saved
from desktop.services.step_names import action_name, name_of

_SAVED = {"create", "import", "change", "correct"}


@dataclass(frozen=True)
class Version:
    """One entry of a record's history, counted from 1; ``at`` in UTC.

    ``step`` names what it was part of (an import, a bulk change, an undoing …), None for checks and packages.
    ``can_return`` tells whether the content of then differs from that of now.
    """

    number: int
    at: datetime
    by: str
    action: Message
    step: Message | None
    revision: int
    changes: tuple[FieldChange, ...]
    can_return: bool


def versions(ledger: Ledger, register: Register, record_id: str) -> tuple[Version, ...]:
    """Give the whole history of a record, oldest first."""
    with ledger.store.reading() as session:
        entries = history.of_record(session, record_id)
        record = queries.load(session, register, record_id)
        now = canonical.snapshot(register, record) if record is not None else {}
        told = []
        for number, entry in enumerate(entries, 1):
            step = steps.holding(session, entry.number)
            then = canonical.rebuilt(register, [one.changes for one in entries[:number]])
            told.append(
                Version(
                    number,
                    entry.at,
                    entry.by,
                    action_name(entry.action),
                    name_of(session, step) if step is not None else None,
                    entry.revision,
                    field_changes(session, register, entry.changes),
                    entry.action in _SAVED and then != now,
                )
            )
        return tuple(told)


def snapshot_at(ledger: Ledger, register: Register, record_id: str, number: int) -> canonical.Snapshot:
    """Rebuild the content that a record had after an entry of its history (counted from 1)."""
    with ledger.store.reading() as session:
        entries = history.of_record(session, record_id)
    if not 1 <= number <= len(entries):
        raise ReportableError(N_("这条记录没有第 {number} 版，请刷新历史。"), number=number)
    return canonical.rebuilt(register, [entry.changes for entry in entries[:number]])


def restore_version(
    ledger: Ledger, register: Register, record_id: str, number: int, *, correcting: bool = False
) -> Saved:
    """Save the content of an earlier version as a new one; raises what ``records.save`` raises.

    The file number stays: it is the record's, not the version's.
    """
    then = snapshot_at(ledger, register, record_id, number)
    record = records.open_record(ledger, register, record_id)
    if record is None:
        raise ReportableError(N_("这条记录已不存在，请刷新列表。"))
    now = canonical.snapshot(register, record)
    back = {code: then.get(code) for code in then.keys() | now.keys() if code != register.number_field}
    canonical.put_back(register, record, back)
    return records.save(ledger, register, record, correcting=correcting, kind=steps.VERSION)
