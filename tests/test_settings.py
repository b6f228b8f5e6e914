"""Settings last from one start to the next, survive damage, and keep what a newer version wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.settings import TEXT_SIZE, ListLayout, Settings, layout_of

LIST = layout_of("units")


def test_what_was_put_is_there_after_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    arranged = ListLayout(("unit_name", "industry"), {"unit_name": 210}, 2, "unit_name", descending=True)
    before = Settings(path)
    before.put(TEXT_SIZE, 125)
    before.put(LIST, arranged)
    after = Settings(path)
    assert after.get(TEXT_SIZE) == 125
    assert after.get(LIST) == arranged
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"text_size": "big"}'])
def test_a_damaged_file_means_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get(TEXT_SIZE) == 100
    settings.put(TEXT_SIZE, 110)
    assert Settings(path).get(TEXT_SIZE) == 110


@pytest.mark.parametrize("told", [{}, [], "x", 3, {"columns": 1, "widths": {}, "frozen": 1}])
def test_a_damaged_value_means_its_default(tmp_path: Path, told: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({LIST.key: told}))
    assert Settings(path).get(LIST) == ListLayout()


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"night": true}')
    Settings(path).put(TEXT_SIZE, 120)
    assert json.loads(path.read_text()) == {"night": True, "text_size": 120}


def test_a_size_outside_the_limits_is_brought_inside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"text_size": 900}')
    assert Settings(path).get(TEXT_SIZE) == 150


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.put(TEXT_SIZE, 130)
    assert settings.get(TEXT_SIZE) == 130
