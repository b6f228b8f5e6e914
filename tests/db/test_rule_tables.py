"""Rules hold for their area and days, and the office's own numbers win over examples."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from db.code_lists import code_list
from db.rule_tables import Figure, Ratio, RuleTables, definitions, ratio_name, shipped

LUOJIA = "360111103"
TODAY = dt.date(2024, 5, 8)


def line(yuan: str, area: str, *, example: bool = False, year: int = 2023) -> Figure:
    return Figure(
        table="low_income_line",
        name="low_income_line",
        value=Decimal(yuan),
        valid_from=dt.date(year, 1, 1),
        area=area,
        example=example,
    )


def fen(tables: RuleTables, area: str = LUOJIA, on: dt.date = TODAY) -> int | None:
    found = tables.low_income_line(area, on)
    return found.fen if found else None


def test_the_shipped_low_income_lines_are_examples_for_nanchang() -> None:
    for day in (dt.date(2010, 10, 18), dt.date(2018, 1, 1), dt.date(2021, 1, 1), TODAY):
        found = shipped().low_income_line(LUOJIA, day)
        assert found is not None
        assert found.example
        assert found.area == "3601"
    assert shipped().low_income_line("430102001", TODAY) is None


def test_the_most_specific_area_wins() -> None:
    tables = RuleTables((line("700", ""), line("900", "360111"), line("800", "3601")))
    assert fen(tables) == 900_00
    assert fen(tables, "360121101") == 800_00
    assert fen(tables, "430102001") == 700_00


def test_an_entered_line_wins_over_a_nearer_example() -> None:
    entered = shipped().with_figures([line("865.50", "36", year=2020)])
    found = entered.low_income_line(LUOJIA, TODAY)
    assert found is not None
    assert (found.fen, found.example, found.area) == (865_50, False, "36")


def test_the_latest_line_of_an_area_wins() -> None:
    assert fen(RuleTables((line("900", "3601", year=2023), line("800", "3601", year=2020)))) == 900_00
    assert (
        fen(RuleTables((line("900", "3601"), line("950", "3601")))) == 950_00
    )  # entered again: a correction


def test_a_line_ends_with_its_last_day() -> None:
    old = Figure(
        table="low_income_line",
        name="low_income_line",
        value=Decimal(500),
        valid_from=dt.date(2016, 1, 1),
        valid_to=dt.date(2016, 12, 31),
    )
    assert fen(RuleTables((old,)), on=dt.date(2016, 12, 31)) == 500_00
    assert fen(RuleTables((old,)), on=dt.date(2017, 1, 1)) is None
    assert fen(RuleTables((old,)), on=dt.date(2015, 12, 31)) is None


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("borderline", dt.date(2016, 6, 1), "1.5"),
        ("accident", dt.date(2019, 12, 31), "3"),
        ("low_income", dt.date(2010, 10, 18), "1"),
        ("deep_after_costs", dt.date(2020, 1, 1), "1"),
        ("relative_after_costs", TODAY, "2"),
        ("accident_cost_share", TODAY, "0.8"),
    ],
)
def test_multipliers_by_generation(name: str, day: dt.date, value: str) -> None:
    found = shipped().figure("multipliers", name, day)
    assert found is not None
    assert found.value == Decimal(value)


def test_a_multiplier_does_not_outlive_its_generation() -> None:
    assert shipped().figure("multipliers", "borderline", dt.date(2020, 1, 1)) is None
    assert shipped().figure("multipliers", "deep_after_costs", dt.date(2019, 12, 31)) is None


@pytest.mark.parametrize(
    ("name", "year", "value"),
    [
        ("union_coverage", 2010, 60),
        ("union_coverage", 2011, 75),
        ("union_coverage", 2012, 90),
        ("union_coverage", 2024, 90),
        ("collective_contracts", 2010, 90),
        ("help_per_head", 2010, 1000),
    ],
)
def test_targets_of_the_policy(name: str, year: int, value: int) -> None:
    assert shipped().target(name, dt.date(year, 12, 31)) == value


def test_a_target_does_not_precede_its_rule() -> None:
    assert shipped().target("union_coverage", dt.date(2009, 12, 31)) is None


def test_every_limit_is_marked_as_an_example() -> None:
    limits = [figure for figure in shipped().figures if figure.table == "limits"]
    assert len(limits) == 8
    assert all(figure.example for figure in limits)
    assert shipped().limit("temporary_yuan", TODAY) == 3000


def test_ratios_name_titles_that_exist() -> None:
    titles = code_list("honour_title")
    names = [kind.name for kind in definitions()["nomination_ratios"].kinds]
    assert all(titles.find(name.split("/")[0]) for name in names)
    model_workers = shipped().ratios_of("21", dt.date(2010, 10, 18))
    assert [(one.group, one.minimum, one.maximum) for one in model_workers if one.of == "企业职工"] == [
        ("一线工人和专业技术人员", 55, None),
        ("企业负责人", None, 22),
    ]
    assert shipped().ratios_of("21", TODAY) == ()


def test_the_office_enters_ratios_of_its_own() -> None:
    name = ratio_name("11", "企业负责人", "企业职工", is_minimum=False)
    own = Figure(table="nomination_ratios", name=name, value=Decimal(20), valid_from=dt.date(2020, 1, 1))
    [found] = shipped().with_figures([own]).ratios_of("11", TODAY)
    assert found == Ratio(title="11", group="企业负责人", of="企业职工", maximum=Decimal(20))
    label = definitions()["nomination_ratios"].kind(name).label
    assert str(label) == "全国劳动模范：企业负责人占企业职工不超过"


def test_an_entered_number_wins_over_a_later_one_of_the_program() -> None:
    own = Figure(table="targets", name="union_coverage", value=Decimal(85), valid_from=dt.date(2011, 6, 1))
    assert shipped().with_figures([own]).target("union_coverage", dt.date(2020, 1, 1)) == 85


def test_every_number_has_a_kind_with_its_places_and_a_source() -> None:
    for figure in shipped().figures:
        kind = definitions()[figure.table].kind(figure.name)
        assert kind.unit, figure.name
        assert figure.value == round(figure.value, kind.places), figure.name
        assert figure.source, figure.name
    named = {(figure.table, figure.name) for figure in shipped().figures}
    assert named == {(code, kind.name) for code, table in definitions().items() for kind in table.kinds}


def test_an_example_says_so_in_a_sentence() -> None:
    shown = line("1000.00", "", example=True)
    assert (str(shown.words), str(dataclasses.replace(shown, example=False).words)) == (
        "1000（示例）",
        "1000",
    )
