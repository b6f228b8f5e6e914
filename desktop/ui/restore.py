"""Bring a ledger back from a backup (从备份恢复): which one, and the password or the recovery code that opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, ReportableError
from db.store.backup import Backup
from db.store.folder import BACKUPS, exists
from db.store.ledger import Clock, Ledger
from desktop.language import _, said
from desktop.services import backing_up, restoring
from desktop.ui import appearance, messages
from desktop.ui.background import Background
from desktop.ui.backup_table import BackupTable
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.password_line import PasswordLine


class Restore(QWidget):
    """Stands where the password would be, for a ledger that no longer opens, or that shall be an older one again."""

    opened = Signal(
        object, object, bool
    )  # Ledger, the Backup that it was made from, whether by the recovery code
    given_up = Signal()

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        background: Background,
        wanted: Backup | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Restore into ``folder``; ``wanted`` is chosen from the first."""
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._background = background
        self._wanted = wanted
        self.setWindowTitle(_("工会台账 — 从备份恢复"))
        self.resize(appearance.for_screen(820, 560))
        own = folder / BACKUPS
        self.place = PlaceLine(N_("备份在"), known={own: N_("这台电脑上的备份")} if own.is_dir() else {})
        self.table = BackupTable(clock, own)
        self.user = QComboBox()
        self.password = PasswordLine("password", _("密码"))
        self.problem = appearance.loud()
        self.problem.setObjectName("problem")
        self.problem.setMinimumHeight(appearance.scaled(44))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("进度"))
        self.bar.hide()
        self.back = QPushButton(_("返回"))
        self.by_code = QPushButton(_("用恢复码恢复…"))
        self.by_code.setFlat(True)
        self.give = QPushButton(_("恢复并打开"))
        self._sides = QStackedWidget()
        self._sides.addWidget(self._backup_side())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(self._sides)
        self.place.changed.connect(self._look)
        self.table.moved.connect(self._show_users)
        self.back.clicked.connect(self.given_up)
        self.by_code.clicked.connect(self._ask_for_code)
        self.give.clicked.connect(self._restore)
        self.password.returnPressed.connect(self._restore)
        self._look()

    @Slot()
    def _look(self) -> None:
        """List the backups in the chosen place."""
        place = self.place.folder()
        if place is None:
            self._list(None, ())
            return
        self._background.run(
            lambda: backing_up.found_in(place),
            partial(self._list, place),
            self._show_problem,
            waited_for=False,
        )

    def _list(self, place: Path | None, found: tuple[Backup, ...]) -> None:
        if place != self.place.folder():
            return  # another one was chosen meanwhile
        paths = [one.path for one in found]
        wanted = self._wanted.path if self._wanted else None
        self.table.show_items(found, paths.index(wanted) if wanted in paths else 0)
        if place is not None and not found:
            words = N_("“{folder}”里没有备份。请选另一个 U 盘，或选择备份所在的文件夹。")
            self.problem.setText(said(Message(words, {"folder": place})))
        self._show_users()

    @Slot()
    def _show_users(self) -> None:
        """Offer who can open the chosen backup."""
        chosen: Backup | None = self.table.current
        before = self.user.currentText()
        self.user.clear()
        if chosen is not None:
            self.problem.clear()
            try:
                self.user.addItems(list(restoring.users_of(chosen, self._folder)))
            except ReportableError as error:
                self.problem.setText(said(error.message))
        self.user.setCurrentText(before)
        for widget in (self.user, self.password, self.give, self.by_code):
            widget.setEnabled(self.user.count() > 0)

    @Slot()
    def _restore(self) -> None:
        chosen: Backup | None = self.table.current
        if chosen is None or not self.give.isEnabled():
            return
        user, password = self.user.currentText(), self.password.text()
        self._run(chosen, lambda: restoring.restore(self._folder, chosen, user, password, self._clock))

    def _run(self, chosen: Backup, restore: Callable[[], Ledger]) -> None:
        self.setEnabled(False)
        self.problem.clear()
        self.bar.show()
        self._background.run(restore, partial(self._tell_opened, chosen, False), self._show_problem)

    def _tell_opened(self, chosen: Backup, by_code: bool, opened: Ledger) -> None:
        self.setEnabled(True)
        self.opened.emit(opened, chosen, by_code)

    def _show_problem(self, error: Exception) -> None:
        self.setEnabled(True)
        self.bar.hide()
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _ask_for_code(self) -> None:
        """Ask for the recovery code and a new password in the place of the list."""
        from desktop.ui.recover import Recover  # noqa: PLC0415 - few people ever see it

        chosen: Backup = self.table.current

        def restore(code: str, user: str, password: str) -> Ledger:
            return restoring.restore_by_code(self._folder, chosen, code, user, password, self._clock)

        names = [self.user.itemText(number) for number in range(self.user.count())]
        side = Recover(names, restore, self._background)
        side.opened.connect(partial(self._tell_opened, chosen, True))
        side.given_up.connect(self._list_again)
        self._sides.addWidget(side)
        self._sides.setCurrentWidget(side)
        side.code.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _list_again(self) -> None:
        side = self._sides.currentWidget()
        if side is not None:
            self._sides.removeWidget(side)
            side.deleteLater()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        side = self._sides.currentWidget()
        if self.isEnabled() and (side is None or side.isEnabled()):
            event.accept()
        else:
            event.ignore()  # a ledger is being put in its place

    def _backup_side(self) -> QWidget:
        there = N_(
            "选一个备份，输入密码。现在的台账先另存为“恢复前”的备份，再换成选中的这一个；不会丢掉任何一份。"
        )
        new = N_(
            "插上存有备份的 U 盘，或者选择备份所在的文件夹，再选一个备份，输入原来的密码。台账恢复到 {folder}。"
        )
        words = Message(there if exists(self._folder) else new, {"folder": self._folder})
        form = QFormLayout()
        form.addRow(_("使用人"), self.user)
        form.addRow(_("密码"), self.password)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.by_code)
        buttons.addStretch(1)
        buttons.addWidget(self.give)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(appearance.heading(_("从备份恢复"), larger=8))
        layout.addWidget(appearance.quiet(said(words)))
        layout.addWidget(self.place)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        return side
