"""Backing up: when it is due, what the newest one is, a second copy on a stick, and a rehearsal of restoring."""

from __future__ import annotations

from datetime import timedelta

from db.registers import all_registers
from db.store import backup, vault
from db.store.ledger import Ledger
from desktop.services import backing_up, records
from tests.support.offices import NOW, LedgerMaker
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


def later(ledger: Ledger, **by: float) -> None:
    now = ledger.clock() + timedelta(**by)
    ledger.clock = lambda: now


def test_a_backup_is_in_the_folder_with_the_vault_beside_it(ledger: Ledger) -> None:
    made = backing_up.back_up(ledger)
    assert (made.at, made.label, made.size) == (NOW.replace(tzinfo=None), "", made.path.stat().st_size)
    assert backing_up.last(ledger) == made
    assert backup.kept(ledger.backups) == (made,)
    assert vault.read(ledger.backups) == vault.read(ledger.folder)


def test_it_is_due_half_an_hour_after_the_last_one_when_something_was_written(ledger: Ledger) -> None:
    assert backing_up.last(ledger) is None
    assert backing_up.is_due(ledger)
    backing_up.back_up(ledger)
    later(ledger, hours=3)
    assert not backing_up.is_due(ledger), "nothing was written"
    records.save(ledger, UNITS, clean_unit(ledger))
    assert backing_up.is_due(ledger)
    later(ledger, hours=-3, minutes=29)
    assert not backing_up.is_due(ledger), "the last one is 29 minutes old"
    assert backing_up.is_behind(ledger)
    later(ledger, minutes=1)
    assert backing_up.is_due(ledger)


def test_closing_and_opening_alone_makes_none_due(ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    records.save(ledger, UNITS, clean_unit(ledger))
    backing_up.back_up(ledger)
    ledger.close()
    opened = ledger_maker.open(ledger.folder)
    try:
        assert not backing_up.is_behind(opened)
    finally:
        opened.close()


def test_a_backup_from_the_future_says_nothing_of_today(ledger: Ledger) -> None:
    later(ledger, days=4000)
    backing_up.back_up(ledger)
    later(ledger, days=-4000)
    assert backing_up.last(ledger) is None
    assert backing_up.is_due(ledger)
    made = backing_up.back_up(ledger)
    assert backing_up.last(ledger) == made
    assert len(backup.kept(ledger.backups)) == 2
