"""Where a signing key is made: in the ledger, or on a token (密码钥匙, UKey) that its driver lists."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, ReportableError
from desktop.exchange.token_key import TokenPlace
from desktop.language import _, said
from desktop.services import signing_keys
from desktop.ui import appearance, messages, opening_file
from desktop.ui.box_style import grow_boxes
from desktop.ui.session import Session


class KeyChoice(QWidget):
    """The driver is chosen once: afterwards the ledger knows it from the key that lies there."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.on_token = grow_boxes(QCheckBox(_("签名密钥不放在台账里，放在密码钥匙（UKey）里")))
        self.driver = QLineEdit()
        self.driver.setObjectName("driver")
        self.driver.setAccessibleName(_("驱动程序"))
        self.driver.setReadOnly(True)
        self.driver.setPlaceholderText(_("密码钥匙驱动里的 PKCS#11 文件，问发放单位"))
        self.choose = QPushButton(_("选择驱动程序…"))
        self.tokens = QComboBox()
        self.tokens.setObjectName("tokens")
        self.tokens.setAccessibleName(_("密码钥匙"))
        self.look = QPushButton(_("重新查找密码钥匙"))
        self.problem = appearance.loud()
        self.problem.setObjectName("problem")
        self._token = self._token_box()
        self._build()
        self.on_token.toggled.connect(self._show_state)
        self.choose.clicked.connect(self._choose)
        self.look.clicked.connect(self._look)
        self.tokens.currentIndexChanged.connect(self._show_state)
        self._show_state()

    def place(self) -> TokenPlace | None:
        """Give the token that is chosen, None for the ledger."""
        chosen = self.tokens.currentData() if self.on_token.isChecked() else None
        return chosen if isinstance(chosen, TokenPlace) else None

    def is_complete(self) -> bool:
        """Say whether it is clear where the key is to be made."""
        return not self.on_token.isChecked() or self.place() is not None

    def show_place(self, place: TokenPlace | None) -> None:
        """Choose where a key lies already; its token need not be plugged in."""
        self.problem.clear()
        if place is not None:
            self.driver.setText(str(place.library))
            self._take_tokens((place,))
        self.on_token.setChecked(place is not None)
        self._show_state()

    @Slot(str)
    def take_driver(self, path: str) -> None:
        """Use this driver and list its tokens."""
        self.driver.setText(path)
        self._look()

    @Slot()
    def _choose(self) -> None:
        kind = _("驱动程序 (*.dll *.so *.dylib)")
        opening_file.ask_which(self, _("选择密码钥匙的驱动程序"), kind, self.take_driver)

    @Slot()
    def _look(self) -> None:
        self._token.setEnabled(False)
        self.problem.clear()
        library = Path(self.driver.text())
        self._session.do_later(signing_keys.tokens, self._take_found, self._refuse, library)

    def _take_found(self, found: tuple[TokenPlace, ...]) -> None:
        self._token.setEnabled(True)
        self._take_tokens(found)
        if not found:
            self.problem.setText(_("没有找到密码钥匙。请插好后点“重新查找密码钥匙”。"))
        self._show_state()

    def _take_tokens(self, found: tuple[TokenPlace, ...]) -> None:
        self.tokens.clear()
        for place in found:
            values = {"label": place.label, "serial": place.serial}
            self.tokens.addItem(said(Message(N_("{label}（序列号 {serial}）"), values)), place)

    def _refuse(self, error: Exception) -> None:
        self._token.setEnabled(True)
        self.tokens.clear()
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self._token.setVisible(self.on_token.isChecked())
        self.look.setEnabled(bool(self.driver.text()))
        self.tokens.setEnabled(self.tokens.count() > 0)
        self.problem.setVisible(bool(self.problem.text()))
        self.changed.emit()

    def _token_box(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(appearance.scaled(24), 0, 0, 0)
        grid.addWidget(QLabel(_("驱动程序")), 0, 0)
        grid.addWidget(self.driver, 0, 1)
        grid.addWidget(self.choose, 0, 2)
        grid.addWidget(QLabel(_("密码钥匙")), 1, 0)
        grid.addWidget(self.tokens, 1, 1)
        grid.addWidget(self.look, 1, 2)
        grid.addWidget(self.problem, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        return box

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.on_token)
        layout.addWidget(self._token)
