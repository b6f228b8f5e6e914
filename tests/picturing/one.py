"""One album: all pages of one ledger in one language and one text size, which are choices of the whole process."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.language import choose
from desktop.settings import TEXT_SIZE, Settings
from desktop.ui import appearance, application
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.opening_check import OpeningCheck
from desktop.ui.session import Session
from tests.picturing import doors, list_scenes, page_scenes, record_scenes, round_scenes
from tests.picturing.album import Album, sheets
from tests.picturing.ledgers import Prepared, unlocked
from tests.support.misfits import SCREEN


def main() -> None:
    """Take the pictures and write what does not fit on them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--language", required=True)
    parser.add_argument("--text-size", type=int, required=True)
    parser.add_argument("--kind", required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--package", type=Path)
    chosen = parser.parse_args()
    prepared = Prepared(chosen.ledger, sys.stdin.read(), chosen.package)
    choose(chosen.language)
    application.start(chosen.language)
    appearance.set_text_size(chosen.text_size)
    background, settings = Background(), Settings()
    settings.put(TEXT_SIZE, chosen.text_size)
    album = Album(chosen.outdir, background)
    if chosen.kind in {"empty", "longest"}:
        doors.take(album, prepared, background)
    if chosen.kind == "round":
        round_scenes.take(album, prepared, background, settings)
    else:
        _take_window(album, prepared, chosen.kind, background, settings)
    background.close()
    album.finish()
    sheets(chosen.outdir)


def _take_window(
    album: Album, prepared: Prepared, kind: str, background: Background, settings: Settings
) -> None:
    opened = unlocked(prepared)
    session = Session(opened, background, settings=settings)
    window = MainWindow(session)
    window.showNormal()  # the offscreen platform has a screen of its own, and a small one is filled
    window.resize(SCREEN)
    window.show()
    OpeningCheck(session).start()  # as the program does
    is_big = kind == "big"
    list_scenes.take(album, window, session, ["hardship_cases"] if is_big else list(session.registers))
    record_scenes.take_parts(album, window, session)
    if is_big:
        page_scenes.take_check(album, window, session, to_the_end=False)
    else:
        record_scenes.take(album, window, session)
        page_scenes.take(album, window, session, prepared)
    window.close()
    session.close()
    opened.close()


if __name__ == "__main__":
    main()
