"""The TOML of a form: a county changes a box and the print follows; a mistake is named with line and reason."""

from __future__ import annotations

import importlib.resources
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.reports.forms.block_reading import KINDS
from desktop.reports.forms.catalogue import built_in, catalogue, source_of
from desktop.reports.forms.formats import FORMATS
from desktop.reports.forms.printing import draw
from desktop.reports.forms.reading import read
from desktop.reports.forms.slots import ARITHMETIC
from tests.reports.forms.form_samples import occasion, usual_record
from tests.reports.forms.geometry import MM, Side, check_all, find, sides

SMALL = """\
code = "small"
title = "小表"
register = "hardship_cases"
margins = [20, 20, 20, 20]

[[block]]
kind = "grid"
columns = [30, 55, 30, 55]

[[block.row]]
cells = ["姓名", "{name}", "性别", "{sex}"]
[[block.row]]
height = 12
cells = ["住址", { text = "{address}", cols = 3 }]
"""


def _reasons(source: str) -> list[tuple[int, str]]:
    found = read(source, "small.toml")
    assert found.form is None
    return [(mistake.line, str(mistake.reason)) for mistake in found.mistakes]


def _page(source: str) -> Side:
    found = read(source, "small.toml")
    assert found.form is not None, [str(one) for one in found.mistakes]
    printed = draw(found.form, [usual_record("hardship_cases")], occasion())
    return check_all(printed)[0]


def test_a_form_is_read() -> None:
    side = _page(SMALL)
    assert find(side, "姓名")[2] < find(side, "欧阳建国")[0] < find(side, "性别")[0]
    assert {round(line.thickness, 1) for line in side.lines} == {0.5, 1.0}


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ('"{name}"', '"{nmae}"', 11, "没有名为“{nmae}”的项目"),
        ("{address}", "{unit.nothing}", 14, "没有名为“{unit.nothing}”的项目"),
        ("[30, 55, 30, 55]", "[30, 55, 30, 50]", 8, "各列加起来是 165 毫米，而左右页边距之间是 170 毫米"),
        ("cols = 3", "cols = 4", 14, "超过了 4 列"),
        ("cols = 3", "cols = 2", 14, "还空着 1 列"),
        ("cols = 3", "colls = 3", 14, "不认识“colls”"),
        ("height = 12", "height = 300", 12, "一页放不下"),
        ("height = 12", 'height = "12"', 13, "应写成数字"),
        ("hardship_cases", "hardship", 3, "没有名为“hardship”的台账"),
        ('kind = "grid"', 'kind = "gird"', 7, "只能写"),
        ("[20, 20, 20, 20]", "[4, 20, 20, 20]", 4, "不能小于 10 毫米"),
        ('title = "小表"', 'titel = "小表"', 2, "不认识“titel”"),
        ('"{sex}"]', '"{sex}"', 12, "格式写错了"),
        ('"{sex}"', '"{sex:大写}"', 11, "不能用写法“大写”"),
        ('"性别"', '{ opinion = "", sign = [] }', 10, "46×46"),
        ('"姓名"', '{ text = "姓名", rows = 3 }', 10, "跨的行超出了表格"),
    ],
)
def test_a_mistake_is_named_with_its_line(wrong: str, right: str, line: int, words: str) -> None:
    assert wrong in SMALL
    found = _reasons(SMALL.replace(wrong, right, 1))
    assert any(number == line and words in reason for number, reason in found), found


def test_all_mistakes_are_named_at_once() -> None:
    assert (
        len(_reasons(SMALL.replace("{name}", "{a}").replace("{sex}", "{b}").replace("title", "titel"))) >= 3
    )


def test_a_wider_box_moves_what_stands_beside_it() -> None:
    before = find(_page(SMALL), "性别")[0]
    after = find(_page(SMALL.replace("[30, 55, 30, 55]", "[30, 65, 30, 45]")), "性别")[0]
    assert after - before == pytest.approx(10 * MM, abs=0.2)


def test_a_higher_row_moves_what_stands_in_it() -> None:
    before = find(_page(SMALL), "住址")[1]
    after = find(_page(SMALL.replace("height = 12", "height = 32")), "住址")[1]
    assert before - after == pytest.approx(10 * MM, abs=0.2)


