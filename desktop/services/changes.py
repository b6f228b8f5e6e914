"""What an operation touched, so that every open page knows whether to read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """The records of some registers that a use case wrote: register code → record ids."""

    records: dict[str, tuple[str, ...]]

    def touches(self, register: str) -> bool:
        """Whether a page of this register has to read again."""
        return bool(self.records.get(register))
