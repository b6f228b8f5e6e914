"""What a trial reading found: notices as sentences, problems as a table with row, column and sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QTableView, QVBoxLayout, QWidget

from db.messages import N_, Message, Severity
from desktop.language import _, said
from desktop.services import import_notices
from desktop.services.import_rows import RowProblem
from desktop.ui import appearance
from desktop.ui.tables.cell_style import give_room
from desktop.ui.tables.settled_widths import when_widths_settle

_HEADER = (N_("行"), N_("列"), N_("级别"), N_("问题"))
_SEVERITY = 2
_LINES = 3  # of notices, before they scroll
_MEASURED = 50  # rows by which narrow columns get their width
_WRAPPED = 400  # problems whose sentences may take several lines; more would be slow to measure
_GRAVITY = list(Severity)

_Index = QModelIndex | QPersistentModelIndex


class ImportFindings(QWidget):
    """Shows what there is to say of a file; empty without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notices = QPlainTextEdit()
        self.notices.setReadOnly(True)
        self.notices.setTabChangesFocus(True)
        self.notices.setAccessibleName(_("表格的说明"))
        self.notices.hide()
        self.problems = _ProblemTable(self)
        self.table = QTableView()
        give_room(self.table)
        self.table.setTabKeyNavigation(False)
        self.table.setObjectName("problems")
        self.table.setAccessibleName(_("表格里的问题"))
        self.table.setModel(self.problems)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        head = self.table.horizontalHeader()
        head.setResizeContentsPrecision(_MEASURED)
        for narrow in (0, _SEVERITY):
            head.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self.table.setColumnWidth(1, appearance.scaled(200))
        when_widths_settle(head, self._fit_rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notices)
        column.addWidget(self.table, 1)

    def show_found(self, problems: Sequence[RowProblem], notices: Sequence[Message], sheet: str = "") -> None:
        """Show what ``import_notices.parted`` gave; ``sheet`` is the register's own, which needs no name."""
        gravest = sorted(
            problems, key=lambda one: _GRAVITY.index(one.severity)
        )  # what keeps rows out comes first
        self.problems.show_problems(gravest, sheet)
        self._fit_rows()
        self.notices.setPlainText("\n".join(said(one) for one in notices))
        self.notices.setVisible(bool(notices))
        frame = 2 * round(self.notices.document().documentMargin()) + 2 * self.notices.frameWidth()
        lines = min(len(notices), _LINES)
        line = self.notices.fontMetrics().lineSpacing() + 1  # Qt rounds each line up, and the whole
        self.notices.setFixedHeight(lines * line + 1 + frame)

    @Slot()
    def _fit_rows(self) -> None:
        """Give long sentences the lines that they need."""
        if self.problems.rowCount() <= _WRAPPED:
            self.table.resizeRowsToContents()


class _ProblemTable(QAbstractTableModel):
    """The problems of a file; there may be many thousand."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._problems: Sequence[RowProblem] = ()
        self._sheet = ""

    def show_problems(self, problems: Sequence[RowProblem], sheet: str) -> None:
        self.beginResetModel()
        self._problems, self._sheet = problems, sheet
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(_HEADER)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADER[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        problem = self._problems[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text(problem, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _SEVERITY:
            return appearance.SEVERITY_TEXT[problem.severity]
        return None

    def _text(self, problem: RowProblem, column: int) -> str:
        match column:
            case 0:
                return str(problem.row)
            case 1:
                return import_notices.place(problem, self._sheet)
            case 2:
                return _(problem.severity.value)
            case _:
                return said(problem.message)
