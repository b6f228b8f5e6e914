"""Records for tests: clean ones that a register finds nothing wrong with, and full ones for any register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from db.code_lists import code_list
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
    PictureField,
    ReferenceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.record import Record
from db.register import Register
from db.store.ledger import Ledger
from db.values import credit_code
from desktop.services import records
from tests.registers.test_hardship_cases import household
from tests.registers.test_units import unit
from tests.support.known_records import id_number

_FIRST_17 = "91360111MA35ABCD1"
_TEXTS = {
    TextForm.PERSON_NAME: "熊𬱖·买买提",
    TextForm.CREDIT_CODE: _FIRST_17 + credit_code.check_character(_FIRST_17),
    TextForm.UNION_CREDIT_CODE: "81360111MC0123456" + credit_code.check_character("81360111MC0123456"),
    TextForm.BANK_CARD: "6222021001116245702",
    TextForm.MOBILE: "13970012345",
    TextForm.PHONE: "0791-88123456",
    TextForm.POSTCODE: "330029",
}


def clean_unit(ledger: Ledger, **changes: Any) -> Record:
    """Make a unit that may go into a package as it is."""
    return _of_office(ledger, unit(**({"id": None, "covers": []} | changes)))


def another_unit(ledger: Ledger, number: int, **changes: Any) -> Record:
    """Make a unit like ``clean_unit`` with a name and codes of its own (``number`` up to 999)."""
    code, union = f"91360111MA35AB{number:03}", f"81360111MC0123{number:03}"
    own = {
        "unit_name": f"罗家第{number}针织厂",
        "union_name": f"罗家第{number}针织厂工会委员会",
        "credit_code": code + credit_code.check_character(code),
        "union_code": union + credit_code.check_character(union),
        "chair_id_no": id_number("360111", "19760815", f"{number % 500 * 2 + 1:03}"),
    }
    return clean_unit(ledger, **(own | changes))


def clean_household(ledger: Ledger, **changes: Any) -> Record:
    """Make a hardship file that may go into a package as it is; its number is given when it is saved."""
    return _of_office(ledger, household(**({"id": None, "file_no": None} | changes)))


def full(ledger: Ledger, register: Register, references: Mapping[str, str]) -> Record:
    """Make a record in which every field has a value that is right by its kind, with two rows in each group.

    ``references`` gives the id to point at for each register. The register's own rules may find fault with it.
    """
    record = records.new(ledger, register)
    for code, field in register.fields.items():
        setattr(record, code, value_of(field, record.written_on, references))
    for group in register.row_groups:
        lines = [
            group.row(
                **{
                    code: value_of(field, record.written_on, references)
                    for code, field in group.fields.items()
                }
            )
            for _ in range(2)
        ]
        setattr(record, group.code, lines)
    return record


def value_of(field: Field, day: date, references: Mapping[str, str] | None = None) -> Any:
    """Give a value that is right by the kind of a field on a day."""
    match field:
        case TextField(form=form):
            return "𬱖镇“A”,%_\\"[: field.max_length] if form is TextForm.PLAIN else _TEXTS[form]
        case IdentityField():
            return id_number("360111", "19760412", "011")
        case IntegerField():
            return field.minimum
        case DecimalField():
            return Decimal(field.minimum) + Decimal(1).scaleb(-field.places)
        case MoneyField():
            return 123_456
        case DateField():
            return date(1976, 4, 12)
        case ChoiceField():
            return _choices(field.codes, day)[0]
        case MultiChoiceField():
            return _choices(field.codes, day)[: min(2, field.at_most)]
        case YesNoField():
            return False
        case AreaField():
            return "360111103"[: field.digits]
        case ReferenceField():
            return (references or {}).get(field.register)
        case PictureField():
            return "0f" * 32
    raise TypeError(field)


def _choices(codes: str, day: date) -> tuple[str, ...]:
    """Give the codes of a day; a list whose time is over gives its old ones."""
    known = code_list(codes)
    return tuple(item.code for item in known.valid_on(day) or known.items)


def _of_office(ledger: Ledger, record: Record) -> Record:
    record.office = ledger.office().area
    record.written_on = ledger.clock().date()
    record.revision, record.state, record.reasons = 1, "draft", record.reasons or {}
    return record
