"""A second start of the window finds the first one."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.ui.single_instance import SingleInstance


def test_a_second_start_calls_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.call_other() is False
    assert first.listen()
    with qtbot.waitSignal(first.called):
        assert second.call_other() is True
    first.close()
    assert second.call_other() is False


def test_another_ledger_is_another_door(tmp_path: Path) -> None:
    first = SingleInstance(tmp_path / "a")
    assert first.listen()
    assert SingleInstance(tmp_path / "b").call_other() is False
    first.close()
