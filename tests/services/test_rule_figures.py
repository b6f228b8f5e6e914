"""The office's own numbers: entered, corrected, ended, taken back; in force at once, with their history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.messages import ReportableError
from db.registers import all_registers
from db.rule_tables import Figure, shipped
from db.store import history
from db.store.ledger import Ledger
from desktop.services import records, rule_figures
from desktop.services.contexts import context_of
from desktop.services.roles import NotAllowedError
from desktop.services.rule_figures import OverlapError

CITY = "3601"
YEAR_2025, YEAR_2026 = dt.date(2025, 1, 1), dt.date(2026, 1, 1)


def line(yuan: str, begin: dt.date, end: dt.date | None = None, area: str = CITY) -> Figure:
    return Figure(
        table="low_income_line",
        name="low_income_line",
        value=Decimal(yuan),
        valid_from=begin,
        valid_to=end,
        area=area,
        source="洪民发〔2025〕1号",
    )


def own(ledger: Ledger) -> list[tuple[str, str]]:
    """Give the office's own lines, newest first, as value and span."""
    return [
        (str(one.words), str(rule_figures.span(one)))
        for one in rule_figures.listed(ledger, "low_income_line")
        if one.id
    ]


def line_on(ledger: Ledger, day: dt.date) -> tuple[int, bool] | None:
    with ledger.store.reading() as session:
        found = context_of(ledger, session).tables.low_income_line(ledger.office().area, day)
    return found and (found.fen, found.example)


def test_a_new_number_holds_at_once_and_ends_the_one_before(ledger: Ledger) -> None:
    assert line_on(ledger, YEAR_2026) == (1000_00, True)
    first = rule_figures.enter(ledger, line("1050.5", YEAR_2025))
    assert (first.ended, line_on(ledger, YEAR_2026)) == (None, (1050_50, False))
    second = rule_figures.enter(ledger, line("1100", YEAR_2026))
    assert second.ended == replace(first.figure, valid_to=dt.date(2025, 12, 31))
    assert own(ledger) == [("1100", "2026年1月1日起"), ("1050.5", "2025年1月1日至2025年12月31日")]
    assert line_on(ledger, dt.date(2025, 12, 31)) == (1050_50, False)
    assert rule_figures.in_force(ledger, "low_income_line") == {second.figure}


def test_days_do_not_overlap(ledger: Ledger) -> None:
    rule_figures.enter(ledger, line("1050", YEAR_2025, dt.date(2025, 12, 31)))
    with pytest.raises(
        OverlapError, match="当地城市低保标准 1050 元/人·月”已用于2025年1月1日至2025年12月31日"
    ):
        rule_figures.enter(ledger, line("1060", dt.date(2025, 7, 1)))
    open_one = rule_figures.enter(ledger, line("1100", YEAR_2026)).figure
    with pytest.raises(OverlapError):
        rule_figures.enter(ledger, line("900", dt.date(2024, 1, 1)))
    with pytest.raises(OverlapError):
        rule_figures.correct(ledger, replace(open_one, valid_from=dt.date(2025, 12, 31)))
    rule_figures.enter(ledger, line("900", dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
    rule_figures.enter(ledger, line("1150", YEAR_2026, area="360111"))
    assert [value for value, _ in own(ledger)] == ["1100", "1150", "1050", "900"]
    assert line_on(ledger, YEAR_2026) == (1150_00, False)


def test_a_number_is_corrected_ended_and_taken_back(ledger: Ledger) -> None:
    entered = rule_figures.enter(ledger, line("1050", YEAR_2025)).figure
    ended = replace(entered, value=Decimal(1080), valid_to=dt.date(2025, 12, 31))
    rule_figures.correct(ledger, ended)
    assert own(ledger) == [("1080", "2025年1月1日至2025年12月31日")]
    assert line_on(ledger, YEAR_2026) == (1000_00, True)
    rule_figures.withdraw(ledger, entered.id)
    assert (own(ledger), line_on(ledger, YEAR_2025)) == ([], (1000_00, True))
    told = rule_figures.history_of(ledger, entered.id)
    assert [(one.action, one.by) for one in told] == [
        (action, ledger.user) for action in ("enter", "change", "withdraw")
    ]
    assert told[1].changes == {"value": ["1050", "1080"], "valid_to": [None, "2025-12-31"]}
    with ledger.store.reading() as session:
        assert history.first_break(session) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (line("1050.555", YEAR_2025), "最多 2 位小数"),
        (line("-1", YEAR_2025), "不小于零"),
        (line("1050", YEAR_2026, YEAR_2025), "截止日期早于起始日期"),
        (replace(line("1050", YEAR_2025), source=" "), "请填写依据"),
        (replace(line("101", YEAR_2025), table="targets", name="membership"), "不能大于 100"),
    ],
)
def test_what_is_no_number_of_a_rule_is_refused(ledger: Ledger, wrong: Figure, said: str) -> None:
    with pytest.raises(ReportableError, match=said):
        rule_figures.enter(ledger, wrong)
    assert own(ledger) == []


def test_only_review_and_admin_change_numbers(ledger: Ledger) -> None:
    entered = rule_figures.enter(ledger, line("1050", YEAR_2025)).figure
    ledger.role = "entry"
    with pytest.raises(NotAllowedError, match="修改规则表"):
        rule_figures.enter(ledger, line("1100", YEAR_2026))
    with pytest.raises(NotAllowedError):
        rule_figures.correct(ledger, replace(entered, value=Decimal(1)))
    with pytest.raises(NotAllowedError):
        rule_figures.withdraw(ledger, entered.id)
    ledger.role = "review"
    rule_figures.withdraw(ledger, entered.id)


def test_a_check_says_example_until_the_office_has_its_own_number(ledger: Ledger) -> None:
    homes = all_registers()["worker_homes"]
    home: Any = records.new(ledger, homes)
    home.brief_deeds = "字" * 1501

    def told() -> list[tuple[str, str]]:
        return [
            (one.severity.value, str(one.message))
            for one in records.problems(ledger, homes, home)
            if one.code == "deeds_long"
        ]

    assert told() == [("提示", "简要事迹有 1501 个字（空格不计），最多 1500（示例） 个字，请精简。")]
    length = Figure(
        table="text_lengths",
        name="home_brief_deeds",
        value=Decimal(1500),
        valid_from=YEAR_2025,
        source="洪工发〔2025〕3号",
    )
    entered = rule_figures.enter(ledger, length).figure
    assert told() == [("强制", "简要事迹有 1501 个字（空格不计），最多 1500 个字，请精简。")]
    rule_figures.correct(ledger, replace(entered, value=Decimal(1600)))
    assert told() == []


def test_areas_go_from_the_office_outwards(ledger: Ledger) -> None:
    assert [code for code, _ in rule_figures.places(ledger)] == ["360111103", "360111", "3601", "36", ""]


def test_the_list_holds_what_the_program_brings_too(ledger: Ledger) -> None:
    listed = rule_figures.listed(ledger, "targets")
    assert [one.name for one in listed][:3] == ["union_coverage"] * 3
    assert [one.value for one in listed][:3] == [90, 75, 60]
    assert set(listed) == {one for one in shipped().figures if one.table == "targets"}
