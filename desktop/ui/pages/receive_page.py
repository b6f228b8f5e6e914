"""数据接收: look at the packages on a stick, decide on their records, write them into the ledger, answer."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget

from db.messages import N_, Message
from db.store.ledger import Ledger
from desktop.exchange.transport import Placed
from desktop.language import _, said
from desktop.services import answering, inbox
from desktop.services.comparing import Comparison
from desktop.services.deciding import Verdict
from desktop.services.inbox import Inbox, Written
from desktop.services.progress import Progress
from desktop.services.receiving import Arrival
from desktop.services.roles import Action
from desktop.services.taking_in import TakenIn
from desktop.ui import messages, permission
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.arrivals_pane import ArrivalsPane
from desktop.ui.pages.board_pane import BoardPane
from desktop.ui.pages.issued_pane import IssuedPane
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.pages.summary_line import SummaryLine
from desktop.ui.session import Session

if TYPE_CHECKING:
    from desktop.services.sending_back import SentBack


class _Tabs(QTabWidget):
    """Takes the height that is left: by the width of its texts alone Qt would ask for all that its tables like."""

    def hasHeightForWidth(self) -> bool:
        return False


class ReceivePage(Page):
    """Nothing is written before 写入台账; looking never writes."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "插上下级单位的 U 盘，先检查，再逐条决定接收还是退回，最后写入台账、写回执。检查只看，不写。"
        )
        super().__init__(session, N_("数据接收"), words)
        self.place = PlaceLine(N_("U 盘或文件夹"))
        self.look = QPushButton(_("检查 F5"))
        self.look.setShortcut("F5")
        self.pane = ArrivalsPane(session)
        self.issued = IssuedPane(session)
        self.board = BoardPane(session)
        self.tabs = _Tabs()
        self.tabs.setAccessibleName(_("数据接收"))
        self.clean = QPushButton(_("接收没有问题的记录"))
        self.write = QPushButton(_("写入台账"))
        self.answer = QPushButton(_("写回执"))
        self.summary = SummaryLine()
        self._build()
        self.look.clicked.connect(self._look)
        self.place.changed.connect(self._show_state)
        self.clean.clicked.connect(self._accept_clean)
        self.write.clicked.connect(self._ask_to_write)
        self.answer.clicked.connect(self._answer)
        self.pane.decided.connect(self._show_state)
        self.pane.refusing.connect(self._refuse)
        self.pane.confirming.connect(self._ask_to_confirm)
        self.issued.again_wanted.connect(self._write_again)
        self.issued.back_wanted.connect(self._ask_to_send_back)
        self.summary.say(Message(N_("选好 U 盘或文件夹，点“检查”。")))
        self._refresh()
        permission.grey_out(session, self, Action.RECEIVE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.issued.refresh()
        self.board.refresh()

    def set_busy(self, *, busy: bool) -> None:
        """Lock everything that starts a job or decides while one runs."""
        super().set_busy(busy=busy)
        for widget in (self.place, self.tabs):
            widget.setEnabled(not busy)
        self._show_state(busy=busy)

    @Slot()
    def _look(self) -> None:
        folder = self.place.folder()
        if folder is not None:
            self.tabs.setCurrentWidget(self.pane)
            self.start_job(inbox.look, self._take_inbox, folder)

    def _take_inbox(self, found: Inbox) -> None:
        self.pane.show_inbox(found)
        self._show_state()
        if not found.arrivals:
            self.summary.say(Message(N_("这里没有报送包。请看看是不是选错了文件夹。")))
            return
        values = {"n": len(found.arrivals), "ready": len(found.comparisons)}
        self.summary.say(Message(N_("找到 {n} 个报送包，其中 {ready} 个可以接收。"), values))
        self.pane.arrivals.setFocus()

    @Slot()
    def _accept_clean(self) -> None:
        count = self.pane.inbox.accept_clean()
        self.pane.say_anew()
        self._show_state()
        left = sum(self.pane.inbox.undecided(one) for one in self.pane.inbox.open_arrivals)
        values = {"n": count, "left": left}
        self.summary.say(
            Message(N_("{n} 条没有问题的记录决定接收，还有 {left} 条要逐条决定（F8）。"), values)
        )

    @Slot()
    def _ask_to_write(self) -> None:
        decided = self.pane.inbox.decided
        verdicts = [one.verdict for _comparison, decisions in decided for one in decisions.values()]
        values = {
            "n": len(decided),
            "accepted": verdicts.count(Verdict.ACCEPT),
            "returned": verdicts.count(Verdict.RETURN),
            "merged": verdicts.count(Verdict.MERGE),
        }
        question = N_(
            "把 {n} 个报送包写入台账？收下 {accepted} 条，退回 {returned} 条，合并 {merged} 条。"
            "写入前自动备份；写入后这些决定不能再改，只能由对方更正后再报。"
        )
        answers = {N_("写入台账"): self._write, N_("再看看"): None}
        messages.ask(self, Message(question, values), answers)

    def _write(self) -> None:
        self.start_job(inbox.write, self._take_written, self.pane.inbox)

    def _take_written(self, written: Written) -> None:
        results = {one.arrival.identity: one for one in written.results}
        self.pane.inbox.results |= results
        self._refresh()
        failed = sum(one.error is not None for one in written.results)
        values = {"n": len(results) - failed, "failed": failed}
        done = N_("{n} 个报送包已写入台账。请接着写回执。")
        some = N_("{n} 个报送包已写入台账，{failed} 个没有写入，原因见表里。")
        self.summary.say(Message(some if failed else done, values), is_good=not failed)

    @Slot(object, str)
    def _refuse(self, arrival: Arrival, reason: str) -> None:
        values = {"name": arrival.sender_name, "seq": arrival.sequence}
        question = N_("整包退回{name}第 {seq} 号？里面的记录一条也不收，这一号用掉，回执会写明原因。")
        refuse = partial(self.start_job, _refused, self._take_refused, arrival, reason)
        messages.ask(self, Message(question, values), {N_("整包退回"): refuse, N_("再看看"): None})

    def _take_refused(self, result: TakenIn) -> None:
        self.pane.inbox.results[result.arrival.identity] = result
        self._refresh()
        self.summary.say(Message(N_("已登记整包退回。请接着写回执。")))

    @Slot(object)
    def _ask_to_confirm(self, arrival: Arrival) -> None:
        values = {"name": arrival.sender_name, "seq": arrival.sequence}
        question = N_(
            "已经打电话或当面与{name}核实，第 {seq} 号报送包是对方真的要报的这一份？"
            "确认后它可以接收；如果是冒用，假数据会进入台账。"
        )
        confirm = partial(self.start_job, inbox.compare, self._take_confirmed, arrival)
        messages.ask(self, Message(question, values), {N_("已核实，比对"): confirm, N_("没有核实"): None})

    def _take_confirmed(self, comparison: Comparison) -> None:
        identity = comparison.arrival.identity
        self.pane.inbox.comparisons[identity] = comparison
        self.pane.inbox.confirmed.add(identity)
        self._refresh()

    @Slot()
    def _answer(self) -> None:
        folder = self.place.folder()
        if folder is not None:
            self.start_job(answering.answer, self._take_placed, folder)

    @Slot(list)
    def _write_again(self, identities: list[str]) -> None:
        folder = self.place.folder()
        if folder is None:
            self.summary.say(Message(N_("请先选好 U 盘或文件夹。")))
            self.place.choose()
            return
        self.start_job(answering.place, self._take_placed, folder, identities)

    def _take_placed(self, placed: tuple[Placed, ...]) -> None:
        self._refresh()
        if placed:
            values = {"n": len(placed), "folder": placed[0].path.parent}
            self.summary.say(
                Message(N_("可以拔出。已写入 {n} 份回执并读回核对：{folder}"), values), is_good=True
            )
            self.session.say(N_("回执已写入并读回核对，可以拔出 U 盘。"))
        else:
            self.summary.say(Message(N_("没有要写的回执。")))

    @Slot(str, str)
    def _ask_to_send_back(self, office: str, name: str) -> None:
        folder = self.place.folder()
        if folder is None:
            self.summary.say(Message(N_("请先选好 U 盘或文件夹。")))
            self.place.choose()
            return
        question = N_(
            "把本单位收下的{name}的全部记录写给它？用在它恢复过旧备份、或者丢了台账之后。"
            "文件加密，只有它能打开；它会先看到要取回哪些，再决定。"
        )
        send = partial(self.start_job, _send_back, self._take_sent_back, office, folder)
        answers = {N_("写给它"): send, N_("不写"): None}
        messages.ask(self, Message(question, {"name": name}), answers)

    def _take_sent_back(self, sent: SentBack) -> None:
        values = {"n": sent.records, "path": sent.placed.path}
        words = Message(N_("可以拔出。已写入 {n} 条记录并读回核对：{path}"), values)
        self.summary.say(words, is_good=True)
        self.session.say(words)  # in large text the summary is below what is seen

    def show_failure(self, error: Exception) -> None:
        """Say why it ended; what was written before stays in the lists."""
        super().show_failure(error)
        self._refresh()

    def _refresh(self) -> None:
        self.pane.say_anew()
        self.issued.refresh()
        self.board.refresh()
        self._show_state()

    @Slot()
    def _show_state(self, *, busy: bool = False) -> None:
        has_place = self.place.folder() is not None and not busy
        waiting = self.issued.waiting
        self.look.setEnabled(has_place)
        self.clean.setEnabled(not busy and bool(self.pane.inbox.open_arrivals))
        self.write.setEnabled(not busy and bool(self.pane.inbox.decided))
        self.answer.setEnabled(has_place and waiting > 0)
        words = Message(N_("写回执（{n}）"), {"n": waiting}) if waiting else Message(N_("写回执"))
        self.answer.setText(said(words))

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.place, 1)
        line.addWidget(self.look)
        self.column.addLayout(line)
        self.add_progress()
        for pane, title in (
            (self.pane, N_("报送包")),
            (self.issued, N_("回执")),
            (self.board, N_("未报送")),
        ):
            self.tabs.addTab(pane, _(title))
        self.column.addWidget(self.tabs, 1)
        self.column.addWidget(self.summary)
        last = FlowLayout()
        for button in (self.clean, self.write, self.answer):
            last.addWidget(button)
        self.column.addLayout(last)


def _refused(ledger: Ledger, arrival: Arrival, reason: str, progress: Progress) -> TakenIn:  # noqa: ARG001 - too quick
    return inbox.refuse(ledger, arrival, reason)


def _send_back(ledger: Ledger, office: str, folder: Path, progress: Progress) -> SentBack:
    from desktop.services import sending_back  # noqa: PLC0415 - drawing and signing load large libraries

    return sending_back.send_back(ledger, office, folder, progress)


PAGE = ReceivePage
