"""The steps of the ledger for a table, newest first; older ones are read beside the window when somebody scrolls there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.messages import N_
from desktop.language import _, said
from desktop.services import undoing
from desktop.services.undoing import NamedStep
from desktop.ui import appearance
from desktop.ui.session import Session

_PAGE = 100  # steps read at once

HEADER = (N_("时间"), N_("用户"), N_("操作"), N_("条数"), N_("状态"))
STEP, COUNT = 2, 3

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class StepTableModel(QAbstractTableModel):
    """``read`` tells that steps came, be it none; before the first time it is not ``is_read``."""

    read = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: list[NamedStep] = []
        self.is_read = False
        self._is_whole = False
        self._asked = 0  # steps that are being read, 0 when nothing is
        self._reads_anew = False
        self._is_old = False
        self.restart()

    def restart(self) -> None:
        """Read again what is shown: steps have been added."""
        self._is_old = True
        self._ask(max(_PAGE, len(self._steps)))

    def step(self, row: int) -> NamedStep:
        """Give the step of a row."""
        return self._steps[row]

    def row_of(self, number: int) -> int | None:
        """Find the row of a step that was read."""
        return next((row for row, step in enumerate(self._steps) if step.number == number), None)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._steps)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADER)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._is_whole

    def fetchMore(self, _parent: _Index) -> None:
        self._ask(_PAGE)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _(HEADER[section]) if is_title else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        step = self._steps[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(step)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and step.is_undone:
            return appearance.QUIET
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, step: NamedStep) -> Sequence[str]:
        at = step.at.astimezone(self._session.ledger.clock().tzinfo)
        state = N_("有效")
        if step.is_undone:
            state = N_("已撤销") if step.undoes is None or step.is_redo else N_("已重做")
        return f"{at:%Y-%m-%d %H:%M}", step.by, said(step.name), str(step.count), _(state)

    def _ask(self, limit: int) -> None:
        if self._asked:
            return
        self._asked, self._reads_anew, self._is_old = limit, self._is_old, False
        before = None if self._reads_anew or not self._steps else self._steps[-1].number
        self._session.look(undoing.steps, self._take, limit, before)

    def _take(self, found: tuple[NamedStep, ...]) -> None:
        asked, self._asked = self._asked, 0
        if self._is_old:  # changed while it was read
            self.restart()
            return
        self.is_read, self._is_whole = True, len(found) < asked
        if self._reads_anew:
            self.beginResetModel()
            self._steps = list(found)
            self.endResetModel()
        elif found:
            last = len(self._steps)
            self.beginInsertRows(QModelIndex(), last, last + len(found) - 1)
            self._steps += found
            self.endInsertRows()
        self.read.emit()
