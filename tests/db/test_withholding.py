"""What goes up without identity: decided by the declarations of the fields alone, for every register."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from db.fields import DateField, Field, IdentityField, MoneyField, Sensitivity, TextField, TextForm
from db.register import Register
from db.registers import all_registers
from db.withholding import is_withheld, shortened, without_identity

SECRET = "张三丰"
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


GOES_UP = {
    "units": "unit_name credit_code legacy_code address_village address union_name approval_no statistics_code"
    " union_code legal_certificate_no dues_bank contract_filing_no covers.unit_name covers.credit_code",
    "foundings": "union_name superior party_organisation request_no preparation_no candidates_no congress_place"
    " minutes_no report_no approval_no seals_no legal_person_no preparers.role candidates.union_post",
    "worker_homes": "union_name home_name notice_place",
    "hardship_cases": "unit_text notice_place notice_phone",
    "assistance": "assistance_no work_unit goods goods_quantity fund_no batch training_trade introduced_to"
    " voucher_no",
    "nominees": "recommended_by form_no work_unit professional_title minutes_no notice_place"
    " honours.awarded_by honours.title notices.place",
    "collectives": "name work_unit address postcode honours.awarded_by honours.title honours.certificate_no"
    " notices.place",
    "inspections": "place notice_no notice_basis",
}
"""Every text that goes up as it stands: of units, offices, places of notice and numbers of papers, not of persons.

Whoever adds a text field decides: it names no person and goes into this list, or it is declared ``of_person``.
"""


@pytest.mark.parametrize("register", all_registers().values(), ids=all_registers())
def test_every_text_that_goes_up_is_in_the_list(register: Register) -> None:
    record = register.record(office="360111001", **texts(register.fields))
    for group in register.row_groups:
        setattr(record, group.code, [group.row(position=0, **texts(group.fields))])
    left = without_identity(register, record)
    going = {code for code in register.fields if getattr(left, code) == SECRET}
    for group in register.row_groups:
        (line,) = group.of(left)
        going |= {f"{group.code}.{code}" for code in group.fields if getattr(line, code) == SECRET}
    assert going == set(GOES_UP[register.code].split())


def texts(fields: Mapping[str, Field]) -> dict[str, str]:
    return {code: SECRET for code, field in fields.items() if isinstance(field, TextField)}


def test_no_day_of_birth_goes_up() -> None:
    births = [
        one.values[0]
        for one in FIELDS
        if isinstance(one.values[0], DateField) and "出生" in one.values[0].label
    ]
    assert len(births) == 4
    assert all(is_withheld(field) for field in births)
