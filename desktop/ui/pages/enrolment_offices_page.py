"""下级单位: read a request, compare its fingerprint with the paper, issue the certificate, revoke one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from db.messages import N_, Message, ReportableError
from db.store.ledger import Ledger
from db.store.trust_tables import KnownOffice
from desktop.exchange.transport import Placed
from desktop.language import _, said
from desktop.services import enrolment_papers, issuing, paper_fingerprint, root_keeping, root_reminder
from desktop.services.issuing import ReadRequest
from desktop.services.printables import Paper
from desktop.services.roles import Action
from desktop.ui import appearance, messages, opening_file, permission
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.enrolment_fingerprint import FingerprintProof
from desktop.ui.pages.enrolment_renew import RenewDialog
from desktop.ui.pages.enrolment_revoke import RevokeDialog
from desktop.ui.pages.enrolment_root import RootLine
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import give_room

_LINE = Qt.ItemDataRole.UserRole
_COLUMNS = (N_("编码"), N_("单位"), N_("状态"), N_("从第几号起"), N_("证书有效至"), N_("签发人"))


class OfficesPage(Page):
    """Above, the request that was opened; below, every certificate ever issued."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "下级单位送来申请文件和盖章的申请单：打开文件，对照纸上的指纹，签发后把批复文件写回 U 盘。"
        )
        super().__init__(session, N_("下级单位"), words)
        self._content = b""
        self.revoking: RevokeDialog | None = None
        self.renewing: RenewDialog | None = None
        self.open = QPushButton(_("打开申请文件…"))
        self.request = QLabel()
        self.request.setWordWrap(True)
        self.proof = FingerprintProof(
            _("看着盖章的申请单（或在电话里请对方念），输入空着的两组。其余各组也请对照。")
        )
        self.root = RootLine()
        self.issue = QPushButton(_("与申请单一致，签发"))
        self.tree = _tree()
        self.place = PlaceLine()
        self.write = QPushButton(_("写批复文件"))
        self.print_answer = QPushButton(_("打印批复单"))
        self.revoke = QPushButton(_("吊销…"))
        self.list_words = QLabel()
        self.list_words.setWordWrap(True)
        self.renew = QPushButton(_("续签吊销名单…"))
        self._build()
        for button, slot in (
            (self.open, self._choose),
            (self.issue, self._issue),
            (self.write, self._write),
            (self.print_answer, self._print),
            (self.revoke, self._ask_revoke),
            (self.renew, self._ask_renew),
        ):
            button.clicked.connect(slot)
        self.proof.changed.connect(self._show_state)
        self.place.changed.connect(self._show_state)
        self.tree.itemSelectionChanged.connect(self._show_state)
        self._forget()
        self.refresh()
        permission.grey_out(session, self, Action.SETTINGS)

    def refresh(self) -> None:
        """Read the registry again."""
        self.tree.clear()
        for line, valid_to in self.session.do(enrolment_papers.registry):
            words = [
                line.code,
                line.name,
                said(_state(line)),
                str(line.valid_from_sequence),
                f"{valid_to.astimezone():%Y-%m-%d}",
                line.enrolled_by,
            ]
            item = QTreeWidgetItem(self.tree, words)
            item.setData(0, _LINE, line)
        for column in (0, 2, 3, 4, 5):
            self.tree.resizeColumnToContents(column)
        self._show_list()
        self._show_state()

    def _show_list(self) -> None:
        """Say until when the revocation list holds; as a warning when its keeper is needed."""
        standing = self.session.do(root_reminder.list_standing)
        warning = self.session.do(root_reminder.list_reminder)
        words = warning or standing
        self.list_words.setText(said(words) if words else "")
        appearance.colour(self.list_words, appearance.ACCENT if warning else appearance.QUIET)
        for widget in (self.list_words, self.renew):
            widget.setVisible(words is not None)

    @property
    def chosen(self) -> KnownOffice | None:
        """The line that is selected."""
        items = self.tree.selectedItems()
        return items[0].data(0, _LINE) if items else None

    @Slot(str)
    def read_request(self, path: str) -> None:
        """Open a request file and show whose it is; nothing is issued before the paper is compared."""
        try:
            content = paper_fingerprint.read_file(Path(path))
            read = self.session.do(issuing.inspect_request, content)
        except ReportableError as error:
            self._forget()
            messages.show_error(self, error)
            return
        self._content = content
        self.request.setText(said(_described(read)))
        self.proof.show_fingerprint(read.request.fingerprint)
        self.root.setVisible(not self.session.ledger.office().root_key)
        for widget in (self.proof, self.issue):
            widget.show()

    def _forget(self) -> None:
        self._content = b""
        self.request.clear()
        for widget in (self.proof, self.root, self.issue):
            widget.hide()

    @Slot()
    def _choose(self) -> None:
        opening_file.ask_which(self, _("打开申请文件"), _("申请文件 (*_CSR_*.json)"), self.read_request)

    @Slot()
    def _issue(self) -> None:
        self.issue.setEnabled(False)
        self.session.do_later(
            _issue,
            self._tell_issued,
            self._refuse,
            self._content,
            self.proof.typed(),
            self.root.file,
            self.root.passphrase.text(),
        )

    def _tell_issued(self, line: KnownOffice) -> None:
        self._forget()
        self.root.passphrase.clear()
        self.refresh()
        for item in self.tree.findItems(line.code, Qt.MatchFlag.MatchExactly):
            if item.data(0, _LINE).serial == line.serial:
                self.tree.setCurrentItem(item)
        words = N_("已给“{name}”签发证书。请把批复文件写到 U 盘，并打印批复单盖章。")
        self.session.say(Message(words, {"name": line.name}))

    @Slot()
    def _write(self) -> None:
        line, folder = self.chosen, self.place.folder()
        if line is not None and folder is not None:
            self.session.do_later(issuing.place_answer, self._tell_placed, self._refuse, line.serial, folder)

    def _tell_placed(self, placed: Placed) -> None:
        words = N_("批复文件已写入 {path} 并读回核对，可以拔出。")
        self.session.say(Message(words, {"path": placed.path}))

    @Slot()
    def _print(self) -> None:
        line = self.chosen
        if line is not None:
            show = partial(self._show_paper, _("批复单"))
            self.session.do_later(enrolment_papers.answer_paper, show, self._refuse, line.serial)

    def _show_paper(self, title: str, paper: Paper) -> None:
        Preview(self.session, paper, title, self.window()).open()

    @Slot()
    def _ask_revoke(self) -> None:
        line = self.chosen
        if line is not None:
            self.revoking = RevokeDialog(self.session, line, self.window())
            self.revoking.accepted.connect(self._note_revoked)
            self.revoking.open()

    @Slot()
    def _note_revoked(self) -> None:
        self.session.say(N_("证书已吊销，吊销名单已更新，会随下一份回执发下去。"))
        self.refresh()

    @Slot()
    def _ask_renew(self) -> None:
        self.renewing = RenewDialog(self.session, self.window())
        self.renewing.accepted.connect(self._note_renewed)
        self.renewing.open()

    @Slot()
    def _note_renewed(self) -> None:
        self.session.say(N_("吊销名单已续签，会随下一份回执发下去。"))
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        self._show_state()
        messages.show_error(self, error)

    @Slot()
    def _show_state(self) -> None:
        line = self.chosen
        self.issue.setEnabled(bool(self._content) and self.proof.is_filled())
        self.write.setEnabled(line is not None and self.place.folder() is not None)
        self.print_answer.setEnabled(line is not None)
        self.revoke.setEnabled(line is not None and line.revoked_at is None)

    def _build(self) -> None:
        box = QGroupBox(_("申请"))
        layout = QVBoxLayout(box)
        first, last = FlowLayout(), FlowLayout()
        first.addWidget(self.open)
        last.addWidget(self.issue)
        layout.addLayout(first)
        for widget in (self.request, self.proof, self.root):
            layout.addWidget(widget)
        layout.addLayout(last)
        buttons = FlowLayout()
        for button in (self.write, self.print_answer, self.revoke):
            buttons.addWidget(button)
        self.column.addWidget(box)
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self.place)
        self.column.addLayout(buttons)
        renewing = QHBoxLayout()
        renewing.addWidget(self.list_words, 1)
        renewing.addWidget(self.renew)
        self.column.addLayout(renewing)


