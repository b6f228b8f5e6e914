"""The history of a record: every entry in words, every version rebuilt exactly, any of them brought back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from db import canonical
from db.messages import ReportableError
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.language import said
from desktop.services import checking, history_of_record, records, undoing, unmasking
from desktop.services.records import RecordLockedError
from tests.registers.test_hardship_cases import member
from tests.support.noted_changes import changes_of
from tests.support.offices import NOW, USER
from tests.support.sample_records import clean_household, clean_unit, full

REGISTERS = all_registers()
UNITS, CASES, INSPECTIONS = REGISTERS["units"], REGISTERS["hardship_cases"], REGISTERS["inspections"]


def case(ledger: Ledger) -> Any:
    return records.save(ledger, CASES, clean_household(ledger)).record


def opened(ledger: Ledger, record: Any) -> Any:
    return records.open_record(ledger, REGISTERS[record.__tablename__], record.id)


def lines(ledger: Ledger, record: Any) -> list[tuple[str, str, str]]:
    """Give the differences of the newest entry as (place, old, new)."""
    newest = history_of_record.versions(ledger, REGISTERS[record.__tablename__], record.id)[-1]
    assert [said(one.place) for one in newest.changes] == [str(one.place) for one in newest.changes]
    return [(str(one.place), one.old, one.new) for one in newest.changes]


def test_each_entry_says_who_when_and_what(ledger: Ledger) -> None:
    unit: Any = records.save(ledger, UNITS, clean_unit(ledger)).record
    checking.check_all(ledger, [UNITS])
    unit = opened(ledger, unit)
    unit.employees = 120
    step = records.save(ledger, UNITS, unit).changes.step
    undoing.undo(ledger, step)
    unmasking.unmask(ledger, UNITS, unit.id, "chair_id_no")
    told = history_of_record.versions(ledger, UNITS, unit.id)
    assert [(one.number, str(one.action)) for one in told] == [
        (1, "新建"), (2, "逻辑检查"), (3, "修改"), (4, "修改"), (5, "查看完整号码"),
    ]  # fmt: skip
    assert {(one.at, one.by, one.revision) for one in told} == {(NOW, USER, 1)}
    name = unit.unit_name
    assert [str(one.step) if one.step else None for one in told] == [
        f"保存 {name}", None, f"保存 {name}", f"撤销：保存 {name}", None,
    ]  # fmt: skip
    assert [one.can_return for one in told] == [False, False, True, False, False]
    label = UNITS.fields["employees"].label
    assert [[(str(one.place), one.old, one.new) for one in entry.changes] for entry in told[1:]] == [
        [("状态", "草稿", "已检查")],
        [("状态", "已检查", "草稿"), (label, "100", "120")],
        [(label, "120", "100")],
        [("查看完整号码", "", UNITS.fields["chair_id_no"].label)],
    ]


def test_values_are_put_into_words(ledger: Ledger) -> None:
    unit: Any = records.save(ledger, UNITS, clean_unit(ledger)).record
    record = opened(ledger, case(ledger))
    record.monthly_income_self, record.marriage, record.unit = 123_456, "10", unit.id
    record.id_no = None
    records.save(ledger, CASES, record)
    told = {place: (old, new) for place, old, new in lines(ledger, record)}
    labels = {code: field.label for code, field in CASES.fields.items()}
    assert told[labels["monthly_income_self"]] == ("1,800.00", "1,234.56")
    assert told[labels["marriage"]] == ("已婚", "未婚")
    assert told[labels["unit"]] == ("", unit.unit_name)
    assert told[labels["id_no"]] == (clean_household(ledger).id_no, "")  # type: ignore[attr-defined]


def test_rows_are_named_by_their_place(ledger: Ledger) -> None:
    record = opened(ledger, case(ledger))
    record.members[1].monthly_income = 50_000
    records.save(ledger, CASES, record)
    assert lines(ledger, record) == [("家庭成员第 2 行 月收入", "0.00", "500.00")]

    record = opened(ledger, record)
    record.members.insert(0, member(name="熊小妹", relation="30", sex="2", birth=None))
    records.save(ledger, CASES, record)
    ((place, old, new),) = lines(ledger, record)
    assert (place, old, new[:4]) == ("家庭成员第 1 行（新增）", "", "熊小妹，")

    record = opened(ledger, record)
    del record.members[1]
    records.save(ledger, CASES, record)
    ((place, old, new),) = lines(ledger, record)
    assert (place, old[:4], new) == ("家庭成员第 2 行（删除）", "万秀英，", "")

    record = opened(ledger, record)
    record.members.reverse()
    records.save(ledger, CASES, record)
    assert lines(ledger, record) == [("家庭成员的顺序", "熊小妹、熊𬱖", "熊𬱖、熊小妹")]


def test_reasons_are_named_by_their_field(ledger: Ledger) -> None:
    record = opened(ledger, case(ledger))
    record.reasons = {
        "id@id_no": "户口本原件{已核对}",
        "age@members[1].birth": "以出生证为准",
        "row_count@members[0].": "分户另居",
        "count@": "另有一人在外地",
    }
    records.save(ledger, CASES, record)
    label = CASES.fields["id_no"].label
    assert sorted(lines(ledger, record)) == sorted(
        [
            ("家庭成员 出生日期的核实理由", "", "以出生证为准"),
            ("困难职工的核实理由", "", "另有一人在外地"),
            (f"{label}的核实理由", "", "户口本原件{已核对}"),
            ("家庭成员 的核实理由", "", "分户另居"),
        ]
    )


@pytest.mark.parametrize("code", REGISTERS)
def test_every_version_is_rebuilt_exactly_and_brought_back(ledger: Ledger, code: str) -> None:
    register = REGISTERS[code]
    units = {"units": records.save(ledger, UNITS, clean_unit(ledger)).record.id}
    record: Any = records.save(ledger, register, records.new(ledger, register)).record
    kept = [canonical.snapshot(register, record)]
    filled = full(ledger, register, units)
    for field in register.fields:
        if field != register.number_field:
            setattr(record, field, getattr(filled, field))
    for group in register.row_groups:
        setattr(record, group.code, getattr(filled, group.code))
    record = records.save(ledger, register, record).record
    kept.append(canonical.snapshot(register, record))
    for group in register.row_groups:
        del getattr(record, group.code)[0]
    setattr(record, register.name_field, "改过的名称")
    record = records.save(ledger, register, record).record
    kept.append(canonical.snapshot(register, record))
    for number, snapshot in enumerate(kept, 1):
        assert history_of_record.snapshot_at(ledger, register, record.id, number) == snapshot
    for number in (1, 2, 3, 2):
        saved = history_of_record.restore_version(ledger, register, record.id, number)
        back = records.open_record(ledger, register, record.id)
        assert back is not None
        assert canonical.snapshot(register, back) == kept[number - 1]
        assert str(undoing.steps(ledger, 1)[0].name).endswith("的旧版本")
        assert saved.changes.step == undoing.steps(ledger, 1)[0].number
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
    assert len(changes_of(ledger, record.id)) == 7


def test_bringing_back_keeps_the_file_number_and_can_be_undone(ledger: Ledger) -> None:
    record = case(ledger)
    record.file_no, record.mobile = "360111103-2026-0099", "13970054321"
    records.save(ledger, CASES, record)
    step = history_of_record.restore_version(ledger, CASES, record.id, 1).changes.step
    back = opened(ledger, record)
    assert (back.file_no, back.mobile) == ("360111103-2026-0099", "13970012345")
    undoing.undo(ledger, step)
    assert opened(ledger, record).mobile == "13970054321"


def test_a_locked_record_comes_back_only_as_a_correction(ledger: Ledger) -> None:
    unit: Any = records.save(ledger, UNITS, clean_unit(ledger)).record
    unit.employees = 120
    records.save(ledger, UNITS, unit)
    with ledger.store.writing() as session:
        session.execute(text("UPDATE units SET state = 'handed_over'"))
    with pytest.raises(RecordLockedError):
        history_of_record.restore_version(ledger, UNITS, unit.id, 1)
    saved: Any = history_of_record.restore_version(ledger, UNITS, unit.id, 1, correcting=True).record
    assert (saved.employees, saved.state, saved.revision) == (100, "correction", 2)


def test_a_version_that_is_not_there(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    for number in (0, 2):
        with pytest.raises(ReportableError, match=f"没有第 {number} 版"):
            history_of_record.restore_version(ledger, UNITS, unit.id, number)


def test_what_a_later_program_no_longer_knows_is_shown_and_passed_over(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    with ledger.store.writing() as session:
        old = history.Change(
            "change", "units", unit.id, 1, {"gone": [None, "x"], "employees": ["100", "一百"]}
        )
        history.note(session, ledger.clock(), USER, [old])
    assert lines(ledger, unit) == [(UNITS.fields["employees"].label, "100", "一百")]
    assert "gone" not in history_of_record.snapshot_at(ledger, UNITS, unit.id, 2)
