"""操作记录: the named steps of the ledger, each of which can be taken back, or all that was done since one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import undoing
from desktop.services.undoing import NamedStep, Outlook
from desktop.ui import appearance, messages
from desktop.ui.job_line import JobLine
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import give_room
from desktop.ui.tables.step_table_model import STEP, StepTableModel

_PAUSE = 100  # milliseconds on a step before it is looked at: the arrow keys run over many


class StepHistory(QDialog):
    """Lists steps of all times; ``obstacle`` is why none can be undone now, "" when that is free."""

    undone = Signal(object)  # Changes

    def __init__(self, session: Session, obstacle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("操作记录"))
        self._session = session
        self._obstacle = obstacle
        self._step: NamedStep | None = None
        self._outlook: Outlook | None = None
        self._done = Message("")
        self.model = StepTableModel(session, self)
        self.table = QTableView()
        self.outlook = QLabel()
        self.job = JobLine(session)
        self.undo = QPushButton(_("撤销这一步 Ctrl+Z"))
        self.redo = QPushButton(_("重做这一步 Ctrl+Y"))
        self.go_back = QPushButton(_("回到这里…"))
        self.go_back.setToolTip(_("把这一步之后的操作全部撤销，从最近的开始。"))
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.model.read.connect(self._choose_again)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        session.changes_made.connect(self.model.restart)
        self.job.busy.connect(self._look_again)
        self.undo.clicked.connect(self._turn)
        self.redo.clicked.connect(self._turn)
        self.go_back.clicked.connect(self._ask)
        again = QShortcut(QKeySequence("Ctrl+Shift+Z"), self)
        again.activated.connect(self.redo.click)
        self._offer()

    def reject(self) -> None:
        """Stay while a job of this dialog runs: its line has its own 取消."""
        if not self.job.isVisibleTo(self):
            super().reject()

    @Slot()
    def _choose(self) -> None:
        """Note the step that is chosen, and look at it when the keys rest."""
        row = self.table.currentIndex().row()
        self._step = self.model.step(row) if row >= 0 else None
        self._look_again()

    @Slot()
    def _choose_again(self) -> None:
        """Keep the chosen step chosen when the list was read again."""
        row = self.model.row_of(self._step.number) if self._step is not None else None
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(row or 0, STEP))
        self._offer()

    @Slot()
    def _look_again(self) -> None:
        self._outlook = None
        self._offer()
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        if self._step is not None and not self.job.isVisibleTo(self):
            self._session.look(undoing.outlook, self._show, self._step.number)

    def _show(self, found: Outlook) -> None:
        if self._step is not None and found.number == self._step.number:
            self._outlook = found
            self._offer()

    @Slot()
    def _offer(self) -> None:
        """Say what can be done with the chosen step, and offer just that."""
        found = self._outlook
        is_free = found is not None and not self._obstacle and not self.job.isVisibleTo(self)
        can_turn = is_free and found is not None and found.obstacle is None
        self.undo.setEnabled(can_turn and found is not None and not found.is_redo)
        self.redo.setEnabled(can_turn and found is not None and found.is_redo)
        self.go_back.setEnabled(is_free and found is not None and found.later_steps > 0)
        if self._obstacle:
            words = self._obstacle
        elif found is not None and found.obstacle is not None:
            words = said(found.obstacle)
        elif found is not None:
            words = _("已经撤销，可以重做。") if found.is_redo else _("可以撤销。")
        elif self.model.is_read and not self.model.rowCount():
            words = _("还没有操作。保存、删除、批量修改、导入以后，每一步都列在这里。")
        else:
            words = ""
        self.outlook.setText(words)

    @Slot()
    def _turn(self) -> None:
        step = self._step
        if self._outlook is None or step is None:
            return
        done = N_("已重做：{step}") if self._outlook.is_redo else N_("已撤销：{step}")
        self._done = Message(done, {"step": step.subject})
        self.job.run(undoing.undo, self._tell, self._outlook.turn)

    @Slot()
    def _ask(self) -> None:
        step, found = self._step, self._outlook
        if step is None or found is None:
            return
        self._done = Message(N_("已回到“{step}”刚做完的时候。"), {"step": step.name})
        values = {"step": step.name, "steps": found.later_steps, "records": found.later_records}
        question = N_(
            "要回到“{step}”刚做完的时候吗？之后的 {steps} 步操作会全部撤销，涉及 {records} 条记录。撤销以后还可以一步一步重做。"
        )
        messages.ask(self, Message(question, values), {N_("全部撤销"): self._go_back, N_("不撤销"): None})

    def _go_back(self) -> None:
        step = self._step
        if step is not None:
            self.job.run(undoing.go_back, self._tell, step.number)

    def _tell(self, changes: object) -> None:
        self._session.say(self._done)
        self.undone.emit(changes)

    def _build(self) -> None:
        table = self.table
        give_room(table)
        table.setObjectName("steps")
        table.setAccessibleName(_("操作记录"))
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(appearance.scaled(26))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setResizeContentsPrecision(0)  # the rows that are seen
        self.outlook.setObjectName("outlook")
        self.outlook.setWordWrap(True)
        self.outlook.setMinimumHeight(2 * self.outlook.fontMetrics().lineSpacing())
        self.undo.setShortcut(QKeySequence("Ctrl+Z"))
        self.redo.setShortcut(QKeySequence("Ctrl+Y"))
        leave = QPushButton(_("关闭 Esc"))
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        for button in (self.undo, self.redo, self.go_back, leave):
            button.setAutoDefault(False)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.redo)
        buttons.addWidget(self.go_back)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.addWidget(table, 1)
        column.addWidget(self.outlook)
        column.addWidget(self.job)
        column.addLayout(buttons)
        self.resize(appearance.for_screen(820, 520))
