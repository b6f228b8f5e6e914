"""The line below the pages: the last message, the last submission, what waits for correction, and 撤销."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from db.messages import N_, Message
from db.record import State
from desktop.language import _, said
from desktop.services import last_package, undoing
from desktop.services.undoing import NamedStep
from desktop.ui import messages, pages
from desktop.ui.session import Session

_LOOKED_AT = 20  # steps: more than anybody takes back one by one


class StatusLine(QStatusBar):
    """Offers to take back what was done since the ledger was opened, the newest step first.

    The window decides whether it may be done now, and calls ``undo``.
    """

    undone = Signal(object)  # Changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._before = max((step.number for step in session.do(undoing.steps, 1)), default=0)
        self._step: NamedStep | None = None
        self._undoing: NamedStep | None = None
        self.message = QLabel()
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.submission = QLabel()
        self.corrections = QPushButton()
        self.corrections.setObjectName("corrections")
        self.corrections.setFlat(True)
        self.corrections.clicked.connect(self._show_corrections)
        self.button = QPushButton()
        self.button.setObjectName("undo")
        self.addWidget(self.message, 1)
        for widget in (self.submission, self.corrections, self.button):
            self.addPermanentWidget(widget)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 0, 12, 0)
        session.spoken.connect(self.say)
        session.counts.counted.connect(self._note_counts)
        session.changes_made.connect(self._look)
        self._look()
        self._note_counts()

    @Slot(str)
    def say(self, text: str) -> None:
        """Show a message; a long one is whole in its tool tip."""
        self.message.setText(text)
        self.message.setToolTip(text)

    @Slot()
    def undo(self) -> None:
        """Take the newest step of this session back."""
        if self._undoing is not None:
            return
        if self._step is None:
            self.say(_("没有可以撤销的操作。"))
            return
        self._undoing = self._step
        self.button.setEnabled(False)
        self._session.do_later(undoing.undo, self._take, self._fail, self._step.number)

    def _take(self, changes: object) -> None:
        step, self._undoing = self._undoing, None
        if step is not None:
            self.say(said(Message(N_("已撤销：{step}"), {"step": step.name})))
        self._look()
        self.undone.emit(changes)

    def _fail(self, error: Exception) -> None:
        self._undoing = None
        self.button.setEnabled(True)
        messages.show_error(self, error)

    @Slot()
    def _look(self) -> None:
        """Find the step that would be taken back now."""
        steps = self._session.do(undoing.steps, _LOOKED_AT)
        mine = (step for step in steps if step.number > self._before)
        self._step = next((step for step in mine if step.undoes is None and not step.is_undone), None)
        self.button.setVisible(self._step is not None)
        self.button.setEnabled(self._undoing is None)
        if self._step is not None:
            words = said(Message(N_("撤销：{step}（Ctrl+Z）"), {"step": self._step.name}))
            self.button.setText(
                self.button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 320)
            )
            self.button.setAccessibleName(words)
            self.button.setToolTip(words)

    @Slot()
    def _note_counts(self) -> None:
        self._session.look(last_package.last_words, self._show_submission)
        waiting = sum(
            self._session.counts.of(register).get(state.value, 0)
            for register in self._session.registers
            for state in (State.RETURNED, State.CORRECTION)
        )
        self.corrections.setVisible(waiting > 0)
        self.corrections.setText(said(Message(N_("更正 {n} 条待处理"), {"n": waiting})))

    def _show_submission(self, words: Message) -> None:
        self.submission.setText(said(words))

    @Slot()
    def _show_corrections(self) -> None:
        self._session.page_wanted.emit(pages.WORKBENCH.code)
