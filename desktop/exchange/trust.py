"""What signatures are held against; no library of signatures is loaded for it, because every open ledger knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.exchange.registry import Registry


@dataclass(frozen=True)
class Trust:
    """What the caller trusts: never anything taken from the package itself.

    ``roots`` are pinned root certificates and ``crls`` revocation lists, DER; ``moment`` is when the certificates
    must be valid (the later of the clock and the last time seen; now, when it is left out); ``registry`` says which
    package numbers each certificate under our own root may sign.
    """

    roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    moment: datetime | None = None
    registry: Registry | None = None
