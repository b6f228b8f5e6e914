"""What a test gives to qtbot is closed after it, even when the collector has looked at it in between."""

from __future__ import annotations

import gc
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.ui.session import Session
from desktop.ui.tables.record_table import RecordTable
from desktop.ui.tables.record_table_model import RecordTableModel


def test_a_table_that_the_collector_has_seen_is_closed(session: Session, qtbot: QtBot) -> None:
    """Fails in its teardown: such a table lives on, but weak references to it are gone."""

    def make() -> None:
        model: Any = RecordTableModel(session, all_registers()["hardship_cases"])
        model.itself = model  # like the table, gone only when the collector comes
        qtbot.addWidget(RecordTable(model))

    make()
    gc.collect()
    assert [one for one in QApplication.topLevelWidgets() if isinstance(one, RecordTable)]
