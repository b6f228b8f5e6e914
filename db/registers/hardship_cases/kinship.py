"""Whether the members of a household fit together: relation, sex, age, schooling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db.code_lists import code_list
from db.messages import N_, Message, Problem, Severity
from db.register import Context
from db.registers.hardship_cases.record import HardshipCase
from db.registers.hardship_cases.rows import HouseholdMember
from db.rules import figure_for
from db.values import resident_id

# Codes of GB/T 4761 by what they say of the member.
# fmt: off
_MALE = frozenset({
    "11", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "41", "43", "46", "47", "51", "53",
    "55", "57", "61", "63", "66", "71", "73", "76", "78", "81", "83", "85", "87", "89", "93", "95",
})
_FEMALE = frozenset({
    "12", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "42", "44", "45", "48", "52", "54",
    "56", "58", "62", "64", "67", "72", "74", "75", "77", "82", "84", "86", "88", "90", "94", "96",
})
_SPOUSES = frozenset({"10", "11", "12"})
# Blood relations only: step-parents and sons-in-law may be of any age.
_CHILDREN = frozenset({
    "20", "21", "22", "23", "24", "25", "26", "30", "31", "32", "33", "34", "35", "36",
})
# fmt: on
_PARENTS = frozenset({"51", "52"})
_STUDENTS = frozenset({"12", "13", "14", "15", "16", "17"})


def relation_and_sex(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Question a son whose ID says female, and a spouse of the head's own sex."""
    for row, member in enumerate(case.members):
        sex = _sex(member)
        expected = _expected_sex(case, member)
        if sex and expected and sex != expected:
            values = {
                "relation": Message(code_list("family_relation").label(member.relation or "")),
                "sex": Message(code_list("sex").label(sex)),
            }
            sentence = N_("关系是“{relation}”，而身份证号是{sex}性的，请核对关系和身份证号。")
            yield _at(row, "relation_sex", Severity.EXPLAIN, Message(sentence, values), "relation")


def one_spouse(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Refuse a second spouse."""
    rows = [row for row, member in enumerate(case.members) if member.relation in _SPOUSES]
    for row in rows[1:]:
        sentence = N_("家庭成员第 {first} 行已是配偶，请核对这一行的关系。")
        yield _at(row, "two_spouses", Severity.MUST, Message(sentence, {"first": rows[0] + 1}), "relation")


def parents_older(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Question a parent and child so few years apart that one of the two birth dates is nearly always wrong."""
    head, youngest = _birth(case), figure_for(case, context, "periods", "youngest_parent_years")
    if head is None or youngest is None:
        return
    for row, member in enumerate(case.members):
        birth = _birth(member)
        if birth is None or member.relation not in _PARENTS | _CHILDREN:
            continue
        parent, child = (birth, head) if member.relation in _PARENTS else (head, birth)
        years = resident_id.age(parent, child)
        if years < youngest.value:
            values = {
                "relation": Message(code_list("family_relation").label(member.relation)),
                "years": years,
            }
            if years < 0:
                sentence = N_("关系是“{relation}”，而出生日期显示晚辈比长辈还大，请核对关系和身份证号。")
            else:
                sentence = N_("关系是“{relation}”，而与户主只相差 {years} 岁，请核对关系和身份证号。")
            yield _at(row, "parent_age", Severity.EXPLAIN, Message(sentence, values), "relation")


def student_facts(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Ask for what 金秋助学 needs of a student."""
    for row, member in enumerate(case.members):
        if member.person_status not in _STUDENTS:
            continue
        missing = [code for code in ("education", "entry_year", "school_years") if not getattr(member, code)]
        if missing:
            sentence = Message(N_("在读学生请填写当前学历、入学年份和年制，助学到哪一年按它计算。"))
            yield _at(row, "student_facts", Severity.HINT, sentence, missing[0])


def _expected_sex(case: HardshipCase, member: HouseholdMember) -> str | None:
    if member.relation in _MALE:
        return "1"
    if member.relation in _FEMALE:
        return "2"
    if member.relation == "10":
        return {"1": "2", "2": "1"}.get(_sex(case) or "")
    return None


def _sex(person: HardshipCase | HouseholdMember) -> str | None:
    facts = resident_id.facts(person.id_no or "")
    return facts.sex_code if facts else person.sex


def _birth(person: HardshipCase | HouseholdMember) -> date | None:
    facts = resident_id.facts(person.id_no or "")
    return facts.birth if facts else person.birth


def _at(row: int, code: str, severity: Severity, sentence: Message, field: str) -> Problem:
    return Problem(code, severity, sentence, field, "members", row)
