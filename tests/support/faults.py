"""Let the n-th call that reaches a medium or the ledger's file fail, as a full, worn or pulled stick or disk does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.store.ledger import Ledger
from desktop.exchange import transport


class MediumFaults:
    """Counts the calls that reach a stick; the ``fail_at``-th fails, and with ``lasting`` all after it too."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, fail_at: int | None, error: int, *, lasting: bool = False
    ) -> None:
        self.calls: list[str] = []
        self._fail_at, self._error, self._lasting = fail_at, error, lasting
        for name in ("open", "write", "fsync", "close"):
            monkeypatch.setattr(transport.os, name, self._wrapped(name, getattr(os, name)))
        monkeypatch.setattr(transport.os, "posix_fadvise", self._wrapped("fadvise", os.posix_fadvise))
        monkeypatch.setattr(Path, "rename", self._wrapped("rename", Path.rename))
        monkeypatch.setattr(Path, "open", self._wrapped("read", Path.open))
        monkeypatch.setattr(Path, "mkdir", self._wrapped("mkdir", Path.mkdir))
        monkeypatch.setattr(shutil, "disk_usage", self._wrapped("room", shutil.disk_usage))
        if lasting:  # counted only here: what tidies up is no step of the work
            monkeypatch.setattr(Path, "unlink", self._wrapped("unlink", Path.unlink))

    def _fails(self) -> bool:
        if self._fail_at is None:
            return False
        return len(self.calls) == self._fail_at or (self._lasting and len(self.calls) > self._fail_at)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.calls.append(name)
            if self._fails():
                if name == "close":
                    real(*arguments, **options)  # the descriptor is gone even when close reports an error
                raise OSError(self._error, os.strerror(self._error))
            if name == "write":
                # A medium takes what it can: a part at a time.
                content = arguments[1]
                return real(arguments[0], content[: max(len(content) // 2, 60_000)])
            return real(*arguments, **options)

        return call


class LedgerFaults:
    """Counts the statements and commits of a ledger and lets the ``fail_at``-th fail with a message of SQLite."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, ledger: Ledger, fail_at: int | None, message: str
    ) -> None:
        self.calls: list[str] = []
        dialect = ledger.store.engine.dialect
        driver = dialect.loaded_dbapi

        def wrapped(name: str) -> Callable[..., Any]:
            real = getattr(dialect, name)

            def call(*arguments: Any, **options: Any) -> Any:
                self.calls.append(name)
                if len(self.calls) == fail_at:
                    raise driver.OperationalError(message)
                return real(*arguments, **options)

            return call

        for name in ("do_execute", "do_executemany", "do_commit"):
            monkeypatch.setattr(dialect, name, wrapped(name))
