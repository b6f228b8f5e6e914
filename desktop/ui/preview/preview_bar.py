"""The bar of the preview: print, save, copies, page and zoom; it wraps where the window is narrow."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import print_order
from desktop.services.printables import Paper
from desktop.ui import appearance
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.preview.page_view import ZOOMS, Fit

_MOST_COPIES = 99


class PreviewBar(QWidget):
    """``copies`` is None where the papers have different numbers of them."""

    zoom_wanted = Signal(object)  # Fit, or percent
    page_wanted = Signal(int)  # from 0

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.print = QPushButton(_("打印… Ctrl+P"))
        self.print.setDefault(True)
        self.save = QPushButton(_("另存为 PDF… Ctrl+S"))
        self.copies = _copies(paper)
        self.note = appearance.quiet()
        self.page = QSpinBox()
        self.page.setRange(1, paper.pages)
        self.page.setKeyboardTracking(False)
        self.page.setAccessibleName(_("页"))
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("显示比例"))
        for fit, words in ((Fit.WIDTH, N_("适合宽度")), (Fit.PAGE, N_("适合整页"))):
            self.zoom.addItem(_(words), fit)
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent}%", percent)
        self.smaller = QPushButton("−")
        self.smaller.setAccessibleName(_("缩小"))
        self.smaller.setToolTip("Ctrl+−")
        self.larger = QPushButton("+")
        self.larger.setAccessibleName(_("放大"))
        self.larger.setToolTip("Ctrl++")
        self.percent = QLabel()
        self.calibrate = QPushButton(_("打印校准…"))
        for button in (self.save, self.smaller, self.larger, self.calibrate):
            button.setAutoDefault(False)
        self._paper = paper
        self._build()
        self._tell_sheets()
        self.page.valueChanged.connect(self._ask_page)
        self.zoom.activated.connect(self._ask_zoom)
        if self.copies is not None:
            self.copies.valueChanged.connect(self._tell_sheets)

    def sides(self, *, both: bool) -> list[int | None]:
        """Give the pages in the order of printing, for the number of copies that is chosen."""
        parts = self._paper.whole
        if self.copies is None:
            return print_order.sides(parts, both=both)
        once = [replace(part, copies=1) for part in parts]
        return print_order.sides(once, times=self.copies.value(), both=both)

    @Slot(int)
    def show_page(self, number: int) -> None:
        """Show which page (from 0) is seen."""
        self.page.blockSignals(True)
        self.page.setValue(number + 1)
        self.page.blockSignals(False)

    def show_zoom(self, zoom: Fit | int, percent: int) -> None:
        """Show how large the pages are."""
        found = next((n for n in range(self.zoom.count()) if self.zoom.itemData(n) == zoom), -1)
        self.zoom.setCurrentIndex(found)
        self.percent.setText(f"{percent}%" if isinstance(zoom, Fit) or found < 0 else "")

    @Slot(int)
    def _ask_page(self, page: int) -> None:
        self.page_wanted.emit(page - 1)

    @Slot()
    def _ask_zoom(self) -> None:
        self.zoom_wanted.emit(self.zoom.currentData())

    @Slot()
    def _tell_sheets(self) -> None:
        """Say how much paper is needed, and for whom the copies are."""
        both = bool(self._paper.duplex)
        sides = self.sides(both=both)
        sheets = (len(sides) + 1) // 2 if both else len(sides)
        words = N_("双面打印，共 {n} 张纸") if both else N_("共 {n} 张纸")
        told = [said(Message(words, {"n": sheets}))]
        if self.copies is None:
            told.insert(0, _("份数按材料清单"))
        if self._paper.copies_note:
            told.append(_(self._paper.copies_note))
        self.note.setText(_("；").join(told))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        flow = FlowLayout()
        column.addLayout(flow)
        column.addWidget(self.note)
        flow.addWidget(self.print)
        flow.addWidget(self.save)
        if self.copies is not None:
            flow.addWidget(_group(QLabel(_("份数")), self.copies))
        total = QLabel(said(Message(N_("页，共 {n} 页"), {"n": self._paper.pages})))
        flow.addWidget(_group(QLabel(_("第")), self.page, total))
        flow.addWidget(_group(self.smaller, self.zoom, self.larger, self.percent))
        flow.addWidget(self.calibrate)
        for button in (self.smaller, self.larger):
            button.setFixedWidth(button.fontMetrics().height() * 2)
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("400%"))


def _copies(paper: Paper) -> QSpinBox | None:
    common = print_order.copies_of(paper.whole)
    if not common:
        return None
    box = QSpinBox()
    box.setRange(1, _MOST_COPIES)
    box.setValue(common)
    box.setAccessibleName(_("份数"))
    return box


def _group(*widgets: QWidget) -> QWidget:
    """Keep widgets side by side on one line."""
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(0, 0, 6, 0)
    line.setSpacing(4)
    for widget in widgets:
        line.addWidget(widget)
    return group
