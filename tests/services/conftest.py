"""A ledger of the township Luojia (罗家镇) on a fixed morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from db.store import ledger as ledgers
from db.store.ledger import Ledger
from db.store.shared_tables import Office

MORNING = datetime(2026, 6, 15, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    office = Office(
        number=1,
        area="360111103",
        name="罗家镇总工会",
        signing_key=b"key",
        certificate=b"certificate",
        root_key=b"root key",
        root_certificate=b"root certificate",
        created_at=MORNING,
    )
    made, _ = ledgers.create(tmp_path / "ledger", office, "admin", "correct horse battery", lambda: MORNING)
    yield made
    made.close()
