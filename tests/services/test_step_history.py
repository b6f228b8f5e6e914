"""The list of steps: by pages, what can be done with each, what redo means, and going back to one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from db.messages import Message
from db.registers import all_registers
from db.store import steps as stored
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.steps import Naming
from desktop.services import records, submitting, undoing
from desktop.services.progress import Cancelled
from desktop.services.undoing import UndoRefusedError
from tests.services.test_undoing import CASES, content, imported, live, names, opened, saved
from tests.support.offices import NOW, USER
from tests.support.sample_records import another_unit, clean_household, clean_unit

UNITS = all_registers()["units"]
INSPECTIONS = all_registers()["inspections"]


def employees(ledger: Ledger, unit: Any, number: int) -> tuple[Any, int]:
    unit.employees = number
    return saved(ledger, UNITS, unit)


def offered(ledger: Ledger, since: int = 0) -> tuple[str, str]:
    found = undoing.next_steps(ledger, since)
    return str(found.undo.name if found.undo else ""), str(found.redo.name if found.redo else "")


def test_steps_are_read_by_pages(ledger: Ledger) -> None:
    for number in range(5):
        saved(ledger, UNITS, another_unit(ledger, number))
    first = undoing.steps(ledger, 2)
    second = undoing.steps(ledger, 2, first[-1].number)
    third = undoing.steps(ledger, 2, second[-1].number)
    assert [[step.number for step in page] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert undoing.steps(ledger, 2, 1) == ()


def test_a_page_costs_the_same_whether_few_or_many_steps_are_there(ledger: Ledger) -> None:
    with ledger.store.writing() as session:
        for number in range(1, 401):
            change = Change("change", "units", f"u{number}", 1, {})
            undoes = number - 1 if number % 4 == 0 else None
            kind = stored.UNDO if undoes else stored.SAVE
            stored.note(session, NOW, USER, Naming(kind, "罗家厂", undoes), [change])
    told: list[str] = []

    def note(*arguments: Any) -> None:
        told.append(str(arguments[2]))

    event.listen(ledger.store.engine, "before_cursor_execute", note)
    page = undoing.steps(ledger, 50, 200)
    event.remove(ledger.store.engine, "before_cursor_execute", note)
    assert [page[0].number, page[-1].number] == [199, 150]
    assert [step.number for step in page if step.is_undone][:2] == [199, 195]
    assert len(told) < 10, told


def test_undo_and_redo_go_along_the_same_way(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit, _ = employees(ledger, unit, 110)
    opening = undoing.steps(ledger, 1)[0].number
    unit, first = employees(ledger, unit, 120)
    unit, second = employees(ledger, unit, 130)
    save = f"保存 {unit.unit_name}"
    assert offered(ledger, opening) == (save, "")

    def do(number: int) -> int:
        undoing.undo(ledger, number)
        return int(opened(ledger, UNITS, unit.id).employees)

    def redo() -> int:
        step = undoing.next_steps(ledger, opening).redo
        assert step is not None
        return do(step.number)

    assert (do(second), do(first)) == (120, 110)
    assert offered(ledger, opening) == ("", f"撤销：{save}")
    assert redo() == 120
    assert offered(ledger, opening) == (save, f"撤销：{save}")
    assert redo() == 130
    assert offered(ledger, opening) == (save, "")
    assert (do(second), redo(), do(second)) == (120, 130, 120)
    employees(ledger, opened(ledger, UNITS, unit.id), 140)
    assert offered(ledger, opening) == (save, "")  # a new change ends redo
    assert [step.is_redo for step in undoing.steps(ledger, 4)] == [False, False, True, False]


def test_what_was_done_before_is_not_offered_but_the_undoing_of_it_is(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    _, before = employees(ledger, unit, 110)
    assert offered(ledger, before) == ("", "")
    undoing.undo(ledger, before)
    assert offered(ledger, before) == ("", f"撤销：保存 {unit.unit_name}")


def test_the_next_step_to_undo_is_found_below_many_that_are_undone(ledger: Ledger) -> None:
    unit, first = saved(ledger, UNITS, clean_unit(ledger))
    for number in range(25):
        unit, step = employees(ledger, opened(ledger, UNITS, unit.id), 110 + number)
        undoing.undo(ledger, step)
    found = undoing.next_steps(ledger, 0).undo
    assert found is not None
    assert found.number == first


def test_the_outlook_says_what_stands_in_the_way_and_changes_nothing(ledger: Ledger) -> None:
    unit, first = saved(ledger, UNITS, clean_unit(ledger))
    unit, second = employees(ledger, unit, 110)
    _, third = saved(ledger, CASES, clean_household(ledger))
    undoing.undo(ledger, third)
    count = len(names(ledger))

    def told(number: int) -> tuple[str, int, int]:
        found = undoing.outlook(ledger, number)
        return str(found.obstacle or ""), found.later_steps, found.later_records

    assert told(third) == ("", 1, 1)
    undone = undoing.steps(ledger, 1)[0].number
    assert told(undone) == ("", 0, 0)
    acting = [undoing.outlook(ledger, number) for number in (second, third, undone)]
    assert [(one.turn, one.is_redo) for one in acting] == [(second, False), (undone, True), (undone, True)]
    assert told(second) == ("", 0, 0)
    assert told(first)[0].startswith(f"不能撤销“保存 {unit.unit_name}”：“{unit.unit_name}”之后又有")
    assert told(first)[1:] == (1, 1)
    assert told(0)[1:] == (2, 1)
    assert told(99) == ("这一步操作已找不到，请刷新后再试。", 0, 0)
    assert len(names(ledger)) == count
    assert opened(ledger, UNITS, unit.id).employees == 110


def test_the_ledger_goes_back_to_a_step_whole(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit, here = employees(ledger, unit, 110)
    before = content(ledger, UNITS, unit.id)
    unit, _ = employees(ledger, unit, 120)
    unit, _ = employees(ledger, unit, 130)
    step = imported(ledger, 3)
    undoing.undo(ledger, step)
    case, _ = saved(ledger, CASES, clean_household(ledger))
    records.withdraw(ledger, UNITS, unit.id)
    assert undoing.outlook(ledger, here).later_steps == 4
    changes = undoing.go_back(ledger, here)
    assert content(ledger, UNITS, unit.id) == before
    assert (live(ledger, UNITS), live(ledger, CASES), live(ledger, INSPECTIONS)) == ([unit.id], [], [])
    assert changes.records == {"units": (unit.id,), "hardship_cases": (case.id,)}
    assert names(ledger)[:4] == [
        f"撤销：保存 {unit.unit_name}",
        f"撤销：保存 {unit.unit_name}",
        f"撤销：保存 {case.name}",
        f"撤销：删除 {unit.unit_name}",
    ]
    with pytest.raises(UndoRefusedError, match="之后没有可以撤销的操作"):
        undoing.go_back(ledger, here)


def test_going_back_brings_back_what_was_undone_since(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit, step = employees(ledger, unit, 110)
    here = saved(ledger, CASES, clean_household(ledger))[1]
    undoing.undo(ledger, step)
    undoing.undo(ledger, here)
    assert (opened(ledger, UNITS, unit.id).employees, len(live(ledger, CASES))) == (100, 0)
    undoing.go_back(ledger, here)
    assert (opened(ledger, UNITS, unit.id).employees, len(live(ledger, CASES))) == (110, 1)
    assert [name[:3] for name in names(ledger)[:2]] == ["重做：", "重做："]


def test_there_and_back_needs_no_going_back(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit, here = employees(ledger, unit, 110)
    undoing.undo(ledger, undoing.undo(ledger, here).step)
    assert undoing.outlook(ledger, here).later_steps == 0


def test_nothing_goes_back_when_one_step_cannot(ledger: Ledger) -> None:
    unit, here = saved(ledger, UNITS, clean_unit(ledger))
    packed, _ = saved(ledger, UNITS, another_unit(ledger, 1))
    imported(ledger, 3)
    submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月"))
    count = len(names(ledger))
    with pytest.raises(UndoRefusedError, match=f"“{packed.unit_name}”已打包，内容已锁定"):
        undoing.go_back(ledger, here)
    assert (len(names(ledger)), len(live(ledger, INSPECTIONS))) == (count, 3)
    assert live(ledger, UNITS) == sorted([unit.id, packed.id])


def test_going_back_can_be_cancelled(ledger: Ledger) -> None:
    unit, here = saved(ledger, UNITS, clean_unit(ledger))
    imported(ledger, 600)
    employees(ledger, unit, 110)
    told: list[tuple[int, int, str]] = []

    class Impatient:
        def step(self, done: int, total: int, what: Message) -> None:
            told.append((done, total, str(what)))
            if done > 500:
                raise Cancelled

    with pytest.raises(Cancelled):
        undoing.go_back(ledger, here, Impatient())
    assert told[-1] == (501, 601, "正在撤销“导入 督导检查 600 条”")
    assert opened(ledger, UNITS, unit.id).employees == 110
    assert len(live(ledger, INSPECTIONS)) == 600
