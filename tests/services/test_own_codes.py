"""A county adds choices to code lists and ends others: they hold in fields, checks, templates and imports at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import code_lists
from db.checks import check_value
from db.code_lists import CHANGEABLE, OwnItem, code_list, shipped
from db.messages import ReportableError
from db.registers import all_registers
from db.store import ledger as ledgers
from db.store.ledger import Ledger
from desktop.exchange import workbook_template
from desktop.services import own_codes
from desktop.services.roles import NotAllowedError
from tests.support.offices import PASSWORD
from tests.support.round_trip import COUNTY, OfficeMaker, save_household

LISTED = "assistance_kind"
HEATING = OwnItem(LISTED, "X01", "冬季取暖补贴", date(2026, 1, 1))


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Ledger]:
    made = OfficeMaker(tmp_path / "first").make(COUNTY, tmp_path / "county")
    yield made
    made.close()


def labels(day: date = date(2026, 6, 1)) -> list[str]:
    return [item.label for item in code_list(LISTED).valid_on(day)]


def test_an_added_choice_is_offered_from_its_day_on_and_only_while_its_ledger_is_open(county: Ledger) -> None:
    before = code_list(LISTED)
    assert own_codes.next_code(county, LISTED) == "X01"
    added = own_codes.add(county, HEATING)
    assert code_list(LISTED) is not before
    assert code_list(LISTED) is code_list(LISTED)
    assert labels()[-1] == "冬季取暖补贴"
    assert "冬季取暖补贴" not in labels(date(2025, 12, 31))
    assert code_list(LISTED).find("冬季取暖补贴") is not None
    assert own_codes.next_code(county, LISTED) == "X02"
    (told,) = own_codes.told(own_codes.history_of(county, added.id))
    assert str(told).endswith("增加：2026年1月1日起")
    county.close()
    assert labels() == [item.label for item in shipped(LISTED).valid_on(date(2026, 6, 1))]


def test_it_stands_again_when_the_ledger_is_opened_again(county: Ledger) -> None:
    own_codes.add(county, HEATING)
    county.close()
    again = ledgers.unlock(county.folder, county.user, PASSWORD, county.clock)
    try:
        assert labels()[-1] == "冬季取暖补贴"
    finally:
        again.close()


def test_checks_see_it_and_ends_are_kept_by_the_day_of_the_form(county: Ledger) -> None:
    own_codes.add(county, HEATING)
    (last,) = (one for one in own_codes.listed(county, LISTED) if one.item.code == "07")
    own_codes.set_days(county, OwnItem(LISTED, "07", last.item.label, None, date(2026, 3, 31)))
    field = all_registers()["assistance"].fields["kind"]

    def is_wrong(code: str, day: date) -> bool:
        return check_value("kind", field, code, day, date(2026, 6, 15)) is not None

    assert not is_wrong("X01", date(2026, 6, 1))
    assert is_wrong("X01", date(2025, 6, 1))
    assert not is_wrong("07", date(2026, 3, 31))
    assert is_wrong("07", date(2026, 4, 1))
    assert code_list(LISTED).label("07") == "临时救助"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"codes": "sex"}, "国家标准"),
        ({"codes": "nobody"}, "国家标准"),
        ({"code": "01"}, "已用于“生活救助”"),
        ({"code": "99"}, "大写字母开头"),
        ({"code": "X"}, "大写字母开头"),
        ({"code": "x01"}, "大写字母开头"),
        ({"label": ""}, "请填写"),
        ({"label": "长" * 31}, "最多 30 个字"),
        ({"label": "甲、乙"}, "不能有"),
        ({"label": "甲{0}"}, "不能有"),
        ({"label": "甲\u202e乙"}, "不能有"),
        ({"label": "——"}, "不能有"),
        ({"label": "生活救助"}, "与已有的选项相同"),
        ({"label": "（生活帮扶）"}, "与已有的选项相同"),
        ({"valid_to": date(2025, 1, 1)}, "早于起始日期"),
    ],
)
def test_what_cannot_stand_is_refused(county: Ledger, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ReportableError, match=said):
        own_codes.add(county, replace(HEATING, **wrong))
    assert own_codes.listed(county, LISTED)[-1].item.code == shipped(LISTED).items[-1].code


def test_a_code_is_taken_once_and_keeps_its_label(county: Ledger) -> None:
    own = own_codes.add(county, HEATING)
    with pytest.raises(ReportableError, match="已用于“冬季取暖补贴”"):
        own_codes.add(county, replace(HEATING, label="别的"))
    with pytest.raises(ReportableError, match="已用于“冬季取暖补贴”"):
        own_codes.set_days(county, replace(own, label="别的"))
    with pytest.raises(ReportableError, match="已用于“生活救助”"):
        own_codes.set_days(county, OwnItem(LISTED, "01", "别的", None, date(2026, 1, 1)))


def test_a_township_adds_nothing_itself(ledger: Ledger) -> None:
    assert not own_codes.may_add(ledger)
    with pytest.raises(ReportableError, match="由县区、市总工会增加"):
        own_codes.add(ledger, HEATING)
    with pytest.raises(ReportableError, match="由县区、市总工会停用"):
        own_codes.set_days(ledger, OwnItem(LISTED, "07", "临时救助", None, date(2026, 3, 31)))


def test_a_mistake_is_taken_back_unless_a_record_uses_it(county: Ledger) -> None:
    used = own_codes.add(county, OwnItem("bank", "X01", "青山湖村镇银行"))
    save_household(county, bank="X01")
    with pytest.raises(ReportableError, match="不能删除"):
        own_codes.withdraw(county, used.id)
    other = own_codes.add(county, OwnItem("bank", "X02", "某银行"))
    own_codes.withdraw(county, other.id)
    assert code_list("bank").items[-1].label == "青山湖村镇银行"
    assert own_codes.next_code(county, "bank") == "X02"


def test_who_may_not_change_rules_changes_no_choices(county: Ledger) -> None:
    county.role = "entry"
    with pytest.raises(NotAllowedError):
        own_codes.add(county, HEATING)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_no_list_with_a_national_standard_can_be_changed(name: str) -> None:
    assert not any(item.gb for item in shipped(name).items)
    assert not any(item.code[0].isalpha() for item in shipped(name).items)


def test_two_ledgers_of_one_process_keep_theirs_apart_in_time() -> None:
    code_lists.hold("a", [HEATING])
    code_lists.hold("b", [replace(HEATING, code="S01", label="甲")])
    assert labels()[-2:] == ["冬季取暖补贴", "甲"]
    code_lists.hold("a", ())
    assert labels()[-1] == "甲"
    code_lists.hold("b", ())
    assert code_list(LISTED).items == shipped(LISTED).items


def test_a_template_offers_it(county: Ledger) -> None:
    own_codes.add(county, HEATING)
    made = workbook_template.write(all_registers()["assistance"], date(2026, 6, 1), lambda *_: None)
    book = load_workbook(io.BytesIO(made))
    rules = [rule.formula1 for sheet in book for rule in sheet.data_validations.dataValidation]
    assert any("冬季取暖补贴" in rule for rule in rules)
