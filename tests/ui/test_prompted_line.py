"""The prompt of a search is said as long as it fits, and in fewer words where it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.language import choose
from desktop.ui import appearance
from desktop.ui.fields.prompted_line import PromptedLine
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Session

PROMPTS = ("搜索：姓名 / 拼音首字母 / 单位", "搜索：姓名", "搜索")


def shown(line: PromptedLine) -> str:
    text = line.placeholderText()
    assert line.fontMetrics().horizontalAdvance(text) <= line.width() - 8
    return text


def test_a_narrow_line_says_less(show: Callable[[Any], Any]) -> None:
    line: PromptedLine = show(PromptedLine(PROMPTS))
    line.resize(line.sizeHint())
    assert shown(line) == PROMPTS[0]
    width = line.width()
    line.setFixedWidth(width - 3)
    assert shown(line) == PROMPTS[1]
    line.setFixedWidth(60)
    assert shown(line) == PROMPTS[2]
    assert line.toolTip() == PROMPTS[0]
    line.setFixedWidth(width)
    assert shown(line) == PROMPTS[0]
    appearance.set_text_size(150)
    QApplication.sendPostedEvents()
    try:
        assert shown(line) == PROMPTS[1]
        assert line.sizeHint().width() > width * 1.4
    finally:
        appearance.set_text_size(100)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("percent", [100, 150])
def test_the_search_of_a_list_is_wide_enough_for_its_prompt(
    session: Session, show: Callable[[Any], Any], language: str, percent: int
) -> None:
    choose(language)
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(percent)
    window.resize(1366, 728)
    window.go_to("hardship_cases")
    QApplication.sendPostedEvents()
    page: Any = window.page("hardship_cases")
    try:
        text = shown(page.search)
    finally:
        appearance.set_text_size(100)
        choose("zh")
    if percent == 100 or language == "zh":
        assert text == page.search.toolTip()
    assert "Ctrl+F" in text
