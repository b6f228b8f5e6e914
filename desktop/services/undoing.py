"""撤销: the named steps of the ledger, and taking them back by new steps that do the opposite.

Nothing is deleted: undoing a save writes the old values again, undoing an import withdraws its records. Undoing the
undoing (重做) is the same once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.store import steps as stored
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import Step
from desktop.services.changes import Changes
from desktop.services.progress import Progress, Silent
from desktop.services.roles import Action, demand
from desktop.services.step_back import StepBack, UndoRefusedError
from desktop.services.step_names import name_of, root_of

_LOOKED_AT = 20  # steps read at once to find the next one to undo


@dataclass(frozen=True)
class NamedStep:
    """A step as the list of steps shows it; ``count`` is of records, ``at`` in UTC.

    ``undoes`` is the step it took back; that was itself an undoing when it ``is_redo``.
    """

    number: int
    at: datetime
    by: str
    register: str
    name: Message
    count: int
    is_undone: bool
    undoes: int | None = None
    is_redo: bool = False

    @property
    def subject(self) -> Message:
        """What was undone or redone, else the step's own name."""
        inner = self.name.values.get("step")
        return inner if self.undoes is not None and isinstance(inner, Message) else self.name


@dataclass(frozen=True)
class NextSteps:
    """What 撤销 and 重做 would take back now."""

    undo: NamedStep | None
    redo: NamedStep | None


@dataclass(frozen=True)
class Outlook:
    """What can be done with a step: undo it or, when that is done already, redo it.

    Either way ``turn`` is the step to ``undo``, and ``obstacle`` says why it cannot be. ``later_…`` counts what
    going back to the step would undo.
    """

    number: int
    turn: int
    is_redo: bool
    obstacle: Message | None
    later_steps: int
    later_records: int


def steps(ledger: Ledger, limit: int = 50, before: int | None = None) -> tuple[NamedStep, ...]:
    """List the newest steps, or those ``before`` a step, newest first."""
    with ledger.store.reading() as session:
        found = stored.latest(session, limit, before)
        undone = stored.undone(session, [step.number for step, _ in found])
        return tuple(
            NamedStep(
                step.number,
                entry.at,
                entry.by,
                entry.register,
                name_of(session, step),
                step.number - step.first + 1,
                step.number in undone,
                step.undoes,
                is_redo=step.undoes is not None and not _takes_back(session, step),
            )
            for step, entry in found
        )


def next_steps(ledger: Ledger, since: int) -> NextSteps:
    """Find what 撤销 and 重做 would take back, among the steps after one.

    重做 is for what was undone last: the next change of another kind ends it.
    """
    redo, before = None, None
    while listed := steps(ledger, _LOOKED_AT, before):
        for step in listed:
            if step.number <= since:
                return NextSteps(None, redo)
            if step.undoes is None:
                if not step.is_undone:
                    return NextSteps(step, redo)
                continue
            if redo is None and not step.is_undone and not step.is_redo:
                redo = step
        before = listed[-1].number
    return NextSteps(None, redo)


def outlook(ledger: Ledger, number: int) -> Outlook:
    """Say what could be done with a step now; changes nothing."""
    with ledger.store.reading() as session:
        later = _later(session, number)
        records = stored.records_of(session, [step.number for step in later])
        step = session.get(Step, number)
        if step is not None and step.undoes is None:
            step = session.get_one(Step, stored.turned_by(session, number))
        turn = number if step is None else step.number
        obstacle = None
        try:
            StepBack(ledger, session, _standing(session, turn)).look()
        except UndoRefusedError as refused:
            obstacle = refused.message
        return Outlook(number, turn, _takes_back(session, step), obstacle, len(later), records)


def undo(ledger: Ledger, number: int, progress: Progress | None = None) -> Changes:
    """Take a step back, all of it or nothing, as a new step.

    Raises UndoRefusedError, which names what stands in the way, and Cancelled.
    """
    return _take_back(ledger, lambda session: [_standing(session, number)], progress or Silent())


def go_back(ledger: Ledger, number: int, progress: Progress | None = None) -> Changes:
    """Take back what was done after a step, newest first: all of it or nothing, each as a new step.

    Raises UndoRefusedError and Cancelled.
    """

    def later(session: Session) -> Sequence[Step]:
        found = _later(session, number)
        if not found:
            raise UndoRefusedError(N_("这一步之后没有可以撤销的操作。"))
        return found

    return _take_back(ledger, later, progress or Silent())


def _take_back(ledger: Ledger, choose: Callable[[Session], Sequence[Step]], progress: Progress) -> Changes:
    demand(ledger, Action.SAVE)
    touched: dict[str, dict[str, None]] = {}
    done = made = 0
    with ledger.store.writing() as session:
        chosen = choose(session)
        total = sum(step.number - step.first + 1 for step in chosen)
        for step in chosen:
            back = StepBack(ledger, session, step)
            what = Message(N_("正在撤销“{step}”"), {"step": back.name})
            changes: list[Change] = []
            for part in back.parts():
                progress.step(done, total, what)
                changes += back.opposites(part)
                done += len(part)
            progress.step(done, total, what)
            naming = stored.Naming(stored.UNDO, undoes=step.number)
            made = stored.note(session, ledger.clock(), ledger.user, naming, changes)
            for change in changes:
                touched.setdefault(change.register, {})[change.record_id] = None
    return Changes({register: tuple(ids) for register, ids in touched.items()}, made)


def _takes_back(session: Session, step: Step | None) -> bool:
    """Tell whether a step undoes another, which a redo does not."""
    return step is not None and root_of(session, step)[1] % 2 == 1


def _standing(session: Session, number: int) -> Step:
    """Give a step that can still be undone."""
    step = session.get(Step, number)
    if step is None:
        raise UndoRefusedError(N_("这一步操作已找不到，请刷新后再试。"))
    if stored.undone(session, [number]):
        raise UndoRefusedError(N_("“{step}”已经撤销过了。"), step=name_of(session, step))
    return step


def _later(session: Session, number: int) -> Sequence[Step]:
    """Find what to undo, newest first, so that the ledger is again as it was right after a step.

    A step and its undoings turn one thing on and off: what was turned an even number of times since is as it was.
    """
    turned: dict[int, list[Step]] = {}
    for step in stored.after(session, number):
        turned.setdefault(root_of(session, step)[0].number, []).append(step)
    newest = [of_one[-1] for of_one in turned.values() if len(of_one) % 2 == 1]
    return sorted(newest, key=lambda step: step.number, reverse=True)
