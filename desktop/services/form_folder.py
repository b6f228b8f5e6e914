"""Where a county keeps the forms and packets that it has changed: beside its ledger."""

from __future__ import annotations

from pathlib import Path

from db.store.ledger import Ledger


def of(ledger: Ledger) -> Path:
    """Give the folder; it need not exist."""
    return ledger.folder / "forms"


def has_own_forms(ledger: Ledger) -> bool:
    """Whether there is such a folder, which may change while the program runs."""
    return of(ledger).is_dir()
