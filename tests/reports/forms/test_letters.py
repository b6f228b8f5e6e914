"""Letters by GB/T 9704: where their lines, titles, dates and numbers stand, and what they say of a founding."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from db.record import Record
from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.document import Printed
from desktop.reports.forms.printing import draw
from tests.reports.forms.form_samples import longest_record, occasion, usual_record
from tests.reports.forms.geometry import MM, check_all, sides

LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 260 * MM, 35 * MM
PITCH = 28.99
LETTERS = (
    "founding_request",
    "founding_preparation_reply",
    "founding_election_report",
    "founding_election_reply",
)


class Ink(NamedTuple):
    """One character: where its baseline begins, its size, and the right end of its ink."""

    character: str
    x: float
    y: float
    size: float
    right: float


def ink(printed: Printed) -> list[list[Ink]]:
    """Read all characters of all pages with their baselines."""
    return [list(_characters(page)) for page in pypdfium2.PdfDocument(printed.pdf)]


def _characters(page: Any) -> Iterator[Ink]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        if character.isspace() or character == "\x00":
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        right = text.get_charbox(index)[2]
        yield Ink(character, x.value, y.value, pdfium.FPDFText_GetFontSize(text.raw, index), right)


def lines(page: list[Ink], size: float = 16) -> list[list[Ink]]:
    """Put the characters of a size into lines from the top down."""
    found: dict[float, list[Ink]] = defaultdict(list)
    for one in page:
        if one.size == size:
            found[round(one.y, 1)].append(one)
    return [sorted(found[y], key=lambda one: one.x) for y in sorted(found, reverse=True)]


def line_with(page: list[Ink], words: str, size: float = 16) -> list[Ink]:
    return next(line for line in lines(page, size) if words in "".join(one.character for one in line))


def founding() -> Record:
    """Make a founding as it is at the end, with believable people."""
    record: Any = usual_record("foundings")
    record.union_name = "南昌迅捷快递服务有限公司工会委员会"
    record.superior = "青山湖区罗家镇总工会"
    record.request_no, record.approval_no = "〔2026〕1号", "罗工字〔2026〕24号"
    record.approval_on, record.congress_on = date(2026, 5, 8), date(2026, 4, 6)
    record.term, record.term_years, record.ballots_due = 1, 3, 43
    people = (
        ("1", "罗建华", "主席", True),
        ("1", "余志强", "委员", True),
        ("1", "彭冬莲", "委员", False),
        ("2", "谢晓峰", "主任", True),
        ("3", "刘兰香", "主任", True),
    )
    row = type(record.candidates[0])
    record.candidates = [
        row(position=place, organ=organ, name=name, union_post=post, elected=elected, votes=30)
        for place, (organ, name, post, elected) in enumerate(people)
    ]
    first, second = record.preparers
    first.name, first.role = "万长根", "组长"
    second.name, second.role = "徐桂花", "成员"
    return record


def letter(code: str, record: Record | None = None, **answers: str) -> Printed:
    return draw(built_in()[code], [record or founding()], occasion(**answers))


def text_of(printed: Printed) -> str:
    return "".join(side.text for side in sides(printed.pdf))


@pytest.mark.parametrize("code", LETTERS)
def test_lines_are_a_22nd_of_the_page_apart(code: str) -> None:
    for page in ink(letter(code)):
        body = [line[0].y for line in lines(page) if BOTTOM < line[0].y < TOP]
        steps = [upper - lower for upper, lower in pairwise(body)]
        near = [step for step in steps if step < PITCH * 1.5]
        usual = [step for step in near if abs(step - PITCH) <= 0.2]
        assert len(usual) >= len(near) - 3  # below the red line, the title and the date begins a new run


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    pages = ink(letter("founding_election_report", longest_record("foundings")))
    body = max((lines(page) for page in pages), key=len)
    assert len(body) == 22
    assert body[0][0].y == pytest.approx(TOP - PITCH / 2 - 16 * 0.36, abs=0.5)
    full = max((line for line in body if all(one.character > "\u2e80" for one in line)), key=len)
    assert len(full) == 28
    assert full[0].x == pytest.approx(LEFT, abs=0.2)
    assert full[1].x - full[0].x == pytest.approx(156 * MM / 28, abs=0.05)
    assert full[-1].right <= RIGHT + 0.2


@pytest.mark.parametrize("code", LETTERS)
def test_the_title_is_bold_song_of_22_points_in_the_middle(code: str) -> None:
    page = ink(letter(code))[0]
    title = [line for line in lines(page, 22) if line[0].y < 200 * MM]
    assert len(title) == 2
    for line in title:
        assert (line[0].x + line[-1].x + 22) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    words = ["".join(one.character for one in line) for line in title]
    assert words[0].endswith(("公司", "有限", "服务"))  # no word is torn


def test_the_addressee_stands_at_the_edge_and_ends_with_a_colon() -> None:
    page = ink(letter("founding_request"))[0]
    line = line_with(page, "罗家镇总工会：")
    assert line[0].x == pytest.approx(LEFT, abs=0.2)
    assert line[-1].character == "："


def test_a_letter_upwards_has_its_number_left_and_who_signs_it_right() -> None:
    page = ink(letter("founding_request", signer="李建华"))[0]
    line = line_with(page, "〔2026〕1号")
    assert line[0].x == pytest.approx(LEFT + 16, abs=1)
    assert "".join(one.character for one in line).endswith("签发人：李建华")
    assert line[-1].x + 16 == pytest.approx(RIGHT - 16, abs=1)


def test_a_letter_downwards_has_its_number_in_the_middle_over_a_red_line() -> None:
    printed = letter("founding_election_reply")
    line = line_with(ink(printed)[0], "罗工字〔2026〕24号")
    assert (line[0].x + line[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=8)
    (red,) = sides(printed.pdf)[0].lines
    assert (red.x1, red.x2) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))
    assert line[0].y - red.y1 == pytest.approx(4 * MM, abs=0.5)


@pytest.mark.parametrize("code", ["founding_preparation_reply", "founding_election_reply"])
def test_the_date_stands_four_characters_from_the_right_below_the_name(code: str) -> None:
    record: Any = founding()
    record.preparation_on = record.approval_on
    last = ink(letter(code, record))[-1]
    day, name = line_with(last, "2026年5月8日"), line_with(last, "青山湖区罗家镇总工会")
    assert RIGHT - day[-1].x - 16 == pytest.approx(4 * 16, abs=1)
    middle = (day[0].x + day[-1].x + 16) / 2
    assert (name[0].x + name[-1].x + 16) / 2 == pytest.approx(middle, abs=1)
    assert name[0].y - day[0].y == pytest.approx(PITCH, abs=0.2)


@pytest.mark.parametrize("code", LETTERS)
def test_a_seal_on_name_and_date_touches_nothing_else(code: str) -> None:
    record: Any = founding()
    record.request_on = record.preparation_on = record.report_on = record.approval_on
    signed = next(page for page in reversed(ink(letter(code, record))) if _says(page, "2026年5月8日"))
    day = line_with(signed, "2026年5月8日")
    middle, height = (day[0].x + day[-1].x + 16) / 2, day[0].y + PITCH / 2
    half = 23 * MM
    under = [
        one
        for one in signed
        if middle - half < one.x < middle + half and height - half < one.y < height + half
    ]
    heights = {round(one.y) for one in under}
    assert heights <= {round(day[0].y), round(day[0].y + PITCH)}


def _says(page: list[Ink], words: str) -> bool:
    return any("".join(one.character for one in line) == words for line in lines(page))


def _words(page: list[Ink]) -> str:
    return "".join(one.character for one in page)


def test_page_numbers_stand_outside() -> None:
    first, second, *_ = ink(letter("founding_request"))
    right = line_with(first, "—1—", 14)
    left = line_with(second, "—2—", 14)
    assert right[-1].right == pytest.approx(RIGHT - 14, abs=1.5)
    assert left[0].x == pytest.approx(LEFT + 14, abs=0.5)


def test_attachments_are_named_below_the_text_and_have_their_own_page() -> None:
    pages = ink(letter("founding_request"))
    named = line_with(pages[1], "附件：1.营业执照复印件")
    assert named[0].x == pytest.approx(LEFT + 2 * 156 * MM / 28, abs=1)
    assert _words(pages[2]).startswith("附件2")
    assert lines(pages[2])[0][0].x == pytest.approx(LEFT, abs=0.2)


def test_the_request_names_the_preparing_group_by_post() -> None:
    text = text_of(letter("founding_request"))
    assert "由2人组成。组长：万长根；副组长：无；成员：徐桂花。" in text
    assert "妥否，请批示。" in text


def test_the_report_names_who_was_elected_by_committee() -> None:
    text = text_of(letter("founding_election_report"))
    assert "由2人组成：罗建华、余志强。主席：罗建华；副主席：不设。" in text
    assert "由1人组成：谢晓峰。主任：谢晓峰。" in text
    assert "由1人组成：刘兰香。主任：刘兰香。" in text
    assert "第一届工会组织" in text
    assert text.count("彭冬莲") == 1  # only in the table of votes
    assert "当选须得22票以上" in text


def test_the_reply_approves_who_was_elected() -> None:
    text = text_of(letter("founding_election_reply"))
    assert "由罗建华、余志强等2名同志组成，罗建华同志任主席" in text
    assert "彭冬莲" not in text
    assert "任期3年，自2026年4月6日起" in text


@pytest.mark.parametrize("code", LETTERS)
def test_what_is_not_known_yet_is_left_to_write(code: str) -> None:
    printed = draw(built_in()[code], [None], occasion())
    check_all(printed)
    text = text_of(printed)
    assert "〔〕号" in text
    assert "年月日" in text
    assert "None" not in text


def test_no_letter_ends_a_page_with_a_heading() -> None:
    form = built_in()["signature_agreement"]
    pages = ink(draw(form, [None], occasion(county="青山湖区总工会")))
    last = lines(pages[0])[-1]
    assert "".join(one.character for one in last)[:2] not in {"一、", "二、", "三、", "四、", "五、"}


@pytest.mark.parametrize("lines_more", range(20))
def test_no_page_has_only_the_signature(lines_more: int) -> None:
    record: Any = founding()
    record.preparation_on = record.approval_on
    record.preparers[1].name = "徐" * (3 + 28 * lines_more)
    pages = ink(letter("founding_preparation_reply", record))
    signed = next(page for page in pages if _says(page, "2026年5月8日"))
    above = [
        line for line in lines(signed) if line[0].y > line_with(signed, "2026年5月8日")[0].y + PITCH * 1.5
    ]
    assert len(above) >= 2
    assert "".join(one.character for one in above[-1]) == "此复。"


def test_the_agreement_says_what_a_signature_is_and_is_not() -> None:
    answers = {"county": "青山湖区总工会", "own_fingerprint": "1A2B 3C4D", "county_fingerprint": "5E6F 7A8B"}
    printed = draw(built_in()["signature_agreement"], [None], occasion(**answers))
    text = text_of(printed)
    assert built_in()["signature_agreement"].copies == 2
    assert "甲方：青山湖区总工会" in text
    assert "乙方：南昌市青山湖区罗家镇总工会" in text
    assert "1A2B3C4D" in text
    assert "5E6F7A8B" in text
    assert "以纸质原件为准" in text
    assert "不代替公章" in text
    assert "具有法律效力的电子印章" not in text
    assert len(printed.drawn[0].seals) == 2
