"""上级与密钥: ask the office above for a certificate, take its answer in, keep the root key apart."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from db.messages import N_, Message, ReportableError
from desktop.exchange.enrolment import Answer
from desktop.exchange.transport import Placed
from desktop.language import _, said
from desktop.services import enrolling, enrolment_papers, paper_fingerprint
from desktop.services.levels import Level
from desktop.services.printables import Paper
from desktop.services.roles import Action
from desktop.ui import appearance, messages, opening_file, permission
from desktop.ui.box_style import grow_boxes
from desktop.ui.pages.enrolment_fingerprint import FingerprintProof
from desktop.ui.pages.enrolment_key import KeyChoice
from desktop.ui.pages.enrolment_own_key import OwnKeyBox
from desktop.ui.pages.enrolment_root import RootBox
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session

PAPER = "纸质材料"  # kept in the ledger, so never translated


class EnrolmentPage(Page):
    """Two steps, days apart: the request goes up, the answer comes down."""

    def __init__(self, session: Session) -> None:
        words = N_("入网一次：做申请，连同盖章的申请单交给上级；拿回批复文件和批复单，核对指纹后读入。")
        super().__init__(session, N_("上级与密钥"), words)
        self._answer = b""
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self.key = KeyChoice(session)
        self.lost = grow_boxes(
            QCheckBox(_("旧密钥丢失、锁死或泄露：不用它签名，重新入网（先请上级吊销旧证书）"))
        )
        self.place = PlaceLine()
        self.ask = QPushButton(_("制作申请文件，写入 U 盘"))
        self.print_request = QPushButton(_("打印申请单"))
        self.open = QPushButton(_("打开批复文件…"))
        self.answer = QLabel()
        self.answer.setWordWrap(True)
        self.proof = FingerprintProof(
            _("看着上级盖章的批复单，输入空着的两组。其余各组也请对照；有一处不同就不要继续。")
        )
        self.take = QPushButton(_("与批复单一致，读入"))
        self.root, self.own_key = RootBox(session), OwnKeyBox(session)
        self.request_box, self.answer_box = self._request_box(), self._answer_box()
        self.column.addWidget(self.standing)
        self.column.addWidget(self.request_box)
        self.column.addWidget(self.answer_box)
        self.column.addWidget(self.own_key)
        self.column.addWidget(self.root)
        self.column.addStretch(1)
        self.ask.clicked.connect(self._ask)
        self.print_request.clicked.connect(self._print)
        self.open.clicked.connect(self._choose)
        self.take.clicked.connect(self._take)
        self.proof.changed.connect(self._show_state)
        self.key.changed.connect(self._show_state)
        self.place.changed.connect(self._show_state)
        self.root.exported.connect(self.refresh)
        self.own_key.changed.connect(self.refresh)
        self.refresh()
        permission.grey_out(session, self, Action.SETTINGS)

    @Slot()
    def refresh(self) -> None:
        """Read again how far the enrolment is."""
        found = self.session.do(enrolment_papers.standing)
        self.standing.setText(said(found.words()))
        appearance.colour(self.standing, appearance.GOOD if found.is_enrolled else appearance.ACCENT)
        has_superior = found.level is not Level.CITY
        self.request_box.setVisible(has_superior)
        self.answer_box.setVisible(has_superior)
        for box in (self.root, self.own_key):
            box.setVisible(found.level is not Level.TOWNSHIP)
        self.root.show_reminder(found.reminder)
        self.own_key.show_place()
        self.key.show_place(found.key)
        self.lost.setVisible(found.is_enrolled)
        self._show_state()

    def read_answer(self, path: str) -> None:
        """Open an answer file and show whose it is; nothing is kept before the paper is compared."""
        try:
            content = paper_fingerprint.read_file(Path(path))
            answer = self.session.do(enrolling.inspect_answer, content)
        except ReportableError as error:
            self._forget()
            messages.show_error(self, error)
            return
        self._answer = content
        self._show_answer(answer)

    def _show_answer(self, answer: Answer) -> None:
        values = {"sender": answer.sender.name, "code": answer.sender.code, "number": answer.seq}
        words = N_("“{sender}”（{code}）对第 {number} 号申请的批复。它的根证书指纹：")
        self.answer.setText(said(Message(words, values)))
        self.proof.show_fingerprint(answer.root_fingerprint)
        self.proof.show()
        self.take.show()

    def _forget(self) -> None:
        self._answer = b""
        self.answer.clear()
        self.proof.hide()
        self.take.hide()

    @Slot()
    def _ask(self) -> None:
        folder = self.place.folder()
        if folder is not None:
            self.ask.setEnabled(False)
            self.session.do_later(
                enrolling.place_request,
                self._tell_placed,
                self._refuse,
                folder,
                on=self.key.place(),
                lost=self.lost.isChecked(),
            )

    def _tell_placed(self, placed: Placed) -> None:
        self.session.say(
            Message(
                N_("申请文件已写入 {path} 并读回核对，可以拔出。请打印申请单盖章。"), {"path": placed.path}
            )
        )
        self.refresh()

    @Slot()
    def _print(self) -> None:
        show = partial(self._show_paper, _("申请单"))
        self.session.do_later(
            enrolment_papers.request_paper,
            show,
            self._refuse,
            on=self.key.place(),
            lost=self.lost.isChecked(),
        )

    def _show_paper(self, title: str, paper: Paper) -> None:
        Preview(self.session, paper, title, self.window()).open()
        self.refresh()

    @Slot()
    def _choose(self) -> None:
        opening_file.ask_which(self, _("打开批复文件"), _("批复文件 (*_CRT_*.json)"), self.read_answer)

    @Slot()
    def _take(self) -> None:
        self.take.setEnabled(False)
        self.session.do_later(
            enrolling.take_answer, self._tell_enrolled, self._refuse, self._answer, self.proof.typed(), PAPER
        )

    def _tell_enrolled(self, answer: Answer) -> None:
        self._forget()
        self.lost.setChecked(False)
        words = N_("已入网：“{name}”的根证书已写入，可以导出上报了。")
        self.session.say(Message(words, {"name": answer.sender.name}))
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        self._show_state()
        messages.show_error(self, error)

    @Slot()
    def _show_state(self) -> None:
        self.ask.setEnabled(self.place.folder() is not None and self.key.is_complete())
        self.print_request.setEnabled(self.key.is_complete())
        self.take.setEnabled(bool(self._answer) and self.proof.is_filled())

    def _request_box(self) -> QGroupBox:
        box = QGroupBox(_("一、申请"))
        layout = QVBoxLayout(box)
        layout.addWidget(self.key)
        layout.addWidget(self.lost)
        layout.addWidget(self.place)
        line = QHBoxLayout()
        line.addWidget(self.ask)
        line.addWidget(self.print_request)
        line.addStretch(1)
        layout.addLayout(line)
        return box

    def _answer_box(self) -> QGroupBox:
        box = QGroupBox(_("二、批复"))
        layout = QVBoxLayout(box)
        line = QHBoxLayout()
        line.addWidget(self.open)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addWidget(self.answer)
        layout.addWidget(self.proof)
        below = QHBoxLayout()
        below.addWidget(self.take)
        below.addStretch(1)
        layout.addLayout(below)
        self.proof.hide()
        self.take.hide()
        return box


PAGE = EnrolmentPage
