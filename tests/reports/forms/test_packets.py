"""Packets: which papers a record needs, a county's own list, and mistakes named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.code_lists import code_list
from db.record import Record
from db.registers import all_registers
from desktop.reports.forms.catalogue import catalogue
from desktop.reports.forms.packets import packets, read
from tests.reports.forms.form_samples import occasion, usual_record

CASES = all_registers()["hardship_cases"]
CODE = code_list("hardship_class").items[0].code
OWN = """\
register = "hardship_cases"
title = "本县建档材料"
main = "hardship_file"
[[paper]]
form = "hardship_file"
copies = 2
[[paper]]
title = "低保证复印件"
only = { on_allowance = true }
[[paper]]
title = "同住家庭成员承诺书"
only = { members = "有" }
[[paper]]
title = "意外致困证明"
only = { hardship_class = ["CODE"] }
""".replace("CODE", CODE)


def case(**values: object) -> Record:
    groups: dict[str, object] = {group.code: [] for group in CASES.row_groups}
    return CASES.record(**{**groups, **values})


def test_every_packet_of_the_program_can_be_read() -> None:
    found = packets(catalogue())
    assert found.mistakes == ()
    assert {"hardship_cases"} <= set(found.by_register)
    for code, packet in found.by_register.items():
        assert all(paper.form.register == code for paper in packet.papers if paper.form)
        assert packet.main in catalogue().forms


def test_a_form_that_is_not_for_the_person_is_left_out() -> None:
    packet = packets(catalogue()).by_register["nominees"]
    codes = {}
    for category in ("01", "03", "07"):
        person = usual_record("nominees")
        person.person_category = category  # type: ignore[attr-defined]
        codes[category] = [
            one.form.code
            for one in packet.of(person, occasion())
            if one.form and one.form.code.startswith("consultation")
        ]
    assert codes == {
        "01": ["consultation_worker"],
        "03": ["consultation_employer"],
        "07": ["consultation_cadre"],
    }


def test_a_paper_has_the_copies_of_its_form_unless_the_packet_says_otherwise() -> None:
    copies = []
    for source in (OWN.replace("copies = 2\n", ""), OWN):
        packet, _none = read(source, "own.toml", catalogue().forms)
        copies += [packet.papers[0].copies] if packet else []
    assert copies == [3, 2]


def test_papers_depend_on_the_record() -> None:
    packet, mistakes = read(OWN, "own.toml", catalogue().forms)
    assert mistakes == ()
    assert packet is not None
    assert [one.title for one in packet.of(case(), occasion())] == ["困难职工档案表"]
    full = case(on_allowance=True, hardship_class=CODE, members=[CASES.row_group("members").row()])
    assert len(packet.of(full, occasion())) == 4
    assert len(packet.of(case(on_allowance=False, hardship_class="?"), occasion())) == 1


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ('register = "cases"', 1, "没有名为“cases”的台账"),
        ('main = "file"', 3, "没有代码为“file”的表格"),
        ('form = "file"', 5, "没有代码为“file”的表格"),
        ("copies = -1", 6, "“copies”不能小于 0"),
        ("only = { allowance = true }", 9, "only 里的“allowance”不能这样写"),
        ('only = { on_allowance = "x" }', 9, "only 里的“on_allowance”不能这样写"),
        ('only = { hardship_class = ["99"] }', 15, "没有代码：99"),
        ("title = ", 2, "格式写错了"),
    ],
)
def test_a_mistake_is_named_by_its_line(wrong: str, line: int, words: str) -> None:
    lines = OWN.splitlines()
    lines[line - 1] = wrong
    packet, mistakes = read("\n".join(lines), "own.toml", catalogue().forms)
    assert packet is None
    assert mistakes[0].line == line
    assert words in str(mistakes[0])


def test_a_county_s_packet_takes_the_place_of_the_program_s(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    assert packets(catalogue(), tmp_path).by_register["hardship_cases"].title == "本县建档材料"
    (tmp_path / "own.toml").write_text(OWN.replace("paper", "papers", 1), "utf-8")
    wrong = packets(catalogue(), tmp_path)
    assert wrong.by_register["hardship_cases"].title == "困难职工建档材料"
    assert str(wrong.mistakes[0]).startswith("表格文件“own.toml”第 ")