def _issue(
    ledger: Ledger, content: bytes, typed: dict[int, str], file: Path | None, passphrase: str
) -> KnownOffice:
    return issuing.issue(ledger, content, typed, root_keeping.root_secrets(ledger, file, passphrase))


def _described(read: ReadRequest) -> Message:
    values: dict[str, Any] = {
        "name": read.request.sender.name,
        "code": read.request.sender.code,
        "number": read.request.seq,
        "made": f"{read.request.created:%Y-%m-%d %H:%M}",
    }
    if read.answered is not None:
        return Message(
            N_("“{name}”（{code}）的第 {number} 号申请以前已经签发；再签发得到同一份批复。"), values
        )
    if read.is_renewal:
        return Message(N_("“{name}”（{code}）{made} 的第 {number} 号申请：换发，旧密钥的签名正确。"), values)
    return Message(N_("“{name}”（{code}）{made} 的第 {number} 号申请：首次入网或重新入网。"), values)


def _state(line: KnownOffice) -> Message:
    values = {"number": line.revoked_from_sequence}
    if line.revoked_at is not None:
        return Message(N_("从第 {number} 号起已吊销"), values)
    if line.revoked_from_sequence is not None:
        return Message(N_("已换发，用到第 {number} 号之前"), values)
    return Message(N_("有效"))


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    give_room(tree)
    tree.setObjectName("offices")
    tree.setAccessibleName(_("下级单位"))
    tree.setRootIsDecorated(False)
    tree.setHeaderLabels([_(title) for title in _COLUMNS])
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    tree.header().setStretchLastSection(False)
    return tree


PAGE = OfficesPage
