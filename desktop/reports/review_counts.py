"""What the review sheet (核对单) counts for each register: one declaration of its columns, for the paper and the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from db.messages import N_


@dataclass(frozen=True)
class Count:
    """How many records of a register go, by what happened to them since the last package, and how many stay.

    ``new``, ``changed``, ``left_out`` and ``unchanged`` together are the records of the register, unless one that was
    withdrawn is among those left out.
    """

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    left_out: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many records the package carries."""
        return self.new + self.changed + self.withdrawn

    @property
    def cells(self) -> list[int]:
        """The numbers of a line, in the order of ``COLUMNS``."""
        return [getattr(self, code) for code in COLUMNS]


COLUMNS = {
    "new": N_("新增（条）"),
    "changed": N_("变更（条）"),
    "withdrawn": N_("撤销（条）"),
    "total": N_("本次上报（条）"),
    "left_out": N_("因有问题未报（条）"),
    "unchanged": N_("未变不报（条）"),
}
"""What a ``Count`` is asked for, and the head of its column; the name of the register stands before, 台账."""


def added_up(counts: Iterable[Count]) -> Count:
    """Add up the registers: the last line of the sheet."""
    return Count(*(sum(column) for column in zip(*map(astuple, counts), strict=True)))
