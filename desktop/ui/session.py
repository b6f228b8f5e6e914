"""The open ledger as the window sees it: runs use cases and tells every page what they changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from db.messages import Message, Problem
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.language import said
from desktop.services.changes import Changes
from desktop.ui.background import Background

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Destination:
    """Where a page wants the window to go: a record (None: a new one), and the problem to jump to."""

    register: str
    record_id: str | None = None
    problem: Problem | None = None


class Session(QObject):
    """One unlocked ledger. Pages know the session, and nothing of each other."""

    changes_made = Signal(object)  # Changes
    spoken = Signal(str)  # a line for the status bar
    record_wanted = Signal(object)  # Destination

    def __init__(self, ledger: Ledger, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ledger = ledger
        self.background = background
        self.registers: dict[str, Register] = all_registers()

    @property
    def today(self) -> date:
        """The date of the office's clock."""
        return self.ledger.clock().date()

    def do(self, use_case: Callable[Concatenate[Ledger, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a short use case at once and tell the pages what it changed."""
        result = use_case(self.ledger, *args, **named)
        self.tell(result)
        return result

    def do_later(
        self,
        use_case: Callable[Concatenate[Ledger, P], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        *args: P.args,
        **named: P.kwargs,
    ) -> None:
        """Run a long use case on the worker; its changes are told before ``on_done`` is called."""

        def done(result: T) -> None:
            self.tell(result)
            on_done(result)

        self.background.run(lambda: use_case(self.ledger, *args, **named), done, on_error)

    def tell(self, result: Any) -> None:
        """Emit the changes that a use case returned, by themselves or as its ``changes``."""
        changes = getattr(result, "changes", result)
        if isinstance(changes, Changes):
            self.changes_made.emit(changes)

    def say(self, message: Message | str) -> None:
        """Put a sentence into the status bar."""
        self.spoken.emit(said(message))
