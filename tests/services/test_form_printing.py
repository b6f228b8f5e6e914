"""Forms and packets of records as one PDF: order, copies, what a county changed, missing characters, cancel, the note."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.messages import Message
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry
from desktop.reports.forms.catalogue import built_in, source_of
from desktop.reports.forms.document import Document
from desktop.services import printables, records
from desktop.services.form_printing import NothingToPrintError
from desktop.services.printables import PACKET, Paper, Wanted
from desktop.services.progress import Cancelled, Silent

CASES = all_registers()["hardship_cases"]
NAMES = ("熊国平", "万小红", "罗大成")
ASKING = """\
code = "notice_of_office"
title = "困难职工公示"
register = "hardship_cases"
many = true
[ask]
phone = "监督电话"
[[block]]
kind = "title"
text = "公示（监督电话：{ask.phone}）"
[[block]]
kind = "list"
columns = [{ width = 30, head = "序号", text = "{number}" }, { width = "*", head = "姓名", text = "{name}" }]
"""


def add(ledger: Ledger, name: str, **values: Any) -> str:
    record = records.new(ledger, CASES)
    for field, value in {"name": name, **values}.items():
        setattr(record, field, value)
    return str(records.save(ledger, CASES, record).record.id)


@pytest.fixture
def ids(ledger: Ledger) -> list[str]:
    return [add(ledger, name) for name in NAMES]


def make(ledger: Ledger, code: str, ids: list[str], progress: Any = None, **answers: str) -> Paper:
    offered = printables.offered(ledger, CASES)
    one = next(one for one in offered.printables if one.code == code)
    return one.make(ledger, Wanted(CASES, ids, answers=answers), progress or Silent())


def own_form(ledger: Ledger, name: str, source: str) -> None:
    folder = ledger.folder / "forms"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(source, "utf-8")


def text_of(paper: Paper, tmp_path: Path) -> str:
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    command = ["pdftotext", "-layout", tmp_path / "paper.pdf", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def test_a_form_is_printed_for_each_record_in_order(ledger: Ledger, ids: list[str], tmp_path: Path) -> None:
    paper = make(ledger, "hardship_file", ids[::-1])
    text = text_of(paper, tmp_path)
    assert (paper.pages, paper.duplex) == (6, "long")
    assert [(part.first, part.last, part.copies) for part in paper.parts] == [(1, 2, 3), (3, 4, 3), (5, 6, 3)]
    assert [text.index(name) for name in NAMES] == sorted((text.index(name) for name in NAMES), reverse=True)
    assert paper.copies_note.startswith("一式三份")
    assert paper.remarks == ()


def test_the_packet_begins_with_the_list_of_its_papers(ledger: Ledger, tmp_path: Path) -> None:
    one = add(ledger, "熊国平", on_allowance=True)
    paper = make(ledger, PACKET, [one])
    first, *rest = text_of(paper, tmp_path).split("\f")
    assert "材料清单" in first
    assert "低保证复印件" in first
    assert "残疾证复印件" not in first
    assert "困难职工档案表" in rest[0]
    assert paper.parts[0].copies == 1
    assert [part.copies for part in paper.parts if part.title.startswith("困难职工档案表")] == [3]


def test_the_main_form_and_the_packet_are_offered(ledger: Ledger) -> None:
    offered = printables.offered(ledger, CASES)
    codes = [one.code for one in offered.printables]
    assert offered.main == "hardship_file"
    assert {"hardship_file", PACKET} <= set(codes)
    assert codes[0] == "hardship_file"  # the others follow in the order of the packet


def test_a_county_s_form_is_printed_and_its_mistake_named(
    ledger: Ledger, ids: list[str], tmp_path: Path
) -> None:
    source = (
        source_of(built_in()["hardship_file"]) + '\n[[block]]\nkind = "note"\ntext = "本县另记：{name}"\n'
    )
    own_form(ledger, "own.toml", source)
    assert "本县另记：熊国平" in text_of(make(ledger, "hardship_file", ids[:1]), tmp_path)
    own_form(ledger, "own.toml", source.replace("本县另记：{name}", "本县另记：{nam}"))
    paper = make(ledger, "hardship_file", ids[:1])
    assert "本县另记" not in text_of(paper, tmp_path)
    line = source.splitlines().index('text = "本县另记：{name}"') + 1
    assert str(paper.remarks[0]).startswith(f"表格文件“own.toml”第 {line} 行：")
    assert str(paper.remarks[1]) == "有错的表格文件没有使用，打印的是程序自带的表。"


def test_what_a_form_asks_is_answered_on_the_paper(ledger: Ledger, ids: list[str], tmp_path: Path) -> None:
    own_form(ledger, "notice.toml", ASKING)
    asked = next(
        one for one in printables.offered(ledger, CASES).printables if one.code == "notice_of_office"
    )
    assert asked.asked == {"phone": "监督电话"}
    paper = make(ledger, "notice_of_office", ids, phone="0791-88100000")
    assert paper.pages == 1
    text = text_of(paper, tmp_path)
    assert "监督电话：0791-88100000" in text
    assert all(name in text for name in NAMES)


def test_a_missing_character_is_named_with_record_and_field(ledger: Ledger, ids: list[str]) -> None:
    rare = "熊\U00030edd"
    one = add(ledger, rare)
    paper = make(ledger, "hardship_file", [*ids, one])
    assert paper.missing == ("\U00030edd",)
    (remark,) = paper.remarks
    label = CASES.label_of(records.open_record(ledger, CASES, one))  # type: ignore[arg-type]
    assert str(remark).startswith(f"{label}：“姓名”里的 \U00030edd（U+30EDD） 没有字形")


def test_records_that_are_gone_leave_nothing_to_print(ledger: Ledger) -> None:
    with pytest.raises(NothingToPrintError):
        make(ledger, "hardship_file", ["gone"])


class Stopping:
    """A person who cancels at a certain step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, _done: int, _total: int, what: Message) -> None:
        assert str(what).startswith("正在排版")
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_cancelled_batch_draws_no_further_form_and_leaves_no_trace(
    ledger: Ledger, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    add_form = Document.add

    def counted(self: Document, form: Any, subject: Any) -> Any:
        drawn.append(subject.record.id)
        return add_form(self, form, subject)

    monkeypatch.setattr(Document, "add", counted)
    with pytest.raises(Cancelled):
        make(ledger, "hardship_file", (ids * 70)[:200], Stopping(41))
    assert len(drawn) == 20  # heard before every record and before every form
    with ledger.store.reading() as session:
        assert session.scalar(select(HistoryEntry).where(HistoryEntry.action == "print")) is None


def test_printing_is_noted(ledger: Ledger, ids: list[str]) -> None:
    make(ledger, PACKET, ids)
    with ledger.store.reading() as session:
        entry = session.scalars(select(HistoryEntry).order_by(HistoryEntry.number.desc())).first()
    assert entry is not None
    assert entry.changes == {"printed": [None, {"records": "3", "as": PACKET, "in_full": "0"}]}


def test_the_calibration_page_measures_a_hundred_millimetres(ledger: Ledger) -> None:
    assert printables.calibration(ledger).pages == 1


def test_the_key_of_a_print_names_nobody() -> None:
    wanted = Wanted(CASES, ["a", "b"])
    assert wanted.key("list") != wanted.key("sheets")
    assert wanted.key("list") != Wanted(CASES, ["b", "a"]).key("list")
    assert len(wanted.key("list")) == 32
