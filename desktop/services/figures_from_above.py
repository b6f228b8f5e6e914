"""Numbers of rule tables that the office above has entered: sent down, shown beside the own ones, adopted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from db.messages import N_, Message, ReportableError
from db.rule_tables import Figure, definitions
from db.store import entered_figures
from db.store.ledger import Ledger
from desktop.exchange.updates import LONGEST_TEXT, FigureUpdate
from desktop.services import rule_figures
from desktop.services.offered import Offered

_SOURCE = "上级下发："
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def sent_to(_ledger: Ledger, session: Session, office: str) -> tuple[FigureUpdate, ...]:
    """Give the numbers that this office has entered and that hold for an office below it."""
    return tuple(
        FigureUpdate(
            one.table,
            one.name,
            one.area,
            format(one.value, "f"),
            one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to else "",
            _CONTROL.sub(" ", one.source.removeprefix(_SOURCE))[:LONGEST_TEXT],
        )
        for one in entered_figures.load(session)
        if office.startswith(one.area)
    )


def offered(ledger: Ledger, session: Session, waiting: Mapping[str, FigureUpdate]) -> Iterator[Offered]:
    """Give the numbers by table and day; one that this program does not know is left out."""
    area, own = ledger.office().area, {_place(one): one for one in entered_figures.load(session)}
    read = ((key, update, _figure(update)) for key, update in waiting.items())
    known = [(key, update, figure) for key, update, figure in read if figure is not None]
    for key, update, figure in sorted(known, key=lambda one: _place(one[2])):
        instead = own.get(_place(figure))
        holds = instead is not None and _number(instead) == _number(figure)
        if holds or not area.startswith(figure.area):
            continue
        where = {"place": Message(rule_figures.place(figure.area)), "span": rule_figures.span(figure)}
        yield Offered(
            key,
            update,
            N_("规则数字"),
            definitions()[figure.table].kind(figure.name).label,
            rule_figures.amount(figure),
            rule_figures.amount(instead) if instead else Message(N_("没有")),
            Message(N_("{place}，{span}"), where),
            Message("{source}", {"source": figure.source}),
        )


def adopt(ledger: Ledger, update: FigureUpdate) -> None:
    """Enter the number, or correct the own one of the same days; another overlap is refused (ReportableError)."""
    figure = _figure(update)
    if figure is None:
        raise ReportableError(N_("本软件不认识这个数字，请升级本软件。"))
    with ledger.store.reading() as session:
        own = {_place(one): one for one in entered_figures.load(session)}
    instead = own.get(_place(figure))
    if instead is None:
        rule_figures.enter(ledger, figure)
    else:
        rule_figures.correct(ledger, replace(figure, id=instead.id))


def _figure(update: FigureUpdate) -> Figure | None:
    """Read a number that was sent down; None for one that this program does not know."""
    try:
        str(definitions()[update.table].kind(update.name).label)
    except (KeyError, ValueError):
        return None
    return Figure(
        table=update.table,
        name=update.name,
        value=Decimal(update.value),
        valid_from=date.fromisoformat(update.valid_from),
        valid_to=date.fromisoformat(update.valid_to) if update.valid_to else None,
        area=update.area,
        source=_SOURCE + update.source,
    )


def _place(figure: Figure) -> tuple[str, str, str, date]:
    return figure.table, figure.name, figure.area, figure.valid_from


def _number(figure: Figure) -> tuple[Decimal, date | None]:
    return figure.value, figure.valid_to
