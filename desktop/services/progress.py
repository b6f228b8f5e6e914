"""How a long job tells where it is, and how it is told to stop."""

from __future__ import annotations

from typing import Protocol

from db.messages import N_, Message, ReportableError


class Cancelled(ReportableError):  # noqa: N818 - not an error of anybody's: the user asked for it
    """The user stopped the job; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(N_("已取消，没有改动任何数据。"))


class Progress(Protocol):
    """Shown by the window or the command line."""

    def step(self, done: int, total: int, what: Message) -> None:
        """Say how far the job is; raises Cancelled when the user has stopped it."""


class Silent:
    """A progress that nobody watches."""

    def step(self, done: int, total: int, what: Message) -> None:
        """Say nothing."""
