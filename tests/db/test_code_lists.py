"""The shipped code lists are well formed, and their generations are kept apart."""

import datetime as dt
import importlib.resources
from collections import Counter

import pytest

from db.code_lists import CodeItem, CodeList, code_list

NAMES = sorted(
    path.name.removesuffix(".csv") for path in (importlib.resources.files("resources") / "codes").iterdir()
)


@pytest.mark.parametrize("name", NAMES)
def test_every_list_has_unique_ascii_codes_and_words(name: str) -> None:
    items = code_list(name).items
    assert len(items) >= 2
    assert len({item.code for item in items}) == len(items)
    for item in items:
        assert item.code.isascii()
        assert item.code.isalnum()
        assert item.label == item.label.strip() != ""
        assert (item.valid_from or dt.date.min) <= (item.valid_to or dt.date.max)


@pytest.mark.parametrize("name", NAMES)
def test_a_spelling_means_one_choice_on_any_day(name: str) -> None:
    for day in (dt.date(2010, 10, 18), dt.date(2016, 6, 1), dt.date(2018, 6, 1), dt.date(2026, 1, 1)):
        spellings = Counter(spelling for item in code_list(name).valid_on(day) for spelling in item.names)
        assert [spelling for spelling, times in spellings.items() if times > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_is_found_by_code_and_by_each_spelling(name: str) -> None:
    codes = code_list(name)
    for item in codes.items:
        assert codes.find(item.code) is item
        for spelling in item.names:
            assert codes.find(spelling, on=item.valid_from or item.valid_to) is item


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        (dt.date(2010, 10, 18), ["低保户", "低保边缘户", "意外致困户"]),
        (dt.date(2016, 1, 1), ["低保户", "低保边缘户", "意外致困户"]),
        (dt.date(2019, 12, 31), ["低保户", "低保边缘户", "意外致困户"]),
        (dt.date(2020, 1, 1), ["深度困难", "相对困难", "意外致困"]),
    ],
)
def test_the_hardship_classes_of_a_day_are_of_one_generation(day: dt.date, labels: list[str]) -> None:
    offered = code_list("hardship_class").valid_on(day)
    assert [item.label for item in offered] == labels
    assert len({item.code[0] for item in offered}) == 1


def test_a_label_of_two_generations_is_told_apart_by_the_day() -> None:
    classes = code_list("hardship_class")
    assert classes.find("低保户", on=dt.date(2010, 10, 18)) == classes.find("11")
    assert classes.find("低保户", on=dt.date(2016, 6, 1)) == classes.find("21")
    assert classes.find("低保户", on=dt.date(2024, 6, 1)) is None
    found = classes.find("低保户")
    assert found is not None
    assert found.code == "21"


def test_punctuation_and_width_make_no_difference() -> None:
    found = code_list("work_state").find(" 下(待)岗 ")
    assert found is not None
    assert found.code == "2"
    assert code_list("work_state").find("下海") is None
    assert code_list("work_state").find("") is None


def test_an_unknown_code_stands_for_itself() -> None:
    assert code_list("sex").label("1") == "男"
    assert code_list("sex").label("7") == "7"


def test_form_words_lead_to_national_codes() -> None:
    pairs = [("marriage", "离异", "40"), ("health", "恶性肿瘤", "41"), ("politics", "党员", "01")]
    for name, words, gb in pairs:
        found = code_list(name).find(words)
        assert found is not None
        assert found.gb == gb


def test_the_unions_industries_follow_the_order_of_2002() -> None:
    gb = {item.code: item.gb for item in code_list("union_industry").items}
    assert "".join(gb.values()) == "ABCDEGIFHJKLMNOPQRST"
    assert (gb["06"], gb["07"], gb["08"], gb["09"]) == ("G", "I", "F", "H")


def test_the_peoples_of_jiangxi_come_first() -> None:
    labels = [item.label for item in code_list("ethnic").items]
    assert labels[:6] == ["汉族", "畲族", "回族", "满族", "苗族", "壮族"]
    assert sum(item.code <= "56" for item in code_list("ethnic").items) == 56


def test_a_list_without_a_file_is_a_bug() -> None:
    with pytest.raises(FileNotFoundError):
        code_list("no_such_list")


def test_the_last_day_is_still_valid() -> None:
    item = CodeItem("1", "甲", valid_from=dt.date(2016, 1, 1), valid_to=dt.date(2019, 12, 31))
    codes = CodeList("made_up", (item,))
    assert codes.valid_on(dt.date(2019, 12, 31)) == (item,)
    assert codes.valid_on(dt.date(2020, 1, 1)) == ()
    assert codes.valid_on(dt.date(2015, 12, 31)) == ()
