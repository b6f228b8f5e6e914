"""The columns of a table that was tried: for each the clerk chooses which field it is, or that it is not imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import import_columns
from desktop.services.import_columns import ReadColumn
from desktop.services.importing import ImportPreview
from desktop.ui import appearance
from desktop.ui.box_style import grow_boxes
from desktop.ui.fields.field_choices import field_choices
from desktop.ui.pages.column_box import ColumnBox

_LINES, _OF_ALL = 3, 6  # before they scroll; so many where the known columns are shown too


class ColumnQuestions(QWidget):
    """A line with a box for each column; hidden while there is none.

    Those that were known by their name stand below the others, and only when somebody wants to see them.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: ImportPreview | None = None
        self._columns: tuple[ReadColumn, ...] = ()
        self.boxes: dict[str, ColumnBox] = {}
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.everything = grow_boxes(QCheckBox())
        self.everything.toggled.connect(self._show_all)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self._area)
        column.addWidget(self.everything)
        self.hide()

    @property
    def confirmed(self) -> dict[str, str]:
        """The field codes that were chosen for columns, by ``import_tables.column_name``."""
        return {name: code for name, code in self.answers.items() if code}

    @property
    def declined(self) -> dict[str, str]:
        """The columns that were known by their name and are not to be imported, each with ""."""
        return {name: "" for name, box in self.boxes.items() if box.column.is_by_name and not box.code}

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, and "" for the columns that were asked about and are left: they are something else."""
        return {
            name: box.code for name, box in self.boxes.items() if box.is_changed or not box.column.is_by_name
        }

    @property
    def is_changed(self) -> bool:
        """Whether an answer is other than it was when the table was read."""
        return any(box.is_changed for box in self.boxes.values())

    def ask(self, preview: ImportPreview | None) -> None:
        """Ask about the columns of a trial; without one there is nothing to ask."""
        self._preview = preview
        self._columns = import_columns.columns_of(preview) if preview else ()
        known = sum(1 for one in self._columns if one.is_by_name)
        sentence = Message(N_("显示按名称认出的 {n} 列，可以改选，或选不导入"), {"n": known})
        self.everything.setText(said(sentence))
        self.everything.setVisible(bool(known))
        self.boxes = {}
        self._build()
        self.setVisible(bool(self._columns))

    @Slot()
    def _show_all(self) -> None:
        """Show the columns that were known too; what was chosen for one of them holds while it is hidden."""
        self._build()

    def _build(self) -> None:
        """Make the lines that are wanted: boxes for a hundred columns that nobody doubts would be made for nothing."""
        chosen, shows_all = self.answers, self.everything.isChecked()
        wanted = [
            one
            for one in sorted(self._columns, key=lambda one: one.is_by_name)
            if shows_all or not one.is_by_name or one.name in chosen
        ]
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)  # nothing: the box stands near its words
        grid.setRowStretch(len(wanted), 1)
        self.boxes = dict(zip((one.name for one in wanted), self._lines(wanted, grid), strict=True))
        for name, code in chosen.items():
            self.boxes[name].choose(code)
        self._offer()
        self._area.setWidget(lines)
        lines.show()  # an area that is already seen does not do so itself
        self._words.setText(
            _(
                "下面这些列与台账的栏目名称不同。请选它是哪一栏（可输拼音首字母），再点“重新试读”；选“不导入”的列不导入。"
            )
            if any(not one.is_by_name for one in wanted)
            else _("不想导入的列请选“不导入”，再点“重新试读”。")
        )
        for widget in (self._words, self._area):
            widget.setVisible(bool(wanted))
        height = max((box.sizeHint().height() for box in self.boxes.values()), default=0)
        seen = min(len(wanted), _OF_ALL if shows_all else _LINES)
        self._area.setFixedHeight(seen * height + max(seen - 1, 0) * grid.verticalSpacing())

    def _lines(self, wanted: Iterable[ReadColumn], grid: QGridLayout) -> Iterator[ColumnBox]:
        """Make the words and the box of each column."""
        preview = self._preview
        if preview is None:
            return
        choices = {
            sheet: field_choices(preview.register, import_columns.fields_of(preview, sheet))
            for sheet in {one.sheet for one in wanted}
        }
        for row, column in enumerate(wanted):
            question = said(import_columns.question(preview.register, column))
            label = QLabel(question)
            label.setWordWrap(True)
            box = ColumnBox(column, choices[column.sheet])
            box.setAccessibleName(question)
            box.setFixedWidth(appearance.scaled(280))
            box.picked.connect(self._tell)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            yield box

    def _offer(self) -> None:
        """Let every box offer the fields that no other column of its sheet has."""
        codes = {
            one: self.boxes[one.name].code if one.name in self.boxes else one.code for one in self._columns
        }
        for name, box in self.boxes.items():
            others = [one for one in codes if one.name != name and one.sheet == box.column.sheet]
            box.leave_out(frozenset(codes[one] for one in others))

    @Slot()
    def _tell(self) -> None:
        self._offer()
        self.changed.emit()
