"""An update of the office above (上级下发的更新) as a person sees it before deciding: one shape for all kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.messages import Message
from db.store.ledger import Ledger
from desktop.exchange.updates import Update


@dataclass(frozen=True)
class Offered:
    """What waits to be adopted; ``now`` says what holds in its place until then.

    ``kind`` is a source word, ``scope`` where and on which days it holds. ``remark`` tells where it is from, or why it
    is not ``usable``.
    """

    id: str
    update: Update
    kind: str
    what: Message
    sent: Message
    now: Message
    scope: Message
    remark: Message
    is_usable: bool = True


class Kind(Protocol):
    """What a module does for one kind of update; its updates are one class of ``desktop.exchange.updates``."""

    def sent_to(self, ledger: Ledger, session: Session, office: str) -> tuple[Any, ...]:
        """Give what this office sends down to one below it."""

    def offered(self, ledger: Ledger, session: Session, waiting: Mapping[str, Any]) -> Iterator[Offered]:
        """Give, in the order of the screen, what waits and does not hold already; ``waiting`` is by id."""

    def adopt(self, ledger: Ledger, update: Any) -> Message | None:
        """Make it the office's own; gives what is to be known besides. Raises ReportableError."""
