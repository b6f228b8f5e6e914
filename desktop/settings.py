"""What a person has arranged for themselves (设置): text size, window, columns; kept in one JSON file, no Qt.

Nothing that was typed into the ledger is ever written here: the file is not encrypted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from platformdirs import user_config_path

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing that is remembered. ``read`` makes the value from JSON; it raises when what stands there is none."""

    key: str
    default: T
    read: Callable[[Any], T]


@dataclass(frozen=True)
class ListLayout:
    """How a list is arranged: field codes in order (none: as declared), widths in pixels at 100 %, and the sorting.

    ``frozen`` columns at the left stay when the others are scrolled.
    """

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 1
    sorted_by: str = ""
    descending: bool = False


def _percent(told: Any) -> int:
    return min(max(int(told), SMALLEST_TEXT), LARGEST_TEXT)


def _language(told: Any) -> str:
    if told not in {"zh", "en"}:
        raise ValueError(told)
    return str(told)


def _layout(told: Any) -> ListLayout:
    return ListLayout(
        tuple(str(code) for code in told["columns"]),
        {str(code): min(max(int(width), 20), 2000) for code, width in told["widths"].items()},
        min(max(int(told["frozen"]), 0), 5),
        str(told["sorted_by"]),
        bool(told["descending"]),
    )


def _offset(told: Any) -> tuple[float, float]:
    across, down = (min(max(round(float(part), 1), -FARTHEST), FARTHEST) for part in told)
    return across, down


def _last_print(told: Any) -> tuple[str, int]:
    key, side = told
    return str(key), max(int(side), 0)


SMALLEST_TEXT, LARGEST_TEXT = 100, 150
FARTHEST = 20.0  # millimetres that a printer prints beside the true place
TEXT_SIZE: Setting[int] = Setting("text_size", 100, _percent)  # percent
LANGUAGE: Setting[str] = Setting("language", "zh", _language)
IDLE: Setting[int] = Setting("idle", 15, lambda told: min(max(int(told), 0), 240))  # minutes, 0 for never
WINDOW: Setting[str] = Setting(
    "window", "", str
)  # Qt's own description of place and size, in hexadecimal digits

LAST_PRINT: Setting[tuple[str, int]] = Setting("last_print", ("", 0), _last_print)
"""A digest of what was printed last, and the side that the printer took last: to go on after a jam."""


def outside_copy_of(area: str) -> Setting[date | None]:
    """Give the setting that holds when the ledger of an office was last copied to another disk.

    It is no part of the ledger: writing it there would ask for the next backup, and one that was restored on another
    computer has never been copied from that.
    """
    return Setting(f"outside_copy.{area}", None, date.fromisoformat)


def offset_of(printer: str) -> Setting[tuple[float, float]]:
    """Give the setting that moves what a printer prints, in millimetres to the right and down."""
    return Setting(f"printer.{printer}", (0.0, 0.0), _offset)


def pinned_in(register: str) -> Setting[tuple[str, ...]]:
    """Give the setting that names the fields of a register that are pinned (固定); their values stay in the ledger."""
    return Setting(f"pinned.{register}", (), lambda told: tuple(str(code) for code in told))


def layout_of(register: str) -> Setting[ListLayout]:
    """Give the setting that holds the arrangement of a register's list."""
    return Setting(f"list.{register}", ListLayout(), _layout)


class Settings:
    """The settings of one person on one computer; without a ``path`` they last as long as the program.

    A file that cannot be read counts as empty, one that cannot be written stays as it is: settings are a comfort,
    and never a reason to stop. Keys of a newer version are kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._told = _read(path)

    def get(self, setting: Setting[T]) -> T:
        """Give a value, the default when there is none or one that makes no sense."""
        told = self._told.get(setting.key)
        try:
            return setting.default if told is None else setting.read(told)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
            return setting.default

    def put(self, setting: Setting[T], value: T) -> None:
        """Remember a value at once."""
        told: Any = value
        if isinstance(value, ListLayout):
            told = asdict(value)
        elif isinstance(value, date):
            told = value.isoformat()
        if self._told.get(setting.key) != told:
            self._told[setting.key] = told
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump(self._told, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)
        except OSError:
            return


def of_this_user() -> Settings:
    """Open the settings of whoever is logged in to the computer."""
    return Settings(user_config_path("taizhang", appauthor=False) / "settings.json")


def _read(path: Path | None) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8")) if path else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
