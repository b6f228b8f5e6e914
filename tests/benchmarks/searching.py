"""Open the list of all records, and search it with every key that is typed."""

from __future__ import annotations

import sqlite3
from random import Random

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView
from sqlalchemy import select

from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry
from desktop.services import searching
from desktop.ui.tables.record_table_model import RecordTableModel
from tests.benchmarks import screen
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, in_turns, median, percentile_95
from tests.benchmarks.stage import Stage


def open_list(stage: Stage) -> list[Measured]:
    """Measure from nothing to the first rows on the screen."""
    with screen.session(stage) as session:

        def ours() -> None:
            model = RecordTableModel(session, REGISTER)
            model.show_ids(searching.record_ids(session.ledger, REGISTER))
            _show(model)

        bare, our_figure = median(lambda: _show(InMemory(stage.records)), ours, stage.rounds)
    return [
        Measured(f"open a list of {stage.records}", "table view in memory", bare, our_figure, Budget(120))
    ]


def search(stage: Stage) -> list[Measured]:
    """Measure 1–3 characters, initials, parts of ID numbers and words that nothing has; 95 of 100 keys."""
    with stage.ledger() as ledger:
        plain, texts = _plain_copy(ledger)
        bare, ours = [], []
        for needle in _needles(texts, 5 * stage.rounds):
            once = in_turns(
                lambda needle=needle: plain.execute(
                    "SELECT record_id FROM search WHERE text LIKE ? ORDER BY record_id", [f"%{needle}%"]
                ).fetchall(),
                lambda needle=needle: searching.record_ids(ledger, REGISTER, needle),
                1,
            )
            bare += once[0]
            ours += once[1]
        plain.close()
    figures = percentile_95(bare), percentile_95(ours)
    return [Measured(f"search {stage.records} as you type, p95", "plain LIKE scan", *figures, Budget(60))]


class InMemory(QAbstractTableModel):
    """As many rows, with nothing to read."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 6

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return f"第{index.row()}行" if role == Qt.ItemDataRole.DisplayRole else None


def _show(model: QAbstractTableModel) -> None:
    view = QTableView()
    view.setModel(model)
    view.resize(1000, 600)
    view.grab()


def _plain_copy(ledger: Ledger) -> tuple[sqlite3.Connection, list[str]]:
    with ledger.store.reading() as session:
        rows = session.execute(select(SearchEntry.record_id, SearchEntry.text)).all()
    plain = sqlite3.connect(":memory:")
    plain.execute("PRAGMA case_sensitive_like = ON")
    plain.execute("CREATE TABLE search (record_id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID")
    plain.executemany("INSERT INTO search VALUES (?, ?)", [tuple(row) for row in rows])
    return plain, [row.text for row in rows]


def _needles(texts: list[str], rounds: int) -> list[str]:
    """Make what people type while they look for somebody who is there, and for somebody who is not."""
    random = Random(1)
    needles = []
    for _ in range(rounds):
        name, initials = next(
            keys for line in random.choice(texts).split("\n") if len(keys := line.split(" ")) > 1
        )[:2]
        number = f"{random.randrange(1958, 1986)}{random.randrange(1, 13):02d}"
        needles += [name[:1], name[:2], name[:3], initials[:1], initials[:2], initials[:3], number, "囍囍"]
    return needles
