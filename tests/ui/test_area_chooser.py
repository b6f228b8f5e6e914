"""The place of the office: townships by default, counties and cities when the level is chosen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.levels import Level
from desktop.ui.area_chooser import AreaChooser


@pytest.mark.parametrize(
    ("level", "typed", "code", "name", "lists"),
    [
        (Level.TOWNSHIP, "qshljz", "360111103", "罗家镇", 4),
        (Level.COUNTY, "青山湖区", "360111", "青山湖区", 3),
        (Level.CITY, "南昌市", "360100", "南昌市", 2),
    ],
)
def test_each_level_has_its_code(
    qtbot: QtBot, level: Level, typed: str, code: str, name: str, lists: int
) -> None:
    chooser = AreaChooser()
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.levels.setCurrentIndex(chooser.levels.findData(level))
    chooser.levels.activated.emit(chooser.levels.currentIndex())
    offer = chooser._find(typed)[0]
    chooser._pick(offer.value)
    assert (chooser.code(), chooser.name()) == (code, name)
    assert [box.isVisible() for box in chooser._lists].count(True) == lists
    assert chooser.own_name.isVisible() is (level is Level.TOWNSHIP)


def test_own_words_count_for_a_township_only(qtbot: QtBot) -> None:
    chooser = AreaChooser()
    qtbot.addWidget(chooser)
    chooser._pick("360111103")
    chooser.own_name.setText("新设的街道")
    assert (chooser.code(), chooser.county(), chooser.name()) == ("", "360111", "新设的街道")
    chooser.levels.setCurrentIndex(chooser.levels.findData(Level.COUNTY))
    assert (chooser.code(), chooser.name()) == ("360111", "青山湖区")
