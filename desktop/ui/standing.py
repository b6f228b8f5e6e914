"""Which records have open problems (逻辑有误), as far as this session has checked them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from db import checks
from desktop.services.checking import CheckReport
from desktop.services.records import Saved


class Standing:
    """Learns from every check and every save; ``checked_at`` is when all records were checked last, None for never."""

    def __init__(self) -> None:
        self.checked_at: datetime | None = None
        self._ids: dict[str, set[str]] = {}

    def of(self, register: str) -> frozenset[str]:
        """Give the ids of the records known to have open problems."""
        return frozenset(self._ids.get(register, ()))

    def note(self, result: Any, now: datetime) -> None:
        """Learn from what a use case returned."""
        if isinstance(result, CheckReport):
            for register in result.changes.records:
                found = {one.record_id for one in result.standing if one.register == register}
                others = self._ids.get(register, set()) - result.only if result.only is not None else set()
                self._ids[register] = found | others
            if result.only is None:
                self.checked_at = now
        elif isinstance(result, Saved):
            (register,) = result.changes.records
            ids = self._ids.setdefault(register, set())
            if checks.open_problems(list(result.problems), result.record.reasons or {}):
                ids.add(result.record.id)
            else:
                ids.discard(result.record.id)
