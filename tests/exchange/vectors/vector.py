"""A vector: a file as it may lie on a stick, what the office knows beforehand, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.exchange import envelope
from tests.exchange.vectors.scene import Scene

ACCEPT, REFUSE, WAIT = "accept", "refuse", "wait"
PACKAGE, RECEIPT = "package", "receipt"
PACKAGE_NAME = "360111103_360111_SUB_000007.asice"
RECEIPT_NAME = "360111_360111103_RCP_000001.asice"


@dataclass(frozen=True)
class Given:
    """The bytes and the name of a file; ``roots`` None are those that the office has pinned.

    ``received`` maps the numbers of the packages that came before to their identities.
    """

    content: bytes
    name: str
    roots: tuple[bytes, ...] | None = None
    revocations: bytes | None = None
    received: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vector:
    """``code`` must be among the failing findings of what is not accepted."""

    name: str
    make: Callable[[Scene], Given]
    verdict: str = ACCEPT
    code: str = ""
    kind: str = PACKAGE


def package(make: Callable[[Scene], bytes], name: str = PACKAGE_NAME) -> Callable[[Scene], Given]:
    """Give the bytes of a package under its own name."""
    return lambda scene: Given(make(scene), name)


def sealed(make: Callable[[Scene], bytes], name: str = PACKAGE_NAME) -> Callable[[Scene], Given]:
    """Seal the bytes of a package to both keys of the county."""
    return lambda scene: Given(seal(scene, make(scene)), name + envelope.SUFFIX)


def seal(scene: Scene, content: bytes) -> bytes:
    """Seal to both keys of the county."""
    return envelope.seal(content, [scene.daily.recipient, scene.escrow.recipient])
