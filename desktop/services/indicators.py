"""The indicators (指标) of the ledger: measured today, beside their targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db import queries
from db.indicators import Indicator
from db.messages import N_, Message
from db.registers import all_registers
from db.store.ledger import Ledger
from db.values import money
from desktop.reports.charts import Bar
from desktop.services.contexts import context_of


@dataclass(frozen=True)
class Measured:
    """One indicator; ``part`` and ``whole`` are counts, ``part`` fen for money. ``value`` is None without a whole."""

    indicator: Indicator
    part: int
    whole: int
    target: Decimal | None

    @property
    def value(self) -> Decimal | None:
        """Per cent, or yuan per head, to two places, rounded half up."""
        if not self.whole:
            return None
        scale = Decimal(100) if self.indicator.unit == "%" else Decimal(1) / 100
        return (self.part * scale / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def arithmetic(self) -> Message:
        """Numerator and denominator by name, as they stand under every rate."""
        part = money.grouped(self.part) if self.indicator.unit == "元" else str(self.part)
        names = {"part": Message(self.indicator.part_label), "whole": Message(self.indicator.whole_label)}
        return Message(N_("{part} {small} ÷ {whole} {large}"), {**names, "small": part, "large": self.whole})


@dataclass(frozen=True)
class Board:
    """All indicators of the ledger on one day (统计时点)."""

    on: date
    office: str
    measured: tuple[Measured, ...]


def board(ledger: Ledger) -> Board:
    """Measure every indicator of every register, one question a register."""
    found: list[Measured] = []
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        for register in all_registers().values():
            indicators = register.indicators
            if not indicators:
                continue
            amounts = [amount(context.today) for one in indicators for amount in (one.part, one.whole)]
            values = queries.aggregate(session, register, amounts)
            for place, one in enumerate(indicators):
                target = (
                    context.tables.target(one.target, context.today, context.area) if one.target else None
                )
                found.append(Measured(one, int(values[2 * place]), int(values[2 * place + 1]), target))
    return Board(context.today, ledger.office().name, tuple(found))


def bars(shown: Board, say: Callable[[Message | str], str]) -> Iterator[Bar]:
    """Put the board into bars of a chart: per cent to 100, money to the larger of value and target."""
    for one in shown.measured:
        value, target, unit = one.value, one.target, one.indicator.unit
        sign = unit if unit == "%" else say(Message(N_(" 元")))
        most = max(value or 0, target or 0, Decimal(1)) if unit == "元" else Decimal(100)
        yield Bar(
            label=say(Message(one.indicator.label)),
            written=f"{value:,}{sign}" if value is not None else "—",
            remark=say(one.arithmetic),
            value=None if value is None else float(value),
            target=None if target is None else float(target),
            most=float(most),
            target_written=""
            if target is None
            else say(Message(N_("目标 {target}"), {"target": f"{target:f}{sign}"})),
        )
