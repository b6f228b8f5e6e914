"""Passwords that cost nothing, for tests that are not about their cost."""

from __future__ import annotations

import pytest

from db.store import vault
from db.store.vault import Slot


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive with 64 KiB instead of 64 MiB."""
    values = {"memory_kib": 64, "passes": 1, "lanes": 1}
    monkeypatch.setattr(vault, "Slot", lambda *given, **named: Slot(*given, **(values | named)))
