"""The way that was really taken through a form: going back follows it, over jumps and fields that were passed by."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_LONGEST = 500


class EntryPath:
    """The places of a form (editors, grids) in the order in which the cursor came to them."""

    def __init__(self) -> None:
        self._visited: list[QWidget] = []

    def clear(self) -> None:
        """Forget the way: another record is shown."""
        self._visited.clear()

    def note(self, place: QWidget) -> None:
        """Note that the cursor came to a place."""
        if not self._visited or self._visited[-1] is not place:
            self._visited.append(place)
            del self._visited[:-_LONGEST]

    def back(self) -> QWidget | None:
        """Give the place before this one and forget this one; None at the beginning of the way."""
        while len(self._visited) > 1:
            self._visited.pop()
            if self._visited[-1].isEnabled() and self._visited[-1].isVisible():
                return self._visited[-1]
        return None
