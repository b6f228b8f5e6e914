"""What a list can be printed as (打印): the entries of its menu.

How to add a form: a function ``make(ledger, wanted, progress)`` that gives a PDF, in a module that is loaded only by
``_later`` because paper is heavy; and one line in ``PRINTABLES``, with the code of its register in ``of``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.messages import N_
from db.register import Register
from db.store.ledger import Ledger
from desktop.services.progress import Progress


@dataclass(frozen=True)
class Wanted:
    """Which records are printed, in which order; a list also needs its columns and how it was come by.

    ``in_full`` are the values (record id, field code) that were shown unmasked, which is noted already.
    """

    register: Register
    ids: Sequence[str]
    columns: Sequence[str] = ()
    in_full: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A finished PDF, how many pages it has, and the characters that no font has."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


Make = Callable[[Ledger, Wanted, Progress], Paper]


@dataclass(frozen=True)
class Printable:
    """One way to print records; ``of`` names the only register that it is for."""

    code: str
    title: str
    make: Make
    of: str = ""


def _later(module: str, name: str) -> Make:
    def make(ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
        made: Paper = getattr(importlib.import_module(module), name)(ledger, wanted, progress)
        return made

    return make


PRINTABLES = (
    Printable("list", N_("列表"), _later("desktop.services.printing_records", "list_of")),
    Printable("sheets", N_("登记表"), _later("desktop.services.printing_records", "sheets_of")),
)


def of(register: Register) -> tuple[Printable, ...]:
    """Give the ways to print records of a register."""
    return tuple(one for one in PRINTABLES if one.of in {"", register.code})
