"""Shapes of rules that several registers use; each maker returns a ``Rule`` for one register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from db.fields import IntegerField, MoneyField, ReferenceField
from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.register import Context, Rule, fields_of
from db.rule_tables import Figure
from db.values import dates, money


def label(record: Record, code: str) -> Message:
    """Give the label of a record's field, ready to stand inside another sentence."""
    return Message(fields_of(type(record))[code].label)


def required_if(
    code: str,
    needed: tuple[str, ...],
    when: Callable[[Any], bool],
    because: str,
    severity: Severity = Severity.MUST,
) -> Rule:
    """Demand fields when a condition holds; ``because`` names the condition in the clerk's words."""

    def rule(record: Any, _context: Context) -> Iterable[Problem]:
        if not when(record):
            return
        for field in needed:
            if getattr(record, field) in (None, "", ()):
                sentence = Message(
                    N_("{because}，请填写{label}。"),
                    {"because": Message(because), "label": label(record, field)},
                )
                yield Problem(code, severity, sentence, field)

    return rule


def part_within(code: str, part: str, whole: str, severity: Severity = Severity.MUST) -> Rule:
    """Demand that a part is not larger than its whole (女职工 ≤ 职工)."""

    def rule(record: Any, _context: Context) -> Iterable[Problem]:
        small = getattr(record, part)
        if small is None:
            return  # before the whole is read: an import passes over rules that read no column of its file
        large = getattr(record, whole)
        if large is not None and small > large:
            values = {
                "part": label(record, part),
                "whole": label(record, whole),
                "small": _written(record, part, small),
                "large": _written(record, whole, large),
            }
            sentence = Message(N_("{part}（{small}）不能大于{whole}（{large}），请核对这两项。"), values)
            yield Problem(code, severity, sentence, part)

    return rule


def in_order(code: str, earlier: str, later: str, severity: Severity = Severity.MUST) -> Rule:
    """Demand that one date does not lie after another."""

    def rule(record: Any, _context: Context) -> Iterable[Problem]:
        first = getattr(record, earlier)
        if first is None:
            return
        second = getattr(record, later)
        if second is not None and first > second:
            values = {
                "earlier": label(record, earlier),
                "later": label(record, later),
                "first": dates.in_sentence(first),
                "second": dates.in_sentence(second),
            }
            sentence = Message(N_("{later}（{second}）早于{earlier}({first})，请核对这两个日期。"), values)
            yield Problem(code, severity, sentence, later)

    return rule


def figure_for(record: Record, context: Context, table: str, name: str) -> Figure | None:
    """Look up the number that a rule table holds for the office on the day of the form, None if it holds none."""
    day = record.written_on or context.today  # a record that was never saved may have no day yet
    return context.tables.figure(table, name, day, context.area)


def text_within(code: str, field: str, name: str, severity: Severity = Severity.MUST) -> Rule:
    """Demand a text no longer than ``name`` in the table text_lengths says; spaces and line ends do not count.

    A length that is only an example hints.
    """

    def rule(record: Any, context: Context) -> Iterable[Problem]:
        length = len("".join((getattr(record, field) or "").split()))
        most = figure_for(record, context, "text_lengths", name) if length else None
        if most is not None and length > most.value:
            values = {"label": label(record, field), "length": length, "most": most.words}
            sentence = Message(N_("{label}有 {length} 个字（空格不计），最多 {most} 个字，请精简。"), values)
            yield Problem(code, Severity.HINT if most.example else severity, sentence, field)

    return rule


def reference_meets(
    code: str,
    reference: str,
    fact: str,
    expected: object,
    sentence: str,
    severity: Severity = Severity.EXPLAIN,
) -> Rule:
    """Demand a fact of the record that a reference points at; ``sentence`` says what to do without it."""

    def rule(record: Any, context: Context) -> Iterable[Problem]:
        field, pointed_at = fields_of(type(record))[reference], getattr(record, reference)
        if pointed_at and isinstance(field, ReferenceField):
            facts = context.lookups.facts(field.register, pointed_at)
            if facts is not None and facts[fact] != expected:
                yield Problem(code, severity, Message(sentence), reference)

    return rule


def once_only(code: str, register: str, key: str, same: tuple[str, ...], sentence: str) -> Rule:
    """Forbid a second record of the register with the same ``key`` and equal in every field of ``same``.

    ``sentence`` may name the other record as ``{other}``.
    """

    def rule(record: Any, context: Context) -> Iterable[Problem]:
        value = getattr(record, key)
        for holder in context.lookups.holders(register, key, value) if value else ():
            facts = (
                None if holder.record_id == record.id else context.lookups.facts(register, holder.record_id)
            )
            if facts is not None and all(facts[field] == getattr(record, field) for field in same):
                yield Problem(code, Severity.MUST, Message(sentence, {"other": holder.label}), key)
                return

    return rule


def _written(record: Record, code: str, value: int) -> str | Message:
    match fields_of(type(record))[code]:
        case MoneyField():
            return money.grouped(value)
        case IntegerField(unit=unit) if unit:
            return Message(N_("{number}{unit}"), {"number": value, "unit": Message(unit)})
    return str(value)
