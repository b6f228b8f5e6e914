"""The hardship file (困难职工档案表): A4 on both sides, the boxes of the form in their places and sizes."""

from __future__ import annotations

import io

import pikepdf
import pytest

from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.document import Printed
from desktop.reports.forms.printing import draw
from tests.reports.forms.form_samples import occasion, usual_record
from tests.reports.forms.geometry import MM, Side, check_all, find


@pytest.fixture(scope="module")
def printed() -> Printed:
    return draw(built_in()["hardship_file"], [usual_record("hardship_cases")], occasion())


@pytest.fixture(scope="module")
def pages(printed: Printed) -> list[Side]:
    return check_all(printed)


def test_usual_data_takes_front_and_back(pages: list[Side]) -> None:
    assert len(pages) == 2
    assert all((round(page.width / MM), round(page.height / MM)) == (210, 297) for page in pages)


def test_it_is_turned_at_the_long_edge_and_printed_at_full_size(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert wishes.Duplex == "/DuplexFlipLongEdge"
        assert wishes.PrintScaling == "/None"


def test_title_and_text_have_their_sizes(pages: list[Side]) -> None:
    front = pages[0]
    title = front.text.index("困难职工档案表")
    assert {box.size for box in front.characters[title : title + 7]} == {22}
    name = front.text.index("欧阳建国")
    assert front.characters[name].size == 10.5


def test_lines_are_one_point_outside_and_half_a_point_inside(pages: list[Side]) -> None:
    for page in pages:
        assert {line.thickness for line in page.lines} == {0.5, 1}
        outer = [line for line in page.lines if line.thickness == 1]
        assert min(line.x1 for line in outer) == pytest.approx(22 * MM, abs=0.1)
        assert max(line.x2 for line in outer) == pytest.approx(page.width - 20 * MM, abs=0.1)


def test_the_back_has_four_places_for_seals(printed: Printed, pages: list[Side]) -> None:
    (drawn,) = printed.drawn
    assert [seal.page for seal in drawn.seals] == [1, 1, 1, 1]
    assert len({round(seal.y) for seal in drawn.seals}) == 4
    assert pages[1].text.count("（盖章）") == 4
    assert pages[1].text.count("负责人（签字）：") == 4


def test_every_choice_is_printed_with_its_box(pages: list[Side]) -> None:
    front = pages[0].text
    assert "☑深度困难□相对困难□意外致困" in front
    assert front.count("□患重特大疾病") == 2  # main and secondary causes


def test_the_table_of_the_household_has_five_lines(pages: list[Side]) -> None:
    front = pages[0]
    side = find(front, "家")[0]
    below = find(front, "单位或学校")[1]
    lines = {
        round(line.y1) for line in front.lines if line.y1 == line.y2 and line.y1 < below and line.x2 > side
    }
    assert len(lines) == 6  # head and five lines; the last is the frame


def test_copies_are_said(pages: list[Side]) -> None:
    assert built_in()["hardship_file"].copies == 3
    assert "一式三份" in pages[1].text
