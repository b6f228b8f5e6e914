"""Every character is drawn by a face that has it, found again by search, or named as missing."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.reports import fonts
from desktop.reports.text_mapping import to_unicode

UNKNOWN = "\U0010fffd"


def test_text_of_one_face_stays_one_run() -> None:
    assert fonts.runs("困难职工2026", "hei") == [("NotoSansSC-Regular.ttf", "困难职工2026")]
    assert fonts.runs("", "song") == []


def test_a_character_that_the_face_lacks_comes_from_the_next_one() -> None:
    assert fonts.runs("李𠮷明", "song") == [(fonts.SONG, "李"), (fonts.RARE, "𠮷"), (fonts.SONG, "明")]


def test_a_character_of_no_face_is_named_and_never_dropped() -> None:
    assert "".join(text for _, text in fonts.runs(f"张{UNKNOWN}", "song_bold")) == "张〔U+10FFFD〕"
    assert fonts.missing(f"张{UNKNOWN}三{UNKNOWN}𠮷") == [UNKNOWN]


@pytest.mark.parametrize("face", fonts.FILES)
def test_width_adds_up_over_runs(face: fonts.Face) -> None:
    assert fonts.width("李𠮷明", face, 10) == pytest.approx(30)
    assert fonts.width("李明", face, 10) + fonts.width("𠮷", face, 10) == pytest.approx(30)


def test_to_unicode_writes_utf_16_in_blocks_of_at_most_100() -> None:
    table = to_unicode("AAAAAA+Song", [0, 0x2CC56, *range(0x4E00, 0x4E00 + 200)])
    assert "<01> <D873DC56>" in table
    assert "<00> <0000>" not in table
    assert [line for line in table.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "1 beginbfchar",
    ]


@pytest.mark.parametrize("face", fonts.FILES)
def test_rare_names_are_copied_as_themselves(face: fonts.Face, tmp_path: Path) -> None:
    written = io.BytesIO()
    canvas = Canvas(written)
    x = 50.0
    for name, text in fonts.runs("欧阳𬱖·李𠮷·王䶮·赵㛃", face):
        fonts.font(name)
        canvas.setFont(name, 12)
        canvas.drawString(x, 700, text)
        x += fonts.width(text, face, 12)
    canvas.save()
    path = tmp_path / "names.pdf"
    path.write_bytes(written.getvalue())
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode()
    assert text.strip() == "欧阳𬱖·李𠮷·王䶮·赵㛃"
