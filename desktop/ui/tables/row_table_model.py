"""The rows of a repeating group as an editable table; text that is no value stays in its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from db.entry import enter
from db.fields import DecimalField, Field, IdentityField, IntegerField, MoneyField
from db.filling import filled_by
from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.register import RowGroup
from db.wording import unit_of, worded
from desktop.language import _, said
from desktop.ui import appearance

_Index = QModelIndex | QPersistentModelIndex
_COUNTED = {"人", "次", "户", "件", "个", "家", "㎡", "万元"}
_EDITABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


class Pasted(NamedTuple):
    """What became of pasted cells; ``left_out`` stood to the right of the last column."""

    rows: int
    written: int
    refused: int
    left_out: int


class Removed(NamedTuple):
    """A row that was taken out of the record: where it stood, and its texts that are no values by field."""

    row: int
    line: Any
    refused: dict[str, tuple[str, Message]]


class RowTableModel(QAbstractTableModel):
    """Edits the rows of the record itself; ``edited`` says that one was changed by hand."""

    edited = Signal()

    def __init__(self, group: RowGroup, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.columns: list[tuple[str, Field]] = list(group.fields.items())
        self._today = today
        self._rows: list[Any] = []
        # By row object and field code, so that texts move with their rows.
        self._refused: dict[tuple[int, str], tuple[str, Message]] = {}
        self._problems: dict[tuple[int, str], Problem] = {}
        self._confirmed: AbstractSet[tuple[int, str]] = frozenset()
        self.is_read_only = False

    def show_record(self, record: Record) -> None:
        """Show and from now on edit the rows of a record."""
        self.beginResetModel()
        self._rows = getattr(record, self.group.code)
        self._refused.clear()
        self._problems.clear()
        self._confirmed = frozenset()
        self.endResetModel()

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock all cells."""
        self.is_read_only = read_only

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Tint the cells of these problems."""
        self._problems = {(problem.row or 0, problem.field): problem for problem in reversed(list(problems))}
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.BackgroundRole])

    def show_confirmed(self, cells: AbstractSet[tuple[int, str]]) -> None:
        """Tick the cells, by row and field, whose values were keyed twice (复录核对)."""
        if cells != self._confirmed:
            self._confirmed = cells
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def refusals(self) -> list[Problem]:
        """Give the cells whose text is no value, as problems."""
        found = []
        for position, row in enumerate(self._rows):
            for code, _field in self.columns:
                if (id(row), code) in self._refused:
                    message = self._refused[id(row), code][1]
                    found.append(Problem("refused", Severity.MUST, message, code, self.group.code, position))
        return found

    def value(self, row: int, code: str) -> Any:
        """Give the value of a cell."""
        return getattr(self._rows[row], code)

    def refused_text(self, row: int, code: str) -> str | None:
        """Give the text of a cell that is no value, None when it is one."""
        refused = self._refused.get((id(self._rows[row]), code))
        return refused[0] if refused else None

    def problems_in(self, row: int) -> dict[str, Problem]:
        """Give the problems of a row by field."""
        return {code: problem for (number, code), problem in self._problems.items() if number == row}

    def set_value(self, row: int, code: str, value: Any) -> None:
        """Write a value into a cell; the same value is no edit."""
        line = self._rows[row]
        is_same = getattr(line, code) == value and (id(line), code) not in self._refused
        if is_same or self.is_read_only:
            return
        self._refused.pop((id(line), code), None)
        field = self.group.fields[code]
        if isinstance(field, IdentityField):
            self._fill(line, field, getattr(line, code) or "", value or "")
        setattr(line, code, value)
        self._problems.pop((row, code), None)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.edited.emit()

    def kept(self) -> list[dict[str, str]]:
        """Give the texts of all cells as a draft keeps them, each row with its id ("" for a new one)."""
        texts = []
        for number, row in enumerate(self._rows):
            cells = {
                code: str(self.index(number, column).data(Qt.ItemDataRole.EditRole))
                for column, (code, _field) in enumerate(self.columns)
            }
            texts.append({"id": row.id or "", **{code: text for code, text in cells.items() if text}})
        return texts

    def restore(self, kept: Sequence[Mapping[str, str]]) -> None:
        """Put back the rows of a draft; the rows of the record keep their identity."""
        known = {row.id: row for row in self._rows if row.id}
        self.beginResetModel()
        self._rows[:] = [known.get(texts.get("id", "")) or self.group.row() for texts in kept]
        self.endResetModel()
        for number, texts in enumerate(kept):
            for column, (code, _field) in enumerate(self.columns):
                self.setData(self.index(number, column), texts.get(code, ""))
        self.edited.emit()

    def column_of(self, code: str) -> int:
        """Find the column of a field, 0 when there is none."""
        return next((number for number, column in enumerate(self.columns) if column[0] == code), 0)

    def add_row(self) -> int:
        """Append an empty row and give its number."""
        self._append()
        self.edited.emit()
        return len(self._rows) - 1

    def _append(self) -> None:
        row = len(self._rows)
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.append(self.group.row())
        self.endInsertRows()

    def move_row(self, row: int, step: int) -> bool:
        """Move a row up (-1) or down (1); False at the end."""
        target = row + step
        if not 0 <= target < len(self._rows) or self.is_read_only:
            return False
        nothing = QModelIndex()
        self.beginMoveRows(nothing, row, row, nothing, target + (step > 0))
        self._rows.insert(target, self._rows.pop(row))
        self._problems.clear()
        self.endMoveRows()
        self.edited.emit()
        return True

    def is_empty(self, row: int) -> bool:
        """Tell whether nothing at all stands in a row."""
        return not any(
            self.index(row, column).data(Qt.ItemDataRole.EditRole) for column in range(len(self.columns))
        )

    def is_filled(self, row: int, column: int) -> bool:
        """Tell whether an ID of the row says what stands in a cell."""
        code = self.columns[column][0]
        line = self._rows[row]
        return any(
            filled_by(field, getattr(line, one) or "").get(code) == getattr(line, code) is not None
            for one, field in self.columns
            if isinstance(field, IdentityField)
        )

    def paste(self, row: int, column: int, cells: Sequence[Sequence[str]]) -> Pasted:
        """Write cells from a place on, adding rows; texts that are no values stay in their cells, marked."""
        written = refused = left_out = 0
        for down, line in enumerate(cells):
            if row + down >= len(self._rows):
                self._append()
            is_new = self.is_empty(row + down)  # then what is empty must not wipe out what an ID fills
            for right, text in enumerate(line):
                if column + right >= len(self.columns):
                    left_out += bool(text.strip())
                elif text.strip() or not is_new:
                    place = self.index(row + down, column + right)
                    refused += not self._write(place, text)
                    written += 1
        last = self.index(min(row + len(cells), len(self._rows)) - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(row, 0), last)
        self.edited.emit()
        return Pasted(len(cells), written, refused, left_out)

    def sums(self) -> dict[int, str]:
        """Add up the columns of amounts and counts: column → words; a column without values has none."""
        found = {}
        for column, (code, field) in enumerate(self.columns):
            values = [value for row in self._rows if (value := getattr(row, code)) is not None]
            if values and _adds_up(field):
                found[column] = worded(field, sum(values))
        return found

    def remove_row(self, row: int) -> Removed:
        """Take a row out of the record; ``put_back`` takes what is given."""
        self.beginRemoveRows(QModelIndex(), row, row)
        gone = self._rows.pop(row)
        refused = {code: self._refused.pop((id(gone), code), None) for code, _field in self.columns}
        self._problems.clear()
        self.endRemoveRows()
        self.edited.emit()
        return Removed(row, gone, {code: text for code, text in refused.items() if text is not None})

    def put_back(self, removed: Removed) -> int:
        """Put a removed row back where it stood, or at the end of what is left; give its number."""
        row = min(removed.row, len(self._rows))
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(row, removed.line)
        self._refused.update({(id(removed.line), code): text for code, text in removed.refused.items()})
        self._problems.clear()
        self.endInsertRows()
        self.edited.emit()
        return row

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | _EDITABLE if index.isValid() and not self.is_read_only else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        field = self.columns[section][1]
        if role == Qt.ItemDataRole.DisplayRole:
            values = {
                "label": Message(field.label),
                "unit": Message(unit_of(field)),
                "star": "*" * field.required,
            }
            return said(
                Message(N_("{label}（{unit}）{star}") if unit_of(field) else N_("{label}{star}"), values)
            )
        return _(field.help or field.label) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        code, field = self.columns[index.column()]
        refused = self._refused.get((id(row), code))
        problem = self._problems.get((index.row(), code))
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                words = refused[0] if refused else worded(field, getattr(row, code), _)
                is_ticked = role == Qt.ItemDataRole.DisplayRole and (index.row(), code) in self._confirmed
                return f"{words} ✓" if is_ticked else words
            case Qt.ItemDataRole.ToolTipRole:
                wrong = refused[1] if refused else problem.message if problem else None
                return said(wrong) if wrong else self.data(index) or None  # a long text is cut in its cell
            case Qt.ItemDataRole.BackgroundRole:
                severity = Severity.MUST if refused else problem.severity if problem else None
                return appearance.SEVERITY_BASE[severity] if severity else None
            case Qt.ItemDataRole.TextAlignmentRole:
                number = isinstance(field, IntegerField | DecimalField | MoneyField)
                side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or self.is_read_only:
            return False
        if value == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        self._write(index, str(value))
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.columns) - 1))
        self.edited.emit()
        return True

    def _write(self, index: _Index, text: str) -> bool:
        """Read a text into a cell; False when it is no value and was only kept."""
        row = self._rows[index.row()]
        code, field = self.columns[index.column()]
        entered = enter(field, text, self._today)
        self._refused.pop((id(row), code), None)
        self._problems.pop((index.row(), code), None)
        if entered.refused is not None:
            self._refused[id(row), code] = (text, entered.refused)
            return False
        if isinstance(field, IdentityField):
            self._fill(row, field, getattr(row, code) or "", entered.value or "")
        setattr(row, code, entered.value)
        return True

    def _fill(self, row: Any, field: IdentityField, before: str, number: str) -> None:
        """Write what the number says where nothing stands, or what the number before had said."""
        earlier = filled_by(field, before)
        for code, value in filled_by(field, number).items():
            if getattr(row, code) in {None, earlier.get(code)}:
                setattr(row, code, value)
                self._refused.pop((id(row), code), None)


def _adds_up(field: Field) -> bool:
    """Tell whether the sum of a column means something: amounts and counts do, years and ages do not."""
    return isinstance(field, MoneyField) or (
        isinstance(field, IntegerField | DecimalField) and unit_of(field) in _COUNTED
    )
