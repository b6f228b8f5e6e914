"""Labels of codes are spoken in the language of the screen wherever they stand: in values, lists and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest

from db.code_lists import code_list
from db.messages import Message, listed, listed_names
from db.registers import all_registers
from db.store.ledger import Ledger
from db.values import dates
from db.wording import worded
from desktop.language import CHINESE, ENGLISH, _, choose, said
from desktop.services import records
from desktop.services.references import worded_in
from desktop.services.roles import Action, NotAllowedError, Role
from tests.support.known_records import id_number

REGISTER = all_registers()["hardship_cases"]


@pytest.fixture
def english() -> Iterator[None]:
    choose(ENGLISH)
    yield
    choose(CHINESE)


@pytest.mark.usefixtures("english")
def test_codes_are_worded_in_english() -> None:
    assert worded(REGISTER.fields["sex"], "1", _).isascii()
    several = worded(REGISTER.fields["cause_secondary"], ("1", "2"), _)
    assert all(part.isascii() for part in several.split(", "))
    assert worded(REGISTER.fields["sex"], "1") == "男"


@pytest.mark.usefixtures("english")
def test_sentences_name_codes_in_english(ledger: Ledger) -> None:
    record = records.new(ledger, REGISTER)
    record.id_no, record.sex = id_number("360111", "19760412", "011"), "2"
    found = records.problems(ledger, REGISTER, record)
    differs = next(said(one.message) for one in found if one.code == "identity_differs")
    assert differs.isascii(), differs


@pytest.mark.usefixtures("english")
def test_services_word_codes_in_english(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        assert worded_in(session, REGISTER.fields["sex"], "1").isascii()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("role", Role)
def test_roles_are_named_in_english(role: Role) -> None:
    assert said(Message(role.label)).isascii()


@pytest.mark.usefixtures("english")
def test_a_word_of_two_meanings_is_said_by_its_list() -> None:
    members = REGISTER.row_group("members").fields
    assert worded(members["sex"], "2", _) == "Female"
    assert worded(members["relation"], "30", _) == "Daughter"
    assert said(Message(code_list("family_relation").label("30"))) == "Daughter"
    assert _(code_list("unit_condition").label("6")) == "Closed down"
    assert _("关闭") == "Close"


def test_in_chinese_a_word_of_two_meanings_is_one_word() -> None:
    relation = code_list("family_relation").label("30")
    assert (relation, _(relation), said(Message(relation))) == ("女", "女", "女")
    assert type(_(relation)) is str
    assert _(deepcopy(relation)) == "女"
    assert relation == code_list("sex").label("2")


def test_a_relation_is_found_by_the_word_that_people_say() -> None:
    relations = code_list("family_relation")
    assert [relations.find(word) for word in ("子", "女")] == [
        relations.find(word) for word in ("儿子", "女儿")
    ]


@pytest.mark.usefixtures("english")
def test_a_number_in_a_sentence_keeps_its_unit_in_english(ledger: Ledger) -> None:
    units = all_registers()["units"]
    record = records.new(ledger, units)
    record.employees, record.female_employees = 17, 20
    found = records.problems(ledger, units, record)
    exceeds = next(said(one.message) for one in found if one.field == "female_employees")
    assert exceeds == '"Women employees" (20 people) must not exceed "Employees" (17 people). Check both.'


@pytest.mark.usefixtures("english")
def test_names_in_a_sentence_stay_as_they_are() -> None:
    assert said(listed_names(["男", "{甲}"])) == "男, {甲}"
    assert str(listed_names(["男", "{甲}"])) == "男、{甲}"
    assert said(listed_names(map(str, range(5_000)))) == ", ".join(map(str, range(5_000)))
    refused = NotAllowedError(Action.SETTINGS, ["王芳", "李强"])
    assert said(refused.message).endswith("please ask 王芳, 李强.")


@pytest.mark.usefixtures("english")
def test_a_list_of_words_in_a_sentence_is_spoken_word_by_word() -> None:
    assert said(listed(["男"])) == "Male"
    assert said(listed(["男", "汉族", "子"])) == "Male, Han, Son"
    assert str(listed(["男", "汉族", "子"])) == "男、汉族、子"


@pytest.mark.usefixtures("english")
def test_a_date_in_a_sentence_speaks_the_language_of_the_sentence() -> None:
    sentence = Message(
        "已保存，马上用于检查。前一条在{day}截止。", {"day": dates.in_sentence(date(2026, 5, 8))}
    )
    assert str(sentence) == "已保存，马上用于检查。前一条在2026年5月8日截止。"
    assert said(sentence) == "Saved; checks use it at once. The number before it ends on 2026-05-08."


@pytest.mark.usefixtures("english")
def test_a_month_is_written_as_english_screens_write_it() -> None:
    assert said(dates.month_in_sentence(date(2026, 5, 8))) == "2026-05"
