"""The rules of recommended persons, each red and green."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db.checks import problems_of
from db.consultations import BOXES, WORKER
from db.register import Context
from db.registers.nominees import REGISTER
from db.registers.nominees.record import Nominee
from db.registers.nominees.rows import NomineeConsultation, NomineeHonour, NomineeNotice, ResumeEntry
from db.registers.units.record import Unit
from tests.support.known_records import TODAY, by_rules, context, id_number, places


def around(*nominees: Nominee, **changes: Any) -> Context:
    """Give a ledger with one exemplary unit."""
    values: dict[str, Any] = {"id": "u1", "built_state": "2", "has_contract": True, "has_congress": True}
    return context(units=[Unit(**{**values, **changes})], nominees=nominees)


def stretch(begin: dt.date | None, end: dt.date | None, organisation: str = "罗家针织") -> ResumeEntry:
    return ResumeEntry(from_on=begin, until_on=end, organisation=organisation, post="挡车工")


def honour(
    title: str = "南昌市劳动模范", level: str = "3", on: dt.date = dt.date(2015, 5, 1)
) -> NomineeHonour:
    return NomineeHonour(honoured_on=on, awarded_by="南昌市人民政府", title=title, level=level)


def nominee(**changes: Any) -> Nominee:
    """Make a recommended person with whom nothing is wrong."""
    values: dict[str, Any] = {
        "id": "n1",
        "written_on": TODAY,
        "title": "21",
        "level": "2",
        "year": 2026,
        "name": "熊细妹",
        "id_no": id_number("360111", "19830604", "126"),
        "sex": "2",
        "birth": dt.date(1983, 6, 4),
        "ethnic": "01",
        "politics": "01",
        "joined_party_on": dt.date(2010, 7, 1),
        "unit": "u1",
        "work_unit": "南昌罗家针织有限公司",
        "started_work_on": dt.date(2001, 7, 15),
        "person_category": "01",
        "resume": [
            stretch(dt.date(1998, 9, 1), dt.date(2001, 6, 30), "罗家中学"),
            stretch(dt.date(2001, 7, 1), dt.date(2010, 12, 31)),
            stretch(dt.date(2011, 1, 1), None),
        ],
        "honours": [honour()],
        "brief_deeds": "二十五年无次品。",
        "deeds": "二十五年如一日。",
        "votes_due": 60,
        "votes_present": 55,
        "votes_for": 54,
        "notice_from": dt.date(2026, 4, 13),
        "notice_until": dt.date(2026, 4, 17),
        "notice_result": "1",
    }
    return Nominee(**{**values, **changes})


def test_nothing_is_wrong_with_a_good_nominee() -> None:
    assert problems_of(REGISTER, nominee(), around()) == []


def test_an_empty_nominee_raises_nothing_and_was_never_punished() -> None:
    assert by_rules(REGISTER, Nominee()) == []
    assert Nominee().punishments == "无"
    assert nominee(punishments="2012年警告").punishments == "2012年警告"


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "more_than_due@votes_present", {"votes_due": 54}),
        ("MUST", "more_than_present@votes_for", {"votes_for": 56}),
        ("MUST", "birth_order@joined_party_on", {"joined_party_on": dt.date(1983, 6, 3)}),
        ("MUST", "birth_order@started_work_on", {"started_work_on": dt.date(1983, 6, 3)}),
        ("EXPLAIN", "joined_party@joined_party_on", {"joined_party_on": None}),
        (
            "MUST",
            "migrant_worker@household_registration",
            {"person_flags": ("2", "1"), "has_household_proof": True},
        ),
        (
            "MUST",
            "migrant_worker@has_household_proof",
            {"person_flags": ("1",), "household_registration": "2"},
        ),
        (
            "EXPLAIN",
            "migrant_proof@has_household_proof",
            {"person_flags": ("1",), "household_registration": "2", "has_household_proof": False},
        ),
        ("MUST", "union_worker@union_post", {"title": "24", "union_post_kind": "2"}),
        ("MUST", "union_worker@union_post_kind", {"title": "44", "union_post": "工会主席"}),
        ("EXPLAIN", "honoured_before@honours[0].level", {"honours": [honour("江西省劳动模范", "2")]}),
        (
            "EXPLAIN",
            "honoured_before@honours[1].level",
            {"honours": [honour(), honour("全国先进工作者", "1")]},
        ),
        ("MUST", "before_birth@honours[0].honoured_on", {"honours": [honour(on=dt.date(1983, 6, 3))]}),
        ("MUST", "before_birth@resume[0].from_on", {"resume": [stretch(dt.date(1983, 6, 3), None)]}),
        (
            "MUST",
            "resume_order@resume[0].until_on",
            {"resume": [stretch(dt.date(2011, 1, 2), dt.date(2011, 1, 1))]},
        ),
        (
            "MUST",
            "resume_order@resume[1].from_on",
            {
                "resume": [
                    stretch(dt.date(2011, 1, 1), dt.date(2012, 1, 1)),
                    stretch(dt.date(2010, 12, 1), None),
                ]
            },
        ),
        (
            "MUST",
            "resume_open@resume[0].until_on",
            {"resume": [stretch(dt.date(2001, 7, 1), None), stretch(dt.date(2011, 1, 1), None)]},
        ),
        (
            "EXPLAIN",
            "resume_gap@resume[1].from_on",
            {
                "resume": [
                    stretch(dt.date(2001, 7, 1), dt.date(2010, 12, 31)),
                    stretch(dt.date(2011, 2, 1), None),
                ]
            },
        ),
        ("MUST", "brief_deeds_long@brief_deeds", {"brief_deeds": "好" * 501}),
        ("MUST", "deeds_long@deeds", {"deeds": "𬱖 " * 2001}),
        ("MUST", "notice_order@notice_until", {"notice_until": dt.date(2026, 4, 12)}),
        (
            "EXPLAIN",
            "notice_short@notice_until",
            {"notice_from": dt.date(2026, 4, 11), "notice_until": dt.date(2026, 4, 16)},
        ),
        ("EXPLAIN", "notice_objection@notice_result", {"notice_result": "3"}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, nominee(**changes), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"honours": [honour("优秀共产党员", "1")]},
        {"honours": []},
        {"person_flags": ("1",), "household_registration": "2", "has_household_proof": True},
        {"title": "24", "union_post": "工会主席", "union_post_kind": "2"},
        {"title": "25"},
        {"politics": "13", "joined_party_on": None},
        {"unit": None},
        {"brief_deeds": "好 \n" * 500},
        {"resume": [stretch(dt.date(2001, 7, 1), dt.date(2010, 12, 1)), stretch(dt.date(2011, 1, 31), None)]},
        {"resume": [stretch(None, None), stretch(None, None)][:1]},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, nominee(**changes), around()) == []


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("unit_not_built@unit", {"built_state": "0"}),
        ("unit_no_contract@unit", {"has_contract": False}),
        ("unit_no_congress@unit", {"has_congress": None}),
    ],
)
def test_the_unit_must_be_in_order(place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, nominee(), around(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [("EXPLAIN", place)]


def test_a_person_is_recommended_once_for_one_title_in_one_year() -> None:
    again = by_rules(REGISTER, nominee(id="n2"), around(nominee()))
    assert [(problem.severity.name, problem.key) for problem in again] == [
        ("MUST", "recommended_twice@id_no")
    ]
    assert by_rules(REGISTER, nominee(), around(nominee())) == []
    assert by_rules(REGISTER, nominee(id="n2", title="23"), around(nominee())) == []
    assert by_rules(REGISTER, nominee(id="n2", year=2021), around(nominee())) == []


def test_the_notice_counts_working_days() -> None:
    (notice_days,) = (one for one in REGISTER.computed if one.code == "notice_days")
    over_a_weekend = nominee(notice_from=dt.date(2026, 4, 10), notice_until=dt.date(2026, 4, 16))
    counted = notice_days.work_out(over_a_weekend, around())
    assert counted is not None
    assert counted.value == 5
    assert str(counted.text) == "2026年4月10日至2026年4月16日，星期一至星期五共 5 天，没有扣除法定节假日"
    assert notice_days.work_out(nominee(notice_until=None), around()) is None


def test_a_nominee_needs_a_resume() -> None:
    assert places(problems_of(REGISTER, nominee(resume=[]), around())) == ["row_count@resume[None]."]


def asked(department: str, **changes: Any) -> NomineeConsultation:
    values: dict[str, Any] = {
        "department": department,
        "sent_on": dt.date(2026, 4, 1),
        "reply_on": dt.date(2026, 4, 3),
        "conclusion": "1",
    }
    return NomineeConsultation(**{**values, **changes})


def all_asked(*but: str, **changes: Any) -> list[NomineeConsultation]:
    """Ask the offices on the form for workers."""
    return [asked(code, **changes) for code in BOXES[WORKER] if code not in but]


def county_round(**changes: Any) -> NomineeNotice:
    values: dict[str, Any] = {
        "scope": "3",
        "from_on": dt.date(2026, 4, 20),
        "until_on": dt.date(2026, 4, 24),
        "result": "1",
    }
    return NomineeNotice(**{**values, **changes})


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "round_order@notices[0].until_on", {"until_on": dt.date(2026, 4, 19)}),
        ("EXPLAIN", "notice_short@notices[0].until_on", {"until_on": dt.date(2026, 4, 23)}),
        ("EXPLAIN", "notice_short@notices[0].days", {"days": 4}),
        ("EXPLAIN", "round_objection@notices[0].result", {"result": "3"}),
    ],
)
def test_one_fault_of_a_round_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, nominee(notices=[county_round(**changes)]), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


def test_the_days_that_are_typed_count_for_a_round() -> None:
    assert by_rules(REGISTER, nominee(notices=[county_round()]), around()) == []
    moved_holiday = county_round(until_on=dt.date(2026, 4, 23), days=5)
    assert by_rules(REGISTER, nominee(notices=[moved_holiday]), around()) == []


@pytest.mark.parametrize(
    ("severity", "place", "consultations"),
    [
        (
            "MUST",
            "reply_order@consultations[0].reply_on",
            [asked("33", reply_on=dt.date(2026, 3, 31)), asked("34")],
        ),
        ("EXPLAIN", "consultation_objection@consultations[1].conclusion", [asked("33"), asked("34", conclusion="2")]),
        ("HINT", "offices_missing@consultations[None].", [asked("33")]),
    ],
)  # fmt: skip
def test_one_fault_of_the_consultations_is_one_problem(
    severity: str, place: str, consultations: list[NomineeConsultation]
) -> None:
    found = by_rules(REGISTER, nominee(consultations=consultations), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


def test_missing_offices_are_named() -> None:
    (missing,) = by_rules(REGISTER, nominee(consultations=all_asked("34")), around())
    assert str(missing.message) == "征求意见还缺：乡镇（街道）。"
    assert by_rules(REGISTER, nominee(consultations=all_asked()), around()) == []
    assert by_rules(REGISTER, nominee(consultations=all_asked("31", "32")), around()) == []


@pytest.mark.parametrize(
    ("category", "form"),
    [("01", "3"), ("02", "3"), ("03", "1"), ("04", "3"), ("05", "3"), ("07", "2"), ("08", "2"), (None, None)],
)
def test_the_form_of_the_consultation_follows_the_kind_of_person(
    category: str | None, form: str | None
) -> None:
    computed = next(one for one in REGISTER.computed if one.code == "consultation_form")
    worked_out = computed.work_out(nominee(person_category=category), around())
    assert (worked_out and worked_out.value) == form
    assert len(BOXES["1"]) == 10
