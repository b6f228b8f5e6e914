"""What stands in the way of taking a step back, and the changes that do its opposite, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, queries
from db.messages import N_, Message, ReportableError
from db.record import Record, State
from db.register import Register
from db.registers import all_registers
from db.store import history, received
from db.store import steps as stored
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry, Step
from desktop.services import rewriting
from desktop.services.rewriting import TAKE_BACK
from desktop.services.step_names import action_name, name_of

_PART = 500
_MADE = {"create", "import", "restore"}
_EDITED = {"change", "correct"}
_CONTENT = {*_MADE, *_EDITED, "withdraw", TAKE_BACK}


class UndoRefusedError(ReportableError):
    """A later change or a package stands in the way; nothing was changed."""


@dataclass(frozen=True)
class StepBack:
    """One step on its way back, or only looked at."""

    ledger: Ledger
    session: Session
    step: Step

    @property
    def name(self) -> Message:
        """What the step is called."""
        return name_of(self.session, self.step)

    def look(self) -> None:
        """Raise UndoRefusedError when something stands in the way."""
        for entries in self.parts():
            records, later = self._found(entries)
            for entry in entries:
                self._require_free(records[entry.record_id], entry, later.get(entry.record_id, ()))
            for record in records.values():
                self.session.expunge(record)

    def opposites(self, entries: Sequence[HistoryEntry]) -> list[Change]:
        """Do the opposite of one of the ``parts``, after looking that nothing stands in the way."""
        register = all_registers()[entries[0].register]
        records, later = self._found(entries)
        changes = []
        for entry in entries:
            record = records[entry.record_id]
            self._require_free(record, entry, later.get(record.id, ()))
            if entry.action == TAKE_BACK:
                change = rewriting.stand_as(
                    self.ledger, register, record, self._before_taking(register, entry)
                )
            else:
                change = _opposite(self.ledger, register, record, entry)
            changes.append(change)
        self.session.flush()
        rewriting.index(self.session, register, records.values())
        for record in records.values():
            self.session.expunge(record)
        return changes

    def parts(self) -> Iterator[list[HistoryEntry]]:
        """Part the entries of the step by register, some hundreds at a time."""
        entries = stored.entries_of(self.session, self.step)
        for _, of_register in groupby(entries, key=lambda entry: entry.register):
            together = list(of_register)
            for start in range(0, len(together), _PART):
                yield together[start : start + _PART]

    def _found(
        self, entries: Sequence[HistoryEntry]
    ) -> tuple[Mapping[str, Record], Mapping[str, list[HistoryEntry]]]:
        """Load the records of one part, and what happened to each after the step."""
        register = all_registers()[entries[0].register]
        ids = [entry.record_id for entry in entries]
        loaded = queries.load_all(self.session, register, ids, withdrawn=True)
        return {record.id: record for record in loaded}, self._later(ids)

    def _later(self, ids: Sequence[str]) -> Mapping[str, list[HistoryEntry]]:
        """Find what happened to the content of these records after the step, newest first."""
        found: dict[str, list[HistoryEntry]] = {}
        after = select(HistoryEntry).where(
            HistoryEntry.record_id.in_(ids),
            HistoryEntry.number > self.step.number,
            HistoryEntry.action.in_(_CONTENT),
        )
        for entry in self.session.scalars(after.order_by(HistoryEntry.number.desc())):
            found.setdefault(entry.record_id, []).append(entry)
        return found

    def _require_free(self, record: Record, entry: HistoryEntry, later: Sequence[HistoryEntry]) -> None:
        """Raise UndoRefusedError when the record is locked or no longer as the step left it."""
        register = all_registers()[entry.register]
        name = getattr(record, register.name_field) or Message(register.title)
        state = State(record.state)
        if entry.action == TAKE_BACK and not later and _stands_as_taken(record, entry):
            return
        if state.is_locked:
            raise UndoRefusedError(
                N_("不能撤销“{step}”：“{name}”{state}，内容已锁定。要修改请打开它点“更正”。"),
                step=self.name,
                name=name,
                state=Message(state.label),
            )
        is_withdrawn = record.deleted_at is not None
        if is_withdrawn == (entry.action == "withdraw") and (
            is_withdrawn or self._is_as_left(register, record, entry, later)
        ):
            return
        standing = next((one for one in later if _meets(entry, one)), None)
        if standing is None:
            raise UndoRefusedError(
                N_("不能撤销“{step}”：“{name}”现在的内容与当时不同。请在它的历史里恢复需要的一版。"),
                step=self.name,
                name=name,
            )
        by_step = stored.holding(self.session, standing.number)
        raise UndoRefusedError(
            N_(
                "不能撤销“{step}”：“{name}”之后又有“{later}”（{by}，{at}）。请先撤销那一步，或在它的历史里恢复需要的一版。"
            ),
            step=self.name,
            name=name,
            later=name_of(self.session, by_step) if by_step else action_name(standing.action),
            by=standing.by,
            at=f"{standing.at.astimezone(self.ledger.clock().tzinfo):%Y-%m-%d %H:%M}",
        )

    def _before_taking(self, register: Register, entry: HistoryEntry) -> Mapping[str, Any]:
        """Give how a record stood before it was taken back; what was under way then may have been answered since."""
        if _was_new(entry):
            return {"withdrawn": True}
        old = {code: was for code, (was, _) in entry.changes.items()}
        if old.get("state") in {State.PACKED.value, State.HANDED_OVER.value}:
            told = received.last_words(self.session, register.code, [entry.record_id]).get(entry.record_id)
            if told is not None and told.revision == old.get("revision", entry.revision):
                if told.decision == received.RETURNED:  # a withdrawal too, as ``receipt_using`` has it
                    old |= {"state": State.RETURNED.value, "withdrawn": False}
                else:
                    old["state"] = State.RECEIVED.value
        return old

    def _is_as_left(
        self, register: Register, record: Record, entry: HistoryEntry, later: Sequence[HistoryEntry]
    ) -> bool:
        """Tell whether what the step wrote still stands: all of a record it made, else what it changed."""
        if not later:
            return True
        now = canonical.snapshot(register, record)
        if entry.action in _MADE:
            told = history.of_record(self.session, record.id)
            until = [one.changes for one in told if one.number <= self.step.number]
            return now == canonical.rebuilt(register, until)
        written = canonical.rebuilt(register, [entry.changes])
        return all(now.get(code) == written.get(code) for code in _content(register, entry))


def _opposite(ledger: Ledger, register: Register, record: Record, entry: HistoryEntry) -> Change:
    if entry.action in _MADE:
        return rewriting.take_out(ledger, register, record)
    if entry.action == "withdraw":
        return rewriting.bring_back(ledger, register, record)
    old = {code: entry.changes[code][0] for code in _content(register, entry)}
    return rewriting.rewrite(ledger, register, record, old)


def _was_new(entry: HistoryEntry) -> bool:
    """Tell whether a record that was taken back was not there before."""
    return "state" in entry.changes and entry.changes["state"][0] is None


def _stands_as_taken(record: Record, entry: HistoryEntry) -> bool:
    """Tell whether a record is neither packed nor answered nor checked since it was taken back."""
    left = {"state": record.state, "revision": record.revision, "withdrawn": record.deleted_at is not None}
    told = {code: new for code, (_, new) in entry.changes.items()} | {"revision": entry.revision}
    if _was_new(entry):
        told["withdrawn"] = False
    return all(told.get(code, now) == now for code, now in left.items())


def _content(register: Register, entry: HistoryEntry) -> set[str]:
    """Name the codes of a record's content among what an entry changed."""
    return entry.changes.keys() & {
        *register.fields,
        *(group.code for group in register.row_groups),
        "reasons",
    }


def _meets(entry: HistoryEntry, later: HistoryEntry) -> bool:
    """Tell whether a later entry is about what an entry did."""
    both_edited = entry.action in _EDITED and later.action in _EDITED
    return not both_edited or bool((entry.changes.keys() & later.changes.keys()) - {"state"})
