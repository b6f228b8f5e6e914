"""A column takes texts that are right at first sight without looking twice, and finds the same as a second look."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import checks, entry
from db.fields import IdentityField, TextField, TextForm
from db.messages import Problem
from db.values import credit_code, resident_id
from desktop.services import import_cells
from desktop.services.import_cells import Column

TODAY = date(2026, 6, 15)
CONTEXT: Any = SimpleNamespace(today=TODAY)
TEXTS = st.one_of(st.text(max_size=25), st.text("13579熊䶮a－（(１ 　", max_size=25))


@pytest.mark.parametrize("form", import_cells._SURELY_RIGHT)
@pytest.mark.parametrize("most", [3, 100])
def test_a_text_that_is_right_at_first_sight_is_right(form: TextForm, most: int) -> None:
    field = TextField("名称", form=form, max_length=most)
    first_sight = import_cells._surely_right(field, TODAY)
    assert first_sight is not None

    @settings(max_examples=150, deadline=None)
    @given(st.one_of(st.from_regex(re.compile(import_cells._SURELY_RIGHT[form] % most)), TEXTS))
    def look_twice(text: str) -> None:
        if first_sight(text):
            entered = entry.enter(field, text, TODAY)
            assert entered == (text, None)
            assert checks.check_value("name", field, text, TODAY, TODAY) is None
            assert Column("name", field, CONTEXT)[text] == (text, None)

    look_twice()


@given(st.one_of(st.from_regex("[0-9]{17}[0-9Xx]"), st.from_regex("[0-9A-HJ-NP-RT-UW-Ya-z ]{8,18}"), TEXTS))
@settings(max_examples=300, deadline=None)
def test_a_number_that_its_check_lets_through_is_in_its_one_form(text: str) -> None:
    digits = text[:17]
    texts = [text]
    if len(digits) == 17 and digits.isascii() and digits.isdigit():
        texts += [digits + resident_id.check_digit(digits), f" {digits}{resident_id.check_digit(digits)}"]
    if re.fullmatch("[0-9A-HJ-NP-RT-UW-Y]{17}", digits):
        texts.append(digits + credit_code.check_character(digits))
    credit = TextField("信用代码", form=TextForm.CREDIT_CODE, max_length=18)
    for field in (IdentityField("身份证号"), credit):
        first_sight = import_cells._surely_right(field, TODAY)
        assert first_sight is not None
        for one in texts:
            if first_sight(one):
                assert entry.enter(field, one, TODAY) == (one, None)
                assert checks.check_value("number", field, one, TODAY, TODAY) is None


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (TextForm.PLAIN, "南昌市青山湖区第1服装厂（东）"),
        (TextForm.PERSON_NAME, "熊䶮"),
        (TextForm.MOBILE, "13970012345"),
        (TextForm.PHONE, "13970012345"),
    ],
)
def test_the_usual_text_is_right_at_first_sight(form: TextForm, text: str) -> None:
    first_sight = import_cells._surely_right(TextField("名称", form=form), TODAY)
    assert first_sight is not None
    assert first_sight(text)
    assert not first_sight(f"{text} ")


def test_what_is_wrong_with_a_value_is_said_by_the_column_or_left_to_the_record() -> None:
    field, known = IdentityField("身份证号"), dict[Any, Problem | None]()
    good, bad = "360111199001010015", "360111199001010010"
    good = next(good[:17] + last for last in "0123456789X" if not problem(field, good[:17] + last))
    by_column, by_record = Column("id_no", field, CONTEXT), Column("id_no", field, CONTEXT, None, known)
    assert by_column[good] == by_record[good] == (good, None)
    assert by_column[bad] == (bad, problem(field, bad))
    assert by_record[bad] == (bad, None)
    assert known == {good: None, bad: problem(field, bad)}


def problem(field: IdentityField, text: str) -> Any:
    return checks.check_value("id_no", field, text, TODAY, TODAY)
