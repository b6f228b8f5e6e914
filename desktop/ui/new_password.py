"""A new password, typed twice: how strong it is stands beside it while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from db.messages import N_
from db.values.password_strength import strength
from desktop.language import _, said
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.password_line import PasswordLine

_PAUSE = 120  # milliseconds after the last key
_BEST = 4
_COLOURS = (appearance.ACCENT, appearance.ACCENT, QColor("#B36B00"), appearance.GOOD, appearance.GOOD)
CAPITALS = N_("大写锁定（Caps Lock）好像开着。")


class NewPassword(QObject):
    """Two lines and a bar in somebody's form; ``words`` gives the names that must not be the password."""

    def __init__(self, words: Callable[[], tuple[str, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self.password = PasswordLine("password", _("密码"))
        self.again = PasswordLine("again", _("再输一次密码"))
        self.bar = QProgressBar()
        self.bar.setRange(0, _BEST)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(10)
        self.bar.setAccessibleName(_("密码强度"))
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.advice.setMinimumHeight(self.advice.fontMetrics().lineSpacing() * 2)
        self._pause = composing.Pause(_PAUSE, self.password)
        self._pause.over.connect(self.judge)
        composing.watch(self.password, self.password.textChanged).settled.connect(self._pause.start)
        self.password.capitals_locked.connect(self._hint)
        self.judge()

    def add_to(self, form: QFormLayout, label: str = "") -> None:
        """Put the lines into a form; ``label`` stands in the place of 密码."""
        meter = QWidget()
        column = QVBoxLayout(meter)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        column.addWidget(self.advice)
        form.addRow(label or _("密码"), self.password)
        form.addRow("", meter)
        form.addRow(_("再输一次密码"), self.again)

    @property
    def text(self) -> str:
        """The password."""
        return self.password.text()

    def problem(self) -> str:
        """Say why it cannot be taken, "" when it can."""
        self.judge()
        if not self.text:
            return _("请输入密码。")
        found = strength(self.text, self._words())
        if not found.is_enough:
            return said(found.message)
        if self.text != self.again.text():
            return _("两次输入的密码不一样，请重新输入。")
        return ""

    def clear(self) -> None:
        """Forget what was typed."""
        self.password.clear()
        self.again.clear()
        self.judge()

    @Slot()
    def judge(self) -> None:
        """Show how strong the password is."""
        self._pause.stop()
        if not self.text:
            self.bar.setValue(0)
            self.advice.setText(_("两三个不相干的词最好记，也最难猜，如“桂花 自行车 三月”。"))
            appearance.colour(self.advice, appearance.QUIET)
            return
        found = strength(self.text, self._words())
        self.bar.setValue(found.score)
        look = self.bar.palette()
        look.setColor(QPalette.ColorRole.Highlight, _COLOURS[found.score])
        self.bar.setPalette(look)
        self.advice.setText(said(found.message))
        appearance.colour(self.advice, appearance.GOOD if found.is_enough else appearance.ACCENT)

    @Slot(bool)
    def _hint(self, is_locked: bool) -> None:
        self.password.setToolTip(_(CAPITALS) if is_locked else "")
