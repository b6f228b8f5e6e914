"""One field of many records: first shown, then changed in one transaction as one step."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from db import queries
from db.messages import Message, ReportableError
from db.registers import all_registers
from db.store import history
from db.store.errors import DiskFullError
from db.store.ledger import Ledger
from desktop.services import bulk_changing, records, rewriting, undoing
from desktop.services.bulk_changing import BulkPreview, Line
from desktop.services.progress import Cancelled
from desktop.services.records import RefusedCharactersError
from tests.support.noted_changes import changes_of
from tests.support.sample_records import another_unit, clean_household, clean_unit

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]


def units(ledger: Ledger, count: int, **changes: Any) -> list[str]:
    made = [another_unit(ledger, number, **changes) for number in range(count)]
    return [records.save(ledger, UNITS, one).record.id for one in made]


def opened(ledger: Ledger, record_id: str) -> Any:
    return records.open_record(ledger, UNITS, record_id)


def ids_of(lines: tuple[Line, ...]) -> list[str]:
    return [line.record_id for line in lines]


def preview(ledger: Ledger, ids: list[str], value: str = "１４０", field: str = "employees") -> BulkPreview:
    return bulk_changing.preview(ledger, UNITS, ids, field, value)


def set_state(ledger: Ledger, record_id: str, state: str) -> None:
    with ledger.store.writing() as session:
        session.execute(text(f"UPDATE units SET state = '{state}' WHERE id = '{record_id}'"))


def test_the_preview_sorts_the_records_and_writes_nothing(ledger: Ledger) -> None:
    changing, same, locked, gone = units(ledger, 4)
    unit = opened(ledger, same)
    unit.employees = 140
    records.save(ledger, UNITS, unit)
    set_state(ledger, locked, "packed")
    records.withdraw(ledger, UNITS, gone)
    shown = preview(ledger, [changing, same, locked, gone])
    assert (ids_of(shown.will_change), ids_of(shown.unchanged), ids_of(shown.locked)) == (
        [changing],
        [same],
        [locked],
    )
    assert (shown.text, shown.words, shown.will_change[0].now) == ("140", "140", "100")
    assert shown.will_change[0].label == opened(ledger, changing).unit_name
    assert opened(ledger, changing).employees == 100


def test_the_change_is_one_step_with_history_and_search(ledger: Ledger) -> None:
    ids = units(ledger, 3)
    checked, returned, draft = ids
    set_state(ledger, checked, "checked")
    set_state(ledger, returned, "returned")
    shown = preview(ledger, ids, "罗家镇秦坊路８号", "address")
    changes = bulk_changing.apply(ledger, shown)
    assert changes.records == {"units": tuple(ids)}
    (step, *_) = undoing.steps(ledger)
    label = UNITS.fields["address"].label
    assert (step.number, str(step.name)) == (changes.step, f"批量修改 单位台账 3 条的“{label}”")
    found = [opened(ledger, one) for one in ids]
    assert {one.address for one in found} == {shown.text}
    assert [(one.state, one.revision, one.version) for one in found] == [
        ("draft", 1, 2),
        ("correction", 2, 2),
        ("draft", 1, 2),
    ]
    (last,) = [changes_of(ledger, draft)[-1]]
    assert (last.action, list(last.changes), last.changes["address"][1]) == (
        "change",
        ["address"],
        shown.text,
    )
    assert changes_of(ledger, returned)[-1].action == "correct"
    with ledger.store.reading() as session:
        assert history.first_break(session) is None


def test_names_and_searchable_values_are_found_again(ledger: Ledger) -> None:
    field = next(
        code
        for code, field in CASES.fields.items()
        if field.searchable and bulk_changing.can_change(CASES, code)
    )
    case = records.save(ledger, CASES, clean_household(ledger)).record
    bulk_changing.apply(ledger, bulk_changing.preview(ledger, CASES, [case.id], field, "13970054321"))
    with ledger.store.reading() as session:
        assert queries.record_ids(session, CASES, "13970054321") == [case.id]


@pytest.mark.parametrize(
    ("field", "stands", "shown"),
    [("mobile", "13870012345", "138****2345"), ("card_no", "6222021502003613142", "***************3142")],
)
def test_numbers_of_people_stay_masked_in_the_preview(
    ledger: Ledger, field: str, stands: str, shown: str
) -> None:
    case = clean_household(ledger)
    setattr(case, field, stands)
    saved = records.save(ledger, CASES, case).record
    line = bulk_changing.preview(ledger, CASES, [saved.id], field, "").will_change[0]
    assert (line.now, stands in str(line)) == (shown, False)


def test_a_reference_is_found_by_name(ledger: Ledger) -> None:
    unit: Any = records.save(ledger, UNITS, clean_unit(ledger)).record
    case = records.save(ledger, CASES, clean_household(ledger)).record
    shown = bulk_changing.preview(ledger, CASES, [case.id], "unit", unit.unit_name)
    assert (shown.text, shown.words, shown.will_change[0].now) == (unit.id, unit.unit_name, "")
    bulk_changing.apply(ledger, shown)
    back: Any = records.open_record(ledger, CASES, case.id)
    assert back.unit == unit.id


def test_an_empty_text_empties_the_field(ledger: Ledger) -> None:
    (one,) = units(ledger, 1)
    shown = preview(ledger, [one], " ")
    bulk_changing.apply(ledger, shown)
    assert opened(ledger, one).employees is None


def test_the_preview_names_only_problems_that_the_value_brings_up(ledger: Ledger) -> None:
    clean, wrong = units(ledger, 2)
    unit = opened(ledger, wrong)
    unit.unit_name = None
    records.save(ledger, UNITS, unit)
    before = {problem.key for problem in records.problems(ledger, UNITS, unit)}
    shown = preview(ledger, [clean, wrong], str(unit.female_employees - 1))
    for line in shown.will_change:
        new = {problem.key for problem in line.problems}
        assert "female_employees" in {problem.field for problem in line.problems}
        assert not new & before
    assert ids_of(shown.problems) == [clean, wrong]
    assert preview(ledger, [clean, wrong], str(unit.employees + 1)).problems == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("employees", "很多", "不是整数"),
        ("credit_code", "91360111MA35ABCD1A", "各不相同"),
        ("unit_name", "同名", "各不相同"),
        ("chair_id_no", "", "各不相同"),
    ],
)
def test_what_cannot_be_changed_is_refused(ledger: Ledger, field: str, value: str, said: str) -> None:
    with pytest.raises(ReportableError, match=said):
        preview(ledger, units(ledger, 1), value, field)


def test_forbidden_characters_are_refused(ledger: Ledger) -> None:
    with pytest.raises(RefusedCharactersError):
        preview(ledger, units(ledger, 1), "罗家\u202e镇", "address")


@pytest.mark.parametrize("what", ["saved", "locked", "withdrawn"])
def test_a_record_that_changed_after_the_preview_stops_everything(ledger: Ledger, what: str) -> None:
    ids = units(ledger, 3)
    shown = preview(ledger, ids)
    if what == "saved":
        unit = opened(ledger, ids[2])
        unit.address = "秦坊路8号"
        records.save(ledger, UNITS, unit)
    elif what == "locked":
        set_state(ledger, ids[2], "packed")
    else:
        records.withdraw(ledger, UNITS, ids[2])
    with pytest.raises(ReportableError, match="什么都没有修改"):
        bulk_changing.apply(ledger, shown)
    assert {opened(ledger, one).employees for one in ids} == {100}


def test_a_failed_or_cancelled_change_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = units(ledger, 2)
    shown = preview(ledger, ids)

    class Impatient:
        def step(self, done: int, total: int, what: Message) -> None:
            if (done, str(what)) == (total, "正在保存"):
                raise Cancelled

    with pytest.raises(Cancelled):
        bulk_changing.apply(ledger, shown, Impatient())

    def refuse(*_: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(rewriting, "index", refuse)
    with pytest.raises(DiskFullError):
        bulk_changing.apply(ledger, shown)
    assert {opened(ledger, one).employees for one in ids} == {100}
    assert len(undoing.steps(ledger)) == 2


def test_nothing_to_change_is_no_step(ledger: Ledger) -> None:
    ids = units(ledger, 1)
    changes = bulk_changing.apply(ledger, preview(ledger, ids, "100"))
    assert (changes.records, changes.step) == ({"units": ()}, 0)


def test_hundreds_go_in_pages(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_changing, "_PAGE", 2)
    ids = units(ledger, 5)
    bulk_changing.apply(ledger, preview(ledger, ids))
    assert [opened(ledger, one).employees for one in ids] == [140] * 5
    assert undoing.steps(ledger)[0].count == 5
