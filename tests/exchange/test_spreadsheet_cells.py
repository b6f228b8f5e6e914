"""Codes that a spreadsheet wrapped or shortened are recognised."""

from __future__ import annotations

import pytest

from db.fields import ChoiceField, Field, IdentityField, TextField, TextForm
from desktop.exchange.spreadsheet_cells import lost_zeros, plain


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="360111199001011234"', "360111199001011234"),
        ("=“1”", "=“1”"),
        ("'360111199001011234", "360111199001011234"),
        ("‘0791", "0791"),
        ("=1+1", "=1+1"),
        ("360111199001011234", "360111199001011234"),
        ("  张三 ", "  张三 "),
        ("", ""),
    ],
)
def test_wrappings_of_numbers_are_taken_off(cell: str, text: str) -> None:
    assert plain(cell) == text


@pytest.mark.parametrize(
    ("field", "value", "whole"),
    [
        (TextField("邮编", form=TextForm.POSTCODE), "10000", "010000"),
        (TextField("电话", form=TextForm.PHONE), "79188123456", "079188123456"),
        (TextField("手机", form=TextForm.MOBILE), "7918812345", "07918812345"),
        (TextField("代码", form=TextForm.CREDIT_CODE), "1234561X", None),
        (ChoiceField("民族", codes="ethnic"), "1", "01"),
    ],
)
def test_a_code_that_zeros_make_right_is_named(field: Field, value: str, whole: str | None) -> None:
    said = lost_zeros(field, value)
    assert (said and said.values["whole"]) == whole


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (TextField("邮编", form=TextForm.POSTCODE), "330012"),
        (TextField("邮编", form=TextForm.POSTCODE), "3300"),
        (TextField("电话", form=TextForm.PHONE), "88123456"),
        (TextField("手机", form=TextForm.MOBILE), "13800000000"),
        (ChoiceField("民族", codes="ethnic"), "01"),
        (ChoiceField("民族", codes="ethnic"), "99"),
        (IdentityField("身份证号"), "36011119900101123"),
        (TextField("编号"), "123"),
    ],
)
def test_what_zeros_do_not_mend_is_left_to_the_checks(field: Field, value: str) -> None:
    assert lost_zeros(field, value) is None
