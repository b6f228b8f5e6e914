"""The recovery sheet: one archival page with every group, where to sign, and a QR code that says the same."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import segno

from desktop.reports import qr_code
from desktop.reports.archival_pdf import violations
from desktop.reports.recovery_sheet import build
from tests.reports.report_samples import CREATED
from tests.support import qr_on_paper

CODE = "WMWK-7QJD-8B3S-MMWW-K9QT-W2YX-HN5R-4WVM"
OFFICE = "江西省南昌市青山湖区罗家镇昌东工业园区高新技术产业开发区联合总工会筹备领导小组办公室"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return build(OFFICE, "欧阳𬱖", CODE, CREATED)


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True)
    return "".join(done.stdout.decode().split())


def test_it_is_one_archival_page(sheet: bytes, tmp_path: Path) -> None:
    assert violations(sheet) == []
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1


def test_it_says_whose_it_is_what_it_is_for_and_who_signs(sheet: bytes) -> None:
    text = _text(sheet)
    assert all(f"第{number}组" in text for number in range(1, 9))
    assert all(text.count(group) == 1 for group in CODE.split("-"))
    for words in (OFFICE, "欧阳𬱖", "2026年5月8日", "忘记密码时", "两人在场", "信封", "锁入保险柜"):
        assert words in text
    for words in ("打印人（签字）", "保管人（签字）", "单位（盖章）", "开启事由"):
        assert words in text


def test_the_sheets_of_two_codes_can_be_told_apart(sheet: bytes) -> None:
    other = build(OFFICE, "欧阳𬱖", CODE[:-1] + "N", CREATED)
    assert _text(sheet).split("数据校验码：")[1][:8] != _text(other).split("数据校验码：")[1][:8]
    assert build(OFFICE, "欧阳𬱖", CODE, CREATED) == sheet


def test_the_place_of_the_seal_is_white(sheet: bytes) -> None:
    page = pypdfium2.PdfDocument(sheet)[0]
    picture: Any = page.render(scale=2).to_pil().convert("L")
    edge = 42 * 72 / 25.4  # the largest seal, in points
    found = [
        (left, top)
        for left in range(300, int(575 - 20 * 72 / 25.4 - edge), 4)
        for top in range(500, int(790 - edge), 4)
        if picture.crop((left * 2, top * 2, int((left + edge) * 2), int((top + edge) * 2))).getextrema()[0]
        > 250
    ]
    assert found


def test_the_qr_code_on_the_page_says_the_code(sheet: bytes) -> None:
    ((left, top),) = qr_on_paper.places(sheet, CODE, 38)
    assert 20 < left < 210 - 20 - 38  # millimetres: it stands between the margins
    assert 20 < top < 297 - 20 - 38
    assert qr_on_paper.places(sheet, CODE[:-1] + "N", 38) == []


class Ink:
    """Stands in for paper and remembers what was filled."""

    def __init__(self) -> None:
        self.boxes: list[tuple[float, float, float, float]] = []

    def fill(self, boxes: list[tuple[float, float, float, float]]) -> None:
        self.boxes += boxes


def test_the_qr_code_is_drawn_as_it_was_made() -> None:
    ink = Ink()
    qr_code.draw(ink, CODE, 100, 200, 330)
    rows = [list(row) for row in segno.make(CODE, error="m", micro=False).matrix_iter(border=2)]
    module = 330 / len(rows)
    for number, row in enumerate(rows):
        for column, is_black in enumerate(row):
            x, y = 100 + (column + 0.5) * module, 530 - (number + 0.5) * module
            covered = [
                box for box in ink.boxes if box[0] < x < box[0] + box[2] and box[1] < y < box[1] + box[3]
            ]
            assert len(covered) == (1 if is_black else 0)
