"""A record's form: shows a record in its sections, edits it in place, and leads the cursor through it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from db.fields import IdentityField
from db.messages import Message, Problem, Severity
from db.record import Record
from db.register import Arithmetic, Register
from desktop.services.drafts import Place, Typed
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.text import LineEditor
from desktop.ui.registers.identity_fill import IdentityFill
from desktop.ui.registers.record_path import EntryPath
from desktop.ui.registers.record_sections import FormSections
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.session import Session

_HABIT = 0.4  # seconds in which a Return out of habit follows the last digit


class RecordForm(QScrollArea):
    """Edits one record in place; what cannot be read is kept in its editor and told by ``refusals``."""

    edited = Signal()
    settled = Signal()
    help_wanted = Signal(str)
    section_entered = Signal(str)
    pin_wanted = Signal(str)  # a field's code

    def __init__(
        self, session: Session, register: Register, record: Record, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._record = record
        self._identities = IdentityFill(register.fields)
        self._path = EntryPath()
        self._passing = False
        self.is_read_only = False
        self._moved_on = 0.0  # when a full field moved on by itself
        self._section = ""  # where the cursor is
        self.section_entered.connect(self._note_section)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = FormSections(session, register, record.written_on)
        self._page.stepped.connect(self._step)
        self._page.label_clicked.connect(self.pin_wanted)
        self.editors: dict[str, Editor] = self._page.editors
        self.grids: dict[str, RowGrid] = self._page.grids
        self.related = self._page.related
        self.headings = self._page.headings
        for editor in self.editors.values():
            editor.edited.connect(self._note_edit)
            editor.settled.connect(self._note_settled)
            editor.entered.connect(self._note_entered)
            editor.finished.connect(self._note_finished)
        for grid in self.grids.values():
            grid.edited.connect(self._note_rows)
            grid.typed.connect(self.edited)
            grid.cell_entered.connect(self.help_wanted)
            grid.entered.connect(self._note_grid)
            grid.left.connect(self._leave_grid)
            grid.told.connect(session.say)
        self.setWidget(self._page)
        self.show_record(record)

    def show_record(self, record: Record) -> None:
        """Show a record and edit it from now on."""
        self._record = record
        for code, editor in self.editors.items():
            editor.show_day(record.written_on)
            editor.show_value(getattr(record, code))
        for grid in self.grids.values():
            grid.show_record(record)
        for others in self.related.values():
            others.show_record(record)
        self._identities.begin(record)

    def scroll_up(self) -> None:
        """Show the beginning, as for a record that nobody has walked through."""
        self._path.clear()
        self.verticalScrollBar().setValue(0)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock everything; the file number is always the office's."""
        self.is_read_only = read_only
        for code, editor in self.editors.items():
            editor.set_read_only(read_only or code == self._register.number_field)
        for grid in self.grids.values():
            grid.set_read_only(read_only)

    def commit(self) -> None:
        """Take what is being typed right now into the record, as something complete."""
        self.settle()
        for grid in self.grids.values():
            grid.drop_empty_end()

    def settle(self) -> None:
        """Take what is being typed right now into the record, as if the focus had left for a while."""
        for grid in self.grids.values():
            grid.commit()
        for editor in self.editors.values():
            editor.finish()

    def refusals(self) -> list[Problem]:
        """List the texts that are no values, in the order of the form."""
        found = [
            Problem("refused", Severity.MUST, refused, code)
            for code, editor in self.editors.items()
            if (refused := editor.refused()) is not None
        ]
        for grid in self.grids.values():
            found += grid.model.refusals()
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Tint the fields and cells of these problems by their worst."""
        order = list(Severity)
        worst: dict[str, Severity] = {}
        for problem in problems:
            if problem.field and not problem.rows:
                known = worst.get(problem.field, Severity.HINT)
                worst[problem.field] = min(known, problem.severity, key=order.index)
        for code, editor in self.editors.items():
            editor.mark(worst.get(code))
        for code, grid in self.grids.items():
            grid.model.show_problems(problem for problem in problems if problem.rows == code)

    def show_confirmed(self, places: AbstractSet[tuple[str, int, str]]) -> None:
        """Tick the values that were keyed twice: each by its group and row ("" and 0: the record) and field."""
        for code, editor in self.editors.items():
            editor.show_confirmed(confirmed=("", 0, code) in places)
        for rows, grid in self.grids.items():
            grid.show_confirmed({(row, code) for group, row, code in places if group == rows})

    def show_computed(self, values: Mapping[str, Arithmetic]) -> None:
        """Show the computed values with their arithmetic."""
        self._page.show_computed(values)

    def go_to(self, problem: Problem) -> None:
        """Put the cursor where a problem is."""
        if problem.rows in self.grids:
            self.grids[problem.rows].go_to(problem)
            self.ensureWidgetVisible(self.grids[problem.rows])
        elif problem.field in self.editors:
            editor = self.editors[problem.field]
            self.ensureWidgetVisible(editor, 0, 80)
            self._enter(editor, Qt.FocusReason.ShortcutFocusReason)

    def go_to_section(self, code: str) -> None:
        """Scroll to a section and put the cursor into its first field."""
        heading = self.headings[code]
        top = heading.mapTo(self._page, QPoint(0, 0)).y()
        first = next((editor for editor in self.editors.values() if editor.field.section == code), None)
        grids = (grid for grid in self.grids.values() if grid.group.section == code)
        target = first or next(grids, None) or self.related.get(code)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.verticalScrollBar().setValue(top)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is the clerk's to fill."""
        code = next((code for code in self.editors if code != self._register.number_field), None)
        if code is not None:
            self._enter(self.editors[code], Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Go to the next field that is the clerk's to fill; what the ID has filled or is only looked at is passed by (Tab stops there)."""
        self._passing = True
        for _step in range(len(self.editors)):
            if not self._page.focusNextPrevChild(True):
                break
            place = self.window().focusWidget()
            if place is None or not self._page.isAncestorOf(place):
                break  # the page would still name the one that had it last
            if any(others.isAncestorOf(place) for others in self.related.values()):
                continue
            editor = self._editor_at(place)
            if editor is None or not self._is_filled(editor):
                break
        self._passing = False
        editor = self._editor_at(self._page.focusWidget())
        if editor is not None:
            self._note_entered(editor)

    def go_back(self) -> bool:
        """Go back along the way that was taken; False at its beginning."""
        place = self._path.back()
        if place is not None:
            place.setFocus(Qt.FocusReason.BacktabFocusReason)
            self.ensureWidgetVisible(place, 0, 60)
        return place is not None

    def here(self) -> Place:
        """Say where the cursor is."""
        editor = self._editor_at(self._page.focusWidget())
        if editor is not None:
            return Place(editor.code)
        for grid in self.grids.values():
            if grid.isAncestorOf(self._page.focusWidget() or self):
                return grid.here()
        return Place()

    def identity_here(self) -> str:
        """Give the ID of the row or the record in which the cursor is, "" when there is none."""
        place = self.here()
        if place.rows and place.row is not None:
            holder, fields = getattr(self._record, place.rows)[place.row], self.grids[place.rows].group.fields
        else:
            holder, fields = self._record, self._register.fields
        code = next((code for code, field in fields.items() if isinstance(field, IdentityField)), None)
        return (code and getattr(holder, code)) or ""

    def typed(self) -> Typed:
        """Give what stands in the form, readable or not."""
        fields = {code: editor.kept() for code, editor in self.editors.items()}
        rows = {code: grid.kept() for code, grid in self.grids.items()}
        return Typed(fields, rows, dict(self._record.reasons or {}), self.here())

    def restore(self, typed: Typed) -> None:
        """Put back what a draft has kept, and the cursor to its place."""
        for code, text in typed.fields.items():
            if code in self.editors:
                self.editors[code].restore(text)
        for code, rows in typed.rows.items():
            if code in self.grids:
                self.grids[code].restore(rows)
        self._record.reasons = dict(typed.reasons)
        place = typed.place
        self.go_to(Problem("", Severity.HINT, Message(""), place.field, place.rows, place.row))

    def take(self, code: str, value: Any) -> None:
        """Write a value into a field as if it had been typed."""
        editor = self.editors[code]
        editor.show_value(value)
        self._note_edit(editor)
        self._note_settled(editor)

    def show_pinned(self, code: str, *, pinned: bool) -> None:
        """Mark a field whose value the next new record takes over."""
        self._page.labels[code].show_pinned(pinned=pinned)

    @Slot()
    def add_row(self) -> None:
        """Add a row to the group of the cursor or of its section, or to the first group."""
        if self.is_read_only or not self.grids:
            return
        near = sorted(self.grids.values(), key=lambda one: one.group.section != self._section)
        here = [one for one in near if one.isAncestorOf(self._page.focusWidget() or self)]
        grid = (here or near)[0]
        grid.add_row()
        self.ensureWidgetVisible(grid, 0, 60)  # it may stand far below, and grows

    def bring_row_back(self) -> bool:
        """Put back the row that was removed last, first in the group of the cursor; False when there is none."""
        focus = self._page.focusWidget() or self
        grids = sorted(self.grids.values(), key=lambda grid: not grid.isAncestorOf(focus))
        return any(grid.bring_row_back() for grid in grids)

    @Slot(bool)
    def _leave_grid(self, forward: bool) -> None:
        if forward:
            self.go_on()
        elif not self.go_back():
            self._page.step_over(forward=False)

    @Slot(bool)
    def _step(self, forward: bool) -> None:
        """Follow Return; one that comes out of habit after a full field has moved on by itself does nothing."""
        if not forward:
            if not self.go_back():
                self._page.step_over(forward=False)
        elif time.monotonic() - self._moved_on >= _HABIT:
            self.go_on()

    def _enter(self, editor: Editor, reason: Qt.FocusReason) -> None:
        """Put the cursor into a field and tell its help, also when it stood there in the record before."""
        editor.setFocus(reason)
        editor.entered.emit(editor)

    def _editor_at(self, widget: QWidget | None) -> Editor | None:
        return next((one for one in self.editors.values() if widget and one.isAncestorOf(widget)), None)

    def _is_filled(self, editor: Editor) -> bool:
        """Tell whether the office or an ID has filled a field."""
        return editor.code == self._register.number_field or self._identities.says(
            editor.code, editor.value()
        )

    @Slot(object)
    def _note_edit(self, editor: Editor) -> None:
        self._moved_on = 0.0  # typing goes on: the next Return is meant for this field
        if editor.refused() is None:
            setattr(self._record, editor.code, editor.value())
        self.edited.emit()

    @Slot(object)
    def _note_settled(self, editor: Editor) -> None:
        if editor.refused() is None:
            setattr(self._record, editor.code, editor.value())
            if isinstance(editor.field, IdentityField):
                self._fill(editor.code, editor.value() or "")
            if editor is self._editor_at(self._page.focusWidget()):
                self.help_wanted.emit(editor.help())  # what was picked may have more to say
        self.settled.emit()

    @Slot(object)
    def _note_finished(self, editor: Editor) -> None:
        if editor is self._editor_at(self._page.focusWidget()):
            self.go_on()
            if isinstance(editor, LineEditor):
                self._moved_on = time.monotonic()

    @Slot(str)
    def _note_section(self, code: str) -> None:
        self._section = code

    @Slot(object)
    def _note_grid(self, grid: RowGrid) -> None:
        self._path.note(grid)
        self.section_entered.emit(grid.group.section)

    @Slot(object)
    def _note_entered(self, editor: Editor) -> None:
        if self._passing:
            return
        self._path.note(editor)
        self.help_wanted.emit(editor.help())
        self.section_entered.emit(editor.field.section)

    @Slot()
    def _note_rows(self) -> None:
        self.edited.emit()
        self.settled.emit()

    def _fill(self, code: str, number: str) -> None:
        """Write what an ID says where nothing stands, or where the ID before had been the source."""
        values = {one.code: one.value() for one in self.editors.values() if one.refused() is None}
        for target, value in self._identities.changes(code, number, values):
            setattr(self._record, target, value)
            self.editors[target].show_value(value)
