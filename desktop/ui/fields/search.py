"""Editors of what is found by searching: a place, or a record of another register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from db import areas
from db.fields import AreaField, Field, ReferenceField
from db.messages import N_, Message
from desktop.language import said
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.search_line import Offer, SearchLine

_VALUE = re.compile(r"[0-9]{6,12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A code of a place, or the id of a record: what a draft keeps of a pick."""

_LONGEST_FACT = 24  # characters of a fact of the record that was picked
_LINES_OF_FACTS = 3  # more would push the next fields from the screen


class SearchEditor(Editor):
    """A value that is picked from what a search finds; words that name nothing stay and are refused."""

    def __init__(
        self,
        code: str,
        field: Field,
        find: Callable[[str], Sequence[Offer]],
        words_of: Callable[[Any], str],
        refusal: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(code, field, parent)
        self._words_of = words_of
        self._refusal = refusal
        self._value: Any = None
        self._words = ""
        self._box = SearchLine(find)
        self._box.textEdited.connect(self._note_text)
        self._box.picked.connect(self._note_pick)
        self._box.completed.connect(self.go_on, Qt.ConnectionType.QueuedConnection)
        self.line.addWidget(self._box, 1)
        self.watch(self._box)

    def value(self) -> Any:
        """Give what was picked; an emptied line is no value."""
        return self._value if self._box.text().strip() else None

    def show_value(self, value: Any) -> None:
        """Show the words of a value."""
        self._value = value
        self._words = self._words_of(value) if value else ""
        self._box.setText(self._words)
        self._box.setCursorPosition(0)
        self.refresh_note()

    def refused(self) -> Message | None:
        """Say that the words name nothing that was picked."""
        text = self._box.text().strip()
        return None if text in {"", self._words.strip()} else Message(self._refusal, {"text": text})

    def kept(self) -> str:
        """Give the value that was picked, or the words that name none."""
        return self._box.text() if self.refused() is not None else str(self.value() or "")

    def put_back(self, kept: str) -> None:
        """Show a value, or words that name none."""
        if _VALUE.fullmatch(kept):
            self.show_value(kept)
        else:
            self._box.setText(kept)

    def lock(self, read_only: bool) -> None:
        """Lock the line."""
        self._box.setReadOnly(read_only)

    def _settle(self) -> None:
        if self.refused() is not None:
            self._box.settle()
        if not self._box.text().strip():
            self._value, self._words = None, ""
        super()._settle()

    @Slot(str)
    def _note_text(self, _text: str) -> None:
        self._note_edit()

    @Slot(object)
    def _note_pick(self, value: Any) -> None:
        self._value, self._words = value, self._box.text()
        self._note_edit()
        super()._settle()


def area_editor(code: str, field: AreaField) -> SearchEditor:
    """Make the editor of a county or township."""
    level = "county" if field.digits == 6 else "township"

    def find(text: str) -> list[Offer]:
        return [
            Offer(area.code, areas.full_name(area.code)) for area in areas.find(text, level=level, limit=12)
        ]

    return SearchEditor(
        code, field, find, areas.full_name, N_("没有找到“{text}”，请输入县区名称的一部分，再从列表中选择。")
    )


class ReferenceEditor(SearchEditor):
    """A record of another register; the facts that matter here are shown below it, all of them in its help."""

    is_wide = True

    def __init__(
        self,
        code: str,
        field: ReferenceField,
        find: Callable[[str], Sequence[Offer]],
        words_of: Callable[[Any], str],
        facts_of: Callable[[Any], Mapping[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        refusal = N_("没有找到“{text}”，请输入名称的一部分或拼音首字母，再从列表中选择。")
        super().__init__(code, field, find, words_of, refusal, parent)
        self._facts_of = facts_of

    def remark(self) -> str:
        """Write the facts of the record that was picked, as many as a few lines hold."""
        facts = [_fact(label, _short(value)) for label, value in self._facts()]
        shown = len(facts)
        while shown > 1 and self._lines(_joined(facts, shown)) > _LINES_OF_FACTS:
            shown -= 1
        self._note.setToolTip("" if shown == len(facts) else "\n".join(self._in_full()))
        return _joined(facts, shown)

    def help(self) -> str:
        """Add the facts in full."""
        return "\n".join(words for words in (super().help(), *self._in_full()) if words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refresh_note()

    def _in_full(self) -> list[str]:
        return [_fact(label, value) for label, value in self._facts()]

    def _facts(self) -> list[tuple[str, str]]:
        value = self.value()
        if not value or self.refused() is not None:
            return []
        return [(label, fact) for label, fact in self._facts_of(value).items() if fact]

    def _lines(self, text: str) -> int:
        metrics = self._note.fontMetrics()
        room = QRect(0, 0, self.width(), 1)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() // metrics.lineSpacing()


def _fact(label: str, value: str) -> str:
    return said(Message(N_("{label}：{value}"), {"label": label, "value": value}))


def _short(fact: str) -> str:
    return fact if len(fact) <= _LONGEST_FACT else f"{fact[: _LONGEST_FACT - 1]}…"


def _joined(facts: Sequence[str], shown: int) -> str:
    return " · ".join([*facts[:shown], *(["…"] if shown < len(facts) else [])])
