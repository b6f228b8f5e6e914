"""The backup before the window closes: it is waited for in the open, and one that fails is said before anything closes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _
from desktop.ui import appearance, messages
from desktop.ui.session import Session

_SHOWN_AFTER = 400  # milliseconds: most are made before anybody could read of them


class BackupBeforeClosing(QObject):
    """Keeps a window open until the backup is made and then closes it; nobody is made to wait for ever."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._is_waiting = False
        self._may_close = False
        self.dialog: ClosingDialog | None = None
        self._pause = QTimer(self, singleShot=True, interval=_SHOWN_AFTER)
        self._pause.timeout.connect(self.show)
        session.backups.ended.connect(self._go_on)

    def holds(self) -> bool:
        """Tell whether the window has to stay for now."""
        if self._may_close or not self._session.backups.is_wanted:
            return False
        if not self._is_waiting:
            self._wait()
        return True

    def _wait(self) -> None:
        self._is_waiting = True
        self._session.say(N_("正在备份，完成后自动关闭。"))
        self._pause.start()
        self._session.backups.back_up()

    @Slot()
    def show(self) -> None:
        """Say what is waited for, and offer not to wait."""
        self.dialog = ClosingDialog(self._window)
        self.dialog.closing_wanted.connect(self._close)
        self.dialog.rejected.connect(self._stay)
        self.dialog.open()

    @Slot()
    def _go_on(self) -> None:
        if not self._is_waiting:
            return
        self._stay()
        if not self._window.isVisible():  # it was locked meanwhile
            return
        problem = self._session.backups.problem
        if problem is None:
            self._close()
            return
        # Asked now and not said at the next start: now the clerk can still put a stick in, or make room.
        answers = {N_("再试一次"): self._wait, N_("仍要关闭"): self._close, N_("不关闭"): None}
        question = Message(N_("没能备份：{why}\n\n台账本身已经保存。仍要关闭？"), {"why": problem})
        messages.ask(self._window, question, answers)

    @Slot()
    def _stay(self) -> None:
        self._is_waiting = False
        self._pause.stop()
        self._session.say("")
        if self.dialog is not None:
            dialog, self.dialog = self.dialog, None
            if dialog.isVisible():
                dialog.accept()

    @Slot()
    def _close(self) -> None:
        """Close without asking again: a disk of coarse times would have it that there is always something new."""
        self._stay()
        self._may_close = True
        self._may_close = self._window.close()


class ClosingDialog(QDialog):
    """Stands before the window while the backup is made; 继续工作 keeps the window."""

    closing_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("正在备份"))
        words = QLabel(_("正在备份，完成后自动关闭。"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(_("进度"))
        self.leave = QPushButton(_("不等了，现在关闭"))
        self.leave.setAutoDefault(False)
        self.stay = QPushButton(_("继续工作"))
        self.stay.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(bar)
        layout.addLayout(buttons)
        self.setMinimumWidth(appearance.scaled(360))
        self.leave.clicked.connect(self.closing_wanted)
        self.stay.clicked.connect(self.reject)
