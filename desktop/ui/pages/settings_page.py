"""用户与设置: the own password, what this computer remembers, the users and the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import CHINESE, ENGLISH, _, said
from desktop.settings import IDLE, LANGUAGE, TEXT_SIZE
from desktop.ui import appearance
from desktop.ui.pages.history_box import HistoryBox
from desktop.ui.pages.own_password import OwnPassword
from desktop.ui.pages.page import Page
from desktop.ui.pages.recovery_box import RecoveryBox
from desktop.ui.pages.user_list import UserList
from desktop.ui.session import Session
from desktop.ui.text_size import SIZES


class SettingsPage(Page):
    """What one does for oneself at the left, what an admin does for the office at the right."""

    def __init__(self, session: Session) -> None:
        words = N_("左边只关系到您自己和这台电脑；右边关系到整个台账，由“管理”角色办理。")
        super().__init__(session, N_("用户与设置"), words)
        self.own_password = OwnPassword(session)
        self.users = UserList(session)
        self.recovery = RecoveryBox(session)
        self.history = HistoryBox(session)
        self.text_size = QComboBox()
        for percent in SIZES:
            self.text_size.addItem(said(Message(N_("{n}%"), {"n": percent})), percent)
        self.text_size.setCurrentIndex(self.text_size.findData(session.settings.get(TEXT_SIZE)))
        self.language = QComboBox()
        for code, name in ((CHINESE, "中文"), (ENGLISH, "English")):  # each in its own words
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(session.settings.get(LANGUAGE)))
        self.idle = QSpinBox()
        self.idle.setRange(0, 240)
        self.idle.setSuffix(_(" 分钟"))
        self.idle.setSpecialValueText(_("不自动锁定"))
        self.idle.setValue(session.settings.get(IDLE))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.own_password)
        left.addWidget(self._arrangement())
        left.addStretch(1)
        right.addWidget(self.users, 1)
        right.addWidget(self.recovery)
        right.addWidget(self.history)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.column.addLayout(both, 1)
        self.text_size.activated.connect(self._resize_text)
        self.language.activated.connect(self._choose_language)
        self.idle.valueChanged.connect(self._choose_idle)

    def show_part(self, part: str) -> None:
        """Put the cursor where something is set."""
        places: dict[str, QWidget] = {
            "password": self.own_password.old,
            "text_size": self.text_size,
            "language": self.language,
            "idle": self.idle,
            "users": self.users.table,
            "recovery": self.recovery.replace,
            "history": self.history.check,
        }
        places[part].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _resize_text(self) -> None:
        self.session.text_size_wanted.emit(self.text_size.currentData())

    @Slot()
    def _choose_language(self) -> None:
        self.session.settings.put(LANGUAGE, str(self.language.currentData()))
        self.session.say(N_("语言在下次打开程序时更换。"))

    @Slot(int)
    def _choose_idle(self, minutes: int) -> None:
        self.session.settings.put(IDLE, minutes)
        self.session.arranged.emit()

    def _arrangement(self) -> QGroupBox:
        box = QGroupBox(_("显示与锁定"))
        form = QFormLayout(box)
        form.addRow(_("文字大小"), self.text_size)
        form.addRow(_("语言（Language）"), self.language)
        form.addRow(_("无人操作时锁定"), self.idle)
        form.addRow("", appearance.quiet(_("锁定时不会丢失正在录入的内容；随时可按 Ctrl+L 锁定。")))
        return box


PAGE = SettingsPage
