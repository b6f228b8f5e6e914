"""The records of a register as a table: a window over SQL that reads what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.fields import DecimalField, Field, IntegerField, MoneyField, ReferenceField
from db.masking import masked
from db.messages import N_
from db.record import State
from db.register import Register
from desktop.language import _
from desktop.services import list_columns, searching
from desktop.services.list_columns import STATE
from desktop.ui import appearance
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell

PAGE = 50  # rows, somewhat more than a screen has
_KEPT = 4000
_STATE_COLOURS = {
    State.DRAFT: appearance.SEVERITY_TEXT[list(appearance.SEVERITY_TEXT)[1]],
    State.RETURNED: appearance.ACCENT,
    State.RECEIVED: appearance.GOOD,
}

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _MIDDLE, Qt.AlignmentFlag.AlignRight | _MIDDLE
_EMPTY = Cell("")
_READ = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.ToolTipRole}

_Index = QModelIndex | QPersistentModelIndex


class RecordTableModel(QAbstractTableModel):
    """Read-only; identity, telephone and card numbers are masked."""

    def __init__(self, session: Session, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._kinds = list_columns.kinds(register)
        self._columns: list[str] = []
        self._codes: list[str] = []
        self._ids: list[str] = []
        self._shown: dict[tuple[str, str], str] = {}
        self._lines: dict[str, tuple[Any, ...] | None] = {}
        self._names: dict[tuple[str, str], str] = {}
        self.show_columns(())

    @property
    def columns(self) -> tuple[str, ...]:
        """The field codes of the columns from left to right; ``STATE`` is the record's state."""
        return tuple(self._columns)

    @property
    def every_column(self) -> tuple[str, ...]:
        """What can be shown, in the order of the form."""
        return (*self._kinds, STATE)

    @property
    def usual_columns(self) -> tuple[str, ...]:
        """The columns that the register declares for its list."""
        return list_columns.usual(self._register)

    def show_columns(self, codes: Sequence[str]) -> None:
        """Show these columns in this order, the usual ones when none of them is known."""
        known = [code for code in dict.fromkeys(codes) if code in self._kinds or code == STATE]
        self.beginResetModel()
        self._columns = known or list(self.usual_columns)
        self._codes = ["id", *self._columns]
        fields = [self._kinds.get(code) for code in self._columns]
        self._are_numbers = [isinstance(field, IntegerField | DecimalField | MoneyField) for field in fields]
        self._lines.clear()
        self.endResetModel()

    def label(self, code: str) -> str:
        """Name a column."""
        return _(N_("状态") if code == STATE else self._kinds[code].label)

    def show_in_full(self, code: str, words: Mapping[str, str]) -> None:
        """Show one field of some records unmasked (record id → words), until other records are listed."""
        self._shown.update({(one, code): text for one, text in words.items()})
        self._tell_all()

    def mask_again(self) -> None:
        """Hide what was shown in full."""
        if self._shown:
            self._shown.clear()
            self._tell_all()

    @property
    def is_unmasked(self) -> bool:
        """Whether something is shown in full."""
        return bool(self._shown)

    @property
    def shown_in_full(self) -> frozenset[tuple[str, str]]:
        """What is shown in full: record ids and field codes."""
        return frozenset(self._shown)

    @property
    def ids(self) -> Sequence[str]:
        """The records of the list in its order."""
        return self._ids

    def _tell_all(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show these records; their columns are read when they come into view."""
        self.beginResetModel()
        self._ids = list(ids)
        self._lines.clear()
        self._names.clear()
        self._shown.clear()
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
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _RIGHT if self._are_numbers[section] else _LEFT  # a head stands above its numbers
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return self.label(self._columns[section])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._are_numbers[index.column()] else _LEFT
        if role not in _READ:
            return None
        cell = self.cell(index.row(), index.column())
        return cell.colour if role == Qt.ItemDataRole.ForegroundRole else cell.text

    def is_number(self, column: int) -> bool:
        """Tell whether a column is aligned at its right."""
        return self._are_numbers[column]

    def cell(self, row: int, column: int) -> Cell:
        """Say what stands in a cell; a record that is gone leaves it empty."""
        line = self._line(row)
        if line is None:
            return _EMPTY
        code, value = self._columns[column], line[1 + column]
        if code == STATE:
            state = State(value)
            return Cell(_(state.label), _STATE_COLOURS.get(state))
        shown = self._shown.get((line[0], code))
        return Cell(self._words(self._kinds[code], value) if shown is None else shown)

    def _line(self, row: int) -> tuple[Any, ...] | None:
        """Give the values of a row, None when its record is gone."""
        if self._ids[row] not in self._lines:
            self._read_around(row)
        return self._lines[self._ids[row]]

    def _read_around(self, row: int) -> None:
        """Read what a screen needs from this row down, and what comes next above it: mostly one question a frame."""
        if len(self._lines) > _KEPT:
            self._lines.clear()
        around = self._ids[max(0, row - PAGE // 2) : row + PAGE]
        unread = [one for one in around if one not in self._lines]
        self._lines |= dict.fromkeys(unread) | self._read(unread)

    def _words(self, field: Field, value: Any) -> str:
        if isinstance(field, ReferenceField) and value:
            return self._names.get((field.register, value), "")
        return masked(field, value, say=_)

    def _read(self, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """Read a page in one question, and one more for the names of each column that refers to other records."""
        lines = self._session.do(searching.lines, self._register, ids, self._codes)
        for place, code in enumerate(self._columns, 1):
            field = self._register.fields.get(code)
            if isinstance(field, ReferenceField):
                self._read_names(field.register, {line[place] for line in lines if line[place]})
        return {line[0]: line for line in lines}

    def _read_names(self, code: str, ids: set[str]) -> None:
        other = self._session.registers[code]
        wanted = sorted(one for one in ids if (code, one) not in self._names)
        found = self._session.do(searching.lines, other, wanted, ["id", other.name_field]) if wanted else []
        self._names |= {(code, one): str(name or "") for one, name in found}
