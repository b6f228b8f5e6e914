"""kill -9 while drafts are kept, steps undone and many records changed: all of a step or nothing, no stroke lost."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db import canonical, queries
from db.store import history
from db.store.ledger import Ledger
from desktop.services import drafts, importing, undoing
from tests.durability import work
from tests.durability.killing import Killer, rounds
from tests.durability.work import CASES, INSPECTIONS

_ROWS = 700  # more than one page of the work


def fill(ledger: Ledger) -> None:
    codes = ("inspected_on", "place", "inspectors", "findings", "needs_rectifying")
    header = ",".join(INSPECTIONS.fields[code].label for code in codes)
    rows = [f"2026.5.8,{line}号厂,万秀英,没有发现问题,否" for line in range(_ROWS)]
    data = "\n".join([header, *rows]).encode()
    importing.apply(ledger, importing.dry_run(ledger, INSPECTIONS, data, "inspections.csv"))


def require_history_tells_the_records(ledger: Ledger) -> None:
    """Compare every record with what its history leads to, and the list with its search texts."""
    with ledger.store.reading() as session:
        for record in queries.load_all(session, INSPECTIONS, withdrawn=True):
            entries = history.of_record(session, record.id)
            told = canonical.rebuilt(INSPECTIONS, [entry.changes for entry in entries])
            assert told == canonical.snapshot(INSPECTIONS, record)
            assert (record.deleted_at is not None) == (entries[-1].action == "withdraw")
        listed = queries.record_ids(session, INSPECTIONS)
        assert session.scalars(text("SELECT record_id FROM search ORDER BY 1")).all() == listed
        runs = session.execute(text("SELECT first, number FROM step ORDER BY number")).all()
        ends = [0, *(number for _, number in runs)]
        assert [first for first, _ in runs] == [end + 1 for end in ends[:-1]]
        assert history.head(session).number == ends[-1]


@pytest.mark.timeout(1200)
def test_drafts(killer: Killer, ledger: Ledger, kills: int) -> None:
    ledger.close()
    for opened, said in rounds(killer, work.type_drafts, ledger.folder, kills, 0.4):
        kept = {one.draft.record_id: one.draft for one in drafts.found(opened)}
        promised = dict(said)  # the last word on each record
        with opened.store.reading() as session:
            saved = set(queries.record_ids(session, CASES))
        assert not saved & kept.keys()
        for record_id, strokes in promised.items():
            if strokes == 0:
                assert record_id in saved
            elif record_id not in saved:
                assert kept[record_id].changed_count >= strokes
        for draft in kept.values():
            assert draft.typed.fields == {"name": "熊" * draft.changed_count}
            assert len(draft.typed.rows["members"]) == draft.changed_count


@pytest.mark.timeout(1200)
def test_undoing_an_import(killer: Killer, ledger: Ledger, kills: int) -> None:
    fill(ledger)
    ledger.close()
    for opened, said in rounds(killer, work.undo, ledger.folder, kills, 1.5):
        with opened.store.reading() as session:
            listed = len(queries.record_ids(session, INSPECTIONS))
        newest = undoing.steps(opened, 1)[0]
        assert newest.number >= max(said, default=0)
        assert newest.number % _ROWS == 0
        assert listed == (_ROWS if newest.number // _ROWS % 2 else 0)
        require_history_tells_the_records(opened)


@pytest.mark.timeout(1200)
def test_changing_many(killer: Killer, ledger: Ledger, kills: int) -> None:
    fill(ledger)
    ledger.close()
    for opened, said in rounds(killer, work.change_many, ledger.folder, kills, 1.5):
        with opened.store.reading() as session:
            values = session.scalars(text("SELECT DISTINCT inspectors FROM inspections")).all()
        assert len(values) == 1
        assert undoing.steps(opened, 1)[0].number >= max(said, default=0)
        require_history_tells_the_records(opened)
