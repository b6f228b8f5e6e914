"""Which of its own forms (表格) an office sends down with its receipts: none until somebody ticks them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.messages import Message
from db.store.ledger import Ledger
from db.store.received_tables import SentForm
from desktop.services.roles import Action, demand


@dataclass(frozen=True)
class OwnForm:
    """A file in the office's own folder; ``problem`` says why it cannot be used or cannot go down.

    ``code`` and ``title`` are empty where the file cannot be used.
    """

    file: str
    code: str
    title: str
    content: str
    problem: Message | None
    is_sent: bool = False


def listed(ledger: Ledger) -> tuple[OwnForm, ...]:
    """List the files in the office's own folder by their names. What reads forms is heavy, and loaded by this."""
    module = importlib.import_module("desktop.services.forms_from_above")
    found: tuple[OwnForm, ...] = module.own_forms(ledger)
    return found


def chosen(session: Session) -> Sequence[str]:
    """Give the codes of the forms that are sent."""
    return session.scalars(select(SentForm.code).order_by(SentForm.code)).all()


def choose(ledger: Ledger, code: str, *, is_sent: bool) -> None:
    """Send a form with every receipt from now on, or no longer. Raises NotAllowedError."""
    demand(ledger, Action.RULES)
    with ledger.store.writing() as session:
        found = session.get(SentForm, code)
        if is_sent and found is None:
            session.add(SentForm(code=code))
        elif not is_sent and found is not None:
            session.delete(found)
