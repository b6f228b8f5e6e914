"""What an operation touched, so that every open page knows whether to read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """The records of some registers that a use case wrote: register code → record ids.

    ``step`` is the number under which it can be undone (``desktop.services.undoing``), 0 when it is no step.
    """

    records: dict[str, tuple[str, ...]]
    step: int = 0

    def touches(self, register: str) -> bool:
        """Whether a page of this register has to read again."""
        return bool(self.records.get(register))
