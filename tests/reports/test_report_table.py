"""A table loses nothing, stays on its pages and repeats its head, whatever its rows hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from desktop.reports.column_widths import column_widths
from desktop.reports.fonts import width
from desktop.reports.table import CONTINUED, Cell, Table

LONG = "".join(f"第{number}句话说得清清楚楚。" for number in range(1, 120))


@dataclass
class PaperOnRecord:
    """Stands in for paper and remembers what was drawn where."""

    top: float = 500
    bottom: float = 100
    left: float = 50
    y: float = 500
    page: int = 1
    drawn: list[tuple[int, float, float, str]] = field(default_factory=list)
    outlines: list[tuple[float, float]] = field(default_factory=list)

    def new_page(self) -> None:
        self.page += 1
        self.y = self.top

    def ensure(self, height: float) -> None:
        if self.y - height < self.bottom:
            self.new_page()

    def text(self, x: float, y: float, text: str, face: str, size: float, align: str) -> None:
        assert self.bottom <= y <= self.top - size / 2, "text outside of the page"
        if align == "left":
            assert x + width(text, face, size) <= 450, "text outside of its box"
        self.drawn.append((self.page, x, y, text))

    def lines(self, strokes: list[tuple[float, float, float, float]], thickness: float) -> None:
        assert thickness == 0.5
        assert all(self.bottom - 0.01 <= end <= self.top + 0.01 for stroke in strokes for end in stroke[1::2])

    def box(self, x: float, y: float, across: float, high: float, thickness: float) -> None:
        assert (x, across, thickness) == (50, 400, 1.0)
        self.outlines.append((y, high))

    def texts(self, page: int | None = None) -> list[str]:
        return [text for number, _, _, text in self.drawn if page in (None, number)]


def _table(paper: PaperOnRecord, **options: object) -> Table:
    return Table(paper, (80, 320), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("before", range(0, 16, 3))
def test_a_row_higher_than_a_page_goes_on_overleaf_complete(before: int) -> None:
    paper = PaperOnRecord()
    table = _table(paper)
    for number in range(before):
        table.add(Cell("行", align="center"), Cell(str(number)))
    table.add(Cell("事迹", align="center"), Cell(LONG))
    table.close()
    written = [text for _, x, _, text in paper.drawn if x < 140 and x > 130]
    assert "".join(written[before:]) == LONG
    assert paper.page > 1
    assert paper.texts().count(CONTINUED) == paper.texts().count("事迹") - 1 > 0
    assert len(paper.outlines) == paper.page


def test_the_head_stands_on_every_page() -> None:
    paper = PaperOnRecord()
    table = _table(paper, head=[[Cell("序号", align="center"), Cell("姓名", align="center")]])
    for number in range(40):
        table.add(Cell(str(number)), Cell("张三"))
    table.close()
    assert paper.page == 3
    assert [paper.texts(page)[:2] for page in (1, 2, 3)] == [["序号", "姓名"]] * 3
    assert [text for text in paper.texts() if text.isdigit()] == [str(number) for number in range(40)]


def test_a_heading_stays_with_what_follows() -> None:
    paper = PaperOnRecord()
    table = _table(paper)
    for _ in range(16):
        table.add(Cell("甲"), Cell("乙"))
    table.add(Cell("二、收入", span=2), keep=60)
    table.close()
    assert paper.texts(1).count("二、收入") == 0
    assert paper.texts(2) == ["二、收入"]


def test_columns_may_change_below_a_row() -> None:
    paper = PaperOnRecord()
    table = _table(paper)
    table.add(Cell("一、成员", span=2))
    table.change_columns((100, 100, 200), head=[[Cell("姓名"), Cell("关系"), Cell("单位")]])
    for _ in range(25):
        table.add(Cell("张三"), Cell("配偶"), Cell("/"))
    table.close()
    assert paper.texts(1)[:4] == ["一、成员", "姓名", "关系", "单位"]
    assert paper.texts(2)[:3] == ["姓名", "关系", "单位"]


def test_columns_share_the_room_and_keep_numbers_whole() -> None:
    line = ["1", "36010219800307123X", "南昌市青山湖区罗家镇江西昌东光电有限责任公司" * 3]
    widths = column_widths(["序号", "身份证号", "单位"], [line], 300, 9)
    assert sum(widths) == pytest.approx(300)
    assert widths[1] > width(line[1], "song", 9)


def test_more_columns_than_fit_still_share_the_room() -> None:
    widths = column_widths(["身份证号"] * 12, [["36010219800307123X"] * 12], 480, 9)
    assert widths == pytest.approx((40,) * 12)
