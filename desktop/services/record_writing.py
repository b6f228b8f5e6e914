"""Write accepted and merged records of one package into the county's registers, inside one transaction."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, queries
from db.fields import ReferenceField
from db.messages import N_, ReportableError
from db.record import State
from db.register import Register
from db.registers import all_registers
from db.store import history, received
from db.store.bulk import insert_rows
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.received import listed
from desktop.exchange.record_reading import SentRecord
from desktop.services import rewriting
from desktop.services.changes import Changes
from desktop.services.comparing import ComparedRecord, Kind, whole
from desktop.services.county_lookups import arriving_record

WITHDRAWN = "withdrawn"


class NotTakenInError(ReportableError):
    """One package could not be taken in; nothing of it was written."""


class RecordWriter:
    """Writes what one package brings; new records wait for ``finish``, which writes them in few statements."""

    def __init__(self, ledger: Ledger, session: Session, office: str, action: str = "receive") -> None:
        self._ledger, self._session, self._office, self._action = ledger, session, office, action
        self._now = ledger.clock()
        self._new: dict[str, list[Any]] = {}
        self._noted: list[Change] = []
        self._pointed_at: dict[str, dict[str, str]] = {}  # register → id → the record that points at it

    def accept(self, one: ComparedRecord, sent: SentRecord) -> str | None:
        """Take a record in as it was sent; gives the digest of its content, None when there was nothing to take."""
        return self._write(one, sent, self._now if sent.operation == WITHDRAWN else None)

    def merge(self, one: ComparedRecord, sent: SentRecord, into: str) -> str | None:
        """Keep a record, but out of the lists, because it is the same as the record ``into``."""
        other = queries.load(self._session, sent.register, into) if into != sent.id else None
        if other is None or other.deleted_at is not None:
            raise NotTakenInError(N_("“{label}”要并入的记录不在台账里，请另选一条。"), label=one.label)
        return self._write(one, sent, self._now)

    def finish(self) -> Changes:
        """Write what is new, the history and the search texts; raises NotTakenInError for a reference to nothing."""
        for code, records in self._new.items():
            self._insert(all_registers()[code], records)
        self._session.flush()
        self._require_references()
        history.note(self._session, self._now, self._ledger.user, self._noted)
        touched: dict[str, list[str]] = {}
        for change in self._noted:
            touched.setdefault(change.register, []).append(change.record_id)
        return Changes({code: tuple(ids) for code, ids in touched.items()})

    def _write(self, one: ComparedRecord, sent: SentRecord, deleted_at: datetime | None) -> str | None:
        if one.our_revision:
            return self._rewrite(one, sent, deleted_at)
        if sent.operation == WITHDRAWN:
            return None
        record = arriving_record(sent.office or self._office, sent, sent.snapshot).record
        record.deleted_at = deleted_at
        self._new.setdefault(sent.register.code, []).append(record)
        self._note(sent, {code: [None, new] for code, new in sorted(sent.snapshot.items())}, "")
        return received.digest(sent.snapshot)

    def _rewrite(self, one: ComparedRecord, sent: SentRecord, deleted_at: datetime | None) -> str:
        """Give a record that is there the content and the revision that were sent."""
        register = sent.register
        record = queries.load(self._session, register, sent.id)
        assert record is not None  # noqa: S101 - the comparison found it in this transaction
        before, state = canonical.snapshot(register, record), record.state
        after = before if sent.operation == WITHDRAWN else whole(sent, before)
        if one.kind is Kind.SAME and record.revision >= sent.revision and not deleted_at:
            return received.digest(after)
        changed = canonical.differences(before, after)
        canonical.put_back(register, record, {code: new for code, (_, new) in changed.items()})
        record.revision, record.written_on = sent.revision, sent.written_on
        record.state, record.deleted_at = State.RECEIVED.value, deleted_at
        record.changed_at, record.changed_by = self._now, self._ledger.user
        self._session.flush()
        rewriting.index(self._session, register, [record])
        if deleted_at is None:
            self._note(sent, changed, state)
        else:
            self._noted.append(Change("withdraw", register.code, sent.id, sent.revision, {}))
        return received.digest(after)

    def _note(self, sent: SentRecord, changed: dict[str, list[Any]], state: str) -> None:
        """Note a change of a live record, and what it points at."""
        moved = {} if state == State.RECEIVED.value else {"state": [state or None, State.RECEIVED.value]}
        self._noted.append(Change(self._action, sent.register.code, sent.id, sent.revision, changed | moved))
        for code, register in _references(sent.register.code):
            if pointed_at := sent.snapshot.get(code):
                self._pointed_at.setdefault(register, {}).setdefault(pointed_at, _label(sent))

    def _insert(self, register: Register, records: Sequence[Any]) -> None:
        """Insert new records with their rows and search texts."""
        user = self._ledger.user
        same = {
            "version": 1,
            "state": State.RECEIVED.value,
            "created_at": self._now,
            "created_by": user,
            "changed_at": self._now,
            "changed_by": user,
        }
        codes = ("id", "office", "revision", "written_on", "reasons", "deleted_at", *register.fields)
        insert_rows(
            self._session, register.record, [{c: vars(one)[c] for c in codes} for one in records], same
        )
        for group in register.row_groups:
            lines = [
                {"id": line.id, "record_id": one.id, "position": line.position}
                | {code: getattr(line, code) for code in group.fields}
                for one in records
                for line in getattr(one, group.code)
            ]
            insert_rows(self._session, group.row, lines)
        rewriting.index(self._session, register, records)

    def _require_references(self) -> None:
        for code, asked in self._pointed_at.items():
            register = all_registers()[code]
            there = select(register.record.id).where(register.record.id.in_(listed(asked)))
            missing = sorted(asked.keys() - set(self._session.scalars(there)))
            if missing:
                raise NotTakenInError(
                    N_("“{label}”用到的“{title}”里的记录没有收下，请一起接收，或把它也退回。"),
                    label=asked[missing[0]],
                    title=register.title,
                )


@functools.cache
def _references(code: str) -> Sequence[tuple[str, str]]:
    """List the fields of a register that point at a record, each with the register that it points into."""
    fields = all_registers()[code].fields.items()
    return [(name, field.register) for name, field in fields if isinstance(field, ReferenceField)]


def _label(sent: SentRecord) -> str:
    return str(sent.snapshot.get(sent.register.name_field, sent.id))
