"""结构比例 counts by hand: groups, their whole, what is not filled in, whose rule and of which year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.registers import all_registers
from db.rule_tables import RATIOS, Figure, Ratio, ratio_name, shipped
from db.store.ledger import Ledger
from db.wording import as_of
from desktop.services import (
    filtering,
    receiving,
    records,
    rule_figures,
    structure_ratios,
    structure_words,
)
from desktop.services.nominee_groups import GROUPS, USUAL, conditions_of
from desktop.services.structure_ratios import Batch, Line, Structure, Verdict
from tests.registers.test_nominees import nominee as faultless
from tests.support.carrying import accept
from tests.support.known_records import id_number
from tests.support.round_trip import Round, send

NOMINEES = all_registers()["nominees"]
MODEL_WORKERS_2010 = Batch("21", 2010)
PRIVATE, SCHOOL = {"unit_type": "170"}, {"unit_type": "400"}


def nominee(ledger: Ledger, category: str | None, times: int = 1, **values: Any) -> str:
    given = {"title": "21", "year": 2010, "sex": "1", "ethnic": "01", "person_category": category} | values
    for _ in range(times):
        record = records.new(ledger, NOMINEES)
        for code, value in given.items():
            setattr(record, code, value)
        saved = records.save(ledger, NOMINEES, record).record.id
    return saved


def batch_of_forty(ledger: Ledger) -> None:
    """22 of enterprises (12 workers, 5 heads), 5 of offices (2 of county rank), 13 farmers, 3 migrant workers."""
    nominee(ledger, "01", 7, **PRIVATE)
    nominee(ledger, "01", 3, **PRIVATE, person_flags=("1", "4"))
    nominee(ledger, "02", 2, **PRIVATE, sex="2")
    nominee(ledger, "03", 5, **PRIVATE)
    nominee(ledger, "04", 5, unit_type="110")
    nominee(ledger, "07", 3, unit_type="500")
    nominee(ledger, "08", 2, unit_type="500", ethnic="11")
    nominee(ledger, "05", 13, unit_type="600")


def enter(ledger: Ledger, title: str, group: str, value: int, since: date, **more: Any) -> Figure:
    name = ratio_name(title, group, more.pop("of", ""), is_minimum=more.pop("is_minimum", True))
    given = Figure(
        table=RATIOS, name=name, value=Decimal(value), valid_from=since, source="洪工发〔2026〕3号"
    )
    return rule_figures.enter(ledger, given).figure


def line(found: Structure, group: str) -> Line:
    return next(one for one in found.lines if one.ratio.group == group)


def numbers(found: Structure, group: str) -> tuple[int, int, Verdict]:
    one = line(found, group)
    return one.part, one.whole, one.verdict


def test_the_ratios_of_2010_by_hand(ledger: Ledger) -> None:
    batch_of_forty(ledger)
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    assert found.batch.nominees == 40
    assert found.on == date(2026, 6, 15)
    assert str(as_of(found.on)) == "统计时点：2026年6月15日"
    assert {one.ratio.group: numbers(found, one.ratio.group) for one in found.lines if one.ratio.figure} == {
        "机关事业单位人员": (5, 40, Verdict.MET),
        "县处级干部": (2, 5, Verdict.NOT_MET),
        "企业职工": (22, 40, Verdict.MET),
        "一线工人和专业技术人员": (12, 22, Verdict.NOT_MET),
        "企业负责人": (5, 22, Verdict.NOT_MET),
        "农民": (13, 40, Verdict.MET),
        "乡镇企业负责人": (0, 0, Verdict.UNCOUNTABLE),
        "农民工": (3, 40, Verdict.MET),
    }
    assert (found.count(Verdict.MET), found.count(Verdict.NOT_MET), found.open) == (4, 3, 1)
    usual = {one.ratio.group: one.part for one in found.lines if not one.ratio.figure}
    assert usual["女职工"] == 2
    assert usual["少数民族"] == 2
    assert usual["非公有制单位"] == 3
    assert {one.verdict for one in found.lines if not one.ratio.figure} == {Verdict.NO_RATIO}


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        (
            "一线工人和专业技术人员",
            "一线工人和专业技术人员 12 人，占企业职工 22 人的 54.5%，应不少于 55%，还差 1 人。",
        ),
        ("企业负责人", "企业负责人 5 人，占企业职工 22 人的 22.7%，应不超过 22%，多出 1 人。"),
        ("农民", "农民 13 人，占全部人选 40 人的 32.5%，应不少于 25%，符合。"),
        ("女职工", "女职工 2 人，占全部人选 40 人的 5%，规则表没有规定比例。"),
        ("乡镇企业负责人", "台账里没有一项能确定谁是“乡镇企业负责人”，无法统计，请另行核对。"),
    ],
)
def test_a_line_is_told_in_a_sentence(ledger: Ledger, group: str, sentence: str) -> None:
    batch_of_forty(ledger)
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    assert str(structure_words.told(line(found, group))) == sentence


def test_the_rule_is_named_with_its_source_and_days(ledger: Ledger) -> None:
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    assert str(structure_words.basis(line(found, "一线工人和专业技术人员"))) == (
        "按“人员类别（身份）、单位性质”统计。"
        "依据：江西省劳动模范推荐评选通知（2010年）（2010年1月1日至2010年12月31日，不分地区）。"
    )
    assert str(structure_words.basis(line(found, "女职工"))) == "按“性别”统计。"
    assert str(structure_words.basis(line(found, "乡镇企业负责人"))).startswith("依据：")


def test_an_empty_batch_has_no_ratio(ledger: Ledger) -> None:
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    assert found.batch.nominees == 0
    workers = line(found, "一线工人和专业技术人员")
    assert (workers.verdict, workers.percent) == (Verdict.NOBODY, None)
    assert str(structure_words.told(workers)) == "还没有登记企业职工，算不出比例。"
    assert (found.count(Verdict.MET), found.count(Verdict.NOT_MET)) == (0, 0)
    assert structure_ratios.batches(ledger) == [Batch("23", 2026)]  # its ratios of 2022 still hold


def test_who_left_the_telling_field_empty_is_named_and_not_guessed(ledger: Ledger) -> None:
    nominee(ledger, "01", 2, **PRIVATE)
    nominee(ledger, "01")
    nominee(ledger, None, **PRIVATE)
    nominee(ledger, None)
    nominee(ledger, "04")  # no worker, but perhaps one of those that the workers are a part of
    nominee(ledger, "05")  # a farmer, wherever he works
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    employees = line(found, "企业职工")
    assert (employees.part, employees.whole, employees.undecided) == (2, 7, 4)
    workers = line(found, "一线工人和专业技术人员")
    assert (workers.part, workers.whole, workers.undecided) == (2, 2, 4)
    assert str(structure_words.doubt(workers)) == (
        "另有 4 人没有填“人员类别（身份）、单位性质”，不能确定属于哪一类，补填后才能定。"
    )
    assert structure_words.doubt(line(found, "农民工")) is None  # no mark is an answer
    sure = {one.ratio.group for one in found.lines if one.ratio.figure and one.is_certain}
    assert sure == {"农民工", "乡镇企业负责人"}
    assert (found.count(Verdict.NOT_MET), found.open) == (1, 7)


@pytest.mark.parametrize(
    ("ratio", "part", "whole", "undecided", "verdict", "is_certain"),
    [
        (Ratio(title="21", group="农民", minimum=Decimal(25)), 5, 20, 3, Verdict.MET, True),
        (Ratio(title="21", group="农民", minimum=Decimal(25)), 4, 20, 1, Verdict.NOT_MET, False),
        (Ratio(title="21", group="农民", minimum=Decimal(25)), 3, 20, 1, Verdict.NOT_MET, True),
        (Ratio(title="21", group="农民", maximum=Decimal(25)), 4, 20, 1, Verdict.MET, True),
        (Ratio(title="21", group="农民", maximum=Decimal(25)), 4, 20, 2, Verdict.MET, False),
        (Ratio(title="21", group="一", of="二", minimum=Decimal(25)), 5, 20, 1, Verdict.MET, False),
        (Ratio(title="21", group="一", of="二", minimum=Decimal(20)), 5, 20, 5, Verdict.MET, True),
        (Ratio(title="21", group="一", of="二", maximum=Decimal(20)), 5, 20, 4, Verdict.NOT_MET, True),
        (Ratio(title="21", group="一", of="二", maximum=Decimal(20)), 5, 20, 5, Verdict.NOT_MET, False),
        (Ratio(title="21", group="一", of="二", minimum=Decimal(20)), 0, 0, 1, Verdict.NOBODY, False),
        (Ratio(title="21", group="农民"), 0, 5, 0, Verdict.NO_RATIO, True),
    ],
)
def test_a_verdict_is_certain_when_the_undecided_cannot_turn_it(
    ratio: Ratio, part: int, whole: int, undecided: int, verdict: Verdict, is_certain: bool
) -> None:
    one = Line(ratio, (), (), part, whole, undecided)
    assert (one.verdict, one.is_certain) == (verdict, is_certain)


def test_only_live_nominees_of_the_batch_are_counted(ledger: Ledger) -> None:
    nominee(ledger, "05")
    nominee(ledger, "05", year=2011)
    nominee(ledger, "05", title="31")
    records.withdraw(ledger, NOMINEES, nominee(ledger, "05"))
    assert numbers(structure_ratios.structure(ledger, MODEL_WORKERS_2010), "农民")[:2] == (1, 1)
    assert structure_ratios.batches(ledger) == [
        Batch("23", 2026),
        Batch("21", 2011, 1),
        Batch("21", 2010, 1),
        Batch("31", 2010, 1),
    ]


def test_a_county_counts_what_it_has_taken_in_from_all_townships(trip: Round) -> None:
    batch = Batch("33", 2026)
    for township, category, order in ((trip.luojia, "01", "125"), (trip.tangshan, "03", "126")):
        made = records.new(township, NOMINEES)
        number, sex = id_number("360111", "19830604", order), "1" if order == "125" else "2"
        own = {"title": "33", "level": "3", "person_category": category, "id_no": number, "sex": sex}
        given = faultless(**own, unit=None, honours=[])
        for code in (*NOMINEES.fields, "resume"):
            setattr(made, code, getattr(given, code))
        records.save(township, NOMINEES, made)
        send(township, trip.stick, "nominees")
    assert structure_ratios.structure(trip.county, batch).batch.nominees == 0
    for arrival in receiving.look(trip.county, trip.stick):
        accept(trip.county, arrival)
    found = structure_ratios.structure(trip.county, batch)
    assert (numbers(found, "企业负责人")[:2], numbers(found, "女职工")[:2]) == ((1, 2), (1, 2))
    assert structure_ratios.structure(trip.luojia, batch).batch.nominees == 1


def test_the_offices_own_ratio_wins_and_new_groups_are_counted(ledger: Ledger) -> None:
    nominee(ledger, "01", 4, title="23", year=2026, sex="2")
    nominee(ledger, "03", 6, title="23", year=2026)
    batch = Batch("23", 2026)
    assert numbers(structure_ratios.structure(ledger, batch), "一线产业工人") == (4, 10, Verdict.MET)
    own = enter(ledger, "23", "一线产业工人", 50, date(2026, 3, 1))
    enter(ledger, "23", "女职工", 40, date(2026, 3, 1))
    enter(ledger, "23", "副县级以上干部", 0, date(2026, 3, 1), is_minimum=False)
    found = structure_ratios.structure(ledger, batch)
    workers = line(found, "一线产业工人")
    assert workers.ratio.figure == own
    assert (workers.verdict, workers.missing) == (Verdict.NOT_MET, 1)
    assert "洪工发〔2026〕3号（2026年3月1日起，不分地区）" in str(structure_words.basis(workers))
    assert numbers(found, "女职工") == (4, 10, Verdict.MET)
    groups = [one.ratio.group for one in found.lines]
    assert len(groups) == len(set(groups))
    assert line(found, "副县级以上干部").verdict is Verdict.UNCOUNTABLE


def test_a_batch_keeps_the_rule_of_its_year(ledger: Ledger) -> None:
    enter(ledger, "31", "农民", 20, date(2024, 1, 1))
    enter(ledger, "31", "农民", 30, date(2025, 7, 1))
    enter(ledger, "31", "农民", 40, date(2026, 9, 1))
    asked = {
        year: line(structure_ratios.structure(ledger, Batch("31", year)), "农民").ratio.minimum
        for year in (2023, 2024, 2025, 2026, 2027)
    }
    # The clock stands in June of 2026: what begins in September does not hold yet for the batch of this year.
    assert asked == {2023: None, 2024: 20, 2025: 30, 2026: 30, 2027: 40}


def test_the_list_behind_a_line_holds_those_who_were_counted(ledger: Ledger) -> None:
    batch_of_forty(ledger)
    nominee(ledger, "03", title="31", **PRIVATE)
    found = structure_ratios.structure(ledger, MODEL_WORKERS_2010)
    for one in found.lines:
        narrowed = structure_ratios.behind(found.batch, one)
        if narrowed is None:
            assert one.verdict is Verdict.UNCOUNTABLE
            continue
        listed = filtering.matching(ledger, NOMINEES, narrowed.conditions).ids
        assert len(listed) == one.part, one.ratio.group


def test_a_rounded_per_cent_never_looks_like_the_bound_it_misses() -> None:
    ratio = Ratio(title="21", group="一线工人", minimum=Decimal(55))
    missed = Line(ratio, (), (), part=61, whole=111)
    assert (structure_words.written(missed.percent), missed.verdict) == ("54.95", Verdict.NOT_MET)
    assert structure_words.written(Line(ratio, (), (), part=11, whole=20).percent) == "55"
    assert structure_words.written(Line(ratio, (), (), part=20, whole=20).percent) == "100"


def test_every_group_of_the_rule_tables_is_known_but_for_one(ledger: Ledger) -> None:
    names = {part for one in shipped().figures if one.table == RATIOS for part in one.name.split("/")[2:]}
    assert {name for name in names if conditions_of(name) is None} == {"乡镇企业负责人"}
    assert all(conditions_of(name) for name in USUAL)
    assert conditions_of("产业工人") == conditions_of("一线产业工人")
    for name in GROUPS:
        conditions = conditions_of(name)
        assert conditions is not None
        assert filtering.matching(ledger, NOMINEES, conditions).ids == frozenset()


def test_a_nominee_belongs_to_a_batch_when_title_and_year_are_filled_in(ledger: Ledger) -> None:
    assert structure_ratios.batch_of(ledger, nominee(ledger, "01")) == MODEL_WORKERS_2010
    assert structure_ratios.batch_of(ledger, nominee(ledger, "01", year=None)) is None
    assert structure_ratios.batch_of(ledger, "gone") is None
