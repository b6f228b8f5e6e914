"""The numbers of the rule tables (规则表) as the office sees and changes them: enter, correct, end, take back.

A number that the office enters holds at once in every check, before any that comes with the program. Every change is
noted in the history under ``HISTORY`` and the number's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from db import areas
from db.messages import N_, Message, ReportableError
from db.record import new_id
from db.rule_tables import Figure, definitions, shipped
from db.store import entered_figures, history
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import EnteredFigure, HistoryEntry
from db.values import dates
from desktop.services.roles import Action, demand

HISTORY = "rule_tables"
"""The register under which the history files what happened to a number."""

_DAY = timedelta(days=1)


class OverlapError(ReportableError):
    """Two numbers of the same name and area would hold on the same day."""


@dataclass(frozen=True)
class Entered:
    """A number as it was written, and the one before it that ends on the day before (None: there was none)."""

    figure: Figure
    ended: Figure | None


def listed(ledger: Ledger, table: str) -> list[Figure]:
    """Give the numbers of one table that can hold for this office: by name, the newest of each first."""
    area = ledger.office().area
    with ledger.store.reading() as session:
        figures = [*shipped().figures, *entered_figures.load(session)]
    names = [kind.name for kind in definitions()[table].kinds]
    names += dict.fromkeys(one.name for one in figures if one.table == table and one.name not in names)
    mine = [one for one in figures if one.table == table and area.startswith(one.area)]
    return sorted(mine, key=lambda one: (names.index(one.name), -one.valid_from.toordinal(), not one.id))


def in_force(ledger: Ledger, table: str) -> set[Figure]:
    """Give the numbers of one table by which a form of today is checked."""
    office, today = ledger.office().area, ledger.clock().date()
    with ledger.store.reading() as session:
        tables = shipped().with_figures(entered_figures.load(session))
    found = (tables.figure(table, one.name, today, office) for one in tables.figures if one.table == table)
    return {one for one in found if one is not None}


def places(ledger: Ledger) -> list[tuple[str, str]]:
    """Give the areas for which this office can enter a number: its own, and those around it, "" for everywhere."""
    code = ledger.office().area
    around = [code[:digits] for digits in (9, 6, 4, 2) if len(code) >= digits]
    return [(one, place(one)) for one in (*dict.fromkeys(around), "")]


def enter(ledger: Ledger, given: Figure) -> Entered:
    """Write a new number; the open one before it ends on the day before.

    Raises NotAllowedError, OverlapError, ReportableError for what is missing or contradicts itself.
    """
    demand(ledger, Action.RULES)
    given = replace(_checked(given), id=new_id())
    with ledger.store.writing() as session:
        same = _same(session, given)
        before = next(
            (one for one in same if one.valid_to is None and one.valid_from < given.valid_from), None
        )
        ended = before and replace(before, valid_to=given.valid_from - _DAY)
        _refuse_overlap(given, [ended if one == before and ended else one for one in same])
        changes = []
        if before and ended:
            changes.append(_written(session, "end", before, ended))
        changes.append(_written(session, "enter", None, given))
        history.note(session, ledger.clock(), ledger.user, changes)
    return Entered(given, ended)


def correct(ledger: Ledger, given: Figure) -> Entered:
    """Write a number that the office entered (``given.id``) as it is now: other value, days, area or source.

    Raises like ``enter``.
    """
    demand(ledger, Action.RULES)
    given = _checked(given)
    with ledger.store.writing() as session:
        before = _own(session, given.id)
        _refuse_overlap(given, _same(session, given))
        if given != before:
            change = _written(session, "change", before, given)
            history.note(session, ledger.clock(), ledger.user, [change])
    return Entered(given, None)


def withdraw(ledger: Ledger, figure_id: str) -> None:
    """Take back a number that the office entered by mistake; it stays in the history. Raises NotAllowedError."""
    demand(ledger, Action.RULES)
    with ledger.store.writing() as session:
        before = _own(session, figure_id)
        session.get_one(EnteredFigure, figure_id).withdrawn = True
        change = Change("withdraw", HISTORY, figure_id, 0, _differences(before, None))
        history.note(session, ledger.clock(), ledger.user, [change])


def history_of(ledger: Ledger, figure_id: str) -> Sequence[HistoryEntry]:
    """Give who changed what of a number that the office entered, oldest first."""
    with ledger.store.reading() as session:
        return history.of_record(session, figure_id)


def told(entries: Sequence[HistoryEntry]) -> list[Message]:
    """Put the history of a number into sentences: who did what and when, old and new of what was changed."""
    return [_told(entry) for entry in entries]


def span(figure: Figure) -> Message:
    """Write the days on which a number holds."""
    values = {"begin": dates.in_sentence(figure.valid_from)}
    if figure.valid_to is None:
        return Message(N_("{begin}起"), values)
    return Message(N_("{begin}至{end}"), {**values, "end": dates.in_sentence(figure.valid_to)})


def amount(figure: Figure) -> Message:
    """Write a number with its unit, marked while it is only an example."""
    unit = Message(definitions()[figure.table].kind(figure.name).unit)
    template = N_("{number} {unit}（示例）") if figure.example else N_("{number} {unit}")
    return Message(template, {"number": figure.written, "unit": unit})


def named(figure: Figure) -> Message:
    """Name a number with its value and unit."""
    label = definitions()[figure.table].kind(figure.name).label
    return Message(N_("{label} {amount}"), {"label": label, "amount": amount(figure)})


def place(code: str) -> str:
    """Name an area by itself (青山湖区), a source string for everywhere ("")."""
    if not code:
        return N_("不分地区")
    above = areas.full_name(code[: {9: 6, 6: 4, 4: 2}[len(code)]]) if len(code) > 2 else ""
    return areas.full_name(code).removeprefix(above)


_ACTIONS = {
    "enter": N_("录入"),
    "change": N_("更正"),
    "end": N_("因录入后一条而截止"),
    "withdraw": N_("删除"),
}
_CODES = {
    "value": N_("数字"),
    "valid_from": N_("起始日期"),
    "valid_to": N_("截止日期"),
    "area": N_("适用地区"),
    "source": N_("依据"),
}


def _told(entry: HistoryEntry) -> Message:
    at = entry.at.astimezone()
    values: dict[str, object] = {
        "day": dates.in_sentence(at.date()),
        "time": f"{at:%H:%M}",
        "by": entry.by,
        "action": Message(_ACTIONS[entry.action]),
    }
    changed = [(code, entry.changes[code]) for code in _CODES if code in entry.changes]
    if entry.action not in {"change", "end"} or not changed:
        return Message(N_("{day} {time} {by} {action}"), values)
    what: Message | None = None
    for code, (before, after) in changed:
        parts = {
            "label": Message(_CODES[code]),
            "before": _shown(code, before),
            "after": _shown(code, after),
        }
        one = Message(N_("{label} {before} → {after}"), parts)
        what = one if what is None else Message(N_("{first}，{second}"), {"first": what, "second": one})
    return Message(N_("{day} {time} {by} {action}：{what}"), {**values, "what": what})


def _shown(code: str, text: str | None) -> Message | str:
    if code == "area":
        return place(text or "")
    if text and code in {"valid_from", "valid_to"}:
        return dates.in_sentence(date.fromisoformat(text))
    return text or "—"


def _checked(given: Figure) -> Figure:
    kind = definitions()[given.table].kind(given.name)
    if given.value < 0 or given.value != round(given.value, kind.places):
        raise ReportableError(N_("请填写不小于零的数字，最多 {places} 位小数。"), places=kind.places)
    if kind.unit == "%" and given.value > 100:
        raise ReportableError(N_("百分比不能大于 100，请核对。"))
    if given.valid_to is not None and given.valid_to < given.valid_from:
        raise ReportableError(N_("截止日期早于起始日期，请核对这两个日期。"))
    source = given.source.strip()
    if not source:
        raise ReportableError(N_("请填写依据（文件名称或文号），以后才知道这个数字从哪里来。"))
    return replace(given, source=source, example=False)


def _same(session: Session, given: Figure) -> list[Figure]:
    """Find the office's other numbers of the same name and area."""
    return [
        one
        for one in entered_figures.load(session)
        if (one.table, one.name, one.area) == (given.table, given.name, given.area) and one.id != given.id
    ]


