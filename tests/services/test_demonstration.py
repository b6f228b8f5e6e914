"""The made-up office: the same people every time, believable, with exactly the mistakes that were meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from db import areas, queries
from db.messages import Severity
from db.record import Record
from db.registers import all_registers
from db.store.ledger import Ledger
from db.values import resident_id
from desktop.services import checking, structure_ratios
from desktop.services.demonstration import people, places, units
from desktop.services.structure_ratios import Verdict
from tests.support.demo_office import DemoOffice

TODAY = date(2026, 6, 15)


@pytest.fixture
def book(demo: DemoOffice) -> Iterator[Ledger]:
    """Open the demonstration's ledger."""
    opened = demo.unlock()
    yield opened
    opened.close()


@pytest.fixture
def households(book: Ledger) -> list[Record]:
    with book.store.reading() as session:
        return queries.load_all(session, all_registers()["hardship_cases"])


def made(seed: int) -> list[people.Person]:
    source = people.People(Random(seed), TODAY)
    return [source.either(20, 60) for _ in range(50)]


def test_same_seed_makes_the_same_people() -> None:
    assert made(7) == made(7)
    assert made(7) != made(8)


def test_people_have_valid_numbers_of_their_age_and_sex() -> None:
    for person in made(1):
        facts = resident_id.facts(person.id_no)
        assert facts == (person.sex, person.birth, person.id_no[:6])
        assert 20 <= person.age(TODAY) <= 60
        assert areas.county_name(person.county)


def test_nobody_lives_in_a_county_that_is_gone() -> None:
    source = people.People(Random(3), TODAY)
    counties = {source.person("1", 20, 60, county=gone).county for gone in ("360105", "360122", "362330")}
    assert counties == {"360112", "361128"}


def test_villages_are_all_different() -> None:
    assert len(set(places.VILLAGES)) == len(places.VILLAGES)
    assert {sketch.place for sketch in units.SKETCHES} <= {*places.VILLAGES, *places.COMMUNITIES}


def test_only_the_meant_mistakes_stand(book: Ledger) -> None:
    report = checking.check_all(book, list(all_registers().values()))
    standing = Counter(
        (record.register, problem.code) for record in report.standing for problem in record.stands
    )
    assert standing == {
        ("units", "more_than_employees"): 1,
        ("hardship_cases", "resident_id"): 1,
        ("hardship_cases", "no_phone"): 1,
        ("nominees", "more_than_present"): 1,
    }
    explained = [
        (record.register, problem.code)
        for record in report.records
        for problem in record.problems
        if problem.severity is Severity.EXPLAIN and problem not in record.stands
    ]
    assert {
        ("hardship_cases", "size_differs"),
        ("hardship_cases", "income_differs"),
        ("units", "credit_code"),
    } <= set(explained)


def test_one_ratio_of_a_batch_is_kept_and_one_is_not(book: Ledger) -> None:
    (batch,) = [one for one in structure_ratios.batches(book) if one.title == "23"]
    found = structure_ratios.structure(book, batch)
    asked = {one.ratio.group: one for one in found.lines if one.ratio.figure}
    assert {group: (one.part, one.whole, one.verdict) for group, one in asked.items()} == {
        "一线产业工人": (2, 4, Verdict.MET),
        "其他一线职工和专业技术人员": (0, 4, Verdict.NOT_MET),
    }
    assert asked["其他一线职工和专业技术人员"].missing == 1
    assert all(one.is_certain for one in found.lines)


def test_families_fit_together(households: list[Record]) -> None:
    assert len(households) == 12
    for case in households:
        by_relation = {member.relation: member for member in case.members}
        children = [member for member in case.members if member.relation in {"20", "30"}]
        assert children
        father = case if case.sex == "1" else by_relation.get("10")
        if father:
            assert {child.name[0] for child in children} == {father.name[0]}
        assert all(child.birth.year - case.birth.year >= 20 for child in children)
        assert case.household_income_year is not None
        assert case.hardship_class in {"31", "32", "33"}


def test_files_are_numbered_in_the_order_of_their_filing(households: list[Record]) -> None:
    filed = [(case.file_no, case.filed_on) for case in households]
    assert filed == sorted(filed)
    assert [day for _, day in filed] == sorted(day for _, day in filed)
    assert all(day.weekday() < 5 for _, day in filed)
