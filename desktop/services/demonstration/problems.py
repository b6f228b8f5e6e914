"""The deliberate problems of the made-up office: some explained in writing, some that keep a record at home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def put_in_units(units: Sequence[Any]) -> None:
    """Spoil units before others point at them: the last one has no union, so that nobody does."""
    odd, wrong = units[18], units[-1]
    odd.credit_code = odd.credit_code[:17] + ("1" if odd.credit_code[17] != "1" else "2")
    odd.reasons = {"credit_code@credit_code": "营业执照原件即为此码，已电话向青山湖区市场监管局核实。"}
    wrong.female_employees = wrong.employees + 3  # 强制


def put_in_households(cases: Sequence[Any]) -> None:
    """Spoil hardship files: two questions with reasons, two mistakes that must be corrected first."""
    away, leave, misread, silent = cases[7], cases[8], cases[-2], cases[-1]
    away.household_size += 1
    away.reasons = {"size_differs@household_size": "另有一子在外地服义务兵役，本次未带来身份证明，下次补录。"}
    leave.household_income_year -= 400_000
    leave.reasons = {"income_differs@household_income_year": "户主去年请病假两个月，按工资流水扣减4000元。"}
    last = misread.id_no[17]
    misread.id_no = misread.id_no[:17] + ("0" if last != "0" else "1")  # 强制: copied wrongly from the card
    silent.mobile = silent.other_phone = None  # 强制: nobody can call this household


def without_mistakes(cases: Sequence[Any]) -> Sequence[Any]:
    """Leave out the files that ``put_in_households`` keeps at home."""
    return cases[:-2]


def put_in_nominees(nominees: Sequence[Any]) -> None:
    """Spoil a nominee: more votes than voters."""
    nominees[-1].votes_for = nominees[-1].votes_present + 2  # 强制
