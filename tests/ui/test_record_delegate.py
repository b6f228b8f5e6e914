"""The cells of a list that are painted here look as the style paints them, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemDelegate, QStyledItemDelegate, QTableView
from pytestqt.qtbot import QtBot

from db.record import State
from db.registers import all_registers
from desktop.services import searching
from desktop.services.list_columns import STATE
from desktop.ui import appearance
from desktop.ui.session import Session
from desktop.ui.tables.record_table import RecordTable
from desktop.ui.tables.record_table_model import RecordTableModel

CASES = all_registers()["hardship_cases"]
COLUMNS = ["name", "id_no", "mobile", "household_size", "household_income_year", STATE]
LINES: list[tuple[Any, ...]] = [
    ("熊国平", "11010519491231002X", "13812345678", 3, 1_234_500, State.DRAFT),
    (
        "𠮷䶮",
        "36012119680314123X",
        None,
        12,
        98_765_432_100,
        State.RETURNED,
    ),  # in the typeface of rare characters
    ("万\n小红", None, "0791-88123456", None, 1, State.RECEIVED),  # two lines, as a spreadsheet has them
    ("欧阳\u3000AVA Wójcik", "360111197604120115", None, 1, None, State.PACKED),
    ("", None, None, None, 11_111, State.CORRECTION),
]
IDS = [str(row) for row in range(len(LINES))]


@pytest.fixture(params=[100, 150])
def table(
    request: pytest.FixtureRequest,
    session: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[RecordTable]:
    def lines(_ledger: Any, _register: Any, ids: Sequence[str], _codes: Any) -> list[tuple[Any, ...]]:
        return [(one, *LINES[int(one)]) for one in ids if one in IDS]

    monkeypatch.setattr(searching, "lines", lines)
    model = RecordTableModel(session, CASES)
    model.show_columns(COLUMNS)
    model.show_ids([*IDS, "gone"])
    made: RecordTable = show(RecordTable(model))
    appearance.set_text_size(request.param)
    made.resize(1200, 400)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    appearance.set_text_size(100)


def painted(table: RecordTable, delegate: QAbstractItemDelegate) -> list[QImage]:
    """Give the cells without heads and bars, and the columns that stay."""
    views: list[QTableView] = [table, table.frozen]
    for view in views:
        view.setItemDelegate(delegate)
    table.grab()  # bars that are no longer needed go before something is painted
    return [view.viewport().grab().toImage() for view in views]


def rows(table: RecordTable, *chosen: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    table.clearSelection()
    for row in chosen:
        table.selectionModel().select(table.records.index(row, 0), flags.Select | flags.Rows)


@pytest.mark.parametrize("frozen", [0, 2])
@pytest.mark.parametrize("width", [None, 35, 61])
def test_cells_look_as_the_style_paints_them(table: RecordTable, width: int | None, frozen: int) -> None:
    ours, styled = table.itemDelegate(), QStyledItemDelegate(table)
    assert type(ours) is not type(styled)
    table.arrange({} if width is None else dict.fromkeys(COLUMNS, width), frozen)
    looks: dict[str, Sequence[int]] = {"plain": (), "some": (0, 2, 3), "all": range(len(LINES))}
    pictures = []
    for name, chosen in looks.items():
        rows(table, *chosen)
        pictures.append(painted(table, ours))
        assert pictures[-1] == painted(table, styled), name
        table.setEnabled(False)
        assert painted(table, ours) == painted(table, styled), f"{name}, disabled"
        table.setEnabled(True)
    assert pictures[0] != pictures[1] != pictures[2]


def test_the_current_cell_keeps_its_frame(table: RecordTable) -> None:
    ours, styled = table.itemDelegate(), QStyledItemDelegate(table)
    table.setCurrentIndex(QModelIndex())
    without = painted(table, ours)
    table.setCurrentIndex(table.records.index(3, 1))
    table.clearSelection()
    assert painted(table, ours) == painted(table, styled) != without


def test_numbers_shown_in_full_are_painted_in_full(table: RecordTable) -> None:
    ours, styled = table.itemDelegate(), QStyledItemDelegate(table)
    masked = painted(table, ours)
    table.records.show_in_full("id_no", {IDS[0]: "11010519491231002X"})
    assert painted(table, ours) == painted(table, styled) != masked


def test_another_text_size_is_measured_anew(table: RecordTable) -> None:
    before = painted(table, table.itemDelegate())
    appearance.set_text_size(125)
    ours, styled = table.itemDelegate(), QStyledItemDelegate(table)
    assert painted(table, ours) == painted(table, styled) != before
