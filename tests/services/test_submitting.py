"""导出上报: what goes, what blocks, and that package, journal, states and file on the stick always agree."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.messages import Message, ReportableError
from db.record import Record
from db.registers import all_registers
from db.store import history, journal
from db.store.journal import NO_PACKAGE
from db.store.ledger import Ledger
from db.store.shared_tables import Package
from desktop.reports.review_counts import Count
from desktop.services import checking, records, submitting
from desktop.services.progress import Cancelled
from desktop.services.records import RecordLockedError
from desktop.services.review import Review
from desktop.services.submitting import (
    NothingToSubmitError,
    ReviewOutdatedError,
    StandingProblemsError,
)
from tests.services.test_checking import KEY, WRONG_CODE
from tests.support.noted_changes import changes_of
from tests.support.offices import NOW, as_received
from tests.support.sample_records import another_unit, clean_household, clean_unit

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
PERIOD = "2026年6月"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def save(ledger: Ledger, **changes: Any) -> Any:
    return records.save(ledger, UNITS, clean_unit(ledger, **changes)).record


def save_other(ledger: Ledger, number: int, **changes: Any) -> Any:
    return records.save(ledger, UNITS, another_unit(ledger, number, **changes)).record


def opened(ledger: Ledger, record: Record) -> Any:
    found = records.open_record(ledger, UNITS, record.id)
    assert found is not None
    return found


def correct(ledger: Ledger, record: Record, **changes: Any) -> Any:
    copy = opened(ledger, record)
    for code, value in changes.items():
        setattr(copy, code, value)
    return records.save(ledger, UNITS, copy, correcting=True).record


def stands(ledger: Ledger, record: Record) -> tuple[str, int]:
    copy = opened(ledger, record)
    return copy.state, copy.revision


def prepare(ledger: Ledger, **choices: Any) -> Review:
    return submitting.prepare(ledger, ["units", "hardship_cases"], PERIOD, **choices)


def submit(ledger: Ledger, stick: Path, **choices: Any) -> Path:
    """Make a package of everything new and put it on the stick."""
    return submitting.place(ledger, submitting.make(ledger, prepare(ledger, **choices)), stick).path


def package(ledger: Ledger, number: int) -> Package:
    with ledger.store.reading() as session:
        return next(one for one in journal.packages(session) if one.sequence == number)


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_received(path))) as container:
        return container.read(name)


def sent(path: Path, register: str = "units") -> list[tuple[str, str, str]]:
    """Give id, revision and operation of every record in a package."""
    rows = csv.DictReader(io.StringIO(member(path, f"data/{register}.csv").decode("utf-8-sig")))
    return [(row["record_uid"], row["rev"], row["op"]) for row in rows]


def test_from_draft_to_handed_over(ledger: Ledger, stick: Path) -> None:
    unit = save(ledger)
    seen = [stands(ledger, unit)]
    review = prepare(ledger)
    seen.append(stands(ledger, unit))
    made = submitting.make(ledger, review)
    seen.append(stands(ledger, unit))
    assert package(ledger, 1).placed_at is None
    placed = submitting.place(ledger, made, stick)
    seen.append(stands(ledger, unit))
    assert seen == [("draft", 1), ("checked", 1), ("packed", 1), ("handed_over", 1)]
    assert package(ledger, 1).placed_at == NOW
    assert placed.path.parent == stick / "TAIZHANG" / "OUT"
    assert [path.name for path in placed.path.parent.iterdir()] == ["360111103_360111_SUB_000001.asice.age"]
    assert sent(placed.path) == [(unit.id, "1", "new")]
    actions = [(entry.action, entry.changes.get("state")) for entry in changes_of(ledger, unit.id)]
    assert actions == [
        ("create", None),
        ("check", ["draft", "checked"]),
        ("pack", ["checked", "packed"]),
        ("hand_over", ["packed", "handed_over"]),
    ]
    with ledger.store.reading() as session:
        assert history.first_break(session) is None


def test_the_review_shows_what_goes(ledger: Ledger) -> None:
    unit = save(ledger)
    case = records.save(ledger, CASES, clean_household(ledger)).record
    review = prepare(ledger, leave_out_standing=True)
    assert (review.sequence, review.period, review.blocking) == (1, PERIOD, ())
    assert review.counts["units"] == Count(new=1)
    left_out = {record.record_id for record in review.left_out}
    goes = {difference.record_id: difference.operation for difference in review.differences}
    assert goes == {one.id: "new" for one in (unit, case) if one.id not in left_out}


def test_control_sums_are_those_of_the_records(ledger: Ledger, stick: Path) -> None:
    case: Any = records.save(ledger, CASES, clean_household(ledger)).record
    review = prepare(ledger)
    if review.blocking:  # say what the tables hold against it, and give the reasons
        case.reasons = {problem.key: "已入户核对属实" for problem in review.blocking[0].stands}
        case = records.save(ledger, CASES, case).record
        review = prepare(ledger)
    assert review.blocking == ()
    assert review.sums["hardship_cases.household_income_year"] == case.household_income_year > 0
    path = submitting.place(ledger, submitting.make(ledger, review), stick).path
    stated = json.loads(member(path, "manifest.json"))
    yuan = f"{case.household_income_year // 100}.{case.household_income_year % 100:02}"
    assert stated["control_sums"]["hardship_cases.household_income_year"] == yuan
    assert stated["counts"] == {"units": 0, "hardship_cases": 1}


def test_standing_problems_block_unless_left_out(ledger: Ledger, stick: Path) -> None:
    good, bad = save(ledger), save_other(ledger, 1, employees=None)
    review = prepare(ledger)
    assert [one.record_id for one in review.blocking] == [bad.id]
    with pytest.raises(StandingProblemsError, match="有 1 条记录"):
        submitting.make(ledger, review)
    assert stands(ledger, good) == ("checked", 1)
    path = submit(ledger, stick, leave_out_standing=True)
    assert sent(path) == [(good.id, "1", "new")]
    assert stands(ledger, bad) == ("draft", 1)


def test_what_was_sent_before_is_not_called_left_out(ledger: Ledger, stick: Path) -> None:
    unit = save(ledger)
    submit(ledger, stick)
    with ledger.store.writing() as session:  # a rule that came later speaks against it
        session.execute(text("UPDATE units SET employees = NULL"))
    new = save_other(ledger, 1)
    review = prepare(ledger, leave_out_standing=True)
    assert (review.left_out, [one.record_id for one in review.differences]) == ((), [new.id])
    assert stands(ledger, unit) == ("handed_over", 1)


def test_reasons_travel(ledger: Ledger, stick: Path) -> None:
    unit = save(ledger, credit_code=WRONG_CODE, reasons={KEY: "已核对营业执照原件"})
    review = prepare(ledger)
    assert [(one.record_id, one.reason) for one in review.reasons] == [(unit.id, "已核对营业执照原件")]
    path = submitting.place(ledger, submitting.make(ledger, review), stick).path
    rows = list(csv.DictReader(io.StringIO(member(path, "data/units.csv").decode("utf-8-sig"))))
    assert json.loads(rows[0]["reasons"]) == {KEY: "已核对营业执照原件"}


def test_only_new_and_changed_records_go_and_packages_are_chained(ledger: Ledger, stick: Path) -> None:
    first, second = save(ledger), save_other(ledger, 1)
    one = submit(ledger, stick)
    with pytest.raises(NothingToSubmitError):
        submitting.make(ledger, prepare(ledger))
    third = save_other(ledger, 2)
    corrected = correct(ledger, first, employees=101)
    assert stands(ledger, corrected) == ("correction", 2)
    review = prepare(ledger)
    assert review.counts["units"] == Count(new=1, changed=1, unchanged=1)
    two = submitting.place(ledger, submitting.make(ledger, review), stick).path
    assert sorted(sent(one)) == sorted([(first.id, "1", "new"), (second.id, "1", "new")])
    assert sorted(sent(two)) == sorted([(first.id, "2", "changed"), (third.id, "1", "new")])
    assert stands(ledger, first) == ("handed_over", 2)
    stated = [json.loads(member(path, "manifest.json")) for path in (one, two)]
    assert [(one["seq"], one["prev"]) for one in stated] == [
        (1, NO_PACKAGE),
        (2, package(ledger, 1).identity),
    ]
    assert stated[1]["audit_n"] > stated[0]["audit_n"] > 0


def test_the_counts_add_up_to_the_records_of_the_register(ledger: Ledger, stick: Path) -> None:
    """What is left out with its problems is neither sent nor unchanged, a draft that never went least of all."""
    first, second, third = save(ledger), save_other(ledger, 1), save_other(ledger, 2)
    submit(ledger, stick)
    correct(ledger, first, employees=101)
    correct(ledger, second, employees=-1)
    save_other(ledger, 3, credit_code=WRONG_CODE)
    save_other(ledger, 4)
    correct(ledger, third)
    records.withdraw(ledger, UNITS, third.id)
    review = prepare(ledger, leave_out_standing=True)
    count = review.counts["units"]
    assert len(review.left_out) == 2
    assert count == Count(new=1, changed=1, withdrawn=1, left_out=2, unchanged=0)
    live = 4
    assert count.new + count.changed + count.left_out + count.unchanged == live


def test_a_withdrawal_goes_once_and_only_for_what_the_county_has(ledger: Ledger, stick: Path) -> None:
    known, unknown = save(ledger), save_other(ledger, 1)
    records.withdraw(ledger, UNITS, unknown.id)
    submit(ledger, stick)
    correct(ledger, known)
    records.withdraw(ledger, UNITS, known.id)
    review = prepare(ledger)
    assert review.counts["units"] == Count(withdrawn=1)
    path = submitting.place(ledger, submitting.make(ledger, review), stick).path
    assert sent(path) == [(known.id, "2", "withdrawn")]
    with pytest.raises(NothingToSubmitError):
        submitting.make(ledger, prepare(ledger))
    records.restore(ledger, UNITS, known.id)
    assert sent(submit(ledger, stick)) == [(known.id, "3", "new")]


def test_a_full_package_holds_all_live_records_and_no_withdrawn_one(ledger: Ledger, stick: Path) -> None:
    first, never_sent = save(ledger), save_other(ledger, 1)
    records.withdraw(ledger, UNITS, never_sent.id)
    submit(ledger, stick)
    second = submit(ledger, stick, only_changed=False)
    assert sent(second) == [(first.id, "1", "changed")]


def test_the_same_submission_is_written_again_byte_for_byte(
    ledger: Ledger, stick: Path, tmp_path: Path
) -> None:
    save(ledger)
    made = submitting.make(ledger, prepare(ledger))
    first = submitting.place(ledger, made, stick)
    (tmp_path / "second").mkdir()
    second = submitting.place(ledger, made, tmp_path / "second")
    assert second.path.read_bytes() == first.path.read_bytes()
    assert (second.sha256, second.path.name) == (first.sha256, first.path.name)
    assert submitting.place(ledger, made, stick) == first
    assert len(submitting.packages(ledger)) == 1


def test_what_is_packed_is_locked(ledger: Ledger) -> None:
    unit = save(ledger)
    submitting.make(ledger, prepare(ledger))
    copy = opened(ledger, unit)
    copy.employees = 101
    with pytest.raises(RecordLockedError, match="已打包"):
        records.save(ledger, UNITS, copy)


@pytest.mark.parametrize("trouble", ["missing", "full", "another file"])
def test_a_stick_that_fails_leaves_the_package_to_be_placed_later(
    ledger: Ledger, stick: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    unit = save(ledger)
    made = submitting.make(ledger, prepare(ledger))
    name = package(ledger, 1).file_name + ".age"
    with monkeypatch.context() as patch:
        place = stick
        match trouble:
            case "missing":
                place = stick / "gone"
            case "full":
                from desktop.exchange import transport

                usage = type("Usage", (), {"free": 1000})
                patch.setattr(transport.shutil, "disk_usage", lambda _: usage)
            case "another file":
                (stick / "TAIZHANG" / "OUT").mkdir(parents=True)
                (stick / "TAIZHANG" / "OUT" / name).write_bytes(b"other")
        with pytest.raises(ReportableError):
            submitting.place(ledger, made, place)
    assert stands(ledger, unit) == ("packed", 1)
    assert package(ledger, 1).placed_at is None
    (stick / "TAIZHANG" / "OUT" / name).unlink(missing_ok=True)
    assert submitting.place(ledger, made, stick).path.exists()
    assert stands(ledger, unit) == ("handed_over", 1)


def test_an_older_package_placed_late_does_not_hand_over_a_newer_revision(
    ledger: Ledger, stick: Path
) -> None:
    unit = save(ledger)
    first = submitting.make(ledger, prepare(ledger))
    correct(ledger, unit, employees=101)
    second = submitting.make(ledger, prepare(ledger))
    assert stands(ledger, unit) == ("packed", 2)
    submitting.place(ledger, first, stick)
    assert stands(ledger, unit) == ("packed", 2)
    submitting.place(ledger, second, stick)
    assert stands(ledger, unit) == ("handed_over", 2)


def test_a_correction_is_not_handed_over_by_the_package_before_it(ledger: Ledger, stick: Path) -> None:
    unit = save(ledger)
    first = submitting.make(ledger, prepare(ledger))
    correct(ledger, unit, employees=101)
    submitting.place(ledger, first, stick)
    assert stands(ledger, unit) == ("correction", 2)


def test_only_what_was_reviewed_is_signed(ledger: Ledger) -> None:
    unit = save(ledger)
    review = prepare(ledger)
    copy = opened(ledger, unit)
    copy.employees = 1000
    records.save(ledger, UNITS, copy)
    with pytest.raises(ReviewOutdatedError, match="重新核对"):
        submitting.make(ledger, review)
    checking.check_all(ledger, [UNITS])  # checked again, but still not what a person has looked at
    with pytest.raises(ReviewOutdatedError):
        submitting.make(ledger, review)
    save_other(ledger, 1)
    with pytest.raises(ReviewOutdatedError):
        submitting.make(ledger, review)
    assert submitting.packages(ledger) == []


def test_a_double_click_makes_one_package(ledger: Ledger) -> None:
    save(ledger)
    review = prepare(ledger)
    submitting.make(ledger, review)
    with pytest.raises(NothingToSubmitError):
        submitting.make(ledger, review)
    full = prepare(ledger, only_changed=False)
    submitting.make(ledger, full)
    with pytest.raises(ReviewOutdatedError):
        submitting.make(ledger, full)
    assert [one.sequence for one in submitting.packages(ledger)] == [2, 1]


def test_a_stopped_or_failed_package_leaves_nothing(ledger: Ledger) -> None:
    unit = save(ledger)
    review = prepare(ledger)

    class Stops:
        def step(self, done: int, total: int, what: Message) -> None:
            if (done, total, str(what)) == (3, 4, "正在登记"):
                raise Cancelled

    with pytest.raises(Cancelled):
        submitting.make(ledger, review, Stops())
    assert stands(ledger, unit) == ("checked", 1)
    with ledger.store.reading() as session:
        left = [
            session.execute(text(f"SELECT count(*) FROM {one}")).scalar_one()
            for one in ("package", "packaged_record")
        ]
        assert history.first_break(session) is None
    assert left == [0, 0]
    submitting.make(ledger, review)
    assert [one.sequence for one in submitting.packages(ledger)] == [1]


def test_numbers_of_an_empty_office(ledger: Ledger) -> None:
    review = prepare(ledger)
    assert review.counts == {"units": Count(), "hardship_cases": Count()}
    with pytest.raises(NothingToSubmitError, match="不需要上报"):
        submitting.make(ledger, review)
