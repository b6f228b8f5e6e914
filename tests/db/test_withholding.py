"""What goes up without identity: decided by the declarations of the fields alone, for every register."""

from __future__ import annotations

import pytest

from db.fields import Field, IdentityField, MoneyField, Sensitivity, TextForm
from db.registers import all_registers
from db.withholding import is_withheld, shortened

FIELDS = [
    pytest.param(field, id=f"{register.code}.{code}")
    for register in all_registers().values()
    for fields in (register.fields, *(group.fields for group in register.row_groups))
    for code, field in fields.items()
]


@pytest.mark.parametrize("field", FIELDS)
def test_numbers_of_people_stay_and_amounts_go(field: Field) -> None:
    form = getattr(field, "form", None)
    is_of_a_person = isinstance(field, IdentityField) or form in {TextForm.BANK_CARD, TextForm.MOBILE}
    if is_of_a_person or field.sensitivity in {Sensitivity.IDENTITY, Sensitivity.CONTACT}:
        assert is_withheld(field)
    if isinstance(field, MoneyField):
        assert not is_withheld(field)


@pytest.mark.parametrize(
    ("name", "left"), [("张三", "张*"), ("欧阳娜娜", "欧阳*"), ("𠮷野", "𠮷*"), ("", "")]
)
def test_of_a_name_the_surname_is_left(name: str, left: str) -> None:
    assert shortened(name) == left
