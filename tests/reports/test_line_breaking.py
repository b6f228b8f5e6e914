"""Chinese text breaks between characters, but numbers, dates and closing signs stay where they belong."""

from __future__ import annotations

import pytest

from desktop.reports.fonts import width
from desktop.reports.line_breaking import SMALLEST, fitted, lines_of

TEXT = "户主李明，身份证号36010219800307123X，于2026年5月8日申请（首次）帮扶金1,234.50元。"


@pytest.mark.parametrize("room", [60, 95, 130, 200, 400])
def test_lines_fit_and_nothing_is_lost(room: float) -> None:
    lines = lines_of(TEXT, "song", 10, room)
    assert "".join(lines) == TEXT
    assert all(width(line, "song", 10) <= room for line in lines)


@pytest.mark.parametrize("room", range(110, 220, 5))
def test_numbers_dates_and_signs_are_not_torn(room: float) -> None:
    lines = lines_of(TEXT, "song", 10, room)
    assert not any(line.startswith(tuple("，。）")) or line.endswith("（") for line in lines)
    assert all(
        any(whole in line for line in lines) for whole in ("36010219800307123X", "2026年5月8日", "1,234.50")
    )


def test_a_line_feed_begins_a_new_line() -> None:
    assert fitted("甲\n\n乙", "song", 10, 100) == (("甲", "", "乙"), 10)


def test_a_number_too_wide_shrinks_before_it_breaks() -> None:
    lines, size = fitted("36010219800307123X", "song", 10, 80)
    assert lines == ("36010219800307123X",)
    assert SMALLEST < size < 10
    lines, size = fitted("36010219800307123X" * 3, "song", 10, 80)
    assert ("".join(lines), size) == ("36010219800307123X" * 3, SMALLEST)


def test_a_label_breaks_into_equal_lines() -> None:
    assert fitted("劳动合同签订时间", "song", 10, 72, balanced=True)[0] == ("劳动合同", "签订时间")


def test_a_missing_character_takes_the_room_of_its_stand_in() -> None:
    lines, _ = fitted("张\U0010fffd三", "song", 10, 60)
    assert "".join(lines) == "张\U0010fffd三"
    assert all(width(line, "song", 10) <= 60 or len(line) == 1 for line in lines)
