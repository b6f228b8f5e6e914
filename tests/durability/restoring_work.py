"""What is killed with backups: they are made after every change, and the ledger is restored from one and the other."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, cycle
from multiprocessing.connection import Connection
from pathlib import Path

from db import queries
from db.store import backup, vault
from desktop.services import backing_up, records, restoring
from tests.durability.work import UNITS, opened
from tests.support.offices import NOW, USER, clock
from tests.support.sample_records import another_unit


def back_up(folder: Path, key: bytes, stick: Path, said: Connection) -> None:
    """Save a unit and back up, a second later each time, here and on the stick, for ever; says where each backup is."""
    ledger = opened(folder, key)
    said.send("open")
    with ledger.store.reading() as session:
        first = len(queries.record_ids(session, UNITS))
    for number in count(first):
        now = NOW + timedelta(seconds=number)
        ledger.clock = lambda now=now: now  # type: ignore[misc]
        records.save(ledger, UNITS, another_unit(ledger, number))
        said.send((backing_up.back_up(ledger).path, number + 1))
        said.send((backing_up.copy_to(ledger, stick).path, number + 1))


def restore(folder: Path, key: bytes, stick: Path, said: Connection) -> None:
    """Restore one backup of the stick and then the next, for ever, by the key: it costs no password."""
    said.send("open")
    for one in cycle(backup.kept(stick)):
        restoring._restore(folder, one, vault.read(stick), key, USER, clock).close()
        said.send(one.path.name)
