"""What the next new record takes over: pinned fields, and the record that was saved last or made last before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.fields import Field, IdentityField
from db.record import Record
from db.register import Register


class Pins:
    """The pinned fields of one register with their values, and the last saved record."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._pinned: dict[str, Any] = {}
        self._last: dict[str, Any] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The pinned fields."""
        return tuple(self._pinned)

    @property
    def know_one_before(self) -> bool:
        """Whether there is a record before the next one."""
        return bool(self._last)

    def recall(self, record: Record, codes: Iterable[str] = ()) -> None:
        """Begin where an earlier session ended: with its record, and the fields that were pinned then."""
        self._last = {code: getattr(record, code) for code in self.register.fields}
        for code in codes:
            if code in self._last and self.can_be_pinned(code):
                self._pinned[code] = self._last[code]

    def can_be_pinned(self, code: str) -> bool:
        """Tell whether two records may have the same value there."""
        field: Field = self.register.fields[code]
        return not (code == self.register.number_field or field.unique or isinstance(field, IdentityField))

    def is_pinned(self, code: str) -> bool:
        """Tell whether the next new record takes a field over."""
        return code in self._pinned

    def toggle(self, code: str, value: Any) -> None:
        """Pin a field with the value that it has now, or let it go."""
        if code in self._pinned:
            del self._pinned[code]
        elif self.can_be_pinned(code):
            self._pinned[code] = value

    def note(self, record: Record) -> None:
        """Take what was saved as the record before the next one."""
        self._last = {code: getattr(record, code) for code in self.register.fields}
        for code in self._pinned:
            self._pinned[code] = self._last[code]

    def fill(self, record: Record) -> None:
        """Write the pinned values into a new record."""
        for code, value in self._pinned.items():
            setattr(record, code, value)

    def before(self, code: str) -> Any:
        """Give what the record saved last has in a field, None when there is none."""
        return self._last.get(code) if self.can_be_pinned(code) else None
