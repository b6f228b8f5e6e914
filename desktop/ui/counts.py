"""How many records each list has: counted beside the window after every change, once for all who show it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import return_list, smart_lists
from desktop.services.changes import Changes
from desktop.ui.standing import STANDING

if TYPE_CHECKING:
    from desktop.ui.session import Session

WAITING = "waiting"
"""The count of the records that wait for the clerk: returned, being corrected, or known to be wrong (逻辑有误)."""


class _Counted(NamedTuple):
    register: str
    by_list: Mapping[str, int]


class Counts(QObject):
    """The counts of all registers; empty until they were counted for the first time."""

    counted = Signal(str)  # register code

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._by_register: dict[str, Mapping[str, int]] = {}
        self._under_way: dict[str, bool] = {}  # and whether to count again afterwards
        session.changes_made.connect(self._note_changes)

    def of(self, register: str) -> Mapping[str, int]:
        """Give the counts by list code, ``""`` for all live records."""
        return self._by_register.get(register, {})

    @property
    def corrections(self) -> int:
        """How many records came back or are being corrected."""
        return sum(
            self.of(register).get(state.value, 0)
            for register in self._session.registers
            for state in return_list.UNDER_WAY
        )

    @property
    def is_empty(self) -> bool:
        """Whether the ledger is known to have no record at all."""
        return self.are_known and not any(counts[""] for counts in self._by_register.values())

    @property
    def are_known(self) -> bool:
        """Whether every register was counted."""
        return self._by_register.keys() >= self._session.registers.keys()

    def refresh(self, register: str) -> None:
        """Count a register again."""
        if register in self._under_way:
            self._under_way[register] = True
            return
        self._under_way[register] = False
        self._session.look(_count, self._take, register, self._session.standing.of(register))

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        for register in changes.records:
            self.refresh(register)

    def _take(self, counted: _Counted) -> None:
        self._by_register[counted.register] = counted.by_list
        if self._under_way.pop(counted.register, False):
            self.refresh(counted.register)
        self.counted.emit(counted.register)


def _count(ledger: Ledger, register: str, standing: Mapping[str, AbstractSet[str]]) -> _Counted:
    declared = all_registers()[register]
    counts = smart_lists.counts(ledger, declared)
    live = set(smart_lists.ids(ledger, declared, "")) if any(standing.values()) else set()
    counts |= {code: len(ids & live) for code, ids in standing.items()}
    waiting = set(standing.get(STANDING, ())) & live
    for state in return_list.UNDER_WAY:
        waiting.update(smart_lists.ids(ledger, declared, state.value))
    counts[WAITING] = len(waiting)
    return _Counted(register, counts)
