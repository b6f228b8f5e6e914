"""What can be done on the screen just now: its buttons and menus, so that Ctrl+K finds them without a list of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from db.messages import N_, Message
from db.values import pinyin
from desktop.language import said

_KEYS = re.compile(r"\s+((?:(?:Ctrl|Alt|Shift)\+\S+)|F\d+|Esc)$")
"""The keys at the end of a button's label."""

_STOOD_FOR = {"undo", "redo"}  # buttons whose words name a record: who looks for it must not undo it


class Command(NamedTuple):
    """Something that can be done: its words, its keys ("" for none), and other words by which it is found."""

    words: str
    do: Callable[[], object]
    keys: str = ""
    others: str = ""

    def is_found_by(self, needle: str) -> bool:
        """Tell whether every word of a search is a part of its words, their pinyin or its keys."""
        keys = f"{pinyin.search_keys(self.words)} {pinyin.search_keys(self.others)} {self.keys.lower()}"
        return all(word in keys for word in needle.lower().split())


def make_ready(window: QWidget) -> None:
    """Let the menus of a window write their entries, as they do before they open."""
    for button in _buttons(window):
        menu: QMenu | None = button.menu()
        if menu is not None:
            menu.aboutToShow.emit()


def at_hand(window: QWidget, focus: QWidget | None) -> Iterator[Command]:
    """Give what can be pressed in a window; of several with the same words only the one beside the focus is meant."""
    found: dict[str, list[tuple[QWidget, Command]]] = {}
    for button in _buttons(window):
        for command in _commands_of(button):
            found.setdefault(command.words, []).append((button, command))
    for shortcut in window.findChildren(QShortcut):
        place: QObject | None = shortcut.parent()
        if shortcut.whatsThis() and isinstance(place, QWidget) and place.isVisible():
            command = Command(shortcut.whatsThis(), shortcut.activated.emit, shortcut.key().toString())
            found.setdefault(command.words, []).append((place, command))
    for several in found.values():
        meant = several if len(several) == 1 else [one for one in several if _is_beside(one[0], focus)]
        if len(meant) == 1:
            yield meant[0][1]


def _buttons(window: QWidget) -> Iterator[QPushButton | QToolButton]:
    """Give the buttons that can be pressed; not what answers a question of a form, and not those of Qt's own."""
    for button in window.findChildren(QAbstractButton):
        if (
            isinstance(button, QPushButton | QToolButton)
            and button.text()
            and button.isVisible()
            and button.isEnabled()
            and button.window() is window
            and button.objectName() not in _STOOD_FOR
        ):
            yield button


def _commands_of(button: QPushButton | QToolButton) -> Iterator[Command]:
    label = button.text().replace("&&", "&")
    keys = _KEYS.search(label)
    words = _KEYS.sub("", label)
    menu: QMenu | None = button.menu()
    if menu is None:
        shown = keys[1] if keys else button.shortcut().toString()
        yield Command(words, partial(_press, button), shown, button.accessibleName())
        return
    for action in menu.actions():
        if action.objectName() and action.isEnabled():
            values = {"button": words, "entry": action.text()}
            entry = said(Message(N_("{button}：{entry}"), values))
            yield Command(entry, partial(_choose, menu, action.objectName()))


def _is_beside(widget: QWidget, focus: QWidget | None) -> bool:
    place = widget.parentWidget()
    return focus is not None and place is not None and place.isAncestorOf(focus)


def _press(button: QAbstractButton) -> None:
    if isValid(button):
        button.click()


def _choose(menu: QMenu, code: str) -> None:
    """Choose an entry by its code: a menu may have been written anew meanwhile."""
    for action in menu.actions() if isValid(menu) else ():
        if action.objectName() == code:
            action.trigger()
            return
