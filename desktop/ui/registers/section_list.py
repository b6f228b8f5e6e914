"""The table of contents of a form, with a mark for the state of each section."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.register import Register, Section
from desktop.language import _, said
from desktop.ui import appearance

_WIDEST, _WIDEST_SCALED = 190, 136  # large letters leave less beside the form
_SPACING = 2  # pixels around each title
_COLOURS = {"✖": appearance.ACCENT, "✓": appearance.GOOD}


class SectionList(QListWidget):
    """✖ something must be corrected, ✓ complete, ● begun or rows lack that are needed, ○ empty."""

    section_chosen = Signal(str)

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._related: dict[str, int] = {}  # how many records each part shows that is only looked at
        self.setAccessibleName(_("分节"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(_SPACING)
        self.setItemDelegate(_Titles(self))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        for section in register.parts:
            item = QListWidgetItem(self)
            item.setData(Qt.ItemDataRole.UserRole, section.code)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def needed_width(self) -> int:
        """Give the width of the longest title up to a limit; longer ones go on in a second line."""
        widths = [
            self.fontMetrics().horizontalAdvance(f"✖ {_(section.title)} 99")
            for section in self._register.parts
        ]
        return min(max(widths), max(_WIDEST, appearance.scaled(_WIDEST_SCALED))) + 16

    def show_state(self, record: Record, shown: Sequence[Problem], found: Sequence[Problem]) -> None:
        """Mark every section; ``shown`` problems are told, ``found`` are all there are."""
        wrong = {self._section_of(problem) for problem in shown if problem.severity is Severity.MUST}
        open_ = {self._section_of(problem) for problem in found if problem.severity is Severity.MUST}
        for number, section in enumerate(self._register.parts):
            sign = "✖" if section.code in wrong else self._sign(record, section, section.code in open_)
            values = {"sign": sign, "title": Message(section.title), "rows": self._rows(record, section)}
            item = self.item(number)
            item.setText(said(Message(N_("{sign} {title} {rows}"), values)).strip())
            item.setForeground(_COLOURS.get(sign, appearance.TEXT))

    @Slot(str, int)
    def note_related(self, code: str, count: int) -> None:
        """Remember how many records a part shows that is only looked at."""
        self._related[code] = count

    def show_current(self, code: str) -> None:
        """Follow the cursor in the form."""
        for number, section in enumerate(self._register.parts):
            if section.code == code:
                self.setCurrentRow(number)

    def _rows(self, record: Record, section: Section) -> str:
        """Count the rows of a section; of those that are needed, how many are there (5/7)."""
        groups = [group for group in self._register.row_groups if group.section == section.code]
        for group in groups:
            if group.needed is not None:
                there, needed = group.needed(record)
                return f"{there}/{needed}"
        rows = sum(len(group.of(record)) for group in groups) or self._related.get(section.code, 0)
        return str(rows or "")

    def _lacks_rows(self, record: Record, section: Section) -> bool:
        counts = [
            group.needed(record)
            for group in self._register.row_groups
            if group.section == section.code and group.needed is not None
        ]
        return any(there < needed for there, needed in counts)

    def _sign(self, record: Record, section: Section, is_open: bool) -> str:
        values = [getattr(record, code) for code in self._register.fields_in(section)]
        values += [group.of(record) for group in self._register.row_groups if group.section == section.code]
        values.append(self._related.get(section.code) or None)
        begun = any(value not in (None, "", (), []) for value in values)
        if not begun:
            return "○"
        return "●" if is_open or self._lacks_rows(record, section) else "✓"

    def _section_of(self, problem: Problem) -> str:
        if problem.rows:
            return self._register.row_group(problem.rows).section
        field = self._register.fields.get(problem.field)
        return field.section if field else ""

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.section_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class _Titles(QStyledItemDelegate):
    """Breaks a title where it is drawn: Qt measures some with the spacing at both sides, and cut their second line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        list_ = self.parent()
        narrow = QStyleOptionViewItem(option)
        if isinstance(list_, QListWidget) and option.rect.width() == list_.viewport().width():
            narrow.rect = option.rect.adjusted(_SPACING, 0, -_SPACING, 0)
        return super().sizeHint(narrow, index)
