"""Records on paper from a list: what is shown and nothing more, the sheets in the order of the list, noted, cancelled."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db import checks
from db.messages import Message
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry
from desktop.services import printables, records
from desktop.services.contexts import context_of
from desktop.services.printables import Paper, Wanted
from desktop.services.printing_records import TooManyColumnsError, TooManySheetsError
from desktop.services.progress import Cancelled, Silent

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
COLUMNS = ("file_no", "name", "id_no", "unit", "household_size", "monthly_income_self", "state")
ID_NO = "36012119680314123X"


def add(ledger: Ledger, code: str, **values: Any) -> str:
    register = all_registers()[code]
    record = records.new(ledger, register)
    for field, value in values.items():
        setattr(record, field, value)
    return str(records.save(ledger, register, record).record.id)


@pytest.fixture
def ids(ledger: Ledger) -> list[str]:
    unit = add(ledger, "units", unit_name="罗家针织厂")
    return [
        add(ledger, "hardship_cases", name="熊国平", id_no=ID_NO, unit=unit, household_size=3, monthly_income_self=60_050),
        add(ledger, "hardship_cases", name="万小红", household_size=2, monthly_income_self=70_000, birth=date(1976, 4, 12)),
    ]  # fmt: skip


def make(ledger: Ledger, kind: str, wanted: Wanted, progress: Any = None) -> Paper:
    printable = next(one for one in printables.PRINTABLES if one.code == kind)
    return printable.make(ledger, wanted, progress or Silent())


def text_of(paper: Paper, tmp_path: Path) -> str:
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "paper.pdf", "-"], check=True, capture_output=True
    )
    return done.stdout.decode()


def test_the_list_has_its_columns_in_order_with_sums_and_masked_numbers(
    ledger: Ledger, ids: list[str], tmp_path: Path
) -> None:
    made = make(ledger, "list", Wanted(CASES, ids[::-1], COLUMNS))
    text = text_of(made, tmp_path)
    assert made.pages == 1
    assert text.index("万小红") < text.index("熊国平")
    for words in (
        "罗家针织厂",
        "600.50",
        "1,300.50",
        "草稿",
        "证件和电话号码部分遮盖",
    ):
        assert words in text
    assert "共2条" in text.replace(" ", "")
    assert ID_NO not in text
    (total,) = (line.split() for line in text.splitlines() if "合计" in line)
    assert total == ["合计", "5", "1,300.50"]


def test_only_what_was_shown_in_full_is_printed_in_full(
    ledger: Ledger, ids: list[str], tmp_path: Path
) -> None:
    other = add(ledger, "hardship_cases", name="罗大成", id_no="11010519491231002X")
    wanted = Wanted(CASES, [*ids, other], ("name", "id_no"), frozenset({(ids[0], "id_no")}))
    text = text_of(make(ledger, "list", wanted), tmp_path)
    assert ID_NO in text
    assert "11010519491231002X" not in text
    assert "证件和电话号码有未遮盖的，注意保管" in text


def test_a_list_of_unmasked_numbers_says_so(ledger: Ledger, ids: list[str], tmp_path: Path) -> None:
    shown = frozenset((one, "id_no") for one in ids)
    text = text_of(make(ledger, "list", Wanted(CASES, ids, ("name", "id_no"), shown)), tmp_path)
    assert "证件和电话号码未遮盖，注意保管" in text
    assert "部分遮盖" not in text


def test_a_long_list_repeats_its_head_and_counts_its_pages(
    ledger: Ledger, ids: list[str], tmp_path: Path
) -> None:
    text = text_of(make(ledger, "list", Wanted(CASES, ids * 30, COLUMNS)), tmp_path)
    pages = text.split("\f")[:-1]
    assert len(pages) > 2
    assert all("姓名" in page for page in pages)
    assert sum("合计" in page for page in pages) == 1


def test_the_sheets_stand_in_the_order_of_the_list(ledger: Ledger, ids: list[str], tmp_path: Path) -> None:
    made = make(ledger, "sheets", Wanted(CASES, ids[::-1]))
    text = text_of(made, tmp_path)
    assert text.count("困难职工登记表") == 2 + made.pages  # each heading, and the running line
    assert text.index("万小红") < text.index("熊国平")
    assert ID_NO in text.replace(" ", "")


def test_the_reasons_of_a_record_stand_on_its_sheet(ledger: Ledger, tmp_path: Path) -> None:
    one = add(ledger, "hardship_cases", name="熊国平", household_size=9)
    record = records.open_record(ledger, CASES, one)
    assert record is not None
    with ledger.store.reading() as session:
        found = checks.problems_of(CASES, record, context_of(ledger, session))
    record.reasons = {problem.key: "已到村委会核实无误" for problem in found}
    records.save(ledger, CASES, record)
    assert "已到村委会核实无误" in text_of(make(ledger, "sheets", Wanted(CASES, [one])), tmp_path)


def test_printing_is_noted_without_values(ledger: Ledger, ids: list[str]) -> None:
    make(ledger, "list", Wanted(CASES, ids, COLUMNS, frozenset({(ids[0], "id_no")})))
    with ledger.store.reading() as session:
        entry = session.scalars(select(HistoryEntry).order_by(HistoryEntry.number.desc())).first()
    assert entry is not None
    assert (entry.action, entry.record_id) == ("print", CASES.code)
    assert entry.changes == {"printed": [None, {"records": "2", "as": "list", "in_full": "1"}]}


class Stopping:
    """A person who cancels at the second step."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, what: Message) -> None:
        assert str(what).startswith("正在排版")
        self.steps.append((done, total))
        if len(self.steps) == 2:
            raise Cancelled


@pytest.mark.parametrize("kind", ["list", "sheets"])
def test_a_cancelled_print_leaves_no_trace(ledger: Ledger, ids: list[str], kind: str) -> None:
    progress = Stopping()
    with pytest.raises(Cancelled):
        make(ledger, kind, Wanted(CASES, ids, COLUMNS), progress)
    assert len(progress.steps) == 2
    with ledger.store.reading() as session:
        assert session.scalar(select(HistoryEntry).where(HistoryEntry.action == "print")) is None


def test_every_register_can_be_printed_both_ways(ledger: Ledger) -> None:
    for register in all_registers().values():
        one = add(ledger, register.code, **{register.name_field: None})
        wanted = Wanted(register, [one], (*list(register.fields)[:19], "state"))
        assert [make(ledger, kind.code, wanted).pages >= 1 for kind in printables.PRINTABLES]


def test_more_columns_than_a_page_can_show_are_refused(ledger: Ledger, ids: list[str]) -> None:
    with pytest.raises(TooManyColumnsError):
        make(ledger, "list", Wanted(CASES, ids, tuple(CASES.fields)[:21]))


def test_more_sheets_than_anybody_prints_are_refused(ledger: Ledger, ids: list[str]) -> None:
    with pytest.raises(TooManySheetsError):
        make(ledger, "sheets", Wanted(CASES, ids * 501))
