"""Who opens the made-up ledgers, and when: apart from them, because a start must not load what makes them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

USER, PASSWORD = "张会计", "benchmark"
NOW = datetime(2026, 5, 8, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def clock() -> datetime:
    """Stand still, so that the same records are made every time."""
    return NOW
