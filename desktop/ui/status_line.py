"""The line below the pages: the last message, the last submission, what waits for correction, 撤销 and 重做."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import backing_up, sent_packages, undoing
from desktop.services.undoing import NamedStep, NextSteps
from desktop.ui import appearance, messages, pages
from desktop.ui.backup_words import moment
from desktop.ui.session import Session

_WIDEST = 320  # pixels of the step's name


class StatusLine(QStatusBar):
    """Offers to take back what was done since the ledger was opened, the newest step first, and to redo that.

    The window decides whether it may be done now, and calls ``undo`` and ``redo``.
    """

    undone = Signal(object)  # Changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._before = max((step.number for step in session.do(undoing.steps, 1)), default=0)
        self._next = NextSteps(None, None)
        self._turning: Message | None = None  # what is being said when it is done
        self.message = QLabel()
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.backup = QPushButton()
        self.backup.setObjectName("backup")
        self.backup.setFlat(True)
        self.backup.clicked.connect(self._show_backups)
        self.submission = QLabel()
        self.corrections = QPushButton()
        self.corrections.setObjectName("corrections")
        self.corrections.setFlat(True)
        self.corrections.clicked.connect(self._show_corrections)
        self.button = QPushButton()
        self.button.setObjectName("undo")
        self.redo_button = QPushButton(_("重做"))
        self.redo_button.setObjectName("redo")
        self.steps = QPushButton(_("操作记录"))
        self.steps.setObjectName("steps")
        self.steps.setFlat(True)
        self.steps.setToolTip(_("所有操作，可以撤销、重做其中一步，或者回到某一步。"))
        self.addWidget(self.message, 1)
        for widget in (
            self.backup,
            self.submission,
            self.corrections,
            self.button,
            self.redo_button,
            self.steps,
        ):
            self.addPermanentWidget(widget)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 0, 12, 0)
        session.spoken.connect(self.say)
        session.counts.counted.connect(self._note_counts)
        session.changes_made.connect(self._look)
        session.changes_made.connect(self._note_backup)
        session.changes_made.connect(self._note_submission)
        session.backups.changed.connect(self._note_backup)
        self._look()
        self._note_counts()
        self._note_backup()
        self._note_submission()

    @Slot(str)
    def say(self, text: str) -> None:
        """Show a message; a long one is whole in its tool tip."""
        self.message.setText(text)
        self.message.setToolTip(text)

    @Slot()
    def undo(self) -> None:
        """Take the newest step of this session back."""
        self._turn(self._next.undo, N_("已撤销：{step}"), N_("没有可以撤销的操作。"))

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        self._turn(self._next.redo, N_("已重做：{step}"), N_("没有可以重做的操作。"))

    def _turn(self, step: NamedStep | None, done: str, nothing: str) -> None:
        if self._turning is not None:
            return
        if step is None:
            self.say(_(nothing))
            return
        self._turning = Message(done, {"step": step.subject})
        self._offer()
        self._session.do_later(undoing.undo, self._take, self._fail, step.number)

    def _take(self, changes: object) -> None:
        done, self._turning = self._turning, None
        if done is not None:
            self.say(said(done))
        self._look()
        self.undone.emit(changes)

    def _fail(self, error: Exception) -> None:
        self._turning = None
        self._offer()
        messages.show_error(self, error)

    @Slot()
    def _look(self) -> None:
        """Find the steps that would be undone and redone now."""
        self._next = self._session.do(undoing.next_steps, self._before)
        self._offer()

    def _offer(self) -> None:
        undo, redo = self._next.undo, self._next.redo
        words = said(Message(N_("撤销：{step}（Ctrl+Z）"), {"step": undo.subject})) if undo else ""
        self.button.setText(
            self.button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _WIDEST)
        )
        again = said(Message(N_("重做：{step}（Ctrl+Y）"), {"step": redo.subject})) if redo else ""
        for button, told in ((self.button, words), (self.redo_button, again)):
            button.setVisible(bool(told))
            button.setEnabled(self._turning is None)
            button.setAccessibleName(told)
            button.setToolTip(told)

    @Slot()
    def _note_counts(self) -> None:
        waiting = self._session.counts.corrections
        self.corrections.setVisible(waiting > 0)
        self.corrections.setText(said(Message(N_("更正 {n} 条待处理"), {"n": waiting})))

    @Slot()
    def _note_submission(self) -> None:
        self._session.look(sent_packages.last_words, self._show_submission)

    def _show_submission(self, words: Message) -> None:
        self.submission.setText(said(words))

    @Slot()
    def _note_backup(self) -> None:
        problem, last = self._session.backups.problem, self._session.do(backing_up.last)
        if problem is not None:
            words = _("备份失败，看看为什么")
        elif last is None:
            words = _("还没有备份")
        else:
            at = moment(last.at, self._session.ledger.clock())
            words = said(Message(N_("上次备份 {moment}"), {"moment": at}))
        self.backup.setText(words)
        self.backup.setToolTip(said(problem) if problem else _("所有备份，另存到 U 盘，从备份恢复。"))
        is_well = problem is None and last is not None
        appearance.colour_button(self.backup, appearance.TEXT if is_well else appearance.ACCENT)

    @Slot()
    def _show_backups(self) -> None:
        self._session.page_wanted.emit(pages.BACKUP.code)

    @Slot()
    def _show_corrections(self) -> None:
        has_receipts = pages.RECEIPTS in pages.entries_for(self._session.ledger.office().area)
        self._session.page_wanted.emit((pages.RECEIPTS if has_receipts else pages.WORKBENCH).code)
