"""A ledger that an earlier program filled: everything is still there, and the new program works on it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db import queries
from db.registers import all_registers
from db.store import history, schema
from db.store.history import Change
from db.store.store import Store
from desktop.services import drafts, history_of_record, records, undoing
from desktop.services.drafts import Draft, Typed
from desktop.services.undoing import UndoRefusedError
from tests.support.offices import NOW, LedgerMaker
from tests.support.older_ledgers import at_revision

INSPECTIONS = all_registers()["inspections"]
AT = "2026-05-08T01:00:00.000+00:00"
# Frozen: the columns as step 0005 made them.
INSERT = """
INSERT INTO inspections (id, version, revision, state, office, written_on, reasons, created_at, created_by,
    changed_at, changed_by, deleted_at, inspected_on, place, inspectors, findings, needs_rectifying)
VALUES (:id, 2, 1, 'draft', '360111103', '2026-05-08', '{}', :at, '张会计', :at, '张会计', :gone, '2026-05-08',
    :place, '万秀英', '没有发现问题', 0)
"""


def fill(store: Store) -> None:
    """Make two records as the program of 0005 would have: one live, one withdrawn."""
    with store.writing() as session:
        for record_id, place, gone in (("a", "罗家𬱖厂", None), ("b", "秦坊厂", AT)):
            session.execute(text(INSERT), {"id": record_id, "place": place, "gone": gone, "at": AT})
        session.execute(text("INSERT INTO search VALUES ('inspections', 'a', '罗家𬱖厂')"))
        created: dict[str, Any] = {
            "inspected_on": [None, "2026-05-08"], "inspectors": [None, "万秀英"], "findings": [None, "没有发现问题"],
            "needs_rectifying": [None, "false"],
        }  # fmt: skip
        noted = [
            Change("create", "inspections", "a", 1, created | {"place": [None, "罗家厂"]}),
            Change("change", "inspections", "a", 1, {"place": ["罗家厂", "罗家𬱖厂"]}),
            Change("create", "inspections", "b", 1, created | {"place": [None, "秦坊厂"]}),
            Change("withdraw", "inspections", "b", 1, {}),
        ]
        history.note(session, NOW, "张会计", noted)


@pytest.mark.parametrize("revision", ["0005", "0006"])
def test_a_filled_ledger_is_upgraded_and_worked_on(
    ledger_maker: LedgerMaker, tmp_path: Path, revision: str
) -> None:
    at_revision(ledger_maker, tmp_path, revision)
    with closing(Store(tmp_path / "ledger.db", ledger_maker.key)) as store:
        fill(store)
        with store.reading() as session:
            head = history.head(session)
    with closing(ledger_maker.open(tmp_path)) as ledger:
        assert schema.stored(ledger.store) == schema.needed()
        with ledger.store.reading() as session:
            assert history.head(session) == head
            assert history.first_break(session) is None
            assert queries.record_ids(session, INSPECTIONS, "罗家") == ["a"]
        assert (undoing.steps(ledger), drafts.found(ledger)) == ((), ())
        with pytest.raises(UndoRefusedError):
            undoing.undo(ledger, 2)
        told = history_of_record.versions(ledger, INSPECTIONS, "a")
        assert [(one.by, one.step, one.can_return) for one in told] == [
            ("张会计", None, True),
            ("张会计", None, False),
        ]
        record: Any = records.open_record(ledger, INSPECTIONS, "a")
        drafts.keep(ledger, Draft("inspections", "a", record.version, Typed({"place": "罗"}), 1))
        step = history_of_record.restore_version(ledger, INSPECTIONS, "a", 1).changes.step
        assert (step, drafts.found(ledger)) == (5, ())
        undoing.undo(ledger, step)
        back = records.open_record(ledger, INSPECTIONS, "a")
        assert back is not None
        assert back.place == "罗家𬱖厂"  # type: ignore[attr-defined]
        records.restore(ledger, INSPECTIONS, "b")
        with ledger.store.reading() as session:
            assert history.first_break(session) is None
            assert queries.record_ids(session, INSPECTIONS) == ["a", "b"]
