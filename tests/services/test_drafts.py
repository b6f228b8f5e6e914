"""Drafts: exactly what was typed, of one person in one record, gone with the save and never in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.record import new_id
from db.registers import all_registers
from db.store.errors import DiskFullError
from db.store.ledger import Ledger
from desktop.services import drafts, records
from desktop.services.drafts import Draft, Place, Typed
from tests.support.offices import NOW, USER
from tests.support.sample_records import clean_household, clean_unit

CASES, UNITS = all_registers()["hardship_cases"], all_registers()["units"]
TYPED = Typed(
    fields={"name": " 熊国平 ", "id_no": "36012119760412", "filed_on": "2026.5.", "mobile": "\ud84c\0"},
    rows={"members": [{"name": "万秀英"}, {"name": "𬱖", "monthly_income": "1千"}]},
    reasons={"id_no@id_no": "户口本"},
    place=Place("monthly_income", "members", 1),
)


def draft(record_id: str | None = None, based_on: int = 0, **typed: Any) -> Draft:
    return Draft("hardship_cases", record_id or new_id(), based_on, replace(TYPED, **typed), 5)


def case(ledger: Ledger) -> Any:
    return records.save(ledger, CASES, clean_household(ledger)).record


def test_it_comes_back_exactly_as_typed(ledger: Ledger) -> None:
    kept = drafts.keep(ledger, draft())
    (found,) = drafts.found(ledger)
    assert found.draft == kept
    assert found.draft.typed == TYPED
    assert (kept.saved_at, kept.by, kept.is_new) == (NOW, USER, True)
    assert str(found.words) == "熊国平，家庭成员第 2 行，09:00 未保存，改了 5 项"
    assert found.against is None
    own = drafts.of(ledger, kept.record_id)
    assert own == found


def test_it_survives_closing_the_ledger(ledger: Ledger, ledger_maker: Any) -> None:
    kept = drafts.keep(ledger, draft())
    ledger.close()
    again = ledger_maker.open(ledger.folder)
    assert [one.draft for one in drafts.found(again)] == [kept]
    again.close()


def test_the_newest_replaces_what_stood_there_before(ledger: Ledger) -> None:
    first = drafts.keep(ledger, draft())
    second = drafts.keep(ledger, replace(draft(first.record_id, fields={"name": "李䶮"}), changed_count=6))
    assert [one.draft for one in drafts.found(ledger)] == [second]


def test_it_leaves_no_trace_in_the_history(ledger: Ledger) -> None:
    kept = drafts.keep(ledger, draft())
    drafts.discard(ledger, kept)
    drafts.discard(ledger, kept)
    assert drafts.found(ledger) == ()
    with ledger.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM history")).scalar_one() == 0


def test_the_save_of_its_record_drops_it(ledger: Ledger) -> None:
    record: Any = clean_household(ledger)
    kept = drafts.keep(ledger, draft())
    other = drafts.keep(ledger, draft())
    record.id = kept.record_id  # a new record takes over the id of its draft
    saved = records.save(ledger, CASES, record).record
    assert (saved.id, saved.version) == (kept.record_id, 1)
    assert [one.draft for one in drafts.found(ledger)] == [other]
    assert drafts.of(ledger, saved.id) is None


def test_a_failed_save_keeps_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    record = case(ledger)
    kept = drafts.keep(ledger, draft(record.id, 1))

    def refuse(*_: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(records.checks, "problems_of", refuse)
    with pytest.raises(DiskFullError):
        records.save(ledger, CASES, record)
    assert [one.draft for one in drafts.found(ledger)] == [kept]


def test_it_says_when_its_record_was_saved_since(ledger: Ledger) -> None:
    record = case(ledger)
    kept = drafts.keep(ledger, draft(record.id, record.version))
    found = drafts.of(ledger, record.id)
    assert found is not None
    assert found.against is None
    ledger.user = "李会计"
    record.memo = "别处改过"
    records.save(ledger, CASES, record)  # drops only the draft of the one who saves
    (found,) = drafts.found(ledger)
    assert found.draft == kept
    assert str(found.against).startswith("这条记录之后又被李会计保存过。")
    assert drafts.of(ledger, record.id) is None


@pytest.mark.parametrize(
    ("state", "is_correcting", "said"),
    [("packed", False, "已上报，内容已锁定"), ("packed", True, None), ("checked", False, None)],
)
def test_it_says_when_its_record_is_locked_now(
    ledger: Ledger, state: str, is_correcting: bool, said: str | None
) -> None:
    record = case(ledger)
    drafts.keep(ledger, draft(record.id, record.version, is_correcting=is_correcting))
    with ledger.store.writing() as session:
        session.execute(text(f"UPDATE hardship_cases SET state = '{state}'"))
    (found,) = drafts.found(ledger)
    assert (found.against is None) == (said is None)
    assert (said or "") in str(found.against)


def test_it_says_when_its_record_was_withdrawn(ledger: Ledger) -> None:
    record = case(ledger)
    drafts.keep(ledger, draft(record.id, record.version))
    records.withdraw(ledger, CASES, record.id)
    assert "已被万秀英删除" in str(drafts.found(ledger)[0].against)


@pytest.mark.parametrize(
    ("place", "fields", "words"),
    [
        (Place("mobile"), {"name": "熊国平"}, "熊国平，联系电话，09:00 未保存，改了 5 项"),
        (Place(), {"name": "  "}, "未填名称的困难职工，困难职工，09:00 未保存，改了 5 项"),
        (Place("gone"), {}, "未填名称的困难职工，困难职工，09:00 未保存，改了 5 项"),
    ],
)
def test_the_card_says_whose_and_where(
    ledger: Ledger, place: Place, fields: dict[str, str], words: str
) -> None:
    drafts.keep(ledger, draft(place=place, fields=fields))
    label = CASES.fields["mobile"].label
    assert str(drafts.found(ledger)[0].words) == words.replace("联系电话", label)


def test_drafts_of_others_and_of_other_days_say_so_newest_first(ledger: Ledger) -> None:
    drafts.keep(ledger, draft())
    ledger.clock = lambda: NOW + timedelta(days=1)
    ledger.user = "李会计"
    drafts.keep(ledger, Draft("units", new_id(), 0, Typed({"unit_name": "罗家纸箱厂"}), 1))
    words = [str(one.words) for one in drafts.found(ledger)]
    assert words == [
        "罗家纸箱厂，单位台账，09:00 未保存，改了 1 项",
        "熊国平，家庭成员第 2 行，万秀英 2026-06-15 09:00 未保存，改了 5 项",
    ]


def test_two_people_keep_their_own_drafts_of_one_record(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    mine = drafts.keep(ledger, Draft("units", unit.id, 1, Typed({"unit_name": "一"}), 1))
    ledger.user = "李会计"
    theirs = drafts.keep(ledger, Draft("units", unit.id, 1, Typed({"unit_name": "二"}), 1))
    assert {one.draft.by: one.draft for one in drafts.found(ledger)} == {USER: mine, "李会计": theirs}
    drafts.discard(ledger, mine)
    assert [one.draft for one in drafts.found(ledger)] == [theirs]
