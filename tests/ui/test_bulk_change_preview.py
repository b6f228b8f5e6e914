"""The preview of 批量修改 shows every name in full, in large text and in English as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop import language
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import beside
from tests.picturing.album import settle

UNITS = all_registers()["units"]
NAMES = ("罗家镇中心小学", "南昌市青山湖区罗家镇罗家村股份经济合作社联合工会委员会（筹备组）第二工作组")


@pytest.fixture(params=[("zh", 100), ("zh", 150), ("en", 150)], ids=str)
def _look(request: pytest.FixtureRequest) -> Iterator[None]:
    language.choose(request.param[0])
    appearance.set_text_size(request.param[1])
    yield
    language.choose(language.CHINESE)
    appearance.set_text_size(100)


@pytest.mark.usefixtures("_look")
def test_no_name_is_cut(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> None:
    ids = []
    for name in NAMES:
        unit = session.do(records.new, UNITS)
        unit.unit_name = name  # type: ignore[attr-defined]
        ids.append(session.do(records.save, UNITS, unit).record.id)
    window = show(QWidget())
    dialog = BulkChange(session, UNITS, ids, window)
    dialog.open()
    dialog.field.setCurrentIndex(dialog.field.findData("phone"))
    dialog.value.setText("8366 0123 转 8")  # type: ignore[union-attr]
    dialog.preview.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    settle(dialog)
    table = dialog.table
    assert table.horizontalScrollBar().maximum() == 0
    shown = set()
    for row in range(2):
        for column in (0, 3):
            index = table.model().index(row, column)
            place = table.visualRect(index).adjusted(beside(), 0, -beside(), 0)
            room = QRect(0, 0, place.width(), 9999)
            needed = table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, index.data())
            assert needed.height() <= place.height() + 1, index.data()
            assert needed.width() <= place.width() + 1, index.data()
            shown.add(index.data())
    assert {name for name in shown if name in NAMES} == set(NAMES)
    dialog.reject()
