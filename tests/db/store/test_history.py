"""The chain of changes: it grows only, and every edit, gap or cut is noticed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.store import history
from db.store.history import START, Change, Head
from db.store.ledger import Ledger
from tests.support.offices import NOW, USER


def change(record_id: str, action: str = "change") -> Change:
    return Change(action, "units", record_id, 1, {"unit_name": [None, "𬱖厂"], "rows": [{"x": "1"}]})


def note(ledger: Ledger, *ids: str) -> Head:
    moment = NOW + timedelta(microseconds=1234)  # the store keeps milliseconds
    with ledger.store.writing() as session:
        return history.note(session, moment, USER, [change(one) for one in ids])


def head(ledger: Ledger) -> Head:
    with ledger.store.reading() as session:
        return history.head(session)


def first_break(ledger: Ledger) -> int | None:
    with ledger.store.reading() as session:
        return history.first_break(session)


def force(ledger: Ledger, statement: str) -> None:
    """Do what only somebody with the key and bad intentions does: take the triggers away first."""
    with ledger.store.writing() as session:
        for event in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER history_refuses_{event}"))
        session.execute(text(statement))


def test_an_empty_chain_is_whole(ledger: Ledger) -> None:
    assert head(ledger) == Head(0, START)
    assert first_break(ledger) is None


def test_entries_follow_each_other(ledger: Ledger) -> None:
    first = note(ledger, "a", "b")
    second = note(ledger, "a")
    assert note(ledger) == second
    assert (first.number, second.number, head(ledger)) == (2, 3, second)
    assert first_break(ledger) is None
    with ledger.store.reading() as session:
        entries = history.of_record(session, "a")
        assert [(entry.number, entry.by, entry.action) for entry in entries] == [
            (1, USER, "change"),
            (3, USER, "change"),
        ]
        assert entries[0].changes == {"unit_name": [None, "𬱖厂"], "rows": [{"x": "1"}]}
        assert entries[0].at.isoformat() == "2026-06-15T01:00:00.001000+00:00"


@pytest.mark.parametrize(
    "statement", ["UPDATE history SET \"by\" = 'x'", "DELETE FROM history WHERE number = 2"]
)
def test_the_store_refuses_to_change_it(ledger: Ledger, statement: str) -> None:
    note(ledger, "a", "b")
    with pytest.raises(IntegrityError, match="append-only"), ledger.store.writing() as session:
        session.execute(text(statement))
    assert (head(ledger).number, first_break(ledger)) == (2, None)


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE history SET \"by\" = '别人' WHERE number = 3", 3),
        ("UPDATE history SET at = '2026-06-15T02:00:00.001+00:00' WHERE number = 3", 3),
        ("UPDATE history SET changes = replace(changes, '𬱖', '镇') WHERE number = 3", 3),
        ("UPDATE history SET revision = 2 WHERE number = 5", 5),
        ("UPDATE history SET record_id = 'b' WHERE number = 1", 1),
        ("UPDATE history SET hash = previous_hash WHERE number = 2", 2),
        ("DELETE FROM history WHERE number = 3", 4),
        ("DELETE FROM history WHERE number = 1", 2),
        ("UPDATE history SET number = 9 WHERE number = 5", 9),
    ],
)
def test_a_forced_edit_is_found_where_it_is(ledger: Ledger, statement: str, number: int) -> None:
    note(ledger, "a", "b", "c", "d", "e")
    force(ledger, statement)
    assert first_break(ledger) == number


def test_a_cut_tail_is_seen_only_by_the_head_that_was_pinned(ledger: Ledger) -> None:
    pinned = note(ledger, "a", "b", "c")
    force(ledger, "DELETE FROM history WHERE number = 3")
    assert first_break(ledger) is None
    assert head(ledger) != pinned
    assert note(ledger, "other") != pinned  # the same number again, but never the same hash


def test_an_undone_transaction_leaves_no_gap(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.store.writing() as session:
            history.note(session, NOW, USER, [change("b")])
            raise ZeroDivisionError

    note(ledger, "a")
    with pytest.raises(ZeroDivisionError):
        fail()
    note(ledger, "c")
    assert (head(ledger).number, first_break(ledger)) == (2, None)
