"""The inside of a record's form: sections with their fields two to a line, rows as grids, computed values, what is only looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from db.register import Arithmetic, Register, Related, Section
from desktop.language import _, said
from desktop.ui import appearance
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.editors import editor_for
from desktop.ui.fields.field_grid import FieldGrid
from desktop.ui.registers.field_label import FieldLabel
from desktop.ui.registers.related_list import RelatedList
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.session import Session

# The signs of a sum: not that of a negative number, nor those within a date (a match without "sign").
_SIGN = re.compile(r"\d{4}-\d\d-\d\d|(?P<sign>[+×÷]|(?<=[0-9)])-)")


class FormSections(QWidget):
    """Makes the widgets of a form; what they do is the business of ``RecordForm``, which listens.

    Return asks to go on (``stepped``), Shift with Return or Tab to go back.
    """

    stepped = Signal(bool)  # forward
    label_clicked = Signal(str)  # the field's code

    def __init__(self, session: Session, register: Register, written_on: date) -> None:
        super().__init__()
        self._session = session
        self._register = register
        self._written_on = written_on
        self.editors: dict[str, Editor] = {}
        self.labels: dict[str, FieldLabel] = {}
        self.grids: dict[str, RowGrid] = {}
        self.related: dict[str, RelatedList] = {}
        self.computed: dict[str, QLabel] = {}
        self.headings: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 6, 24)
        for section in register.parts:
            self._add_section(layout, section)
        layout.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on as the window does; back, the form knows the way that was taken."""
        if forward:
            return super().focusNextPrevChild(True)
        self.stepped.emit(False)
        return True

    def step_over(self, *, forward: bool) -> bool:
        """Go to the next or the previous widget as the window does."""
        return super().focusNextPrevChild(forward)

    def show_computed(self, values: Mapping[str, Arithmetic]) -> None:
        """Show the computed values with their arithmetic."""
        for code, label in self.computed.items():
            found = values.get(code)
            label.setText(_wrappable(said(found.text)) if found else _("（资料不足，暂不能计算）"))
            appearance.colour(label, appearance.TEXT if found else appearance.QUIET)

    @Slot(object)
    def _show_cursor(self, place: Editor | RowGrid) -> None:
        """Offer the pin of the field in which the cursor is."""
        for code, editor in self.editors.items():
            self.labels[code].show_cursor(has_cursor=editor is place)

    def _add_section(self, layout: QVBoxLayout, section: Section) -> None:
        heading = appearance.heading(_(section.title), larger=2)
        heading.setWordWrap(True)
        appearance.colour(heading, appearance.ACCENT)
        heading.setContentsMargins(0, 12, 0, 2)
        self.headings[section.code] = heading
        layout.addWidget(heading)
        if isinstance(section, Related):
            others = self.related[section.code] = RelatedList(self._session, section)
            layout.addWidget(others)
            return
        grid = FieldGrid()
        layout.addWidget(grid)
        for code, field in self._register.fields_in(section).items():
            editor = self.editors[code] = editor_for(self._session, code, field, self._written_on)
            label = self.labels[code] = FieldLabel(code, field)
            label.clicked.connect(self.label_clicked)
            editor.entered.connect(self._show_cursor)
            grid.add(label, editor, is_wide=editor.is_wide)
        for group in self._register.row_groups:
            if group.section == section.code:
                rows = self.grids[group.code] = RowGrid(self._session, group, self._written_on)
                rows.entered.connect(self._show_cursor)
                layout.addWidget(rows)
        for computed in self._register.computed:
            if computed.kind.section == section.code:
                result = self.computed[computed.code] = _result(computed.code)
                grid.add(FieldLabel(computed.code, computed.kind), result, is_wide=True)


def _result(code: str) -> QLabel:
    """Make the place of a computed value."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setObjectName(code)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(0, 4, 0, 0)
    return label


def _wrappable(arithmetic: str) -> str:
    """Let a long sum go on in the next line."""
    return _SIGN.sub(lambda found: f" {found[0]} " if found["sign"] else found[0], arithmetic)
