"""上级下发的更新: numbers that the office above has entered travel with its receipts; here a person adopts or declines each.

Nothing of it holds before somebody has looked at it. What was declined is not offered again until it changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.canonical_json import canonical_json
from db.messages import N_, Message, ReportableError
from db.rule_tables import Figure, definitions
from db.store import entered_figures
from db.store.ledger import Ledger
from db.store.received_tables import OfferedUpdate
from desktop.exchange.updates import LONGEST_TEXT, FigureUpdate
from desktop.services import rule_figures
from desktop.services.roles import Action, demand

ADOPTED, DECLINED = "adopted", "declined"
_SOURCE = "上级下发："
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Offered:
    """A number that waits to be adopted; ``instead`` is the office's own number that it would replace."""

    id: str
    figure: Figure
    instead: Figure | None
    offered_at: datetime


def figures_for(session: Session, office: str) -> tuple[FigureUpdate, ...]:
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


def learn(session: Session, figures: Sequence[FigureUpdate], receipt: str, at: datetime) -> None:
    """Keep what the newest receipt sends down, in the place of what an older one did and nobody has decided on."""
    session.execute(delete(OfferedUpdate).where(OfferedUpdate.decision.is_(None)))
    decided = set(session.scalars(select(OfferedUpdate.digest)))
    for one in figures:
        content = asdict(one)
        digest = hashlib.sha256(canonical_json(content).encode()).hexdigest()
        if digest not in decided:
            decided.add(digest)
            session.add(OfferedUpdate(digest=digest, content=content, receipt=receipt, offered_at=at))


def pending_updates(ledger: Ledger) -> tuple[Offered, ...]:
    """List what waits for a decision, by table and day: what holds already and what this program does not know is left out."""
    area = ledger.office().area
    with ledger.store.reading() as session:
        own = entered_figures.load(session)
        waiting = session.scalars(select(OfferedUpdate).where(OfferedUpdate.decision.is_(None))).all()
    found = []
    for one in waiting:
        figure = _figure(FigureUpdate(**one.content))
        if figure is None or not area.startswith(figure.area):
            continue
        instead = next((other for other in own if _place(other) == _place(figure)), None)
        if instead is None or _number(instead) != _number(figure):
            found.append(Offered(one.digest, figure, instead, one.offered_at))
    return tuple(sorted(found, key=lambda one: _place(one.figure)))


def apply_updates(ledger: Ledger, chosen: Collection[str]) -> tuple[Message, ...]:
    """Adopt numbers as the office's own, with their source and history; gives a sentence for each that could not be.

    A number for the same days takes the place of the one before; another overlap is refused and stays in the list.
    Raises NotAllowedError.
    """
    demand(ledger, Action.RULES)
    refused = []
    for one in pending_updates(ledger):
        if one.id not in chosen:
            continue
        try:
            if one.instead is None:
                rule_figures.enter(ledger, one.figure)
            else:
                rule_figures.correct(ledger, replace(one.figure, id=one.instead.id))
        except ReportableError as error:
            named = {"figure": rule_figures.named(one.figure), "why": error.message}
            refused.append(Message(N_("没有采用“{figure}”：{why}"), named))
        else:
            _decide(ledger, [one.id], ADOPTED)
    return tuple(refused)


def decline(ledger: Ledger, chosen: Collection[str]) -> None:
    """Put numbers aside; the office's own stay as they are. Raises NotAllowedError."""
    demand(ledger, Action.RULES)
    _decide(ledger, chosen, DECLINED)


def _decide(ledger: Ledger, chosen: Collection[str], decision: str) -> None:
    now = ledger.clock()
    with ledger.store.writing() as session:
        for digest in chosen:
            one = session.get(OfferedUpdate, digest)
            if one is not None and one.decision is None:
                one.decision, one.decided_at, one.decided_by = decision, now, ledger.user


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
