"""Blocks and whole forms that are printed only for some records: by a code that was chosen or worked out."""

from __future__ import annotations

import pytest

from db.record import Record
from desktop.reports.forms.catalogue import Catalogue
from desktop.reports.forms.printing import draw
from desktop.reports.forms.reading import read
from desktop.reports.forms.templates import Subject
from tests.reports.forms.form_samples import occasion, usual_record
from tests.reports.forms.geometry import sides

FORM = """\
code = "boxes"
title = "意见"
register = "nominees"
only = { consultation_form = ["1"] }
[[block]]
kind = "note"
only = { title = ["31", ""] }
text = "市人民政府意见"
[[block]]
kind = "note"
gap = 3
only = { title = ["13", "33"] }
text = "总工会意见：{consultations.department=02.opinion}"
"""


def nominee(**values: object) -> Record:
    record = usual_record("nominees")
    for code, value in values.items():
        setattr(record, code, value)
    return record


@pytest.mark.parametrize(
    ("title", "printed"),
    [("31", "市人民政府意见"), (None, "市人民政府意见"), ("33", "总工会意见："), ("36", "")],
)
def test_a_block_is_printed_for_its_codes(title: str | None, printed: str) -> None:
    form = read(FORM, "boxes.toml").form
    assert form is not None
    text = sides(draw(form, [nominee(title=title)], occasion()).pdf)[0].text
    assert [words for words in ("市人民政府意见", "总工会意见：") if words in text] == [printed] * bool(
        printed
    )


def test_a_form_printed_empty_has_chosen_nothing() -> None:
    form = read(FORM, "boxes.toml").form
    assert form is not None
    text = sides(draw(form, [None], occasion()).pdf)[0].text
    assert "市人民政府意见" in text
    assert "总工会意见" not in text


def test_a_field_is_read_from_the_row_with_a_code() -> None:
    form = read(FORM, "boxes.toml").form
    assert form is not None
    record = nominee(title="33")
    record.consultations[1].department = "02"
    record.consultations[1].opinion = "未发现违法犯罪记录。"
    text = sides(draw(form, [record], occasion()).pdf)[0].text
    assert "总工会意见：未发现违法犯罪记录。" in text


def test_a_form_is_offered_by_a_computed_code() -> None:
    form = read(FORM, "boxes.toml").form
    assert form is not None
    assert form.suits(Subject(nominee(person_category="03")), occasion())
    assert not form.suits(Subject(nominee(person_category="01")), occasion())
    assert Catalogue({"boxes": form}).for_register("units") == ()


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ('title = ["31", ""]', 'name = ["31"]', "“name”不能这样写"),
        ('title = ["31", ""]', 'nobody = "有"', "“nobody”不能这样写"),
        ('title = ["31", ""]', 'title = ["31", "77"]', "没有代码：77"),
        ('title = ["31", ""]', 'title = "31"', "应写成代码的列表"),
        ("department=02", "department=77", "consultations.department=77.opinion"),
    ],
)
def test_a_mistake_is_named(wrong: str, right: str, words: str) -> None:
    found = read(FORM.replace(wrong, right), "boxes.toml")
    assert found.form is None
    (mistake,) = found.mistakes
    assert words in str(mistake.reason)
