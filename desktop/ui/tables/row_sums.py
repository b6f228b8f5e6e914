"""A line of sums under the columns of a grid that hold amounts or counts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.tables import cell_style
from desktop.ui.tables.row_table_model import RowTableModel


class RowSums(QWidget):
    """Paints each sum under its column and follows the header as it is widened or scrolled."""

    def __init__(self, model: RowTableModel, header: QHeaderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._header = header
        self.sums: dict[int, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        header.sectionResized.connect(self._follow)
        header.sectionMoved.connect(self._follow)
        model.edited.connect(self.refresh)
        model.modelReset.connect(self.refresh)

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 4)

    @Slot()
    def refresh(self) -> None:
        """Add up again."""
        self.sums = self._model.sums()
        self.setVisible(bool(self.sums))
        self.setAccessibleName(_("，").join(self.sums.values()))
        self.update()

    @Slot()
    def _follow(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(appearance.QUIET)
        left = self._header.mapTo(self._header.window(), self._header.rect().topLeft()).x()
        left -= self.mapTo(self.window(), self.rect().topLeft()).x()
        total = _("合计")
        room = QRect(0, 0, max(left, painter.fontMetrics().horizontalAdvance(total)), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, total)
        painter.setPen(appearance.TEXT)
        for column, text in self.sums.items():
            place = QRect(
                left + self._header.sectionViewportPosition(column),
                0,
                self._header.sectionSize(column) - cell_style.beside(),
                self.height(),
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
