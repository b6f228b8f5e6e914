"""Ceilings of help: what a person may receive at one time and in one year, by kind (``resources/rules/limits.toml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db.code_lists import code_list
from db.messages import N_, Message, Problem, Severity
from db.register import Context
from db.registers.assistance.record import Assistance
from db.values import money

LIVING, MEDICAL, SCHOOLING, VISIT, TEMPORARY = "01", "02", "03", "06", "07"
DEEP_HARDSHIP = "31"
SECONDARY, UNIVERSITY = frozenset("34"), frozenset("567")


@dataclass(frozen=True)
class Ceiling:
    """The most that may be given (fen), how it came about, and whether a figure in it is only an example.

    ``of_year`` says that all help of that kind in the year counts, not this one act alone.
    """

    fen: int
    how: Message
    example: bool
    of_year: bool


def worth(amount: int | None, goods_value: int | None) -> int:
    """Add money and goods of one act of help, in fen."""
    return (amount or 0) + (goods_value or 0)


def within_limits(help_given: Assistance, context: Context) -> Iterator[Problem]:
    """Question help above a ceiling; one built on an example figure may only hint."""
    now = worth(help_given.amount, help_given.goods_value)
    if not now or not help_given.kind:
        return
    for ceiling in _ceilings(help_given, context):
        total = now + (_given_before(help_given, context) if ceiling.of_year else 0)
        if total <= ceiling.fen:
            continue
        if ceiling.of_year:
            sentence = N_("本年度{kind}共 {total} 元，超过上限 {most} 元（{how}），请核对。")
        else:
            sentence = N_("本次{kind} {total} 元，超过上限 {most} 元（{how}），请核对。")
        values = {
            "kind": Message(code_list("assistance_kind").label(help_given.kind)),
            "total": money.grouped(total),
            "most": money.grouped(ceiling.fen),
            "how": ceiling.how,
        }
        severity = Severity.HINT if ceiling.example else Severity.EXPLAIN
        place = "amount" if help_given.amount else "goods_value"
        code = "over_year_limit" if ceiling.of_year else "over_limit"
        yield Problem(code, severity, Message(sentence, values), place)


def _given_before(help_given: Assistance, context: Context) -> int:
    """Add up the other help of that kind to the person (for schooling: to the student) in the year."""
    if not help_given.id_no:
        return 0
    total = 0
    for holder in context.lookups.holders("assistance", "id_no", help_given.id_no):
        other = None
        if holder.record_id != help_given.id:
            other = context.lookups.facts("assistance", holder.record_id)
        if other is not None and all(
            other[code] == getattr(help_given, code) for code in ("kind", "year", "student_name")
        ):
            total += worth(other["amount"], other["goods_value"])
    return total


def _ceilings(help_given: Assistance, context: Context) -> Iterator[Ceiling]:
    for name, of_year in _names(help_given):
        ceiling = _ceiling(name, help_given, context, of_year=of_year)
        if ceiling is not None:
            yield ceiling


def _names(help_given: Assistance) -> Iterator[tuple[str, bool]]:
    """Give the names of the figures that hold for an act of help, and whether they are for the year."""
    kind, stage = help_given.kind, help_given.school_stage
    if kind == LIVING and help_given.hardship_class:
        yield (
            ("living_deep_months" if help_given.hardship_class == DEEP_HARDSHIP else "living_other_months"),
            True,
        )
    elif kind == MEDICAL:
        yield "medical_year_yuan", True
    elif kind == SCHOOLING and stage in UNIVERSITY | SECONDARY:
        yield ("schooling_university_months" if stage in UNIVERSITY else "schooling_secondary_months"), True
    elif kind == VISIT:
        yield "festival_visit_yuan", False
        yield "festival_visit_year_yuan", True
    elif kind == TEMPORARY:
        yield "temporary_yuan", False


def _ceiling(name: str, help_given: Assistance, context: Context, *, of_year: bool) -> Ceiling | None:
    day = help_given.paid_on or help_given.written_on
    figure = context.tables.figure("limits", name, day, context.area)
    if figure is None:
        return None
    if name.endswith("_yuan"):
        how = Message(N_("每人每年") if of_year else N_("每人每次"))
        return Ceiling(int(figure.value * 100), how, figure.example, of_year)
    line = context.tables.low_income_line(context.area, day)
    if line is None:
        return None
    values = {"months": figure.value, "line": money.grouped(line.fen)}
    how = Message(N_("{months} 个月 × 低保标准 {line} 元"), values)
    return Ceiling(int(figure.value * line.fen), how, figure.example or line.example, of_year)
