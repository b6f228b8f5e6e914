"""Column types: Python types come back from STRICT tables as they went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.types import TypeEngine

from db.column_types import (
    CodeSet,
    FixedPoint,
    IsoDate,
    JsonText,
    PlainText,
    UtcTime,
    WholeNumber,
    YesNo,
    canonical_json,
)

ENGINE = create_engine("sqlite://")


def stored(kind: TypeEngine[Any], value: Any) -> Any:
    """Send a value through a STRICT table of one column."""
    table = Table("one", MetaData(), Column("value", kind), sqlite_strict=True)
    with ENGINE.connect() as connection:
        table.create(connection)
        try:
            connection.execute(insert(table).values(value=value))
            return connection.execute(select(table.c.value)).scalar_one()
        finally:
            connection.rollback()
            table.drop(connection, checkfirst=True)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PlainText(), "𬱖䶮㛃 'quoted' %_\\"),
        (WholeNumber(), 10**15),
        (FixedPoint(2), Decimal("0.01")),
        (FixedPoint(2), Decimal("-123456789012.34")),
        (FixedPoint(0), Decimal(7)),
        (IsoDate(), date(1900, 1, 1)),
        (YesNo(), True),
        (YesNo(), False),
        (CodeSet(), ("02", "01")),
        (CodeSet(), ()),
        (JsonText(), {"乙": [1, None], "甲": "𬱖"}),
        (UtcTime(), datetime(2026, 6, 15, 1, 0, 0, 123000, UTC)),
    ],
)
def test_a_value_comes_back_equal(kind: TypeEngine[Any], value: Any) -> None:
    back = stored(kind, value)
    assert (type(back), back) == (type(value), value)


@given(st.decimals(-(10**10), 10**10, places=3))
def test_decimals_keep_their_places(value: Decimal) -> None:
    kind = FixedPoint(3)
    dialect = ENGINE.dialect
    assert kind.process_result_value(kind.process_bind_param(value, dialect), dialect) == value


def test_more_places_than_the_column_has_are_refused_not_rounded() -> None:
    with pytest.raises(StatementError, match=r"1\.005"):
        stored(FixedPoint(2), Decimal("1.005"))
    assert stored(FixedPoint(2), Decimal("1.500")) == Decimal("1.5")


def test_nothing_has_one_form() -> None:
    assert stored(PlainText(), "") is None
    assert stored(CodeSet(), None) == ()
    for kind in (PlainText(), WholeNumber(), FixedPoint(), IsoDate(), YesNo(), JsonText(), UtcTime()):
        assert stored(kind, None) is None


def test_a_moment_needs_its_zone_and_comes_back_in_utc() -> None:
    eight = timezone(timedelta(hours=8))
    assert (
        stored(UtcTime(), datetime(2026, 6, 15, 9, 0, tzinfo=eight)).isoformat()
        == "2026-06-15T01:00:00+00:00"
    )
    with pytest.raises(StatementError, match="time zone"):
        stored(UtcTime(), datetime(2026, 6, 15, 9, 0))  # noqa: DTZ001 - what must be refused


def test_strict_tables_refuse_another_type() -> None:
    with pytest.raises(IntegrityError, match="cannot store TEXT value in INTEGER column"):
        stored(WholeNumber(), "not a number")


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert canonical_json({"b": 1, "a": "镇"}) == canonical_json({"a": "镇", "b": 1}) == '{"a":"镇","b":1}'
