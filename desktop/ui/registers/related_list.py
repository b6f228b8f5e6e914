"""A part of a form to look at: the records of another register that name this one, each a way to it, and their sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.masking import masked
from db.messages import N_, Message
from db.record import Record
from db.register import Related
from db.wording import worded
from desktop.language import _, said
from desktop.services import related_records
from desktop.services.changes import Changes
from desktop.services.related_records import RelatedRecord
from desktop.ui import appearance
from desktop.ui.session import Destination, Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_MOST_LINES = 10  # that are seen at once
_NO_DATE = "—"


class RelatedList(QWidget):
    """Follows what is saved elsewhere; Tab stops here, Return in the form passes by."""

    counted = Signal(str, int)  # the code of the part, how many there are

    def __init__(self, session: Session, related: Related) -> None:
        super().__init__()
        self._session = session
        self._related = related
        self._record_id = ""
        fields = session.registers[related.register].fields
        self._fields = [fields[code] for code in related.shows]
        self.words = QLabel()
        self.words.setWordWrap(True)
        appearance.colour(self.words, appearance.QUIET)
        self.add = QPushButton(_(related.add))
        self.add.setObjectName(related.code)
        self.add.clicked.connect(self._add)
        heads = [field.label for field in self._fields]
        amounts = [place for place, code in enumerate(related.shows) if code in related.amounts]
        self.table = PlainTable(related.title, heads, self._cells, numbers=amounts)
        self.table.setObjectName(related.code)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._follow)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.table)
        session.changes_made.connect(self._note_changes)

    def show_record(self, record: Record) -> None:
        """Show what names a record; one that was never saved is named by nothing."""
        self._record_id = record.id if record.version else ""
        self._read()

    def _read(self) -> None:
        found = related_records.RelatedRecords()
        if self._record_id:
            found = self._session.do(related_records.of, self._related, self._record_id)
        values = {
            "n": len(found.lines),
            "label": Message(self._related.total.label),
            "total": worded(self._related.total, found.total),
        }
        words = Message(N_("还没有记录。"))
        if found.lines:
            words = Message(N_("{n} 条，{label} {total} 元。点第一列或按 Enter 打开。"), values)
        elif not self._record_id:
            words = Message(N_("先保存这条记录，再在这里添加。"))
        self.words.setText(said(words))
        self.add.setEnabled(bool(self._record_id))
        self.table.show_items(found.lines)
        self.table.clearSelection()  # the cursor shows once it is here
        self.table.setVisible(bool(found.lines))
        # A hidden table would hold Tab in the field before it.
        self.setFocusProxy(self.table if found.lines else self.words)
        self._fit()
        self.counted.emit(self._related.code, len(found.lines))

    def _fit(self) -> None:
        """Take the height of its lines: the form scrolls, not a small window in it."""
        lines = min(len(self.table.items), _MOST_LINES)
        header, bar = self.table.horizontalHeader(), self.table.horizontalScrollBar()
        rows = lines * self.table.verticalHeader().defaultSectionSize()
        frame = 2 * self.table.frameWidth() + bar.sizeHint().height()
        self.table.setFixedHeight(header.sizeHint().height() + rows + frame)

    def _cells(self, line: RelatedRecord) -> Sequence[Cell]:
        first, *others = (
            masked(field, value, say=_) for field, value in zip(self._fields, line.values, strict=True)
        )
        return [Cell(first or _NO_DATE, appearance.ACCENT), *map(Cell, others)]

    @Slot(QModelIndex)
    def _follow(self, index: QModelIndex) -> None:
        if not index.column():
            self._open(self.table.items[index.row()])

    @Slot(object)
    def _open(self, line: RelatedRecord) -> None:
        self._session.record_wanted.emit(Destination(self._related.register, line.id))

    @Slot()
    def _add(self) -> None:
        names = self._related.reference, self._record_id
        self._session.record_wanted.emit(Destination(self._related.register, names=names))

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if self._record_id and changes.touches(self._related.register):
            self._read()
