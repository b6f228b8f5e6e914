"""Which columns a list shows, in which order, and how many stay at the left; all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.box_style import grow_boxes
from desktop.ui.tables.record_table_model import RecordTableModel

_CODE = Qt.ItemDataRole.UserRole
MOST_FROZEN = 5


class ColumnChooser(QDialog):
    """Lists the chosen columns in their order, then the others; space ticks, Alt and the arrows move."""

    chosen = Signal(object, int)  # tuple of codes, how many stay

    def __init__(
        self, model: RecordTableModel, every: Sequence[str], frozen: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("选择列"))
        self._model = model
        self._every = tuple(every)
        self.list = grow_boxes(QListWidget())
        self.list.setAccessibleName(_("列"))
        self.frozen = QSpinBox()
        self.frozen.setAccessibleName(_("左边固定的列数"))
        self.frozen.setRange(0, MOST_FROZEN)
        self.frozen.setValue(frozen)
        self.up, self.down = QPushButton(_("上移 Alt+↑")), QPushButton(_("下移 Alt+↓"))
        self.up.setShortcut("Alt+Up")
        self.down.setShortcut("Alt+Down")
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.usual = QPushButton(_("恢复原样"))
        self.usual.clicked.connect(self._show_usual)
        self.take = QPushButton(_("使用这些列"))
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.leave = QPushButton(_("不改"))
        self.leave.clicked.connect(self.reject)
        self._build()
        self._fill(model.columns)
        self.resize(appearance.for_screen(460, 520))

    def accept(self) -> None:
        """Tell what was chosen; without any column the dialog stays."""
        codes = tuple(
            item.data(_CODE) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        )
        if codes:
            self.chosen.emit(codes, self.frozen.value())
            super().accept()

    def _fill(self, chosen: Sequence[str]) -> None:
        self.list.clear()
        for code in (*chosen, *(one for one in self._every if one not in chosen)):
            item = QListWidgetItem(self._model.label(code), self.list)
            item.setData(_CODE, code)
            item.setCheckState(Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @Slot()
    def _show_usual(self) -> None:
        self._fill(self._model.usual_columns)
        self.frozen.setValue(1)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)

    def _build(self) -> None:
        line = QHBoxLayout()
        for widget in (self.up, self.down, self.usual):
            line.addWidget(widget)
        line.addStretch(1)
        staying = QHBoxLayout()
        staying.addWidget(QLabel(_("左边固定")))
        staying.addWidget(self.frozen)
        staying.addWidget(QLabel(_("列，左右滚动时不动")))
        staying.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addLayout(line)
        column.addLayout(staying)
        column.addLayout(buttons)
