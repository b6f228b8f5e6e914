"""Tokens of SoftHSM2 that can be plugged in and pulled out: each is a folder, and the driver looks again after each."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from desktop.exchange.token import plugged_in
from desktop.exchange.token_key import TokenPlace

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "271828"


class SoftTokens:
    """The tokens of one process: the driver is told only once where they lie."""

    def __init__(self, folder: Path) -> None:
        self.there, self._away = folder / "tokens", folder / "away"
        self.settings = folder / "softhsm2.conf"
        self.there.mkdir()
        self._away.mkdir()
        self.settings.write_text(f"directories.tokendir = {self.there}\nlog.level = ERROR\n")

    def make(self, label: str) -> TokenPlace:
        """Plug in a new, empty token."""
        known = {path.name for path in self.there.iterdir()}
        words = ["--init-token", "--free", "--label", label, "--so-pin", "31415926", "--pin", PIN]
        subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
        self._look_again()
        (made,) = {path.name for path in self.there.iterdir()} - known
        serial = made.replace("-", "")[-16:]
        return next(place for place in plugged_in(LIBRARY) if place.serial == serial)

    def pull(self) -> None:
        """Pull every token out."""
        for path in self.there.iterdir():
            shutil.move(path, self._away)
        self._look_again()

    def plug_in(self) -> None:
        """Put every token back."""
        for path in self._away.iterdir():
            shutil.move(path, self.there)
        self._look_again()

    def clear(self) -> None:
        """Throw every token away."""
        for path in (*self.there.iterdir(), *self._away.iterdir()):
            shutil.rmtree(path)
        self._look_again()

    def _look_again(self) -> None:
        import pkcs11

        pkcs11.lib(str(LIBRARY)).reinitialize()
