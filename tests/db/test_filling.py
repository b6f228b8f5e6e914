"""A resident ID fills sex, birth and county, and only when it is whole and valid."""

from __future__ import annotations

from datetime import date

from db.fields import IdentityField
from db.filling import filled_by
from tests.support.known_records import id_number

FIELD = IdentityField("身份证号", sex="sex", birth="birth", area="household_area")


def test_a_valid_number_fills_the_named_fields() -> None:
    woman = id_number("360111", "19780903", "022")
    assert filled_by(FIELD, woman) == {"sex": "2", "birth": date(1978, 9, 3), "household_area": "360111"}


def test_fields_that_are_not_named_are_not_filled() -> None:
    man = id_number("360111", "19760412", "011")
    assert filled_by(IdentityField("身份证号", sex="chair_sex"), man) == {"chair_sex": "1"}


def test_other_texts_fill_nothing() -> None:
    wrong = id_number("360111", "19760412", "011")[:-1] + "?"
    for text in ("", "36011119760412", wrong, "3.6E+17", "不详"):
        assert filled_by(FIELD, text) == {}
