"""How often the ledger is asked: saving does not ask more of a fuller ledger, importing not more of a longer file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from db import queries
from db.registers import all_registers
from db.store import bulk, history
from db.store.ledger import Ledger
from desktop.services import checking, importing, records
from tests.support.offices import NOW, USER
from tests.support.sample_records import clean_household

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[str]]:
    """Collect what is sent to the ledger; thousands of rows in one call are one statement."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(ledger.store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(ledger.store.engine, "before_cursor_execute", note)


def test_a_save_asks_no_more_of_a_fuller_ledger(ledger: Ledger) -> None:
    case = records.save(ledger, CASES, clean_household(ledger)).record
    counts = []
    for memo in ("改", "再改"):
        case.memo = memo
        with statements(ledger) as sent:
            case = records.save(ledger, CASES, case).record
        counts.append(len(sent))
        for number in range(3):
            records.save(ledger, CASES, clean_household(ledger, address=f"{memo}村{number}号"))
        asked = [one for one in sent if one.startswith("SELECT")]
        # The record and its rows (4), end of the history, rule tables, double number and home, three persons twice.
        assert len(asked) <= 14
        assert len(sent) - len(asked) <= 6  # begin, record, history, step, search text, draft
    assert counts[0] == counts[1]


def test_the_question_for_doubles_is_put_together_once() -> None:
    first = queries._holders_of_value(CASES, "members.id_no")
    assert queries._holders_of_value(CASES, "members.id_no") is first
    assert queries._holders_of_value(CASES, "id_no") is not first


def units(first: int, count: int) -> bytes:
    head = "单位名称,单位类别（经济类型）,登记状态,职工人数,建会情况"
    rows = [f"第{number}服装厂,国有企业,在业,120,筹备" for number in range(first, first + count)]
    return "\r\n".join([head, *rows]).encode("gb18030")


def test_a_longer_file_asks_no_more_and_is_written_in_batches(ledger: Ledger) -> None:
    asked: list[int] = []
    written: list[int] = []
    for first, count in ((0, 10), (1000, 740)):
        with statements(ledger) as sent:
            preview = importing.dry_run(ledger, UNITS, units(first, count), "单位.csv")
        asked.append(len(sent))
        with statements(ledger) as sent:
            importing.apply(ledger, preview)
        written.append(len([one for one in sent if one.startswith("INSERT")]))
        assert preview.accepted == count
    # The second file is compared with the first one's records by their names: one question for all.
    assert asked[1] - asked[0] <= 2
    # Records, history and search texts of 500 rows at a time, and one step.
    assert written == [4, 3 * 2 + 1]


def test_an_insert_is_put_together_once_for_all_batches(ledger: Ledger) -> None:
    bulk._statement.cache_clear()
    preview = importing.dry_run(ledger, UNITS, units(0, 1010), "单位.csv")
    importing.apply(ledger, preview)
    # Records, history and search texts, each for a full batch and the last one; the step.
    assert bulk._statement.cache_info().misses == 7


def test_a_check_of_more_records_asks_no_more(ledger: Ledger) -> None:
    counts = []
    for number in (3, 6):
        for place in range(number):
            records.save(ledger, CASES, clean_household(ledger, address=f"第{number}村{place}号"))
        with statements(ledger) as sent:
            checking.check_all(ledger, [CASES])
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
    # Ids, counts, end of history, rule tables, the records and each group's rows, five indexes of doubles.
    assert counts[0] == counts[1] <= 15


def test_changes_that_differ_from_one_to_the_next_are_noted_together(ledger: Ledger) -> None:
    changes = [
        history.Change("change", "units", f"{number:026}", 1 + number % 2, {}) for number in range(600)
    ]
    with statements(ledger) as sent, ledger.store.writing() as session:
        history.note(session, NOW, USER, changes)
    # A bulk change meets records of every revision: 500 rows a statement, not one statement for each run of alike ones.
    assert len([one for one in sent if one.startswith("INSERT")]) == 2
    with ledger.store.reading() as session:
        assert [one.revision for one in history.of_record(session, f"{7:026}")] == [2]
        assert history.first_break(session) is None
