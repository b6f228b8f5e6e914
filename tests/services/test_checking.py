"""逻辑检查: states move both ways, problems are listed with their reasons, nothing moves when it is stopped."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from db.messages import Message
from db.record import Record
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import checking, records
from desktop.services.progress import Cancelled
from tests.support.noted_changes import changes_of
from tests.support.sample_records import another_unit, clean_household, clean_unit

REGISTERS = all_registers()
UNITS, CASES = REGISTERS["units"], REGISTERS["hardship_cases"]
WRONG_CODE = "91360111MA35ABCD1A"  # 核实: only the check character is wrong
KEY = "credit_code@credit_code"


def save(ledger: Ledger, **changes: Any) -> Any:
    return records.save(ledger, UNITS, clean_unit(ledger, **changes)).record


def state(ledger: Ledger, record: Record) -> str:
    found = records.open_record(ledger, UNITS, record.id)
    assert found is not None
    return found.state


def test_a_clean_draft_is_checked_and_noted(ledger: Ledger) -> None:
    unit = save(ledger)
    report = checking.check_all(ledger, [UNITS])
    assert (report.checked, report.standing) == (1, ())
    assert state(ledger, unit) == "checked"
    assert report.changes.records == {"units": (unit.id,)}
    last = changes_of(ledger, unit.id)[-1]
    assert (last.action, last.changes) == ("check", {"state": ["draft", "checked"]})
    again = checking.check_all(ledger, [UNITS])
    assert again.changes.records == {"units": ()}
    assert len(changes_of(ledger, unit.id)) == 2


def test_a_must_problem_keeps_a_draft(ledger: Ledger) -> None:
    unit = save(ledger, female_employees=101)
    (found,) = checking.check_all(ledger, [UNITS]).standing
    assert (found.register, found.record_id, found.label) == ("units", unit.id, "南昌罗家针织有限公司")
    assert "female_employees" in {problem.field for problem in found.stands}
    assert state(ledger, unit) == "draft"


def test_a_written_reason_lets_an_explain_problem_pass(ledger: Ledger) -> None:
    unit = save(ledger, credit_code=WRONG_CODE)
    (found,) = checking.check_all(ledger, [UNITS]).standing
    assert [problem.key for problem in found.stands] == [KEY]
    unit.reasons = {KEY: "已核对营业执照原件"}
    records.save(ledger, UNITS, unit)
    report = checking.check_all(ledger, [UNITS])
    assert report.standing == ()
    assert [(one.record_id, one.reasons) for one in report.records] == [
        (unit.id, {KEY: "已核对营业执照原件"})
    ]
    assert state(ledger, unit) == "checked"


def test_what_was_checked_falls_back_when_something_stands_against_it_now(ledger: Ledger) -> None:
    first = save(ledger)
    second = records.save(ledger, UNITS, another_unit(ledger, 1)).record
    checking.check_all(ledger, [UNITS])
    with ledger.store.writing() as session:  # two checked units turn out to be one
        session.execute(
            text("UPDATE units SET credit_code = :code, state = 'checked', revision = 2 WHERE id = :id"),
            {"code": first.credit_code, "id": second.id},
        )
    assert len(checking.check_all(ledger, [UNITS]).standing) == 2
    assert (state(ledger, first), state(ledger, second)) == ("draft", "correction")


@pytest.mark.parametrize("fixed", ["packed", "handed_over", "received", "returned"])
def test_what_is_in_a_package_does_not_move(ledger: Ledger, fixed: str) -> None:
    unit = save(ledger)
    with ledger.store.writing() as session:
        session.execute(text(f"UPDATE units SET state = '{fixed}'"))
    checking.check_all(ledger, [UNITS])
    assert state(ledger, unit) == fixed


def test_withdrawn_records_are_not_checked(ledger: Ledger) -> None:
    unit = save(ledger, unit_name=None)
    records.withdraw(ledger, UNITS, unit.id)
    report = checking.check_all(ledger, [UNITS])
    assert (report.checked, report.records) == (0, ())


def test_several_registers_in_one_report(ledger: Ledger) -> None:
    save(ledger)
    records.save(ledger, CASES, clean_household(ledger))
    report = checking.check_all(ledger, list(REGISTERS.values()))
    assert report.checked == 2
    assert {code for code, ids in report.changes.records.items() if ids} <= {"units", "hardship_cases"}
    with ledger.store.reading() as session:
        assert history.first_break(session) is None


def test_a_stopped_check_moves_nothing(ledger: Ledger) -> None:
    units = [records.save(ledger, UNITS, another_unit(ledger, number)).record for number in range(3)]

    class StopsAtTheThird:
        def step(self, done: int, total: int, what: Message) -> None:
            if (done, total, str(what)) == (2, 3, "正在检查单位台账"):
                raise Cancelled

    with pytest.raises(Cancelled, match="没有改动"):
        checking.check_all(ledger, [UNITS], StopsAtTheThird())
    assert [state(ledger, unit) for unit in units] == ["draft"] * 3


def test_the_number_of_queries_does_not_grow_with_the_records(ledger: Ledger) -> None:
    """Ask the store a few times for each register, not for each record."""
    counts = []
    statements: list[str] = []
    event.listen(ledger.store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for first in (0, 10):
        for number in range(first, first + 10):
            records.save(ledger, UNITS, another_unit(ledger, number))
        statements.clear()
        checking.check_all(ledger, [UNITS])
        reads = [one for one in statements if one.lstrip().startswith("SELECT")]
        counts.append(len(reads))
    assert counts[1] == counts[0]


def test_looking_over_finds_the_same_and_moves_nothing(ledger: Ledger) -> None:
    wrong, clean = (
        save(ledger, female_employees=101),
        records.save(ledger, UNITS, another_unit(ledger, 1)).record,
    )
    looked = checking.look_over(ledger, [UNITS])
    assert looked is not None
    assert (looked.checked, [one.record_id for one in looked.standing]) == (2, [wrong.id])
    assert looked.changes.records == {"units": ()}
    assert (state(ledger, clean), len(changes_of(ledger, clean.id))) == ("draft", 1)
    assert checking.check_all(ledger, [UNITS]).records == looked.records
    assert state(ledger, clean) == "checked"


def test_more_records_than_are_looked_at_beside_the_window_wait(ledger: Ledger) -> None:
    save(ledger)
    assert checking.look_over(ledger, [UNITS, CASES], most=1) is not None
    records.save(ledger, UNITS, another_unit(ledger, 1))
    assert checking.look_over(ledger, [UNITS, CASES], most=1) is None
