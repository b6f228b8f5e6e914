"""导入表格: read a CSV into a register, first as a trial that writes nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import importing
from desktop.services.changes import Changes
from desktop.services.importing import ImportPreview
from desktop.ui import appearance, messages
from desktop.ui.pages.page import Page
from desktop.ui.session import Session

_HEADER = (N_("行"), N_("列"), N_("级别"), N_("问题"))
_SHOWN = 2000  # more problems than this nobody reads one by one


class ImportPage(Page):
    """Good rows go in only when asked; the others are told with row, column and sentence."""

    def __init__(self, session: Session) -> None:
        words = N_("先选台账和 CSV 文件试读一遍，什么都不写入；看过问题以后，再决定是否导入合格的行。")
        super().__init__(session, N_("导入表格"), words)
        self._preview: ImportPreview | None = None
        self.registers = QComboBox()
        self.registers.setObjectName("register")
        for code, register in session.registers.items():
            self.registers.addItem(_(register.title), code)
        self.registers.currentIndexChanged.connect(self._forget)
        self.choose = QPushButton(_("选择 CSV 文件…"))
        self.choose.clicked.connect(self._choose)
        self.apply = QPushButton(_("导入合格的行"))
        self.apply.setEnabled(False)
        self.apply.clicked.connect(self._apply)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.table = QTableWidget(0, len(_HEADER))
        self.table.setObjectName("problems")
        self.table.setAccessibleName(_("表格里的问题"))
        self.table.setHorizontalHeaderLabels([_(title) for title in _HEADER])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(1, 160)
        line = QHBoxLayout()
        line.addWidget(QLabel(_("导入到")))
        for widget in (self.registers, self.choose, self.apply):
            line.addWidget(widget)
        line.addStretch(1)
        self.column.addLayout(line)
        self.add_progress()
        self.column.addWidget(self.summary)
        self.column.addWidget(self.table, 1)

    def choose_register(self, code: str) -> None:
        """Import into this register."""
        self.registers.setCurrentIndex(self.registers.findData(code))

    def set_busy(self, *, busy: bool) -> None:
        """Lock the buttons while a file is read or written."""
        super().set_busy(busy=busy)
        for widget in (self.registers, self.choose):
            widget.setEnabled(not busy)
        self.apply.setEnabled(not busy and self._preview is not None and self._preview.accepted > 0)

    @Slot(str)
    def try_file(self, path: str) -> None:
        """Read a file without writing anything."""
        self._forget()
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            values = {"path": path, "why": error.strerror or ""}
            self.summary.setText(
                said(
                    Message(
                        N_("读不到文件“{path}”（{why}），请检查它是否还在、是否正被别的程序打开。"), values
                    )
                )
            )
            return
        register = self.session.registers[str(self.registers.currentData())]
        self.start_job(importing.dry_run, self._show, register, data, Path(path).name)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, _("选择 CSV 文件"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("CSV 表格 (*.csv *.txt)"), _("所有文件 (*)")])
        dialog.fileSelected.connect(self.try_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, preview: ImportPreview) -> None:
        self._preview = preview
        values = {
            "file": preview.file_name,
            "good": preview.accepted,
            "bad": preview.rejected,
            "n": len(preview.problems),
        }
        sentence = N_(
            "“{file}”试读完毕：{good} 行合格，{bad} 行不能导入，共 {n} 个问题。现在还没有写入任何数据。"
        )
        self.summary.setText(said(Message(sentence, values)))
        self.table.setRowCount(min(len(preview.problems), _SHOWN))
        for row, problem in enumerate(preview.problems[:_SHOWN]):
            cells = (str(problem.row), problem.column, _(problem.severity.value), said(problem.message))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 2:
                    item.setForeground(appearance.SEVERITY_TEXT[problem.severity])
                self.table.setItem(row, column, item)
        self.apply.setEnabled(preview.accepted > 0)

    @Slot()
    def _apply(self) -> None:
        preview = self._preview
        if preview is None:
            return
        values = {"n": preview.accepted, "title": Message(preview.register.title), "bad": preview.rejected}
        question = Message(N_("把 {n} 行写入“{title}”？不合格的 {bad} 行不写入，可以改好后再导入。"), values)
        messages.ask(self, question, {N_("导入"): self._import, N_("不导入"): None})

    def _import(self) -> None:
        if self._preview is not None:
            self.start_job(importing.apply, self._tell_done, self._preview)

    def _tell_done(self, changes: Changes) -> None:
        sentence = Message(
            N_("已导入 {n} 条记录。"), {"n": sum(len(ids) for ids in changes.records.values())}
        )
        self._forget()
        self.summary.setText(said(sentence))
        self.session.say(sentence)

    @Slot()
    def _forget(self) -> None:
        self._preview = None
        self.table.setRowCount(0)
        self.summary.clear()
        self.apply.setEnabled(False)


PAGE = ImportPage
