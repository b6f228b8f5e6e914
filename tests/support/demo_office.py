"""The demonstration's office as the command line makes it: small, made once for a test run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.store import ledger as ledgers
from db.store.ledger import Ledger
from desktop.commands.terminal import clock

HOUSEHOLDS = 12
RARE_NAMES = ("熊𬱖", "李䶮", "罗㛃", "阿依古丽·买买提")


@dataclass(frozen=True)
class DemoOffice:
    """What ``taizhang demo --json`` printed."""

    printed: dict[str, Any]

    @property
    def package(self) -> Path:
        return Path(self.printed["package"])

    @property
    def root(self) -> Path:
        return Path(self.printed["root_certificate"])

    @property
    def report(self) -> Path:
        return Path(self.printed["report"])

    @property
    def ledger(self) -> Path:
        return Path(self.printed["ledger"])

    @property
    def password_file(self) -> Path:
        return Path(self.printed["password_file"])

    @property
    def county_ledger(self) -> Path:
        return Path(self.printed["county_ledger"])

    @property
    def city_ledger(self) -> Path:
        return Path(self.printed["city_ledger"])

    @property
    def receipt(self) -> Path:
        return Path(self.printed["receipt"])

    def unlock(self, folder: Path | None = None) -> Ledger:
        """Open the first township's ledger, or another office's; the caller closes it."""
        password = self.password_file.read_text("utf-8").strip()
        return ledgers.unlock(folder or self.ledger, self.printed["user"], password, clock)


def taizhang(*arguments: object, expect: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    command = [sys.executable, "-m", "desktop", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ | environment
    )
    assert done.returncode == expect, done.stderr or done.stdout
    return done


def make(into: Path) -> DemoOffice:
    """Make the office in a folder."""
    done = taizhang("demo", "--into", into, "--households", HOUSEHOLDS, "--json")
    assert done.stderr == ""
    return DemoOffice(json.loads(done.stdout))
