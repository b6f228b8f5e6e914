"""Column types that keep their Python type and fit STRICT tables (only TEXT and INTEGER reach SQLite)."""

# ruff: noqa: ARG002 - the signatures are SQLAlchemy's

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import INTEGER, TEXT
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from db.canonical_json import CanonicalJson, canonical_json


class PlainText(TypeDecorator[str]):
    """Text; the empty string is stored as NULL so that "nothing entered" has one form."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value or None


class WholeNumber(TypeDecorator[int]):
    """A whole number, fen included."""

    impl = INTEGER
    cache_ok = True


class FixedPoint(TypeDecorator[Decimal]):
    """A decimal of fixed places, stored as a whole number of its last place; more places are refused, not rounded."""

    impl = INTEGER
    cache_ok = True

    def __init__(self, places: int = 2) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(value)
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class IsoDate(TypeDecorator[date]):
    """A date as ``YYYY-MM-DD`` text."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment as UTC text; naive datetimes are refused, aware ones come back aware."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class YesNo(TypeDecorator[bool]):
    """是 / 否 as 1 / 0; SQLAlchemy's own Boolean would name a type that STRICT tables refuse."""

    impl = INTEGER
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class CodeSet(TypeDecorator[tuple[str, ...]]):
    """Several codes in one text, separated by semicolons; an empty tuple is NULL."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return ";".join(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split(";")) if value else ()


class JsonText(TypeDecorator[Any]):
    """A mapping or list as canonical JSON text, taken as it is when it is written already."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, CanonicalJson):
            return str(value)  # the driver takes long over a text of a class of its own
        return canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
