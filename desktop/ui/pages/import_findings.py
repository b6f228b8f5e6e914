"""What a trial reading found: notices as sentences, problems as a table with row, column and sentence."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_
from desktop.language import _, said
from desktop.services import import_notices
from desktop.services.importing import ImportPreview
from desktop.ui import appearance

_HEADER = (N_("行"), N_("列"), N_("级别"), N_("问题"))
_SHOWN = 2000  # more problems than this nobody reads one by one
_LINES = 4  # of notices, before they scroll


class ImportFindings(QWidget):
    """Shows a preview; empty without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notices = QPlainTextEdit()
        self.notices.setReadOnly(True)
        self.notices.setTabChangesFocus(True)
        self.notices.setAccessibleName(_("表格的说明"))
        self.notices.hide()
        self.table = QTableWidget(0, len(_HEADER))
        self.table.setObjectName("problems")
        self.table.setAccessibleName(_("表格里的问题"))
        self.table.setHorizontalHeaderLabels([_(title) for title in _HEADER])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        head = self.table.horizontalHeader()
        for narrow in (0, 2):
            head.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self.table.setColumnWidth(1, appearance.scaled(200))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notices)
        column.addWidget(self.table, 1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show everything that was found, up to some thousand problems."""
        problems, notices = import_notices.parted(preview)
        self.notices.setPlainText("\n".join(said(one) for one in notices))
        self.notices.setVisible(bool(notices))
        frame = 2 * round(self.notices.document().documentMargin()) + 2 * self.notices.frameWidth()
        lines = min(len(notices), _LINES)
        self.notices.setFixedHeight(lines * self.notices.fontMetrics().lineSpacing() + frame)
        self.table.setRowCount(min(len(problems), _SHOWN))
        for row, problem in enumerate(problems[:_SHOWN]):
            where = import_notices.place(problem, preview.fields.sheet)
            cells = (str(problem.row), where, _(problem.severity.value), said(problem.message))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 2:
                    item.setForeground(appearance.SEVERITY_TEXT[problem.severity])
                self.table.setItem(row, column, item)

    def clear(self) -> None:
        """Show nothing."""
        self.notices.clear()
        self.notices.hide()
        self.table.setRowCount(0)
