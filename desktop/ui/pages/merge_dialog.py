"""合并到…: which record of this ledger an arriving one is the same as."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import deciding, merging
from desktop.services.comparing import ComparedRecord
from desktop.services.merging import Candidate
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.fields import composing
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_PAUSE = 250  # milliseconds without a key before the ledger is searched


class MergeDialog(QDialog):
    """Offers the duplicates that were found; any other record is found by searching."""

    given = Signal(object)  # Decision

    def __init__(self, session: Session, record: ComparedRecord, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("合并“{label}”到…"), {"label": record.label})))
        self.resize(appearance.for_screen(700, 420))
        self._session = session
        self._record = record
        self.search = QLineEdit()
        self.search.setAccessibleName(_("查找"))
        self.search.setPlaceholderText(_("姓名、名称、拼音首字母或证件号"))
        self.table = PlainTable(N_("可以并入的记录"), (N_("记录"), N_("单位")), _cells)
        self.nothing = appearance.quiet()
        self.give = QPushButton(_("合并到这一条"))
        self.give.setDefault(True)
        self.give.setEnabled(False)
        words = _(
            "两条是同一个人或同一件事：保留台账里已有的那条，报来的这条收下但不再列出，回执会告诉对方。"
        )
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._look)
        composing.watch(self.search, self.search.textEdited).settled.connect(self._pause.start)
        self.table.moved.connect(self._note_choice)
        self.table.opened.connect(self._give)
        self.give.clicked.connect(self._give)
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(words))
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.nothing)
        layout.addLayout(button_row(self, self.give))
        self._look()

    @Slot()
    def _look(self) -> None:
        self._session.look(merging.candidates, self._show, self._record, self.search.text())

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self.table.show_items(found)
        first = _("台账里没有查到重复的记录。请在上面输入姓名或名称查找。")
        none = _("没有找到。请换个词再查。")
        self.nothing.setText("" if found else none if self.search.text() else first)

    @Slot()
    def _note_choice(self) -> None:
        self.give.setEnabled(self.table.current is not None)

    @Slot()
    def _give(self) -> None:
        chosen = self.table.current
        if chosen is not None:
            self.accept()
            self.given.emit(deciding.merge(chosen.record_id))


def _cells(one: Candidate) -> tuple[Cell, ...]:
    return Cell(one.label), Cell(one.office)
