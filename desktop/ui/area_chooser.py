"""Choose the township of the office: by a part of its name, down the lists, or in own words."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from db import areas
from db.areas import Area
from desktop.language import _
from desktop.ui.fields.search_line import Offer, SearchLine

_LISTS = 4  # province, city, county, township


class AreaChooser(QWidget):
    """Gives the chosen township; a name that is in no list stands beside its county."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchLine(self._find)
        self.search.setPlaceholderText(_("输入名称的一部分或拼音首字母，如“罗家镇”“qshljz”"))
        self.search.picked.connect(self._pick)
        self._lists = [QComboBox() for _number in range(_LISTS)]
        self.own_name = QLineEdit()
        self.own_name.setPlaceholderText(_("列表中没有时，选好县区后在这里写乡镇、街道名称"))
        self.own_name.textChanged.connect(self._tell)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search, 0, 0, 1, _LISTS)
        for column, box in enumerate(self._lists):
            box.setObjectName(("province", "city", "county", "township")[column])
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
            box.activated.connect(self._choose)
            layout.addWidget(box, 1, column)
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.own_name, 2, 0, 1, _LISTS)
        _fill(self._lists[0], areas.provinces())

    def code(self) -> str:
        """Give the nine digits of the township, "" when none of the lists' is chosen."""
        return "" if self.own_name.text().strip() else str(self._lists[3].currentData() or "")

    def county(self) -> str:
        """Give the six digits of the county, "" when none is chosen."""
        return str(self._lists[2].currentData() or "")

    def name(self) -> str:
        """Give the township's own name, from the list or in own words."""
        return self.own_name.text().strip() or (self._lists[3].currentText() if self.code() else "")

    def _find(self, text: str) -> list[Offer]:
        """Find townships, those of the place chosen in the lists first."""
        near = next((str(box.currentData()) for box in reversed(self._lists) if box.currentData()), "")
        found = areas.find(text, level="township", limit=12, near=near)
        return [Offer(area.code, areas.full_name(area.code)) for area in found]

    @Slot(object)
    def _pick(self, code: str) -> None:
        for box, digits in zip(self._lists, (2, 4, 6, 9), strict=True):
            box.setCurrentIndex(box.findData(code[:digits]))
            self._fill_below(box)
        self.own_name.clear()
        self._tell()

    @Slot(int)
    def _choose(self, _index: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self._fill_below(box)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    def _fill_below(self, box: QComboBox) -> None:
        below = self._lists[self._lists.index(box) + 1 :]
        for other in below:
            other.clear()
        if below and box.currentData():
            _fill(below[0], areas.children(str(box.currentData())))


def _fill(box: QComboBox, found: tuple[Area, ...]) -> None:
    for area in found:
        box.addItem(area.name, area.code)
    box.setCurrentIndex(-1)
