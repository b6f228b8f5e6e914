"""Pictures of widgets in a folder, what does not fit on them, and sheets of many small ones to look through quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.ui.background import Background
from desktop.ui.preview.strips import Strips
from tests.picturing import dialogs
from tests.support.misfits import misfits

_MOST_ROUNDS = 20
_PAUSE = 40  # milliseconds in which what was asked for comes onto the screen
_SMALL = (683, 384)  # half the screen: still readable
_LINE = 22


def wait(condition: Callable[[], bool], longest: int = 600) -> None:
    """Wait for something of the window, at most some seconds."""
    for _ in range(longest * 50):
        if condition():
            return
        QTest.qWait(20)
    raise TimeoutError(condition)


class Album:
    """Takes numbered pictures, and notes under each what does not fit."""

    def __init__(self, folder: Path, background: Background) -> None:
        self._folder = folder
        self._background = background
        self._count = 0
        self.found: dict[str, str] = {}  # what does not fit: the picture where it was seen first
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str, *above: QWidget) -> None:
        """Take a picture of a window, with the pop-ups ``above`` it."""
        kind = type(widget).__name__
        assert dialogs.shown_by(name) in {"", kind}, f"{name} shows a {kind}"
        self._await_what_is_read()
        settle(widget)
        self._count += 1
        picture = widget.grab()
        with QPainter(picture) as painter:
            for one in above:
                painter.drawPixmap(widget.mapFromGlobal(one.mapToGlobal(QPoint(0, 0))), one.grab())
        picture.save(str(self._folder / f"{self._count:03d}-{name}.png"))
        for window in (widget, *above):
            for words in misfits(window):
                self.found.setdefault(words, name)

    def dialogs(self, name: str) -> None:
        """Take the dialogs that are open, and close them."""
        for number, dialog in enumerate(open_dialogs()):
            self.take(dialog, f"{name}-{number + 1}" if number else name)
            dialog.reject()
        QTest.qWait(_PAUSE)

    def _await_what_is_read(self) -> None:
        """Wait for all that was asked before now: the worker does one thing after the other."""
        done: list[object] = []
        self._background.run(lambda: None, done.append, done.append, waited_for=False)
        wait(lambda: bool(done))

    def finish(self) -> None:
        """Write the list of what does not fit."""
        (self._folder / "misfits.txt").write_text(
            "".join(f"{name}: {words}\n" for words, name in self.found.items()), "utf-8"
        )


def settle(window: QWidget) -> None:
    """Wait until nothing moves any more, for layouts of wrapped texts take some rounds, and until all is drawn."""
    before = None
    for _ in range(_MOST_ROUNDS):
        QTest.qWait(_PAUSE)
        places = [(one.geometry(), one.isVisible()) for one in window.findChildren(QWidget)]
        if places == before:
            break
        before = places
    for strips in window.findChildren(Strips):
        wait(lambda strips=strips: not strips._is_drawing)


def open_dialogs() -> list[QDialog]:
    """Give the dialogs on the screen, the newest first."""
    QTest.qWait(_PAUSE)
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    return found[::-1]


def sheets(folder: Path, *, per_sheet: int = 6) -> None:
    """Put the pictures of a folder onto sheets, two in a line, each under its name."""
    pictures = sorted(folder.glob("[0-9]*.png"))
    for number, start in enumerate(range(0, len(pictures), per_sheet), 1):
        some = pictures[start : start + per_sheet]
        sheet = Image.new("RGB", (2 * _SMALL[0], (len(some) + 1) // 2 * (_SMALL[1] + _LINE)), "#555555")
        writing = ImageDraw.Draw(sheet)
        for place, path in enumerate(some):
            left, top = place % 2 * _SMALL[0], place // 2 * (_SMALL[1] + _LINE)
            writing.text((left + 6, top + 5), path.stem, fill="white")
            with Image.open(path) as picture:
                small = picture.convert("RGB")
                small.thumbnail(_SMALL, Image.Resampling.LANCZOS)
                sheet.paste(small, (left, top + _LINE))
        sheet.save(folder / f"sheet-{number:02d}.png")


def index(folder: Path, albums: Iterable[str]) -> None:
    """Write a page that shows the same page of all albums beside each other."""
    albums = sorted(albums)
    by_name: dict[str, dict[str, str]] = {}
    for album in albums:
        for path in sorted((folder / album).glob("[0-9]*.png")):
            by_name.setdefault(path.stem.partition("-")[2], {})[album] = f"{album}/{path.name}"
    head = "".join(f"<th>{album}</th>" for album in albums)
    lines = [
        f"<tr><th>{name}</th>"
        + "".join(
            f'<td><a href="{places[one]}"><img src="{places[one]}" width="420" loading="lazy"></a></td>'
            if one in places
            else "<td></td>"
            for one in albums
        )
        + "</tr>"
        for name, places in by_name.items()
    ]
    table = f"<table><tr><th></th>{head}</tr>\n" + "\n".join(lines) + "</table>"
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8">{table}\n', "utf-8")
