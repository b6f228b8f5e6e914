"""回执与退回: the receipts on a stick are found by themselves, checked and used; what came back is a list of work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter

from db.messages import N_, Message
from db.store.ledger import Ledger
from desktop.language import _, said
from desktop.services import receipt_using, receipts, taking_back
from desktop.services.changes import Changes
from desktop.services.progress import Progress
from desktop.services.receipt_using import TakenReceipt
from desktop.services.receipts import ReceiptArrival
from desktop.services.receiving import Standing
from desktop.services.roles import Action
from desktop.services.taking_back import Key, Kind, Offer
from desktop.ui import appearance, messages, permission
from desktop.ui.pages import place_line, receipt_words
from desktop.ui.pages.finding_list import FindingList
from desktop.ui.pages.page import Page
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.pages.summary_line import SummaryLine
from desktop.ui.pages.take_back_dialog import TakeBackDialog
from desktop.ui.pages.todo_table import TodoTable
from desktop.ui.session import Session
from desktop.ui.stick_watch import StickWatch
from desktop.ui.tables.plain_table import Cell, PlainTable


class _Used:
    """What the receipts did, with everything they touched."""

    def __init__(self, results: tuple[TakenReceipt, ...]) -> None:
        self.results = results
        touched: dict[str, tuple[str, ...]] = {}
        for one in results:
            for register, ids in (one.changes.records if one.changes else {}).items():
                touched[register] = (*touched.get(register, ()), *ids)
        self.changes = Changes(touched)


class ReceiptsPage(Page):
    """Looks at sticks only while it is on the screen."""

    def __init__(self, session: Session) -> None:
        words = N_("插上 U 盘，上级的回执会自动找到并核验。处理后记录变为已收或退回；退回的在下面逐条更正。")
        super().__init__(session, N_("回执与退回"), words)
        self.arrivals: tuple[ReceiptArrival, ...] = ()
        self._used: dict[str, TakenReceipt] = {}
        self.place = PlaceLine(N_("U 盘或文件夹"))
        self.look = QPushButton(_("查找回执 F5"))
        self.look.setShortcut("F5")
        self.table = PlainTable(N_("找到的回执"), receipt_words.HEADS, self._cells)
        self.findings = FindingList(N_("对这份回执的核验"))
        self.use = QPushButton(_("处理回执"))
        self.confirm = QPushButton(_("已与上级核实…"))
        self.summary = SummaryLine()
        self.offers: tuple[Offer, ...] = ()
        self.back_words = QLabel(wordWrap=True)
        self.back = QPushButton(_("取回记录…"))
        self.todo_words = appearance.heading("", larger=1)
        self.todos = TodoTable(session)
        self.open = QPushButton(_("打开并更正"))
        self.following = QPushButton(_("下一条退回 F8"))
        self.following.setShortcut("F8")
        self.watch = StickWatch(_stick_roots, self)
        self._build()
        self.watch.arrived.connect(self._take_stick)
        self.look.clicked.connect(self.look_for_receipts)
        self.place.changed.connect(self._show_state)
        self.table.moved.connect(self._show_receipt)
        self.table.opened.connect(self.use.click)
        self.use.clicked.connect(self._use_ready)
        self.confirm.clicked.connect(self._ask_to_confirm)
        self.back.clicked.connect(self._choose_back)
        self.todos.counted.connect(self._count)
        self.todos.moved.connect(self._show_state)
        self.open.clicked.connect(self._open)
        self.following.clicked.connect(self.todos.open_next)
        self.summary.say(Message(N_("还没有找到回执。")))
        self._count()
        self._show_receipt()
        permission.grey_out(session, self.use, Action.SUBMIT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.todos.refresh()
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def set_busy(self, *, busy: bool) -> None:
        """Lock what starts a job while one runs."""
        super().set_busy(busy=busy)
        self.place.setEnabled(not busy)
        self._show_state(busy=busy)

    @Slot(object)
    def _take_stick(self, root: Path) -> None:
        """Look at a stick that was plugged in, unless somebody is busy with another one."""
        if not self.session.background.is_busy:
            self.place.look_for_sticks()
            self.place.show_folder(root)
            self.look_for_receipts()

    @Slot()
    def look_for_receipts(self) -> None:
        """Look for receipts in the chosen place."""
        folder = self.place.folder()
        if folder is not None:
            self.start_job(_look, self._take, folder)

    def _take(self, all_found: tuple[tuple[ReceiptArrival, ...], tuple[Offer, ...]]) -> None:
        found, self.offers = all_found
        self._show_offer()
        self._used = {}
        # On a stick that goes round, most receipts are for other offices: they stand below.
        self.arrivals = tuple(
            sorted(found, key=lambda one: (one.for_other, one.standing is Standing.REFUSED))
        )
        self.table.show_items(self.arrivals)
        ready = sum(one.standing is Standing.READY for one in found)
        values = {"n": sum(not one.for_other for one in found), "ready": ready}
        if not found:
            self.summary.say(Message(N_("这里没有回执。")))
        elif not values["n"]:
            self.summary.say(Message(N_("这里只有给其他单位的回执，留在 U 盘上就行。")))
        elif ready:
            self.summary.say(Message(N_("找到 {n} 份回执，{ready} 份可以处理。"), values))
        else:
            self.summary.say(Message(N_("找到 {n} 份回执，没有新的要处理。"), values))
        self._show_state()
        if self.use.isEnabled() and not self.todos.hasFocus():
            self.use.setFocus()  # Return uses them; in the list below it opens a record

    @Slot()
    def _use_ready(self) -> None:
        ready = [one for one in self.arrivals if one.standing is Standing.READY and self._is_new(one)]
        self.start_job(_use, self._take_used, ready)

    @Slot()
    def _ask_to_confirm(self) -> None:
        one: ReceiptArrival | None = self.table.current
        if one is None:
            return
        question = N_(
            "已经打电话或当面与上级核实，这份回执是真的？确认后按它处理记录；如果是冒用，记录会被错误地标为已收或退回。"
        )
        use = partial(self.start_job, _use, self._take_used, [one], {one.identity})
        messages.ask(self, Message(question), {N_("已核实，处理"): use, N_("没有核实"): None})

    def _take_used(self, used: _Used) -> None:
        self._used |= {one.arrival.identity: one for one in used.results}
        self.table.say_anew()
        values = {
            "received": sum(one.received for one in used.results),
            "returned": sum(one.returned for one in used.results),
            "failed": sum(one.error is not None for one in used.results),
        }
        some = N_("{failed} 份回执没有处理，原因见表里；{received} 条已收，{returned} 条退回。")
        done = N_("回执已处理：{received} 条已收，{returned} 条退回。")
        self.summary.say(Message(some if values["failed"] else done, values), is_good=not values["failed"])
        self.session.say(Message(done, values))
        self.todos.refresh()
        self._show_receipt()
        if self.todos.waiting:
            self.todos.setFocus()

    @property
    def offer(self) -> Offer | None:
        """What the office above sent back last and was not taken back yet."""
        return next((one for one in self.offers if one.arrival.standing is Standing.READY), None)

    @Slot()
    def _choose_back(self) -> None:
        if self.offer is not None:
            dialog = TakeBackDialog(self.session, self.offer, self)
            dialog.given.connect(self._take_back)
            dialog.open()

    @Slot(object)
    def _take_back(self, choices: Mapping[Key, bool]) -> None:
        self.start_job(taking_back.take, self._taken_back, self.offer, choices)

    def _taken_back(self, changes: Changes) -> None:
        count = sum(map(len, changes.records.values()))
        done = Message(N_("已从上级取回，改动 {n} 条记录；取回前已备份，也可以撤销这一步。"), {"n": count})
        self.summary.say(done, is_good=True)
        self.session.say(done)
        self.todos.refresh()
        self.offers = ()
        self._show_offer()

    def _show_offer(self) -> None:
        newest = next(iter(self.offers), None)
        words = Message("")
        if self.offer is not None:
            values = {
                "name": self.offer.arrival.sender_name,
                "n": len(self.offer.arrival.records),
                "new": self.offer.count(Kind.NEW),
                "older": self.offer.count(Kind.OLDER),
                "different": self.offer.count(Kind.CONFLICTING),
                "same": self.offer.count(Kind.SAME),
            }
            told = N_(
                "{name}发回了它收下的 {n} 条记录：本台账没有 {new} 条，较旧 {older} 条，"
                "两边不同 {different} 条，相同 {same} 条。"
            )
            words = Message(told, values)
        elif newest is not None:
            words = newest.arrival.wrong[0].message
        self.back_words.setText(said(words))
        for widget in (self.back_words, self.back):
            widget.setVisible(newest is not None)

    @Slot()
    def _open(self) -> None:
        if self.todos.current is not None:
            self.todos.opened.emit(self.todos.current)

    @Slot()
    def _show_receipt(self) -> None:
        one: ReceiptArrival | None = self.table.current
        used = self._used.get(one.identity) if one else None
        sentences = receipt_words.sentences(one, used) if one else []
        self.findings.show_sentences(sentences)
        is_forked = one is not None and one.standing is Standing.FORKED and self._is_new(one)
        self.confirm.setVisible(is_forked)
        self._show_state()

    @Slot()
    def _count(self) -> None:
        values = {"n": self.todos.waiting, "sent": len(self.todos.items) - self.todos.waiting}
        words = N_("要更正的记录：{n} 条待处理，{sent} 条等下一次上报")
        self.todo_words.setText(said(Message(words, values)))
        self._show_state()

    @Slot()
    def _show_state(self, *, busy: bool = False) -> None:
        is_ready = any(one.standing is Standing.READY and self._is_new(one) for one in self.arrivals)
        self.look.setEnabled(not busy and self.place.folder() is not None)
        self.use.setEnabled(not busy and is_ready)
        self.use.setDefault(self.use.isEnabled())
        self.confirm.setEnabled(not busy)
        self.back.setEnabled(not busy and self.offer is not None)
        self.open.setEnabled(self.todos.current is not None)
        self.following.setEnabled(bool(self.todos.items))

    def _is_new(self, one: ReceiptArrival) -> bool:
        used = self._used.get(one.identity)
        return used is None or used.error is not None

    def _cells(self, one: ReceiptArrival) -> tuple[Cell, ...]:
        return receipt_words.cells(one, self._used.get(one.identity))

    def _build(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.place, 1)
        line.addWidget(self.look)
        self.column.addLayout(line)
        self.add_progress()
        above = QSplitter()
        above.setChildrenCollapsible(False)
        above.addWidget(self.table)
        above.addWidget(self.findings)
        above.setSizes([760, 400])
        self.column.addWidget(above, 2)
        done = QHBoxLayout()
        done.addWidget(self.summary, 1)
        done.addWidget(self.confirm)
        done.addWidget(self.use)
        self.column.addLayout(done)
        sent_back = QHBoxLayout()
        sent_back.addWidget(self.back_words, 1)
        sent_back.addWidget(self.back)
        self.column.addLayout(sent_back)
        self._show_offer()
        self.column.addWidget(self.todo_words)
        self.column.addWidget(self.todos, 3)
        last = QHBoxLayout()
        last.addWidget(self.open)
        last.addWidget(self.following)
        last.addStretch(1)
        self.column.addLayout(last)
        for table in (self.table, self.todos):
            table.setMinimumHeight(appearance.scaled(90))


def _look(
    ledger: Ledger, place: Path, progress: Progress
) -> tuple[tuple[ReceiptArrival, ...], tuple[Offer, ...]]:
    return receipts.look(ledger, place, progress), taking_back.look(ledger, place, progress)


def _use(
    ledger: Ledger,
    ready: list[ReceiptArrival],
    confirmed: set[str] | None = None,
    progress: Progress | None = None,
) -> _Used:
    return _Used(receipt_using.apply(ledger, ready, progress, confirmed or ()))


def _stick_roots() -> list[Path]:
    return [Path(volume.rootPath()) for volume in place_line.sticks()]


PAGE = ReceiptsPage
