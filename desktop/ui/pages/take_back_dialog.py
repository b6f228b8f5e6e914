"""取回记录: what the office above sent back beside what is here, and of two different ones which is to stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import taking_back
from desktop.services.taking_back import BackRecord, Key, Kind, Offer
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("情况"), N_("处理"), N_("台账"), N_("记录"), N_("本台账"), N_("上级"))


class TakeBackDialog(QDialog):
    """Nothing is written before it is left by 取回; what is the same on both sides is only counted."""

    given = Signal(object)  # choices: key of a record → whether the one of the office above stands

    def __init__(self, session: Session, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("取回{name}发回的记录"), {"name": offer.arrival.sender_name})))
        self.resize(appearance.for_screen(980, 620))
        self._session = session
        # An older one of ours gives way unless somebody says otherwise.
        self.choices: dict[Key, bool] = {one.key: True for one in offer.records if one.kind is Kind.OLDER}
        self.table = PlainTable(N_("发回的记录"), _HEADS, self._cells, several=True)
        self.changes = ChangesTable(_("本台账"), _("上级"))
        self.changes.setAccessibleName(_("两边的差别"))
        self.theirs = QPushButton(_("用上级的"))
        self.ours = QPushButton(_("保留本台账的"))
        self.give = QPushButton(_("备份并取回"))
        self.give.setDefault(True)
        self.words = appearance.quiet()
        choosing = QHBoxLayout()
        choosing.addWidget(self.theirs)
        choosing.addWidget(self.ours)
        choosing.addWidget(self.words, 1)
        words = _(
            "本台账没有的会加进来，较旧的换成上级收下的那一版；两边不同的请逐条选。"
            "保留本台账的，会作为新的一版随下一次上报。取回前自动备份，取回后可以一步撤销。"
        )
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(words))
        layout.addWidget(self.table, 3)
        layout.addLayout(choosing)
        layout.addWidget(self.changes, 2)
        layout.addLayout(button_row(self, self.give))
        self.table.moved.connect(self._show_record)
        self.theirs.clicked.connect(self._take_theirs)
        self.ours.clicked.connect(self._keep_ours)
        self.give.clicked.connect(self._give)
        self._same = offer.count(Kind.SAME)
        self.table.show_items([one for one in offer.records if one.kind is not Kind.SAME])
        self._show_state()

    @property
    def undecided(self) -> int:
        """How many different ones wait for a choice."""
        return sum(one.is_choice and one.key not in self.choices for one in self.table.items)

    @Slot()
    def _show_record(self) -> None:
        one: BackRecord | None = self.table.current
        found = self._session.do(taking_back.content, one) if one else ()
        self.changes.show_lines([Line(said(each.place), _(each.old), _(each.new)) for each in found])
        self._show_state()

    @Slot()
    def _take_theirs(self) -> None:
        self._choose(theirs=True)

    @Slot()
    def _keep_ours(self) -> None:
        self._choose(theirs=False)

    def _choose(self, *, theirs: bool) -> None:
        self.choices |= {one.key: theirs for one in self.table.chosen if one.is_choice}
        self.table.say_anew()
        self._show_state()

    @Slot()
    def _give(self) -> None:
        self.accept()
        self.given.emit(self.choices)

    def _show_state(self) -> None:
        is_choice = any(one.is_choice for one in self.table.chosen)
        for button in (self.theirs, self.ours):
            button.setEnabled(is_choice)
        self.give.setEnabled(not self.undecided)
        left = Message(N_("还有 {n} 条两边不同的没有选用哪一边的。"), {"n": self.undecided})
        done = Message(N_("另有 {n} 条两边相同，没有列出。"), {"n": self._same})
        self.words.setText(said(left if self.undecided else done))

    def _cells(self, one: BackRecord) -> Sequence[Cell]:
        none = _("没有")
        revision = N_("第 {n} 版")
        title = self._session.registers[one.register].title
        theirs = said(Message(revision, {"n": one.revision})) if one.revision else none
        return (
            Cell(_(one.kind.value), appearance.ACCENT if one.kind is Kind.CONFLICTING else None),
            self._plan(one),
            Cell(_(title)),
            Cell(one.label),
            Cell(said(Message(revision, {"n": one.our_revision})) if one.our_revision else none),
            Cell(_("已撤销") if one.is_withdrawal else theirs),
        )

    def _plan(self, one: BackRecord) -> Cell:
        """Say what 取回 will do with a record."""
        if one.kind is Kind.NEW:
            return Cell(_("加进来"), appearance.GOOD)
        if not one.is_choice:
            return Cell(_("不动，已在上报途中") if one.is_under_way else _("不动，随下次上报"))
        if one.key not in self.choices:
            return Cell(_("请选择"), appearance.ACCENT)
        if not self.choices[one.key]:
            return Cell(_("保留本台账的，随下次上报"))
        return Cell(_("照上级的撤销") if one.is_withdrawal else _("换成上级的"), appearance.GOOD)
