"""A chart says the same on paper and on the screen: its bars, its targets, its words."""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from desktop.reports.archival_pdf import violations
from desktop.reports.charts import ROW, Bar, Box, Words, height_of, shapes, width_of
from desktop.reports.indicator_sheet import build

SHORT = Bar("建会率", "60.00%", "已建会 6 ÷ 应建会 10", 60.0, 90.0, target_written="目标 90%")
REACHED = Bar("人均帮扶额", "1,200.00 元", "12000 ÷ 10", 1200.0, 1000.0, most=1200.0)
ALONE = Bar("职代会建制率", "50.00%", "5 ÷ 10", 50.0)
UNKNOWN = Bar("入会率", "—", "0 ÷ 0", None, 90.0)


def _width(text: str, size: float) -> float:
    return len(text) * size


def _boxes(bar: Bar) -> list[Box]:
    return [shape for shape in shapes([bar], 500, _width) if isinstance(shape, Box)]


def test_a_bar_is_as_long_as_its_value_and_its_target_is_a_mark() -> None:
    ground, filled, mark = _boxes(SHORT)
    assert filled.across == pytest.approx(ground.across * 0.6)
    assert mark.x + mark.across / 2 == pytest.approx(ground.x + ground.across * 0.9)


@pytest.mark.parametrize(("bar", "tone"), [(SHORT, "strong"), (REACHED, "soft"), (ALONE, "plain")])
def test_a_bar_shows_whether_its_target_is_reached(bar: Bar, tone: str) -> None:
    assert _boxes(bar)[1].tone == tone


def test_what_is_not_known_has_no_bar() -> None:
    assert [box.tone for box in _boxes(UNKNOWN)] == ["pale", "ink"]


def test_everything_stays_inside_and_below_each_other() -> None:
    bars = [SHORT, REACHED, ALONE, UNKNOWN]
    assert height_of(bars) == 4 * ROW
    for shape in shapes(bars, 500, _width):
        assert 0 <= shape.x <= 500
        assert 0 <= shape.y <= height_of(bars)
    labels = [one.y for one in shapes(bars, 500, _width) if isinstance(one, Words) and one.x == 0]
    assert labels == sorted(labels)
    assert len(labels) == 4


def test_a_chart_as_wide_as_it_wants_shortens_nothing_and_lies_over_nothing() -> None:
    dear = Bar(
        "人均帮扶额", "12,345,678.00 元", "24,300.00 ÷ 10", 1200.0, 1000.0, target_written="目标 1000 元"
    )
    bars = [SHORT, dear]
    drawn = list(shapes(bars, width_of(bars, _width), _width))
    words = {one.text: one for one in drawn if isinstance(one, Words)}
    assert words[dear.label].size == words[SHORT.label].size
    remark = words["24,300.00 ÷ 10　目标 1000 元"]
    assert remark.x + _width(remark.text, remark.size) <= width_of(bars, _width)
    value = words[dear.written]
    ends = [one.x + one.across for one in drawn if isinstance(one, Box) and one.tone == "pale"]
    assert max(ends) <= value.x - _width(value.text, value.size)


def test_the_sheet_is_one_page_of_pdf_a_with_every_number(tmp_path: Path) -> None:
    content = build(
        "罗家镇总工会", "统计时点：2026年5月8日", [SHORT, REACHED, UNKNOWN], datetime(2026, 5, 8, tzinfo=UTC)
    )
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
    assert violations(content) == []
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    run = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    text = "".join(run.stdout.decode().split())
    for words in ("指标完成情况表", "统计时点：2026年5月8日", "60.00%", "目标90%", "1,200.00元", "—"):
        assert words in text
