"""Reading bytes that anybody may have made: the one place where whatever a library raises over them is an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Read = TypeVar("Read")


def read(reader: Callable[[], Read], unreadable: Read) -> Read:
    """Give what the reader makes of its bytes, and ``unreadable`` when they make it raise anything at all."""
    try:
        return reader()
    except Exception:  # noqa: BLE001 - hostile bytes make the libraries raise many kinds: each of them rejects
        return unreadable
