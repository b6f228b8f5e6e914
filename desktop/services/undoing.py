"""撤销: the named steps of the ledger, and taking one back by a new step that does the opposite.

Nothing is deleted: undoing a save writes the old values again, undoing an import withdraws its records. Undoing the
undoing (重做) is the same once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, queries
from db.messages import N_, Message, ReportableError
from db.record import Record, State
from db.register import Register
from db.registers import all_registers
from db.store import history
from db.store import steps as stored
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry, Step
from desktop.services import rewriting
from desktop.services.changes import Changes
from desktop.services.progress import Progress, Silent
from desktop.services.roles import Action, demand
from desktop.services.step_names import action_name, name_of

_STEP = 500
_MADE = {"create", "import", "restore"}
_EDITED = {"change", "correct"}
_CONTENT = {*_MADE, *_EDITED, "withdraw"}


class UndoRefusedError(ReportableError):
    """A later change or a package stands in the way; nothing was changed."""


@dataclass(frozen=True)
class NamedStep:
    """A step as the list of steps shows it; ``count`` is of records, ``at`` in UTC, ``undoes`` the step it took back."""

    number: int
    at: datetime
    by: str
    register: str
    name: Message
    count: int
    is_undone: bool
    undoes: int | None = None


def steps(ledger: Ledger, limit: int = 50) -> tuple[NamedStep, ...]:
    """List the newest steps, newest first."""
    with ledger.store.reading() as session:
        return tuple(
            NamedStep(
                step.number,
                entry.at,
                entry.by,
                entry.register,
                name_of(session, step),
                step.number - step.first + 1,
                stored.is_undone(session, step.number),
                step.undoes,
            )
            for step, entry in stored.latest(session, limit)
        )


def undo(ledger: Ledger, number: int, progress: Progress | None = None) -> Changes:
    """Take a step back, all of it or nothing, as a new step.

    Raises UndoRefusedError, which names what stands in the way, and Cancelled.
    """
    demand(ledger, Action.SAVE)
    progress = progress or Silent()
    with ledger.store.writing() as session:
        step = session.get(Step, number)
        if step is None:
            raise UndoRefusedError(N_("这一步操作已找不到，请刷新后再试。"))
        undoing = _Undoing(ledger, session, step)
        if stored.is_undone(session, number):
            raise UndoRefusedError(N_("“{step}”已经撤销过了。"), step=undoing.name)
        entries = stored.entries_of(session, step)
        what = Message(N_("正在撤销“{step}”"), {"step": undoing.name})
        changes: list[Change] = []
        for part in _parts(entries):
            progress.step(len(changes), len(entries), what)
            changes += undoing.opposites(part)
        progress.step(len(entries), len(entries), what)
        naming = stored.Naming(stored.UNDO, undoes=number)
        made = stored.note(session, ledger.clock(), ledger.user, naming, changes)
    touched: dict[str, list[str]] = {}
    for change in changes:
        touched.setdefault(change.register, []).append(change.record_id)
    return Changes({register: tuple(ids) for register, ids in touched.items()}, made)


def _parts(entries: Sequence[HistoryEntry]) -> Iterator[list[HistoryEntry]]:
    """Part the entries by register, some hundreds at a time."""
    for _, of_register in groupby(entries, key=lambda entry: entry.register):
        together = list(of_register)
        for start in range(0, len(together), _STEP):
            yield together[start : start + _STEP]


@dataclass(frozen=True)
class _Undoing:
    """One step on its way back."""

    ledger: Ledger
    session: Session
    step: Step

    @property
    def name(self) -> Message:
        return name_of(self.session, self.step)

    def opposites(self, entries: Sequence[HistoryEntry]) -> list[Change]:
        """Do the opposite of some entries of one register, after looking that nothing stands in the way."""
        register = all_registers()[entries[0].register]
        ids = [entry.record_id for entry in entries]
        records = {one.id: one for one in queries.load_all(self.session, register, ids, withdrawn=True)}
        later = self._later(ids)
        changes = []
        for entry in entries:
            record = records[entry.record_id]
            self._require_free(register, record, entry, later.get(record.id, ()))
            changes.append(_opposite(self.ledger, register, record, entry))
        self.session.flush()
        rewriting.index(self.session, register, records.values())
        for record in records.values():
            self.session.expunge(record)
        return changes

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

    def _require_free(
        self, register: Register, record: Record, entry: HistoryEntry, later: Sequence[HistoryEntry]
    ) -> None:
        """Raise UndoRefusedError when the record is locked or no longer as the step left it."""
        name = getattr(record, register.name_field) or Message(register.title)
        state = State(record.state)
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
