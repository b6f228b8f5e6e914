"""Steps are named and can be taken back, by new steps only; what stands in the way is named."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import canonical, queries
from db.messages import Message
from db.register import Register
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import bulk_changing, checking, importing, records, submitting, undoing
from desktop.services.progress import Cancelled
from desktop.services.undoing import UndoRefusedError
from tests.registers.test_hardship_cases import member
from tests.support.noted_changes import changes_of
from tests.support.offices import USER
from tests.support.sample_records import another_unit, clean_household, clean_unit, full

REGISTERS = all_registers()
UNITS, CASES, INSPECTIONS = REGISTERS["units"], REGISTERS["hardship_cases"], REGISTERS["inspections"]


def saved(ledger: Ledger, register: Register, record: Any, **how: Any) -> tuple[Any, int]:
    done = records.save(ledger, register, record, **how)
    assert done.changes.step > 0
    return done.record, done.changes.step


def opened(ledger: Ledger, register: Register, record_id: str) -> Any:
    found = records.open_record(ledger, register, record_id)
    assert found is not None
    return found


def content(ledger: Ledger, register: Register, record_id: str) -> canonical.Snapshot:
    return canonical.snapshot(register, opened(ledger, register, record_id))


def live(ledger: Ledger, register: Register) -> list[str]:
    with ledger.store.reading() as session:
        listed = queries.record_ids(session, register)
        indexed = session.scalars(
            text("SELECT record_id FROM search WHERE register = :code ORDER BY 1"), {"code": register.code}
        ).all()
        assert list(indexed) == listed
    return listed


def names(ledger: Ledger) -> list[str]:
    """Name the steps, newest first; the chain must hold."""
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
    return [str(step.name) for step in undoing.steps(ledger)]


def inspections(count: int) -> bytes:
    codes = ("inspected_on", "place", "inspectors", "findings", "needs_rectifying")
    header = ",".join(INSPECTIONS.fields[code].label for code in codes)
    return "\n".join(
        [header, *(f"2026.5.8,{line}号厂,万秀英,没有发现问题,否" for line in range(count))]
    ).encode()


def imported(ledger: Ledger, count: int) -> int:
    preview = importing.dry_run(ledger, INSPECTIONS, inspections(count), "督导.csv")
    return importing.apply(ledger, preview).step


def test_every_write_is_a_step_with_a_name(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    saved(ledger, UNITS, unit)
    assert records.withdraw(ledger, UNITS, unit.id).step == 3
    assert records.restore(ledger, UNITS, unit.id).step == 4
    imported(ledger, 35)
    saved(ledger, CASES, records.new(ledger, CASES))
    name = unit.unit_name
    assert names(ledger) == [
        "保存 困难职工", "导入 督导检查 35 条", f"恢复 {name}", f"删除 {name}", f"保存 {name}", f"保存 {name}",
    ]  # fmt: skip
    newest, batch, *_ = undoing.steps(ledger)
    assert (newest.number, newest.by, newest.register, newest.count) == (40, USER, "hardship_cases", 1)
    assert (batch.number, batch.count, batch.is_undone) == (39, 35, False)
    assert [step.number for step in undoing.steps(ledger, 2)] == [40, 39]


def test_a_check_is_no_step_and_does_not_stand_in_the_way(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    _, step = saved(ledger, UNITS, unit)
    checking.check_all(ledger, [UNITS])
    assert len(undoing.steps(ledger)) == 2
    undoing.undo(ledger, step)
    back = opened(ledger, UNITS, unit.id)
    assert (back.employees, back.state) == (100, "draft")
    last = changes_of(ledger, unit.id)[-1].changes
    assert last == {"employees": ["120", "100"], "state": ["checked", "draft"]}


def test_a_change_is_undone_and_redone_and_undone_again(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    unit, step = saved(ledger, UNITS, unit)
    for wanted, name in ((100, "撤销："), (120, "重做："), (100, "撤销："), (120, "重做：")):
        changes = undoing.undo(ledger, step)
        assert changes.records == {"units": (unit.id,)}
        step = changes.step
        assert opened(ledger, UNITS, unit.id).employees == wanted
        assert names(ledger)[0] == f"{name}保存 {unit.unit_name}"
    assert [one.is_undone for one in undoing.steps(ledger)] == [False, True, False, True, False, False]
    assert [entry.action for entry in changes_of(ledger, unit.id)] == ["create", *["change"] * 5]


def test_a_step_is_undone_only_once(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    _, step = saved(ledger, UNITS, unit)
    undoing.undo(ledger, step)
    with pytest.raises(UndoRefusedError, match="已经撤销过了"):
        undoing.undo(ledger, step)
    with pytest.raises(UndoRefusedError, match="已找不到"):
        undoing.undo(ledger, 99)


def test_rows_come_back_with_their_ids_and_order(ledger: Ledger) -> None:
    case, _ = saved(ledger, CASES, clean_household(ledger))
    before = content(ledger, CASES, case.id)
    case = opened(ledger, CASES, case.id)
    case.members.reverse()
    case.members.append(member(name="熊小妹", relation="30"))
    del case.members[0]
    case.members[0].monthly_income = 50_000
    case.reasons = {"relation@members[0].relation": "户口本原件已核对"}
    _, step = saved(ledger, CASES, case)
    after = content(ledger, CASES, case.id)
    undone = undoing.undo(ledger, step).step
    assert content(ledger, CASES, case.id) == before
    undoing.undo(ledger, undone)
    assert content(ledger, CASES, case.id) == after
    with ledger.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM hardship_cases_members")).scalar_one() == 2


def test_what_is_found_follows_the_undoing(ledger: Ledger) -> None:
    unit, first = saved(ledger, UNITS, clean_unit(ledger, unit_name="罗家针织厂"))
    unit.unit_name = "秦坊纸箱厂"
    _, step = saved(ledger, UNITS, unit)
    undoing.undo(ledger, step)
    with ledger.store.reading() as session:
        assert queries.record_ids(session, UNITS, "针织") == [unit.id]
        assert queries.record_ids(session, UNITS, "纸箱") == []
    undone = undoing.undo(ledger, first).step
    assert live(ledger, UNITS) == []
    undoing.undo(ledger, undone)
    assert live(ledger, UNITS) == [unit.id]


def test_a_new_record_is_undone_by_withdrawing_it(ledger: Ledger) -> None:
    case, step = saved(ledger, CASES, clean_household(ledger))
    undoing.undo(ledger, step)
    assert live(ledger, CASES) == []
    gone = opened(ledger, CASES, case.id)
    assert gone.deleted_at is not None
    assert len(gone.members) == 2
    assert [entry.action for entry in changes_of(ledger, case.id)] == ["create", "withdraw"]


def test_a_withdrawal_and_a_restoring_are_undone(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    step = records.withdraw(ledger, UNITS, unit.id).step
    undoing.undo(ledger, step)
    assert live(ledger, UNITS) == [unit.id]
    records.withdraw(ledger, UNITS, unit.id)
    step = records.restore(ledger, UNITS, unit.id).step
    undoing.undo(ledger, step)
    assert live(ledger, UNITS) == []


def test_an_import_is_one_step_there_and_back(ledger: Ledger) -> None:
    other, _ = saved(ledger, INSPECTIONS, records.new(ledger, INSPECTIONS))
    step = imported(ledger, 1203)
    ids = live(ledger, INSPECTIONS)
    changes = undoing.undo(ledger, step)
    assert live(ledger, INSPECTIONS) == [other.id]
    assert sorted(changes.records["inspections"]) == [one for one in ids if one != other.id]
    assert names(ledger)[0] == "撤销：导入 督导检查 1203 条"
    undoing.undo(ledger, changes.step)
    assert live(ledger, INSPECTIONS) == ids
    assert names(ledger)[0] == "重做：导入 督导检查 1203 条"


def test_an_import_is_kept_whole_when_one_of_its_records_was_changed(ledger: Ledger) -> None:
    step = imported(ledger, 3)
    ids = live(ledger, INSPECTIONS)
    changed = opened(ledger, INSPECTIONS, ids[1])
    changed.findings = "消防通道堵塞"
    changed, later = saved(ledger, INSPECTIONS, changed)
    with pytest.raises(
        UndoRefusedError,
        match="不能撤销“导入 督导检查 3 条”：“1号厂”之后又有“保存 1号厂”（万秀英，2026-06-15 09:00）",
    ):
        undoing.undo(ledger, step)
    assert live(ledger, INSPECTIONS) == ids
    undoing.undo(ledger, later)  # what stood in the way is gone
    undoing.undo(ledger, step)
    assert live(ledger, INSPECTIONS) == []


def test_only_a_later_change_of_the_same_field_stands_in_the_way(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    unit, first = saved(ledger, UNITS, unit)
    unit.union_name = "罗家联合工会"
    unit, second = saved(ledger, UNITS, unit)
    undoing.undo(ledger, first)
    back = opened(ledger, UNITS, unit.id)
    assert (back.employees, back.union_name) == (100, "罗家联合工会")
    back.employees = 130
    saved(ledger, UNITS, back)
    undoing.undo(ledger, second)
    assert opened(ledger, UNITS, unit.id).employees == 130
    with pytest.raises(UndoRefusedError, match="之后又有“保存"):
        undoing.undo(ledger, undoing.steps(ledger)[2].number)  # the undoing of the first


def test_a_withdrawn_record_stands_in_the_way(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    unit, step = saved(ledger, UNITS, unit)
    gone = records.withdraw(ledger, UNITS, unit.id).step
    with pytest.raises(UndoRefusedError, match=f"之后又有“删除 {unit.unit_name}”"):
        undoing.undo(ledger, step)
    records.restore(ledger, UNITS, unit.id)
    with pytest.raises(UndoRefusedError, match=f"之后又有“恢复 {unit.unit_name}”"):
        undoing.undo(ledger, gone)
    undoing.undo(ledger, step)
    assert opened(ledger, UNITS, unit.id).employees == 100


def test_a_package_stands_in_the_way(ledger: Ledger) -> None:
    unit, step = saved(ledger, UNITS, clean_unit(ledger))
    submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月"))
    with pytest.raises(UndoRefusedError, match=f"“{unit.unit_name}”已打包，内容已锁定"):
        undoing.undo(ledger, step)
    assert live(ledger, UNITS) == [unit.id]
    assert opened(ledger, UNITS, unit.id).state == "packed"


def test_undoing_a_correction_leaves_a_correction(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月"))
    unit = opened(ledger, UNITS, unit.id)
    unit.employees = 120
    _, step = saved(ledger, UNITS, unit, correcting=True)
    undoing.undo(ledger, step)
    back = opened(ledger, UNITS, unit.id)
    assert (back.employees, back.state, back.revision) == (100, "correction", 2)


def test_a_bulk_change_is_undone_as_one(ledger: Ledger) -> None:
    ids = [saved(ledger, UNITS, another_unit(ledger, number))[0].id for number in range(3)]
    before = [content(ledger, UNITS, one) for one in ids]
    shown = bulk_changing.preview(ledger, UNITS, ids, "employees", "140")
    step = bulk_changing.apply(ledger, shown).step
    undoing.undo(ledger, step)
    assert [content(ledger, UNITS, one) for one in ids] == before


def test_a_cancelled_undoing_changes_nothing(ledger: Ledger) -> None:
    step = imported(ledger, 600)
    ids = live(ledger, INSPECTIONS)

    class Impatient:
        def step(self, done: int, total: int, what: Message) -> None:
            assert (total, str(what)) == (600, "正在撤销“导入 督导检查 600 条”")
            if done:
                raise Cancelled

    with pytest.raises(Cancelled):
        undoing.undo(ledger, step, Impatient())
    assert live(ledger, INSPECTIONS) == ids
    assert not undoing.steps(ledger)[0].is_undone


@pytest.mark.parametrize("code", REGISTERS)
def test_a_full_record_of_any_register_is_emptied_and_filled_again(ledger: Ledger, code: str) -> None:
    register = REGISTERS[code]
    units = {"units": saved(ledger, UNITS, clean_unit(ledger))[0].id}
    record, _ = saved(ledger, register, full(ledger, register, units))
    whole = content(ledger, register, record.id)
    record = opened(ledger, register, record.id)
    canonical.put_back(register, record, dict.fromkeys(whole))
    _, step = saved(ledger, register, record)
    assert content(ledger, register, record.id).keys() == set()
    undone = undoing.undo(ledger, step).step
    assert content(ledger, register, record.id) == whole
    undoing.undo(ledger, undone)
    assert content(ledger, register, record.id) == {}
    assert len(names(ledger)) == 5 if code != "units" else 4


def test_entries_of_an_older_program_are_no_steps(ledger: Ledger) -> None:
    unit, _ = saved(ledger, UNITS, clean_unit(ledger))
    unit.employees = 120
    _, step = saved(ledger, UNITS, unit)
    with ledger.store.writing() as session:  # as a program before named steps would have left it
        old = history.Change("change", "units", unit.id, 1, {"employees": ["120", "130"]})
        history.note(session, ledger.clock(), "李会计", [old])
        session.execute(text("UPDATE units SET employees = 130"))
    with pytest.raises(UndoRefusedError, match="之后又有“修改”（李会计，"):
        undoing.undo(ledger, step)
    assert len(undoing.steps(ledger)) == 2


@pytest.mark.parametrize("statement", ["UPDATE step SET kind = 'undo'", "DELETE FROM step"])
def test_the_store_refuses_to_change_steps(ledger: Ledger, statement: str) -> None:
    saved(ledger, UNITS, clean_unit(ledger))
    with pytest.raises(IntegrityError, match="append-only"), ledger.store.writing() as session:
        session.execute(text(statement))
