"""仿宋 and 楷体 of the computer are used where they may be embedded."""

from __future__ import annotations

import importlib.resources
import struct
from pathlib import Path

import pytest

from desktop.reports import fonts, system_fonts


def _kai() -> bytearray:
    return bytearray((importlib.resources.files("resources") / "fonts" / fonts.KAI).read_bytes())


def _with_licence(bits: int) -> bytes:
    content = _kai()
    (count,) = struct.unpack(">H", content[4:6])
    for entry in range(count):
        tag, _, offset, _ = struct.unpack(">4sLLL", content[12 + 16 * entry : 28 + 16 * entry])
        if tag == b"OS/2":
            content[offset + 8 : offset + 10] = struct.pack(">H", bits)
    return bytes(content)


@pytest.mark.parametrize(("bits", "is_used"), [(0, True), (8, True), (2, False), (0x0200, False)])
def test_the_licence_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bits: int, is_used: bool
) -> None:
    (tmp_path / "simfang.ttf").write_bytes(_with_licence(bits))
    monkeypatch.setattr(system_fonts, "FOLDERS", (tmp_path,))
    found = system_fonts.embeddable(system_fonts.FANG)
    assert (found == tmp_path / "simfang.ttf") is is_used


def test_what_is_no_truetype_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"OTTO" + bytes(20))
    monkeypatch.setattr(system_fonts, "FOLDERS", (tmp_path, tmp_path / "missing"))
    assert system_fonts.embeddable(system_fonts.FANG) is None


def test_a_face_of_the_computer_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simfang.ttf").write_bytes(_with_licence(0))
    monkeypatch.setattr(system_fonts, "FOLDERS", (tmp_path,))
    fonts.files.cache_clear()
    try:
        first, *others = fonts.files("fang")
        assert Path(first).name == "simfang.ttf"
        assert tuple(others) == fonts.FILES["fang"]
        assert fonts.runs("工会", "fang") == [(first, "工会")]
    finally:
        fonts.files.cache_clear()
