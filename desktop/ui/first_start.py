"""The first start: whose ledger it is, who opens it, and the recovery code to keep on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.store.ledger import Clock, Ledger
from desktop.language import _, said
from desktop.services import recovery
from desktop.ui import appearance, messages
from desktop.ui.area_chooser import AreaChooser
from desktop.ui.background import Background
from desktop.ui.new_password import NewPassword
from desktop.ui.recovery_card import RecoveryCard

if TYPE_CHECKING:
    from desktop.services.setting_up import Created

_LONGEST_OFFICE = 64  # characters, what a certificate takes
_LONGEST_USER = 20


class FirstStart(QWidget):
    """Two steps: the office and its first user, then the recovery code, proved by typing two groups of it."""

    opened = Signal(object)  # Ledger
    restore_wanted = Signal()

    def __init__(
        self, folder: Path, clock: Clock, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._background = background
        self._ledger: Ledger | None = None
        self._suggested = ""
        self.setWindowTitle(_("工会台账 — 新建台账"))
        self.resize(appearance.for_screen(800, 600))
        self.area = AreaChooser()
        self.office = _line("office", _LONGEST_OFFICE)
        self.user = _line("user", _LONGEST_USER)
        self.new = NewPassword(self._words, self)
        self.create_button = QPushButton(_("建立台账"))
        self.create_button.setDefault(True)
        self.restore = QPushButton(_("从备份恢复（换了电脑）…"))
        self.restore.setFlat(True)
        self.problem = appearance.loud()
        self.card = RecoveryCard(background)
        self.begin = QPushButton(_("开始使用"))
        self.begin.setEnabled(False)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._office_step())
        self._steps.addWidget(self._code_step())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(self._steps)
        self.area.changed.connect(self._suggest_name)
        self.area.changed.connect(self.problem.clear)
        for line in (self.office, self.user, self.new.password, self.new.again):
            line.textChanged.connect(self.problem.clear)  # what was missing may be there now
        self.create_button.clicked.connect(self._create)
        self.restore.clicked.connect(self.restore_wanted)
        for line in (self.user, self.new.password, self.new.again):
            line.returnPressed.connect(self._create)
        self.card.proved.connect(self._prove)
        self.begin.clicked.connect(self._begin)

    @property
    def step(self) -> int:
        """0 while the office is asked for, 1 when the recovery code is shown."""
        return self._steps.currentIndex()

    def _problem(self) -> str:
        """Say what is still missing, "" for nothing."""
        if not (self.area.code() or self.area.county()) or not self.area.name():
            return _("请选择本单位所在的乡镇、街道；县区、市级单位先在上面选好级别。")
        if not self.office.text().strip():
            return _("请填写单位名称。")
        if not self.user.text().strip():
            return _("请填写使用人的姓名。")
        return self.new.problem()

    def _words(self) -> tuple[str, ...]:
        """Give the names that must not be the password."""
        return (self.office.text().strip(), self.user.text().strip())

    @Slot()
    def _suggest_name(self) -> None:
        """Name the office after its township as long as nobody has written another name."""
        if self.office.text() == self._suggested and self.area.name():
            # A name that is kept, in certificates too, is never translated.
            self._suggested = f"{self.area.name()}总工会"
            self.office.setText(self._suggested)

    @Slot()
    def _create(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        if problem:
            return
        from desktop.services import setting_up  # noqa: PLC0415 - needed once in the life of a ledger

        area = self.area.code() or setting_up.unlisted_area(self.area.county())
        name, user, password = self.office.text().strip(), self.user.text().strip(), self.new.text
        folder, clock = self._folder, self._clock

        def create() -> Created:
            created = setting_up.create_ledger(folder, area, name, user, password, clock)
            recovery.note_first(created.ledger)
            return created

        self._set_busy(busy=True)
        self.problem.setText(_("正在建立台账和签名密钥，需要几秒钟……"))
        self._background.run(create, self._show_code, self._show_error)

    def _show_code(self, created: Created) -> None:
        self._set_busy(busy=False)
        self._ledger = created.ledger
        self.problem.clear()
        self.new.clear()
        made, code = created.ledger, created.recovery_code
        self._steps.setCurrentIndex(1)
        self.card.show_code(code, lambda: recovery.sheet(made, code))

    def _show_error(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.problem.clear()
        messages.show_error(self, error)

    def _set_busy(self, *, busy: bool) -> None:
        self._steps.setEnabled(not busy)

    @Slot(bool)
    def _prove(self, is_proved: bool) -> None:
        self.begin.setEnabled(is_proved)
        if is_proved and self._ledger is not None:
            recovery.note_proof(self._ledger)
            self.begin.setDefault(True)
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _begin(self) -> None:
        if self._ledger is not None:
            ledger, self._ledger = self._ledger, None
            self.opened.emit(ledger)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._steps.isEnabled() and not self._is_unproved():
            event.accept()
            return
        event.ignore()  # while the ledger is being made, its code is about to come
        if self._steps.isEnabled():
            words = N_(
                "恢复码还没有核对。现在关闭，这个恢复码就不再显示；下次打开台账时，请在“工作台”更换恢复码，打印新的恢复单。"
            )
            messages.ask_before_loss(
                self, Message(words), {N_("关闭"): self._give_up, N_("继续打印和核对"): None}
            )

    def _is_unproved(self) -> bool:
        return self._ledger is not None and recovery.is_unproved(self._ledger)

    def _give_up(self) -> None:
        self.close_ledger()
        self.close()

    def close_ledger(self) -> None:
        """Give a ledger back that was made but never begun."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def _office_step(self) -> QWidget:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(_("本单位"), self.area)
        form.addRow(_("单位名称"), self.office)
        form.addRow(_("使用人"), self.user)
        self.new.add_to(form)
        return _step(
            _("新建台账"),
            said(
                Message(
                    N_("台账保存在 {folder}，全部加密。不联网，数据只在这台电脑上。"),
                    {"folder": self._folder},
                )
            ),
            form,
            self.problem,
            self.create_button,
            self.restore,
        )

    def _code_step(self) -> QWidget:
        column = QVBoxLayout()
        column.addWidget(self.card)
        return _step(
            _("请打印恢复单"),
            _(
                "忘记密码时，只有恢复码能打开台账；没有它，任何人都恢复不了数据。请现在打印或抄写，锁进柜子，不要存在这台电脑上。"
            ),
            column,
            QLabel(),
            self.begin,
        )


def _line(name: str, longest: int) -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(longest)
    line.setObjectName(name)
    return line


def _step(
    title: str,
    words: str,
    middle: QLayout,
    problem: QLabel,
    button: QPushButton,
    other: QPushButton | None = None,
) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(12)
    layout.addWidget(appearance.heading(title, larger=8))
    layout.addWidget(appearance.quiet(words))
    layout.addLayout(middle)
    layout.addWidget(problem)
    layout.addStretch(1)
    bottom = QHBoxLayout()
    if other is not None:
        bottom.addWidget(other)
    bottom.addStretch(1)
    bottom.addWidget(button)
    layout.addLayout(bottom)
    return page
