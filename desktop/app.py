"""The composition root of the window: the only module that knows every part of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from desktop import settings
from desktop.language import choose
from desktop.ui import application
from desktop.ui.program import Program
from desktop.ui.single_instance import SingleInstance


def run(ledger_folder: Path | None, language: str | None) -> int:
    """Open the window on a ledger, the office's usual one when none is named; gives the exit code.

    Without a ``language`` the one chosen in the settings is spoken. A second start on the same ledger brings the first window to the front instead.
    """
    mine = settings.of_this_user()
    language = language or mine.get(settings.LANGUAGE)
    choose(language)
    folder = ledger_folder or user_data_path("taizhang", appauthor=False) / "ledger"
    qt = application.start(language)
    door = SingleInstance(folder)
    if door.call_other():
        return 0
    program = Program(folder, _now, mine)
    door.called.connect(program.come_to_front)
    door.listen()
    program.start()
    code = qt.exec()
    program.close()
    door.close()
    return code


def _now() -> datetime:
    return datetime.now().astimezone()
