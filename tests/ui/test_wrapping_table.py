"""Tables of few lines: long words wrap, nothing is scrolled sideways, and the table is as high as its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.roles import Role
from desktop.ui import appearance
from desktop.ui.pages.user_list import UserList
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell
from desktop.ui.tables.wrapping_table import WrappingTable, shares
from tests.picturing.album import settle
from tests.support.misfits import misfits

LONG = "阿卜杜热依木·买买提吐尔逊䶮㛃𬱖熊欧阳·"


@pytest.fixture
def large_text() -> Iterator[None]:
    appearance.set_text_size(150)
    yield
    appearance.set_text_size(100)


@pytest.fixture
def table(show: Callable[[Any], Any]) -> WrappingTable:
    made = WrappingTable("表", ("项目", "说明"), lambda one: tuple(map(Cell, one)), highest=200)
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addStretch(1)
    window.resize(400, 400)
    show(window)
    return made


@pytest.mark.parametrize(
    ("needed", "least", "room", "given"),
    [
        ([50, 100], [30, 30], 300, [50, 250]),
        ([40, 330], [30, 30], 200, [40, 160]),
        ([110, 330], [30, 30], 200, [100, 100]),
        ([300, 300], [30, 150], 200, [40, 160]),
        ([120, 300], [110, 150], 200, [110, 150]),  # then it is scrolled sideways
    ],
)
def test_columns_share_the_room(needed: list[int], least: list[int], room: int, given: list[int]) -> None:
    assert shares(needed, least, room) == given


def test_long_words_wrap_and_the_table_grows_to_its_limit(table: WrappingTable) -> None:
    table.show_items([("甲", "乙")])
    settle(table)
    one_line = table.rowHeight(0)
    table.show_items([("甲", LONG * 3)])
    settle(table)
    lines = table.rowHeight(0) // one_line
    assert lines >= 2
    assert table.horizontalScrollBar().maximum() == 0
    assert table.verticalScrollBar().maximum() == 0
    assert table.height() < 200
    table.window().resize(3000, 400)
    settle(table)
    assert table.rowHeight(0) == one_line
    table.show_items([("甲", "乙")] * 30)
    settle(table)
    assert table.height() == 200
    assert table.verticalScrollBar().maximum() > 0


@pytest.mark.usefixtures("large_text")
def test_the_longest_name_of_a_user_is_read_whole(
    session: Session, show: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.users.listed", lambda _ledger: [(LONG, Role.ADMIN)])
    users: UserList = show(UserList(session))
    users.resize(521, 310)
    settle(users)
    assert misfits(users) == []
    assert users.chosen is None
    assert not users.remove.isEnabled()
    assert users.table.columnWidth(1) >= users.table.sizeHintForColumn(1)
    assert users.table.rowHeight(0) > 1.8 * users.table.fontMetrics().height()
