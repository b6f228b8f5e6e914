"""Choose the place of the office: its level, then by a part of its name, down the lists, or in own words."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from db import areas
from db.areas import Area
from db.messages import N_
from desktop.language import _
from desktop.services.levels import Level
from desktop.ui.fields import composing
from desktop.ui.fields.search_line import Offer, SearchLine

_LISTS = (
    ("province", N_("省、自治区、直辖市")),
    ("city", N_("市、州")),
    ("county", N_("县、区")),
    ("township", N_("乡镇、街道")),
)
_LEVELS = {
    Level.TOWNSHIP: N_("乡镇、街道总工会"),
    Level.COUNTY: N_("县、区总工会（接收各乡镇的报送）"),
    Level.CITY: N_("市总工会（接收各县区的报送）"),
}
_LAST = {Level.TOWNSHIP: 3, Level.COUNTY: 2, Level.CITY: 1}  # the list that names an office of the level


class AreaChooser(QWidget):
    """Gives the chosen township, county or city; a township that is in no list stands beside its county."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = QComboBox()
        self.levels.setObjectName("level")
        self.levels.setAccessibleName(_("本单位的级别"))
        for level, words in _LEVELS.items():
            self.levels.addItem(_(words), level)
        self.levels.activated.connect(self._choose_level)
        self.search = SearchLine(self._find)
        self.search.setAccessibleName(_("按名称查找本单位所在地"))
        self.search.setPlaceholderText(_("输入名称的一部分或拼音首字母，如“罗家镇”“qshljz”"))
        self.search.picked.connect(self._pick)
        self._lists = [QComboBox() for _list in _LISTS]
        self.own_name = QLineEdit()
        self.own_name.setAccessibleName(_("乡镇、街道名称（列表中没有时）"))
        self.own_name.setPlaceholderText(_("列表中没有时，选好县区后在这里写乡镇、街道名称"))
        composing.watch(self.own_name, self.own_name.textChanged).settled.connect(self._tell)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.levels, 0, 0, 1, len(_LISTS))
        layout.addWidget(self.search, 1, 0, 1, len(_LISTS))
        for column, (box, (code, words)) in enumerate(zip(self._lists, _LISTS, strict=True)):
            box.setObjectName(code)
            box.setAccessibleName(_(words))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
            box.activated.connect(self._choose)
            layout.addWidget(box, 2, column)
            layout.setColumnStretch(column, 1)
        layout.addWidget(self.own_name, 3, 0, 1, len(_LISTS))
        _fill(self._lists[0], areas.provinces())

    def code(self) -> str:
        """Give the office's code (nine digits, six, or six with 00), "" when none of the lists' is chosen."""
        if self._own():
            return ""
        chosen = str(self._lists[_LAST[self.level()]].currentData() or "")
        return f"{chosen}00" if chosen and self.level() is Level.CITY else chosen

    def level(self) -> Level:
        """Give the level that was chosen; a township's until somebody chooses another."""
        return Level(self.levels.currentData())

    def county(self) -> str:
        """Give the six digits of the county, "" when none is chosen."""
        return str(self._lists[2].currentData() or "")

    def name(self) -> str:
        """Give the place's own name, from the list or in own words."""
        return self._own() or (self._lists[_LAST[self.level()]].currentText() if self.code() else "")

    def _find(self, text: str) -> list[Offer]:
        """Find places of the level, those below the place chosen in the lists first."""
        near = next((str(box.currentData()) for box in reversed(self._lists) if box.currentData()), "")
        found = areas.find(text, level=self.level().value, limit=12, near=near)
        return [Offer(area.code, areas.full_name(area.code)) for area in found]

    @Slot(object)
    def _pick(self, code: str) -> None:
        for box, digits in zip(self._lists, (2, 4, 6, 9), strict=True):
            if digits > len(code):
                break
            box.setCurrentIndex(box.findData(code[:digits]))
            self._fill_below(box)
        self.own_name.clear()
        self._tell()

    def _own(self) -> str:
        return self.own_name.text().strip() if self.level() is Level.TOWNSHIP else ""

    @Slot(int)
    def _choose_level(self, _index: int) -> None:
        """Show the lists down to the level only."""
        last = _LAST[self.level()]
        for number, box in enumerate(self._lists):
            box.setVisible(number <= last)
        self.own_name.setVisible(self.level() is Level.TOWNSHIP)
        self.search.clear()
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
