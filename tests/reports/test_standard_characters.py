"""All characters of 通用规范汉字表 print: no face drops one or gives another, and the shapes are the mainland's."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.reports import fonts

_LISTED = Path(__file__).parent.parent / "support" / "standard_characters.txt"
STANDARD = "".join(
    line for line in _LISTED.read_text("utf-8").splitlines() if line and not line.startswith("#")
)


def test_the_table_is_whole() -> None:
    assert len(STANDARD) == len(set(STANDARD)) == 8105
    assert (STANDARD[0], STANDARD[3499:3501], STANDARD[6499:6501], STANDARD[-1]) == (
        "一",
        "矗乂",
        "齉亍",
        "蠼",
    )


@pytest.mark.parametrize("face", fonts.FILES)
def test_no_face_lacks_a_standard_character(face: fonts.Face) -> None:
    assert fonts.missing(STANDARD) == []
    drawn_by = {name for name, _ in fonts.runs(STANDARD, face)}
    assert drawn_by <= set(fonts.files(face))  # mainland shapes: the SC cuts of Noto, and Kai


@pytest.mark.parametrize("face", ["song", "song_bold", "hei", "kai"])
def test_every_standard_character_is_found_again_in_the_pdf(face: fonts.Face, tmp_path: Path) -> None:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(600, 2200))
    lines = [STANDARD[start : start + 50] for start in range(0, len(STANDARD), 50)]
    for number, line in enumerate(lines):
        x = 20.0
        for name, text in fonts.runs(line, face):
            canvas.setFont(name, 10)
            canvas.drawString(x, 2180 - 13 * number, text)
            x += fonts.width(text, face, 10)
    canvas.save()
    path = tmp_path / "standard.pdf"
    path.write_bytes(written.getvalue())
    run = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    assert "".join(run.stdout.decode().split()) == STANDARD
