"""The records of a register as a table: a window over SQL that reads pages of 200 when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.fields import (
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
)
from db.messages import N_
from db.record import State
from db.register import Register
from db.values import bank_card, phones, resident_id
from db.wording import worded
from desktop.language import _
from desktop.services import searching
from desktop.ui import appearance
from desktop.ui.session import Session

PAGE = 200
_PAGES_KEPT = 20
_STATE = "state"
_STATE_COLOURS = {
    State.DRAFT: appearance.SEVERITY_TEXT[list(appearance.SEVERITY_TEXT)[1]],
    State.RETURNED: appearance.ACCENT,
    State.RECEIVED: appearance.GOOD,
}

_Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Read-only; identity, telephone and card numbers are masked."""

    def __init__(self, session: Session, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        listed: list[tuple[str, Field]] = [item for item in register.fields.items() if item[1].in_list]
        self._columns = listed or [(register.name_field, register.fields[register.name_field])]
        self._codes = ["id", _STATE, *(code for code, _field in self._columns)]
        self._ids: list[str] = []
        self._pages: OrderedDict[int, dict[str, tuple[Any, ...]]] = OrderedDict()
        self._names: dict[tuple[str, str], str] = {}

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show these records; their columns are read when they come into view."""
        self.beginResetModel()
        self._ids = list(ids)
        self._pages.clear()
        self._names.clear()
        self.endResetModel()

    def record_id(self, row: int) -> str:
        """Name the record of a row."""
        return self._ids[row]

    def row_of(self, record_id: str) -> int | None:
        """Find the row of a record, None when it is not listed."""
        return self._ids.index(record_id) if record_id in self._ids else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return _(self._columns[section][1].label if section < len(self._columns) else N_("状态"))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ForegroundRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            return None
        line = self._line(index.row())
        if line is None:
            return None
        if index.column() == len(self._columns):
            state = State(line[1])
            if role == Qt.ItemDataRole.ForegroundRole:
                return _STATE_COLOURS.get(state)
            return _(state.label)
        if role == Qt.ItemDataRole.ForegroundRole:
            return None
        _code, field = self._columns[index.column()]
        return self._words(field, line[2 + index.column()])

    def _alignment(self, column: int) -> Any:
        is_number = column < len(self._columns) and isinstance(
            self._columns[column][1], IntegerField | DecimalField | MoneyField
        )
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _line(self, row: int) -> tuple[Any, ...] | None:
        """Read the page of a row when it is not at hand; the page longest unseen is dropped."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            ids = self._ids[number * PAGE : (number + 1) * PAGE]
            lines = self._session.do(searching.lines, self._register, ids, self._codes)
            page = self._pages[number] = {line[0]: line for line in lines}
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page.get(self._ids[row])

    def _words(self, field: Field, value: Any) -> str:
        if isinstance(field, ReferenceField) and value:
            return self._name_of(field.register, value)
        return masked(field, value)

    def _name_of(self, code: str, record_id: str) -> str:
        if (code, record_id) not in self._names:
            other = self._session.registers[code]
            lines = self._session.do(searching.lines, other, [record_id], [other.name_field])
            self._names[code, record_id] = str(lines[0][0] or "") if lines else ""
        return self._names[code, record_id]


def masked(field: Field, value: Any) -> str:
    """Write a value for a list, where everybody who looks over a shoulder reads it."""
    words = _(worded(field, value))
    match field:
        case IdentityField():
            return resident_id.mask(words, resident_id.IdMask.FIRST_AND_LAST_4)
        case TextField(form=TextForm.BANK_CARD):
            return bank_card.mask(words)
        case TextField(form=TextForm.MOBILE | TextForm.PHONE, sensitivity=Sensitivity.CONTACT):
            return phones.mask(words)
    return words
