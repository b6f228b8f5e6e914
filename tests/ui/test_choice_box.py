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
