"""上级下发的更新: what the office above sends down with its receipts; here a person adopts or declines each.

Nothing of it holds before somebody has looked at it. What was declined is not offered again until it changes.
Each kind of update has a module of its own, of the shape ``desktop.services.offered.Kind``.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db.canonical_json import canonical_json
from db.messages import N_, Message, ReportableError
from db.store.ledger import Ledger
from db.store.received_tables import OfferedUpdate
from desktop.exchange import updates
from desktop.exchange.updates import ChoiceUpdate, FigureUpdate, FormUpdate, Update, Updates
from desktop.services import choices_from_above, figures_from_above, period_locks, sent_forms
from desktop.services.offered import Kind, Offered
from desktop.services.roles import Action, demand

ADOPTED, DECLINED = "adopted", "declined"


def _forms() -> Kind:
    """Load what reads forms, which is heavy, only where there is one."""
    return cast("Kind", importlib.import_module("desktop.services.forms_from_above"))


_KINDS: dict[type[Update], Callable[[], Kind]] = {
    FigureUpdate: lambda: figures_from_above,
    ChoiceUpdate: lambda: choices_from_above,
    FormUpdate: _forms,
}
"""In the order in which they are listed."""


@dataclass(frozen=True)
class Adopted:
    """How many were adopted, what is to be known of them, and a sentence for each that could not be."""

    count: int
    remarks: tuple[Message, ...] = ()
    refused: tuple[Message, ...] = ()


def for_office(ledger: Ledger, session: Session, office: str) -> Updates:
    """Give everything that goes down to an office with its next receipt."""
    return replace(
        period_locks.updates_for(session, office),
        figures=figures_from_above.sent_to(ledger, session, office),
        choices=choices_from_above.sent_to(ledger, session, office),
        forms=_forms().sent_to(ledger, session, office) if sent_forms.chosen(session) else (),
    )


def learn(session: Session, sent: Sequence[Update], receipt: str, at: datetime) -> None:
    """Keep what the newest receipt sends down, in the place of what an older one did.

    A decision stands while the same is sent again; it is forgotten when something else came in between.
    """
    contents = {_digest(one): asdict(one) for one in sent}
    is_over = or_(OfferedUpdate.decision.is_(None), OfferedUpdate.digest.not_in(contents))
    session.execute(delete(OfferedUpdate).where(is_over))
    decided = set(session.scalars(select(OfferedUpdate.digest)))
    for digest, content in contents.items():
        if digest not in decided:
            session.add(OfferedUpdate(digest=digest, content=content, receipt=receipt, offered_at=at))


def pending_updates(ledger: Ledger) -> tuple[Offered, ...]:
    """List what waits for a decision; what holds already is left out."""
    found: list[Offered] = []
    with ledger.store.reading() as session:
        open_ones = select(OfferedUpdate).where(OfferedUpdate.decision.is_(None))
        waiting = {one.digest: updates.again(one.content) for one in session.scalars(open_ones)}
        for kind, module in _KINDS.items():
            of_kind = {key: update for key, update in waiting.items() if isinstance(update, kind)}
            if of_kind:
                found += module().offered(ledger, session, of_kind)
    return tuple(found)


def apply_updates(ledger: Ledger, chosen: Collection[str]) -> Adopted:
    """Adopt updates as the office's own; what could not be adopted stays in the list.

    Raises NotAllowedError.
    """
    demand(ledger, Action.RULES)
    done, remarks, refused = 0, [], []
    for one in pending_updates(ledger):
        if one.id not in chosen:
            continue
        try:
            remark = _KINDS[type(one.update)]().adopt(ledger, one.update)
        except ReportableError as error:
            named = {"what": one.what, "sent": one.sent, "why": error.message}
            refused.append(Message(N_("没有采用“{what} {sent}”：{why}"), named))
        else:
            done += 1
            remarks += [remark] if remark else []
            _decide(ledger, [one.id], ADOPTED)
    return Adopted(done, tuple(remarks), tuple(refused))


def decline(ledger: Ledger, chosen: Collection[str]) -> None:
    """Put updates aside; what the office has itself stays as it is. Raises NotAllowedError."""
    demand(ledger, Action.RULES)
    _decide(ledger, chosen, DECLINED)


def _digest(update: Update) -> str:
    return hashlib.sha256(canonical_json(asdict(update)).encode()).hexdigest()


def _decide(ledger: Ledger, chosen: Collection[str], decision: str) -> None:
    now = ledger.clock()
    with ledger.store.writing() as session:
        for digest in chosen:
            one = session.get(OfferedUpdate, digest)
            if one is not None and one.decision is None:
                one.decision, one.decided_at, one.decided_by = decision, now, ledger.user
