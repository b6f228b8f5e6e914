"""The packages on a stick, what each would change, and the decisions on its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import deciding, inbox
from desktop.services.comparing import ComparedRecord, Kind
from desktop.services.deciding import Decision
from desktop.services.inbox import Inbox
from desktop.services.receiving import Arrival, Standing
from desktop.services.record_differences import FieldChange
from desktop.ui import appearance
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages import arrival_words, finding_list
from desktop.ui.pages.finding_list import FindingList
from desktop.ui.pages.merge_dialog import MergeDialog
from desktop.ui.pages.return_dialog import ReturnDialog
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

Wanted = Callable[[ComparedRecord], bool]


class ArrivalsPane(QWidget):
    """Above the packages with their findings, below the records of the chosen one beside ours."""

    decided = Signal()
    refusing = Signal(object, str)  # Arrival, reason: the whole package goes back
    confirming = Signal(object)  # Arrival in conflict, cleared up with its sender

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.inbox = Inbox()
        self._record: ComparedRecord | None = None
        self.arrivals = PlainTable(
            N_("收到的报送包"),
            arrival_words.ARRIVAL_HEADS,
            lambda one: arrival_words.arrival(self.inbox, one),
        )
        self.findings = FindingList(N_("对这个报送包的核验"))
        self.which = QComboBox()
        self.which.setAccessibleName(_("列出哪些记录"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.records = PlainTable(
            N_("报送包里的记录"), arrival_words.RECORD_HEADS, self._record_words, several=True
        )
        self.remarks = FindingList(N_("对这条记录的核对"))
        self.changes = ChangesTable(_("台账里"), _("报来的"))
        self.changes.setAccessibleName(_("报来的与台账里的差别"))
        self.accept = QPushButton(_("接收 F2"))
        self.give_back = QPushButton(_("退回… F3"))
        self.merge = QPushButton(_("合并到… F4"))
        self.following = QPushButton(_("下一条未决定的 F8"))
        self.refuse = QPushButton(_("整包退回…"))
        self.confirm = QPushButton(_("已与对方核实…"))
        for button, key in (
            (self.accept, "F2"),
            (self.give_back, "F3"),
            (self.merge, "F4"),
            (self.following, "F8"),
        ):
            button.setShortcut(key)
        self._build()
        self.arrivals.moved.connect(self._show_arrival)
        self.which.activated.connect(self._list_records)
        self.records.moved.connect(self._show_record)
        self.accept.clicked.connect(self._accept)
        self.give_back.clicked.connect(self._ask_return)
        self.merge.clicked.connect(self._ask_merge)
        self.following.clicked.connect(self.go_to_next)
        self.refuse.clicked.connect(self._ask_refusal)
        self.confirm.clicked.connect(self._confirm)
        self._show_arrival()

    def show_inbox(self, found: Inbox) -> None:
        """Show what lies in a place."""
        self.inbox = found
        # A stick that goes round carries what came in long ago: what can be decided on stands above it.
        by_use = sorted(found.arrivals, key=lambda one: (not found.is_open(one), not one.sender))
        self.arrivals.show_items(by_use)

    def say_anew(self) -> None:
        """Show what has become of packages and records."""
        self.arrivals.say_anew()
        self._show_arrival()

    @property
    def arrival(self) -> Arrival | None:
        """The chosen package."""
        chosen: Arrival | None = self.arrivals.current
        return chosen

    @Slot()
    def go_to_next(self) -> None:
        """Choose the next record that nothing is decided on, in this package or in one below it."""
        for row in range(self.records.row + 1, len(self.records.items)):
            if self._is_undecided(self.records.items[row]):
                self.records.choose(row)
                return
        places = self.arrivals.items
        for row in [*range(self.arrivals.row + 1, len(places)), *range(self.arrivals.row + 1)]:
            if self.inbox.is_open(places[row]) and self.inbox.undecided(places[row]):
                self.arrivals.choose(row)
                found = (n for n, one in enumerate(self.records.items) if self._is_undecided(one))
                self.records.choose(next(found, 0))
                return
        self._session.say(N_("每条记录都有决定了，可以写入台账。"))

    def _is_undecided(self, record: ComparedRecord) -> bool:
        return self.arrival is not None and self.inbox.decision(self.arrival, record) is None

    @Slot()
    def _show_arrival(self) -> None:
        one = self.arrival
        self.findings.show_sentences(finding_list.of_findings(one.wrong, one.findings) if one else [])
        is_free = one is not None and one.identity not in self.inbox.results
        self.refuse.setVisible(one is not None)
        self.refuse.setEnabled(one is not None and is_free and inbox.can_refuse(one))
        is_forked = one is not None and one.standing is Standing.FORKED and bool(one.identity)
        self.confirm.setVisible(is_forked)
        self.confirm.setEnabled(is_free and one is not None and one.identity not in self.inbox.comparisons)
        self._offer_lists()
        self._list_records()

    def _offer_lists(self) -> None:
        """Offer the kinds of records that the chosen package has, with their numbers."""
        records = self._all_records()
        lists: list[tuple[str, Wanted]] = [
            (N_("全部"), lambda _one: True),
            (N_("未决定"), self._is_undecided),
            (N_("有发现"), lambda one: bool(one.findings)),
            (N_("重复"), lambda one: bool(one.twins)),
            *((kind.value, lambda one, kind=kind: one.kind is kind) for kind in Kind),
        ]
        before = self.which.currentIndex()
        self.which.clear()
        for words, wanted in lists:
            values = {"title": Message(words), "n": sum(map(wanted, records))}
            self.which.addItem(said(Message(N_("{title}  {n}"), values)), wanted)
        self.which.setCurrentIndex(max(before, 0))

    def _all_records(self) -> Sequence[ComparedRecord]:
        comparison = self.inbox.comparisons.get(self.arrival.identity) if self.arrival else None
        return comparison.records if comparison else ()

    @Slot()
    def _list_records(self) -> None:
        wanted: Wanted = self.which.currentData()
        listed = [one for one in self._all_records() if wanted(one)]
        row = listed.index(self._record) if self._record in listed else 0
        self.records.show_items(listed, row)

    @Slot()
    def _show_record(self) -> None:
        record: ComparedRecord | None = self.records.current
        arrival = self.arrival
        is_open = arrival is not None and self.inbox.is_open(arrival) and record is not None
        chosen = self.records.chosen
        self.accept.setEnabled(is_open and all(one.refusal is None for one in chosen))
        self.give_back.setEnabled(is_open)
        self.merge.setEnabled(is_open and len(chosen) == 1 and chosen[0].refusal is None)
        self.following.setEnabled(bool(self.inbox.open_arrivals))
        if record is None or arrival is None:
            self._record = None
            self.remarks.clear()
            self.changes.show_lines([])
            return
        self.remarks.show_sentences(arrival_words.sentences(record, self.inbox.decision(arrival, record)))
        if record is not self._record:
            self._record = record
            self.changes.show_lines([_line(one) for one in self._session.do(inbox.content, record)])

    def _record_words(self, one: ComparedRecord) -> Sequence[Cell]:
        title = self._session.registers[one.register].title
        decision = self.inbox.decision(self.arrival, one) if self.arrival else None
        return arrival_words.record(one, title, decision)

    @Slot()
    def _accept(self) -> None:
        self._decide(deciding.ACCEPT)

    @Slot()
    def _ask_return(self) -> None:
        chosen = self.records.chosen
        codes = {one.register for one in chosen}
        register = self._session.registers[codes.pop()] if len(codes) == 1 else None
        title = Message(N_("退回 {n} 条记录"), {"n": len(chosen)})
        if len(chosen) == 1:
            title = Message(N_("退回“{label}”"), {"label": chosen[0].label})
        dialog = ReturnDialog(said(title), self, register, chosen)
        dialog.given.connect(self._decide)
        dialog.open()

    @Slot()
    def _ask_merge(self) -> None:
        dialog = MergeDialog(self._session, self.records.chosen[0], self)
        dialog.given.connect(self._decide)
        dialog.open()

    @Slot(object)
    def _decide(self, decision: Decision) -> None:
        arrival = self.arrival
        if arrival is None:
            return
        self.inbox.decide(arrival, self.records.chosen, decision)
        self.records.say_anew()
        self.arrivals.say_anew()
        self._show_record()
        self.decided.emit()
        if len(self.records.chosen) == 1:
            self.go_to_next()

    @Slot()
    def _ask_refusal(self) -> None:
        if self.arrival is not None:
            values = {"name": self.arrival.sender_name, "seq": self.arrival.sequence}
            dialog = ReturnDialog(said(Message(N_("整包退回：{name}第 {seq} 号"), values)), self)
            dialog.given.connect(self._refuse)
            dialog.open()

    @Slot(object)
    def _refuse(self, decision: Decision) -> None:
        self.refusing.emit(self.arrival, decision.text)

    @Slot()
    def _confirm(self) -> None:
        self.confirming.emit(self.arrival)

    def _build(self) -> None:
        above = _beside(self.arrivals, self.findings)
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self.which)
        line.addStretch(1)
        line.addWidget(self.confirm)
        line.addWidget(self.refuse)
        column.addLayout(line)
        column.addWidget(self.records, 1)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.remarks, 1)
        column.addWidget(self.changes, 2)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(above)
        parts.addWidget(_beside(left, right))
        parts.setSizes([150, 300])
        buttons = FlowLayout()
        for button in (self.accept, self.give_back, self.merge, self.following):
            buttons.addWidget(button)
        for table, height in ((self.arrivals, 110), (self.records, 130), (self.changes, 110)):
            table.setMinimumHeight(appearance.scaled(height))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(parts, 1)
        layout.addLayout(buttons)


def _beside(left: QWidget, right: QWidget) -> QSplitter:
    parts = QSplitter()
    parts.setChildrenCollapsible(False)
    parts.addWidget(left)
    parts.addWidget(right)
    parts.setSizes([720, 420])
    return parts


def _line(change: FieldChange) -> Line:
    return Line(said(change.place), _(change.old), _(change.new))
