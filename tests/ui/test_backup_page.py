"""备份: what there is, one outside this computer, a rehearsal; 工作台 and the status line lead to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.store import backup
from db.store.ledger import Ledger
from desktop.exchange.transport import told
from desktop.language import said
from desktop.services import backing_up, records
from desktop.services.backing_up import ELSEWHERE
from desktop.settings import outside_copy_of
from desktop.ui.backup_words import day, moment
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Session
from tests.support.offices import AREA, NAME, NOW
from tests.support.typing import press

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


@pytest.fixture
def page(window: MainWindow, session: Session) -> Any:
    backing_up.back_up(session.ledger)
    window.go_to("backup")
    return window.page("backup")


def add(session: Session) -> None:
    session.do(records.save, CASES, session.do(records.new, CASES))


def idle(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.background.is_busy, timeout=20_000)


def lines(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 6, 15, 8, 5), "今天 08:05"),  # noqa: DTZ001 - as the name of a backup tells it
        (datetime(2026, 6, 14, 23, 59), "昨天 23:59"),  # noqa: DTZ001 - as above
        (datetime(2026, 5, 8, 9, 10), "5月8日 09:10"),  # noqa: DTZ001 - as above
        (datetime(2025, 12, 31, 17, 0), "2025年12月31日 17:00"),  # noqa: DTZ001 - as above
    ],
)
def test_moments_are_said_as_people_say_them(at: datetime, words: str) -> None:
    assert said(moment(at, NOW)) == words
    assert said(day(at.date(), NOW.date())) == words.split(" ", maxsplit=1)[0]


def test_the_list_says_why_each_was_made(page: Any, ledger: Ledger) -> None:
    made = page.table.items[0].path
    for name in ("20260614-170000-before-receiving", "20260402-170000-before-0027"):
        (ledger.backups / f"ledger-{name}.db").write_bytes(made.read_bytes())
    page.refresh()
    assert [line[:2] for line in lines(page.table)] == [
        ["今天 09:00", "日常"],
        ["昨天 17:00", "接收前"],
        ["4月2日 17:00", "升级前"],
    ]
    assert all(line[2].endswith(" MB") for line in lines(page.table))


def test_a_backup_is_made_with_the_keyboard(
    page: Any, session: Session, ledger: Ledger, qtbot: QtBot
) -> None:
    page.table.items[0].path.unlink()
    page.refresh()
    assert page.state.text() == "还没有备份。"
    page.show_part("now")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.make)
    press(page.make, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not session.backups.is_running, timeout=20_000)
    session.backups.stop()
    assert lines(page.table)[0][:2] == ["今天 09:00", "日常"]
    assert len(backup.kept(ledger.backups)) == 1
    assert not page.state.isVisible()


def test_a_rehearsal_counts_register_by_register(
    page: Any, session: Session, ledger: Ledger, qtbot: QtBot
) -> None:
    add(session)
    page.rehearsal.rehearse.click()
    idle(session, qtbot)
    assert ["困难职工", "0 条", "1 条"] in lines(page.rehearsal.table)
    assert page.rehearsal.words.text() == "今天 09:00 的备份能用：每一页都完好，修改历史完整。"
    assert [one.name for one in ledger.folder.iterdir() if one.is_dir()] == ["backups"]  # nothing is left


def test_a_damaged_backup_is_found_by_the_rehearsal(
    page: Any, session: Session, recorded: Any, qtbot: QtBot
) -> None:
    path: Path = page.table.current.path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    page.rehearsal.rehearse.click()
    idle(session, qtbot)
    assert "不能用来恢复" in said(recorded.errors[-1].message)
    assert lines(page.rehearsal.table) == []


def test_a_copy_is_saved_outside_and_the_day_is_kept(
    page: Any, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    assert not page.copy.isEnabled()
    (tmp_path / "stick").mkdir()
    page.place.show_folder(tmp_path / "stick")
    page.copy.click()
    idle(session, qtbot)
    folder = tmp_path / "stick" / ELSEWHERE / f"{AREA} {NAME}"
    assert sorted(one.name for one in folder.iterdir()) == ["ledger-20260615-090000.db", "vault.json"]
    assert str(folder) in page.copied.text()
    assert session.settings.get(outside_copy_of(AREA)) == date(2026, 6, 15)


def test_a_stick_that_is_full_is_said_and_no_day_is_kept(
    page: Any, session: Session, tmp_path: Path, recorded: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(_ledger: Ledger, place: Path) -> None:
        raise told(OSError(28, "full"), place)

    monkeypatch.setattr(backing_up, "copy_to", full)
    page.place.show_folder(tmp_path)
    page.copy.click()
    idle(session, qtbot)
    assert "空间不足" in said(recorded.errors[-1].message)
    assert session.settings.get(outside_copy_of(AREA)) is None
    assert page.copy.isEnabled()


def test_only_who_looks_after_the_ledger_restores(
    session: Session, ledger: Ledger, show: Callable[[Any], Any]
) -> None:
    backing_up.back_up(ledger)
    ledger.role = "entry"
    window = show(MainWindow(session))
    window.go_to("backup")
    page = window.page("backup")
    assert not page.restore.isEnabled()
    assert "从备份恢复" in page.restore.toolTip()
    assert page.make.isEnabled()
    assert page.rehearsal.rehearse.isEnabled()


def test_the_workbench_asks_for_a_copy_outside(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    sentence: Any = window.page("workbench").findChild(QFrame, "only_here")
    qtbot.waitUntil(lambda: session.counts.are_known)
    assert not sentence.isVisible()  # nothing to lose yet
    add(session)
    qtbot.waitUntil(sentence.isVisible)
    assert sentence.words.text() == "备份只在这台电脑上，还没有存到过 U 盘。"
    for days, is_said in ((29, False), (30, True)):
        session.settings.put(outside_copy_of(AREA), NOW.date() - timedelta(days=days))
        sentence.refresh()
        assert sentence.isVisible() == is_said
    assert sentence.words.text() == "备份只在这台电脑上，上次存到 U 盘是 5月16日。"
    sentence.go.click()
    page: Any = window.stack.currentWidget()
    assert page is window.page("backup")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.place.box)


@pytest.mark.parametrize(
    ("needle", "words"),
    [
        ("备份", "备份"),
        ("bf", "备份"),
        ("ljbf", "备份：立即备份"),
        ("cbfhf", "备份：从备份恢复"),
        ("ylhf", "备份：演练恢复"),
        ("另存", "备份：另存到 U 盘"),
    ],
)
def test_ctrl_k_finds_it(window: MainWindow, needle: str, words: str) -> None:
    window.box.open()
    window.box.line.setText(needle)
    window.box._search()
    assert words in [window.box.list.item(row).toolTip() for row in range(window.box.list.count())]