def test_a_box_is_renamed_and_a_field_added() -> None:
    changed = (
        SMALL.replace('"性别"', '"男女"')
        + '[[block.row]]\ncells = ["电话", { text = "{mobile}", cols = 3 }]\n'
    )
    text = _page(changed).text
    assert "男女" in text
    assert "性别" not in text
    assert "电话" in text
    assert "13870001234" in text


def test_a_county_file_takes_the_place_of_the_form(tmp_path: Path) -> None:
    form = built_in()["hardship_file"]
    changed = source_of(form).replace('text = "困难职工档案表"', 'text = "青山湖区困难职工档案表"')
    (tmp_path / "ours.toml").write_text(changed, "utf-8")
    found = catalogue(tmp_path)
    assert found.mistakes == ()
    assert found.forms["hardship_file"].source == "ours.toml"
    printed = draw(found.forms["hardship_file"], [usual_record("hardship_cases")], occasion())
    assert "青山湖区困难职工档案表" in sides(printed.pdf)[0].text


def test_a_wrong_county_file_is_reported_and_the_form_of_the_program_used(tmp_path: Path) -> None:
    form = built_in()["hardship_file"]
    wrong = source_of(form).replace('"{name}"', '"{nmae}"')
    line = next(n for n, text in enumerate(wrong.splitlines(), 1) if "nmae" in text)
    (tmp_path / "ours.toml").write_text(wrong, "utf-8")
    found = catalogue(tmp_path)
    assert found.forms["hardship_file"] is form
    assert found.mistakes[0].line == line
    assert str(found.mistakes[0]).startswith(f"表格文件“ours.toml”第 {line} 行：没有名为“{{nmae}}”的项目")


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes('title = "表"'.encode("gb18030"))
    (mistake,) = catalogue(tmp_path).mistakes
    assert "UTF-8" in str(mistake)


def test_forms_of_a_register_are_found() -> None:
    assert "hardship_file" in [form.code for form in catalogue().for_register("hardship_cases")]


def test_the_example_of_the_manual_is_a_form() -> None:
    manual = (importlib.resources.files("resources") / "forms" / "README.md").read_text("utf-8")
    example = manual.split("```toml\n")[1].split("```")[0]
    assert "家庭情况表" in _page(example).text


def test_the_manual_names_every_kind_of_block_and_every_format() -> None:
    manual = (importlib.resources.files("resources") / "forms" / "README.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in manual] == []
    assert [style for style in (*FORMATS, ARITHMETIC) if style not in manual] == []


def _damaged(source: str) -> Iterator[str]:
    """Leave out lines, and put another kind of value behind each key, twice at most."""
    lines = source.splitlines()
    met: Counter[str] = Counter()
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        key, equals, _ = line.partition(" = ")
        met[key] += 1
        if met[key] > 2:
            continue
        yield "\n".join([*before, *after])
        for value in ("-7", '"{x}"', "true", "[]", '["a", 1]', "{ a = 1 }") if equals else ():
            yield "\n".join([*before, f"{key} = {value}", *after])


def test_whatever_is_wrong_is_said_and_never_breaks_the_program() -> None:
    for damaged in _damaged(source_of(built_in()["hardship_file"])):
        found = read(damaged, "damaged.toml")
        assert found.form is not None or found.mistakes
        for mistake in found.mistakes:
            assert str(mistake)
            assert 1 <= mistake.line <= len(damaged.splitlines())


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ('kind = "rows"\ngroup = "members"', 'text = "{name}"'),
        ('kind = "rows"\ngroup = "nothing"', "没有名为“nothing”的明细"),
        ('kind = "line"', 'parts = ["填报单位（盖章）：{office}"]'),
        ('text = "无"', 'kind = "grid"'),
        ('kind = "grid"\ncolumns = ["x"]', '写 "*"'),
        ('kind = "grid"\ncolumns = ["*"]', "请写 [[block.row]]"),
        ('kind = "list"\ncolumns = [ { text = "{name}", sum = true } ]', "“name”不能合计"),
        ('kind = "list"\ncapitals = "x"\ncolumns = [ { text = "{name}" } ]', "“x”不是合计的金额列"),
    ],
)
def test_a_block_that_lacks_something_says_what(block: str, words: str) -> None:
    found = _reasons(f"{SMALL}[[block]]\n{block}\n")
    assert any(words in reason and line >= 15 for line, reason in found), found
