"""备份: the copies of the ledger, one more now, one on another disk, a rehearsal of restoring, and restoring itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.store import backup as backups
from db.store.backup import Backup
from desktop.language import _, said
from desktop.services import backing_up
from desktop.services.backing_up import Rehearsal
from desktop.services.roles import Action
from desktop.settings import outside_copy_of
from desktop.ui import appearance, messages, permission
from desktop.ui.backup_table import BackupTable
from desktop.ui.backup_words import day, left_behind, moment
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.pages.rehearsal_box import RehearsalBox
from desktop.ui.session import Session


class BackupPage(Page):
    """Everything is made from the backup that is chosen in the list, but 立即备份 and 另存, which are of now."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "有改动时，每半小时和关闭时自动备份，旧的逐渐稀疏。备份同样加密，用原来的密码或恢复码打开。"
        )
        super().__init__(session, N_("备份"), words)
        self.state = appearance.loud()
        self.state.setObjectName("backup_state")
        self.table = BackupTable(session.ledger.clock)
        self.table.setMinimumHeight(appearance.scaled(100))
        self.make = QPushButton(_("立即备份"))
        self.restore = QPushButton(_("从备份恢复…"))
        self.rehearsal = RehearsalBox(session)
        self.place = PlaceLine(N_("另存到"))
        self.copy = QPushButton(_("另存"))
        self.copied = appearance.quiet()
        self._build()
        self.make.clicked.connect(session.backups.back_up)
        self.copy.clicked.connect(self._copy)
        self.restore.clicked.connect(self._ask_to_restore)
        self.rehearsal.rehearse.clicked.connect(self._rehearse)
        self.table.moved.connect(self._show_state)
        self.place.changed.connect(self._show_state)
        session.backups.changed.connect(self.refresh)
        self.refresh()
        self._show_last_copy()
        permission.grey_out(session, self.restore, Action.RESTORE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()  # receiving and upgrading make backups too

    def show_part(self, part: str) -> None:
        """Put the cursor on what is looked for."""
        places: dict[str, QWidget] = {
            "now": self.make,
            "elsewhere": self.copy if self.copy.isEnabled() else self.place.box,
            "rehearse": self.rehearsal.rehearse,
            "restore": self.restore,
        }
        places[part].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def refresh(self) -> None:
        """List the backups again; the choice stays."""
        found = backups.kept(self.session.ledger.backups)
        chosen: Backup | None = self.table.current
        if found != self.table.items:
            stays = self.table.row > 0 and chosen in found  # from the newest the cursor goes to the newer one
            self.table.show_items(found, found.index(chosen) if stays and chosen else 0)
        problem = self.session.backups.problem
        if problem is not None:
            self.state.setText(said(Message(N_("上一次没有备份成。{why}"), {"why": problem})))
        else:
            self.state.setText("" if found else _("还没有备份。"))
        self.state.setVisible(bool(self.state.text()))
        self._show_state()

    def set_busy(self, *, busy: bool) -> None:
        """Let one thing be done after the other."""
        self._show_state(busy=busy)

    @Slot()
    def _show_state(self, *, busy: bool = False) -> None:
        is_making = self.session.backups.is_running
        self.make.setEnabled(not is_making and not busy)
        self.make.setText(_("正在备份……") if is_making else _("立即备份"))
        chosen = self.table.current is not None
        free = chosen and not busy and not is_making
        self.rehearsal.rehearse.setEnabled(free)
        self.copy.setEnabled(self.place.folder() is not None and not busy and not is_making)
        self.restore.setEnabled(free)
        permission.grey_out(self.session, self.restore, Action.RESTORE)

    @Slot()
    def _copy(self) -> None:
        place = self.place.folder()
        if place is not None:
            words = Message(N_("正在备份到 {folder}，写完还要读回核对"), {"folder": place})
            self.job.run_whole(backing_up.copy_to, self._take_copy, words, place)

    def _take_copy(self, made: Backup) -> None:
        self.session.settings.put(outside_copy_of(self.session.ledger.office().area), self.session.today)
        self.session.backups.note_made(made)
        self.refresh()
        words = Message(N_("可以拔出。已写入 {path} 并读回核对。"), {"path": made.path})
        self.copied.setText(said(words))
        appearance.colour(self.copied, appearance.GOOD)
        self.session.say(N_("备份已另存并读回核对，可以拔出 U 盘。"))

    def _show_last_copy(self) -> None:
        last = self.session.settings.get(outside_copy_of(self.session.ledger.office().area))
        if last is None:
            words = Message(N_("还没有存到这台电脑以外。电脑坏了或丢了，就只有外面的备份能把台账找回来。"))
        else:
            words = Message(N_("上次存到这台电脑以外是 {day}。"), {"day": day(last, self.session.today)})
        self.copied.setText(said(words))

    @Slot()
    def _rehearse(self) -> None:
        chosen: Backup | None = self.table.current
        if chosen is not None:
            self.rehearsal.clear()
            words = Message(N_("正在演练恢复，台账不受影响"))
            self.job.run_whole(backing_up.rehearse, self._take_rehearsal, words, chosen)

    def _take_rehearsal(self, rehearsal: Rehearsal) -> None:
        self.rehearsal.show_result(rehearsal)

    @Slot()
    def _ask_to_restore(self) -> None:
        chosen: Backup | None = self.table.current
        if chosen is None:
            return
        at = moment(chosen.at, self.session.ledger.clock())
        values = {"moment": at, "left": left_behind(self.session.ledger, chosen)}
        question = N_("把台账恢复到{moment} 的样子？{left}\n\n台账先关闭，输入密码后从备份打开。")
        answers = {N_("恢复…"): lambda: self.session.restore_wanted.emit(chosen), N_("不恢复"): None}
        messages.ask_before_loss(self, Message(question, values), answers)

    def _build(self) -> None:
        buttons = FlowLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self.restore)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(buttons)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addWidget(self.rehearsal, 1)
        box = QGroupBox(_("存到这台电脑以外（U 盘、移动硬盘或另一个盘）"))
        line = QHBoxLayout()
        line.addWidget(self.place, 1)
        line.addWidget(self.copy)
        inside = QVBoxLayout(box)
        inside.addLayout(line)
        inside.addWidget(self.copied)
        self.column.addWidget(self.state)
        self.column.addLayout(both, 1)
        self.column.addWidget(box)
        self.add_progress()


PAGE = BackupPage
