"""The one text of a value: back and forth for every kind, nothing else accepted, changes named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.canonical import decode, differences, encode, put_back, rebuilt, snapshot
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    ReferenceField,
    TextField,
    YesNoField,
)
from db.registers.units import REGISTER
from db.registers.units.record import CoveredUnit, Unit

TEXTS = st.text(min_size=1)
CODES = st.text("0123456789ABC", min_size=1)
KINDS: list[tuple[Field, st.SearchStrategy[Any]]] = [
    (TextField("姓名"), TEXTS),
    (IdentityField("身份证号"), TEXTS),
    (ChoiceField("性别"), CODES),
    (AreaField("区划"), CODES),
    (ReferenceField("单位"), CODES),
    (IntegerField("人数"), st.integers(-(10**15), 10**15)),
    (DecimalField("面积", places=2), st.decimals(-(10**9), 10**9, places=2)),
    (DecimalField("比例", places=0), st.decimals(0, 10**9, places=0)),
    (MoneyField("收入"), st.integers(0, 10**14 - 1)),
    (DateField("日期"), st.dates()),
    (MultiChoiceField("原因"), st.lists(CODES, max_size=5).map(tuple)),
    (YesNoField("是否"), st.booleans()),
]


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=lambda kind: type(KINDS[kind][0]).__name__)
@given(data=st.data())
def test_what_is_written_reads_back_equal(kind: int, data: st.DataObject) -> None:
    field, values = KINDS[kind]
    value = data.draw(values)
    assert decode(field, encode(field, value)) == value


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=lambda kind: type(KINDS[kind][0]).__name__)
def test_nothing_is_the_empty_text(kind: int) -> None:
    field = KINDS[kind][0]
    nothing = () if isinstance(field, MultiChoiceField) else None
    assert encode(field, nothing) == ""
    assert decode(field, "") == nothing


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (MoneyField("收入"), 123_456, "1234.56"),
        (MoneyField("收入"), 5, "0.05"),
        (DecimalField("面积", places=2), Decimal("8.5"), "8.50"),
        (DateField("日期"), date(2026, 5, 8), "2026-05-08"),
        (MultiChoiceField("原因"), ("02", "01"), "02;01"),
        (YesNoField("是否"), False, "false"),
        (IntegerField("人数"), 0, "0"),
        (TextField("姓名"), "𬱖 镇", "𬱖 镇"),
    ],
)
def test_the_form_of_each_kind(field: Field, value: Any, text: str) -> None:
    assert encode(field, value) == text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (MoneyField("收入"), "1,234.50"),
        (MoneyField("收入"), "1234.5"),
        (MoneyField("收入"), "￥600.00"),
        (MoneyField("收入"), "钱"),
        (IntegerField("人数"), "1_000"),
        (IntegerField("人数"), "１２"),
        (IntegerField("人数"), " 7"),
        (IntegerField("人数"), "-0"),
        (IntegerField("人数"), "七"),
        (DecimalField("面积"), "NaN"),
        (DecimalField("面积"), "sNaN"),
        (DecimalField("面积"), "Infinity"),
        (DecimalField("面积"), "1E+5"),
        (DecimalField("面积"), "-0.00"),
        (DecimalField("面积"), "8.5"),
        (DecimalField("面积"), "8.505"),
        (DecimalField("面积"), "abc"),
        (DecimalField("面积"), "1" * 40 + ".00"),
        (DateField("日期"), "20260508"),
        (DateField("日期"), "2026-W19-5"),
        (DateField("日期"), "2026-02-30"),
        (YesNoField("是否"), "True"),
        (YesNoField("是否"), "1"),
    ],
)
def test_any_other_way_of_writing_is_refused(field: Field, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the whole message
        decode(field, text)


def test_a_snapshot_leaves_out_what_is_empty() -> None:
    record = Unit(unit_name="罗家镇", employees=0, legal_entity=False, covers=[], reasons={})
    assert snapshot(REGISTER, record) == {"unit_name": "罗家镇", "employees": "0", "legal_entity": "false"}


def test_a_snapshot_holds_rows_and_reasons() -> None:
    record = Unit(
        unit_name="罗家镇",
        covers=[CoveredUnit(id="r1", unit_name="商店")],
        reasons={"credit_code@credit_code": "已核对原件"},
    )
    whole = snapshot(REGISTER, record)
    assert whole["covers"] == [{"id": "r1", "unit_name": "商店"}]
    assert whole["reasons"] == {"credit_code@credit_code": "已核对原件"}


def test_differences_name_only_what_changed() -> None:
    before = {"name": "张三", "sex": "1", "members": [{"id": "1", "name": "李四"}]}
    after = {"name": "张三", "birth": "1990-01-01", "members": [{"id": "1", "name": "李五"}]}
    assert differences(before, after) == {
        "birth": [None, "1990-01-01"],
        "members": [[{"id": "1", "name": "李四"}], [{"id": "1", "name": "李五"}]],
        "sex": ["1", None],
    }
    assert differences(after, after) == {}


def test_differences_lead_back_to_the_snapshot() -> None:
    first = {"unit_name": "罗家镇", "covers": [{"id": "r1", "unit_name": "商店"}]}
    second = {"unit_name": "罗家镇", "employees": "0", "reasons": {"x@y": "已核对原件"}}
    changes = [
        differences({}, first),
        differences(first, second) | {"state": ["draft", "checked"], "gone": [None, "x"]},
    ]
    assert rebuilt(REGISTER, changes[:1]) == first
    assert rebuilt(REGISTER, changes) == second
    assert rebuilt(REGISTER, []) == {}


def test_a_snapshot_is_put_back_into_a_record() -> None:
    kept, gone = CoveredUnit(id="r1", unit_name="商店"), CoveredUnit(id="r2", unit_name="饭店")
    record = Unit(unit_name="旧", employees=5, covers=[gone, kept], reasons={"a@b": "已核对原件"})
    rows = [{"id": "r3", "unit_name": "药店"}, {"id": "r1"}]
    put_back(REGISTER, record, {"unit_name": "新", "employees": None, "covers": rows, "gone": "x"})
    assert snapshot(REGISTER, record) == {
        "unit_name": "新",
        "covers": rows,
        "reasons": {"a@b": "已核对原件"},
    }
    assert [line.position for line in record.covers] == [0, 1]
    assert record.covers[1] is kept
    put_back(REGISTER, record, {"reasons": None, "covers": None})
    assert snapshot(REGISTER, record) == {"unit_name": "新"}
