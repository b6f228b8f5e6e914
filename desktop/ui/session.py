"""The open ledger as the window sees it: runs use cases and tells every page what they changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from db.messages import Message, Problem
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.exchange.token_key import PinNeededError, TokenPlace
from desktop.language import said
from desktop.services.changes import Changes
from desktop.services.filtering import ListFilter
from desktop.settings import Settings
from desktop.ui.automatic_backup import AutomaticBackup
from desktop.ui.background import Background
from desktop.ui.counts import Counts
from desktop.ui.standing import Standing

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Listing:
    """A list that a page wants the window to show: a register, and one of its ``services.smart_lists``.

    ``narrowed`` are conditions that the list is narrowed by, ``needle`` is what is searched in it.
    """

    register: str
    code: str = ""
    narrowed: ListFilter | None = None
    needle: str = ""


@dataclass(frozen=True)
class Destination:
    """Where a page wants the window to go: a record (None: a new one), and the problem to jump to.

    ``is_todo`` when it was opened from 退回清单: the next record to be opened is the next one that came back.
    A new record ``names`` another one: the code of its reference, the id of that record.
    """

    register: str
    record_id: str | None = None
    problem: Problem | None = None
    is_todo: bool = False
    names: tuple[str, str] | None = None


@dataclass(frozen=True)
class PinWanted:
    """A use case that cannot sign before somebody has logged in to a token; then it goes on, or is given up."""

    place: TokenPlace
    go_on: Callable[[], None]
    give_up: Callable[[], None]


class Session(QObject):
    """One unlocked ledger. Pages know the session, and nothing of each other."""

    changes_made = Signal(object)  # Changes
    spoken = Signal(str)  # a line for the status bar
    record_wanted = Signal(object)  # Destination
    list_wanted = Signal(object)  # Listing
    page_wanted = Signal(str)  # the code of an entry
    part_wanted = Signal(str, str)  # the same, and what of it: a register or rule table, a record by its id
    pin_wanted = Signal(object)  # PinWanted
    text_size_wanted = Signal(int)  # percent
    restore_wanted = Signal(object)  # Backup: close the ledger and let this one take its place
    arranged = Signal()  # settings were changed that act at once
    locking = Signal()  # keep what is typed: the ledger is about to be closed, the pages stay

    def __init__(
        self,
        ledger: Ledger,
        background: Background,
        parent: QObject | None = None,
        *,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(parent)
        self.ledger = ledger
        self.background = background
        self.settings = settings or Settings()
        self.registers: dict[str, Register] = all_registers()
        self.standing = Standing()
        self.counts = Counts(self)
        self.backups = AutomaticBackup(self)
        self._is_closed = False
        self._put_off: list[Callable[[], None]] = []  # what was to be read while the ledger was locked

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
        """Run a long use case on the worker; its changes are told before ``on_done`` is called.

        One that needs the PIN of a token has written nothing: it begins again when the PIN was given.
        """

        def done(result: T) -> None:
            self.tell(result)
            on_done(result)

        def failed(error: Exception) -> None:
            if isinstance(error, PinNeededError):
                self.pin_wanted.emit(PinWanted(error.place, begin, partial(on_error, error)))
            else:
                on_error(error)

        def begin() -> None:
            self.background.run(lambda: use_case(self.ledger, *args, **named), done, failed)

        begin()

    def look(
        self,
        use_case: Callable[Concatenate[Ledger, P], T | None],
        on_done: Callable[[T], None],
        *args: P.args,
        **named: P.kwargs,
    ) -> None:
        """Read something beside the window that nobody waits for; ``on_done`` is a method of a QObject.

        Nothing is called for None, or when that object or the session is gone by then; behind a lock it is read after ``go_on``.
        """
        again = partial(self.look, use_case, on_done, *args, **named)
        if self._is_closed:
            self._put_off.append(again)
            return
        receiver = getattr(on_done, "__self__", None)

        def read() -> T | None:
            return None if self._is_closed else use_case(self.ledger, *args, **named)

        def done(result: T | None) -> None:
            if self._is_closed:
                self._put_off.append(again)
            elif result is not None and isinstance(receiver, QObject) and isValid(receiver):
                on_done(result)

        def failed(error: Exception) -> None:
            if not self._is_closed:
                raise error
            self._put_off.append(again)

        self.background.run(read, done, failed, waited_for=False)

    def close(self) -> None:
        """Read nothing more; the ledger is about to be closed."""
        self._is_closed = True
        self.backups.stop()

    def lock(self) -> None:
        """Read nothing more until ``go_on``, the pages stay as they are; whoever locks gives the ledger back."""
        self.locking.emit()
        self._is_closed = True
        self.backups.pause()

    def go_on(self, ledger: Ledger) -> None:
        """Let the pages go on with the ledger that the same user has opened again."""
        self.ledger = ledger
        self._is_closed = False
        put_off, self._put_off = self._put_off, []
        for again in put_off:
            again()

    def tell(self, result: Any) -> None:
        """Emit the changes that a use case returned, by themselves or as its ``changes``."""
        self.standing.note(result, self.ledger.clock())
        changes = getattr(result, "changes", result)
        if isinstance(changes, Changes):
            self.changes_made.emit(changes)

    def say(self, message: Message | str) -> None:
        """Put a sentence into the status bar."""
        self.spoken.emit(said(message))