def _refuse_overlap(given: Figure, others: Sequence[Figure]) -> None:
    for other in others:
        if given.valid_from <= (other.valid_to or date.max) and other.valid_from <= (
            given.valid_to or date.max
        ):
            raise OverlapError(
                N_("“{other}”已用于{span}，日期不能重叠。请改日期，或先更正那一条的截止日期。"),
                other=named(other),
                span=span(other),
            )


def _own(session: Session, figure_id: str) -> Figure:
    return next(one for one in entered_figures.load(session) if one.id == figure_id)


def _written(session: Session, action: str, before: Figure | None, after: Figure) -> Change:
    values = {
        "id": after.id,
        "rule_table": after.table,
        "name": after.name,
        "area": after.area,
        "value": format(after.value, "f"),
        "valid_from": after.valid_from,
        "valid_to": after.valid_to,
        "source": after.source,
        "withdrawn": False,
    }
    session.merge(EnteredFigure(**values))
    return Change(action, HISTORY, after.id, 0, _differences(before, after))


def _differences(before: Figure | None, after: Figure | None) -> dict[str, list[str | None]]:
    """Give old and new of what differs, as texts."""
    codes = ("table", "name", "area", "value", "valid_from", "valid_to", "source")
    pairs = {code: [_text(before, code), _text(after, code)] for code in codes}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


def _text(figure: Figure | None, code: str) -> str | None:
    value = getattr(figure, code) if figure is not None else None
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value)
