"""What help a household was given, and the next act of help begun from its file."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records, related_records
from tests.support.sample_records import clean_household

CASES, HELP = all_registers()["hardship_cases"], all_registers()["assistance"]
(GIVEN,) = CASES.related


def give(
    ledger: Ledger, case: str | None, paid_on: date | None, amount: int | None, goods: int | None
) -> str:
    given: Any = records.new(ledger, HELP)
    given.hardship_case, given.paid_on, given.amount, given.goods_value = case, paid_on, amount, goods
    return str(records.save(ledger, HELP, given).record.id)


def test_the_help_of_one_household_by_its_day_and_what_it_comes_to(ledger: Ledger) -> None:
    case = str(records.save(ledger, CASES, clean_household(ledger)).record.id)
    unpaid = give(ledger, case, None, 300, None)
    later = give(ledger, case, date(2026, 5, 2), 50_000, 1_000)
    first = give(ledger, case, date(2025, 1, 15), None, 20_000)
    records.withdraw(ledger, HELP, give(ledger, case, date(2024, 1, 1), 7, 7))
    give(ledger, None, date(2024, 1, 1), 9, 9)
    found = related_records.of(ledger, GIVEN, case)
    assert [line.id for line in found.lines] == [first, later, unpaid]
    assert found.total == 71_300
    assert found.lines[0].values == (date(2025, 1, 15), None, None, None, None, 20_000)


def test_new_help_begins_with_what_the_file_says(ledger: Ledger) -> None:
    filed: Any = clean_household(ledger)
    filed.bank, filed.branch, filed.card_no = "01", "青山湖支行", "6222021502001234567"
    case: Any = records.save(ledger, CASES, filed).record
    begun: Any = related_records.begin(ledger, HELP, "hardship_case", case.id)
    assert begun.hardship_case == case.id
    copied = ("name", "id_no", "hardship_class", "bank", "branch", "card_no")
    assert [getattr(begun, code) for code in copied] == [getattr(case, code) for code in copied]
    assert None not in [getattr(begun, code) for code in copied]
    assert (begun.assistance_no, begun.amount, begun.id) == (None, None, None)


def test_what_a_register_declares_is_there() -> None:
    for register in all_registers().values():
        for one in register.related:
            other = all_registers()[one.register]
            assert other.fields[one.reference].register == register.code  # type: ignore[attr-defined]
            assert set(one.shows) | set(one.amounts) <= other.fields.keys()
            assert one.code not in register.fields.keys() | {each.code for each in register.sections}
