"""退回清单: the returned records as work to be done; Return opens one at its field, F8 the next."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot

from db.messages import N_
from db.record import State
from desktop.language import _, said
from desktop.services import field_places, return_list
from desktop.services.changes import Changes
from desktop.services.return_list import Todo
from desktop.ui import appearance
from desktop.ui.registers.record_notices import destination_of
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("状态"), N_("台账"), N_("记录"), N_("栏目"), N_("建议改为"), N_("退回原因"))
_COLOURS = {State.RETURNED: appearance.ACCENT, State.CHECKED: appearance.GOOD}


class TodoTable(PlainTable):
    """Keeps itself up to date with what is saved."""

    counted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(N_("要更正的记录"), _HEADS, self._cells)
        self._session = session
        self._opened: tuple[str, str] | None = None  # the record that was opened last
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self.refresh)
        self.opened.connect(self._go)
        session.changes_made.connect(self._note_changes)
        self.refresh()

    @property
    def waiting(self) -> int:
        """How many still have to be corrected."""
        return sum(one.state is not State.CHECKED for one in self.items)

    @Slot()
    def refresh(self) -> None:
        """Read the list again; the cursor stays on its record."""
        here = self.current
        items = self._session.do(return_list.todos)
        keys = [(one.register, one.record_id) for one in items]
        key = (here.register, here.record_id) if here else None
        self.show_items(items, keys.index(key) if key in keys else 0)
        self.counted.emit()

    @Slot()
    def open_next(self) -> None:
        """Open the returned record after the one that was opened last, from the last on to the first."""
        rows = [row for row, one in enumerate(self.items) if one.state is State.RETURNED]
        if not rows:
            self._session.say(N_("没有待更正的退回记录。"))
            return
        keys = [(one.register, one.record_id) for one in self.items]
        last = keys.index(self._opened) if self._opened in keys else -1
        row = next((row for row in rows if row > last), rows[0])
        self.choose(row)
        self._go(self.items[row])

    @Slot(object)
    def _go(self, one: Todo) -> None:
        self._opened = one.register, one.record_id
        self._session.record_wanted.emit(destination_of(one))

    @Slot(object)
    def _note_changes(self, _changes: Changes) -> None:
        self._due.start()

    def _cells(self, one: Todo) -> tuple[Cell, ...]:
        register = self._session.registers[one.register]
        return (
            Cell(_(one.standing), _COLOURS.get(one.state)),
            Cell(_(register.title)),
            Cell(one.label or _("（未命名）")),
            Cell(said(field_places.words(register, one.place)) if one.text else "—"),
            Cell(one.suggested or "—"),
            Cell(one.text or _("自己提出的更正")),
        )
