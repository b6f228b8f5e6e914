"""导出上报: range, check, review, stick — four steps on one page, and the packages made so far."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.values import dates
from desktop.language import _, said
from desktop.services import printables, sent_packages, submitting
from desktop.services.changes import Changes
from desktop.services.printables import Paper
from desktop.services.review import Review
from desktop.services.roles import Action
from desktop.ui import appearance, permission
from desktop.ui.box_style import grow_boxes
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.check_page import ProblemTree
from desktop.ui.pages.package_list import PackageList
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.pages.review_sheet import ReviewSheet, is_ready
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session


class SubmitPage(Page):
    """Nothing is signed before its review sheet was on the screen."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "把新的和改过的记录打成一个签了名的报送包，写到 U 盘交给上级。打包后的记录会锁定，要改请用“更正”。"
        )
        super().__init__(session, N_("导出上报"), words)
        self._review: Review | None = None
        self.registers = {
            code: grow_boxes(QCheckBox(_(one.title))) for code, one in session.registers.items()
        }
        self.period = QLineEdit(said(dates.month_in_sentence(session.today)))
        self.period.setAccessibleName(_("报告期"))
        self.only_changed = grow_boxes(QCheckBox(_("只报新的和改过的")))
        self.without_identity = grow_boxes(
            QCheckBox(_("不带身份信息（姓名只留姓；号码、电话、住址和写到人的文字不报）"))
        )
        self.without_identity.setObjectName("without_identity")
        self.without_identity.setVisible(session.do(submitting.may_withhold))
        self.leave_out = grow_boxes(QCheckBox(_("有问题的先不报")))
        self.prepare = QPushButton(_("检查并生成核对单"))
        self.blocking = ProblemTree(session)
        self.blocking.setMinimumHeight(appearance.scaled(110))  # a record with some of its problems
        self.sheet = ReviewSheet(session)
        self.place = PlaceLine()
        self.draft = QPushButton(_("看核对单"))
        self.draft.setToolTip(_("打包前先看、先打印核对单（草稿，未签名）"))
        self.make = QPushButton(_("签名打包并写入"))
        self.make.setEnabled(False)
        self.result = QLabel()
        self.result.setWordWrap(True)
        self.result.hide()
        self.slip = QPushButton(_("打印报送单"))
        self.slip.hide()
        self.agreement = QPushButton(_("打印电子签名使用约定书"))
        self._placed = ""  # the package that was written last
        self.packages = PackageList()
        self._build()
        for box in (*self.registers.values(), self.only_changed):
            box.setChecked(True)
        for box in (*self.registers.values(), self.only_changed, self.without_identity, self.leave_out):
            box.toggled.connect(self._forget)
        self.period.textEdited.connect(self._forget)
        self.prepare.clicked.connect(self._prepare)
        self.draft.clicked.connect(self._show_draft)
        self.make.clicked.connect(self._make)
        self.place.changed.connect(self._show_state)
        self.packages.again_wanted.connect(self._place)
        self.packages.slip_wanted.connect(self._print_slip)
        self.packages.letter_wanted.connect(self._print_letter)
        self.slip.clicked.connect(self._print_last)
        self.agreement.clicked.connect(self._print_agreement)
        session.changes_made.connect(self._note_changes)
        self._show_state()
        permission.grey_out(session, self, Action.SUBMIT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_packages()  # a receipt or another day may have come since

    def show_part(self, part: str) -> None:
        """Tick one register alone: whoever comes from its list reports that one."""
        for code, box in self.registers.items():
            box.setChecked(code == part)
        self.prepare.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """Lock the steps while a job runs."""
        super().set_busy(busy=busy)
        for button in (self.prepare, self.packages, self.slip, self.agreement):
            button.setEnabled(not busy)
        self.draft.setEnabled(not busy and self._has_sheet())
        self.make.setEnabled(not busy and self._can_make())

    @Slot()
    def _prepare(self) -> None:
        chosen = [code for code, box in self.registers.items() if box.isChecked()]
        self.start_job(
            submitting.prepare,
            self._take_review,
            chosen,
            self.period.text().strip(),
            only_changed=self.only_changed.isChecked(),
            leave_out_standing=self.leave_out.isChecked(),
            without_identity=self.without_identity.isChecked(),
        )

    def _take_review(self, review: Review) -> None:
        self.session.tell(Changes(dict.fromkeys(review.registers, ("",))))  # the check may have moved states
        self._review = review
        self._show_state()

    @Slot()
    def _show_draft(self) -> None:
        show = partial(self._show_paper, N_("核对单（草稿，未签名）"))
        self.start_job(printables.review_draft, show, self._review)

    @Slot()
    def _make(self) -> None:
        if self._review is not None:
            self.result.hide()
            self.slip.hide()
            self.start_job(submitting.make, self._take_package, self._review)

    def _take_package(self, package_id: str) -> None:
        self._tell_sent()
        self._review = None
        self._list_packages()
        self._show_state()
        self._place(package_id)

    def _tell_sent(self) -> None:
        if self._review is not None:
            touched: dict[str, tuple[str, ...]] = {}
            for one in self._review.differences:
                touched[one.register] = (*touched.get(one.register, ()), one.record_id)
            self.session.tell(Changes(touched))

    @Slot(str)
    def _place(self, package_id: str) -> None:
        folder = self.place.folder()
        if folder is None:
            self.session.say(N_("请先在第 4 步选好 U 盘或文件夹。"))
            self.place.choose()
            return
        self._placed = package_id
        self.start_job(submitting.place, self._take_placed, package_id, folder)

    @Slot()
    def _print_last(self) -> None:
        self._print_slip(self._placed)

    @Slot(str)
    def _print_slip(self, package_id: str) -> None:
        self.start_job(printables.submission_slip, partial(self._show_paper, N_("报送单")), package_id)

    @Slot(str)
    def _print_letter(self, package_id: str) -> None:
        self.start_job(printables.submission_letter, partial(self._show_paper, N_("报送函")), package_id)

    @Slot()
    def _print_agreement(self) -> None:
        show = partial(self._show_paper, N_("电子签名使用约定书"))
        self.start_job(printables.signature_agreement, show)

    def _show_paper(self, title: str, paper: Paper) -> None:
        Preview(self.session, paper, _(title), self.window()).open()

    def _take_placed(self, placed: Any) -> None:
        values = {"path": placed.path, "sha256": str(placed.sha256)[:16]}
        self.result.setText(said(Message(N_("可以拔出。已写入 {path} 并读回核对，校验码 {sha256}…"), values)))
        appearance.colour(self.result, appearance.GOOD)
        self.result.show()
        self.slip.show()
        self.session.say(N_("报送包已写入并读回核对，可以拔出 U 盘。"))
        self._tell_everything()
        self._list_packages()

    def show_failure(self, error: Exception) -> None:
        """Say why nothing was written; a package that is made stays in the list."""
        super().show_failure(error)
        self._list_packages()
        self._show_state()

    def _tell_everything(self) -> None:
        self.session.tell(Changes(dict.fromkeys(self.registers, ("",))))

    @Slot()
    def _forget(self) -> None:
        """Drop the review sheet: it holds only for the range it was made for."""
        self._review = None
        self._show_state()

    @Slot(object)
    def _note_changes(self, _changes: Changes) -> None:
        if self._review is not None and not self.session.background.is_busy:
            self._forget()

    def _has_sheet(self) -> bool:
        return self._review is not None and is_ready(self._review)

    def _can_make(self) -> bool:
        return self._has_sheet() and self.place.folder() is not None

    @Slot()
    def _show_state(self) -> None:
        review = self._review
        self.sheet.show_review(review)
        blocking = review.blocking if review else ()
        self.blocking.show_records(blocking, standing_only=True)
        reasons = review.reasons if review else ()
        self.blocking.add_reasons(reasons)
        self.blocking.setVisible(bool(blocking or reasons))
        self.draft.setEnabled(self._has_sheet())
        self.make.setEnabled(self._can_make())

    def _period_line(self) -> QWidget:
        together = QWidget()
        line = QHBoxLayout(together)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel(_("报告期")))
        line.addWidget(self.period)
        self.period.setFixedWidth(appearance.scaled(120))
        return together

    def _list_packages(self) -> None:
        now = self.session.ledger.clock()
        self.packages.show_packages(self.session.do(sent_packages.listed), now)

    def _build(self) -> None:
        range_ = FlowLayout()  # in large letters it goes on in a second line
        for box in self.registers.values():
            range_.addWidget(box)
        range_.addWidget(self._period_line())
        range_.addWidget(self.only_changed)
        range_.addWidget(self.without_identity)
        check = QHBoxLayout()
        check.addWidget(self.prepare)
        check.addWidget(self.leave_out)
        check.addStretch(1)
        check.addWidget(self.draft)
        write = QHBoxLayout()
        write.addWidget(self.place, 1)
        write.addWidget(self.make)
        self.column.addWidget(_step(N_("1 范围"), range_))
        self.column.addWidget(_step(N_("2 逻辑检查"), check))
        self.column.addWidget(self.blocking, 4)
        review = QVBoxLayout()
        review.addWidget(self.sheet)
        self.column.addWidget(_step(N_("3 核对"), review), 2)
        last = QVBoxLayout()
        last.addLayout(write)
        done = QHBoxLayout()
        done.addWidget(self.result, 1)
        done.addWidget(self.slip)
        last.addLayout(done)
        self.column.addWidget(_step(N_("4 写入 U 盘"), last))
        self.add_progress()
        made = QHBoxLayout()
        made.addWidget(QLabel(_("已打的报送包")), 1)
        made.addWidget(self.agreement)
        self.column.addLayout(made)
        self.column.addWidget(self.packages, 2)


def _step(title: str, layout: QLayout) -> QGroupBox:
    box = QGroupBox(_(title))
    layout.setContentsMargins(8, 1, 8, 2)
    box.setLayout(layout)
    return box


PAGE = SubmitPage
