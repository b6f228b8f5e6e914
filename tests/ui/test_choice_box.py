"""The box of a choice: of a text that is longer than the box, the beginning is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from desktop import language
from desktop.ui.fields.choice_box import ChoiceBox, choices_of


def test_a_long_choice_shows_its_beginning(show: Callable[[Any], Any]) -> None:
    box = show(ChoiceBox(()))
    box.setFixedWidth(80)
    box.show_text("南昌市五一劳动奖章（集体和个人）候选人选")
    assert box.lineEdit().cursorPosition() == 0


def test_choices_speak_the_language_of_the_moment() -> None:
    day = date(2026, 6, 15)
    language.choose(language.ENGLISH)
    assert choices_of("family_relation", day)[0].label == "Self"
    language.choose(language.CHINESE)
    assert choices_of("family_relation", day)[0].label == "本人"


def test_the_lists_of_a_narrow_box_show_their_words(show: Callable[[Any], Any]) -> None:
    choices = choices_of("ethnic", date(2026, 6, 15))
    box = show(ChoiceBox(choices))
    box.setFixedWidth(76)
    box.fill()
    words = max(box.fontMetrics().horizontalAdvance(one.label) for one in choices)
    assert words > 76
    assert min(box.view().minimumWidth(), box.completer().popup().minimumWidth()) > words
