"""What records can be printed as (打印): the list, the sheets, the forms of their register, and their packet.

How to add a kind of paper that is no form: a function ``make(ledger, wanted, progress)`` that gives a PDF, in a module
that is loaded only by ``_later`` because paper is heavy; and one line in ``PRINTABLES``. A form is a file in
``resources/forms``, a packet one in ``resources/forms/packets``; both come by themselves.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.messages import N_, Message
from db.register import Register
from db.store.ledger import Ledger
from desktop.services.print_order import Duplex, Part
from desktop.services.progress import Progress

PACKET = "packet"
"""The code of the packet (整套材料) of a register."""


@dataclass(frozen=True)
class Wanted:
    """Which records are printed, in which order; a list also needs its columns and how it was come by.

    ``in_full`` are the values (record id, field code) that were shown unmasked, which is noted already. ``answers``
    are what the clerk was asked for.
    """

    register: Register
    ids: Sequence[str]
    columns: Sequence[str] = ()
    in_full: frozenset[tuple[str, str]] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)

    def key(self, code: str) -> str:
        """Tell one print from another without naming anybody."""
        told = "\n".join((self.register.code, code, *self.ids))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Paper:
    """A finished PDF, how many pages it has, and the characters that no font has.

    ``parts`` are the forms in it with their copies, none for a paper that is one whole. ``remarks`` are to be read
    before it is printed.
    """

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    copies_note: str = ""
    duplex: Duplex = ""
    remarks: tuple[Message, ...] = ()

    @property
    def whole(self) -> tuple[Part, ...]:
        """The parts, or all pages as one."""
        return self.parts or (Part("", 1, self.pages),)


Make = Callable[[Ledger, Wanted, Progress], Paper]


@dataclass(frozen=True)
class Printable:
    """One way to print records; ``asked`` maps what the clerk is asked for to its label."""

    code: str
    title: str
    make: Make
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offered:
    """What a register can be printed as beside the list and the sheets; ``main`` is the code of what Ctrl+P shows."""

    register: str
    printables: tuple[Printable, ...]
    main: str = ""


def _later(module: str, name: str) -> Callable[..., Any]:
    def make(*arguments: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*arguments, **named)

    return make


PRINTABLES = (
    Printable("list", N_("列表"), _later("desktop.services.printing_records", "list_of")),
    Printable("sheets", N_("登记表"), _later("desktop.services.printing_records", "sheets_of")),
)

calibration: Callable[[Ledger], Paper] = _later("desktop.services.form_printing", "calibration")
"""Make the page on which it is measured how far a printer prints beside the true place."""


review_draft: Callable[..., Paper] = _later("desktop.services.review_draft", "sheet")
"""Print the review sheet of a package that is not made yet (its review is asked for)."""


submission_slip: Callable[..., Paper] = _later("desktop.services.submission_papers", "slip")
submission_letter: Callable[..., Paper] = _later("desktop.services.submission_papers", "letter")
signature_agreement: Callable[..., Paper] = _later("desktop.services.submission_papers", "agreement")
"""Make the papers that go with a package (its id is asked for), and the agreement with the office above."""


offered_form: Callable[..., Paper] = _later("desktop.services.forms_from_above", "preview")
"""Print a form that the office above offers, empty, before it is adopted."""


indicator_sheet: Callable[[Ledger], Paper] = _later("desktop.services.indicator_papers", "sheet")
"""Make the board of indicators (指标完成情况表) as it stands now."""


structure_sheet: Callable[..., Paper] = _later("desktop.services.structure_papers", "sheet")
"""Print the ratios of a batch of nominees (结构比例) as they were counted."""


def offered(ledger: Ledger, register: Register) -> Offered:
    """Read which forms and which packet a register has, the county's own among them."""
    found: Offered = _later("desktop.services.form_printing", "offered")(ledger, register)
    return found
