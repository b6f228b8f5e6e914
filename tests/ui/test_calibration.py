"""打印校准: what is measured on the page becomes how far this printer's pages are moved, and stays with its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.language import ENGLISH, choose
from desktop.reports import calibration_page
from desktop.settings import offset_of
from desktop.ui import appearance, printing
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.preview import calibration
from desktop.ui.preview.calibration import Calibration
from desktop.ui.session import Session
from tests.picturing.album import settle
from tests.support.misfits import misfits

MM = 72 / 25.4
PRINTERS = ["HP LaserJet", "奔图 P3010"]


@pytest.fixture
def dialog(session: Session, show: Callable[[Any], Any]) -> Calibration:
    made = Calibration(session, show(QWidget()), PRINTERS)
    made.open()
    return made


def test_what_is_measured_is_kept_for_the_printer(dialog: Calibration, session: Session) -> None:
    dialog.printer.setCurrentText("奔图 P3010")
    dialog.across.setValue(18.7)
    dialog.down.setValue(20.4)
    assert dialog.told.text() == "打印时向右移 +1.3 毫米，向下移 -0.4 毫米（负数是向左、向上）。"
    accept = next(
        one
        for one in dialog.buttons.buttons()
        if dialog.buttons.buttonRole(one) is QDialogButtonBox.ButtonRole.AcceptRole
    )
    accept.click()
    assert session.settings.get(offset_of("奔图 P3010")) == (1.3, -0.4)
    assert session.settings.get(offset_of("HP LaserJet")) == (0.0, 0.0)


def test_what_is_said_of_the_movement_has_room_in_large_english_text(
    session: Session, show: Callable[[Any], Any]
) -> None:
    choose(ENGLISH)
    appearance.set_text_size(150)
    try:
        dialog = Calibration(session, show(QWidget()), PRINTERS)
        dialog.open()
        settle(dialog)
        dialog.across.setValue(18.7)
        settle(dialog)
        assert misfits(dialog) == []
    finally:
        appearance.set_text_size(100)


def test_what_is_kept_is_shown_again(session: Session, show: Callable[[Any], Any]) -> None:
    session.settings.put(offset_of("HP LaserJet"), (1.3, -0.4))
    dialog = Calibration(session, show(QWidget()), PRINTERS)
    dialog.printer.setCurrentText("HP LaserJet")
    assert (dialog.across.value(), dialog.down.value()) == (18.7, 20.4)
    dialog.printer.setCurrentText("奔图 P3010")
    assert (dialog.across.value(), dialog.told.text()) == (20.0, "不移动。")


def test_without_a_printer_nothing_can_be_printed_or_kept(
    session: Session, show: Callable[[Any], Any]
) -> None:
    dialog = Calibration(session, show(QWidget()), [])
    assert not any(one.isEnabled() for one in (dialog.page, *dialog.buttons.buttons()[:1]))


def test_the_page_is_printed_and_its_frame_is_where_it_says(
    dialog: Calibration, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(printing, "choose_printer", lambda _parent, pdf, _title, _done: printed.append(pdf))
    dialog.page.click()
    qtbot.waitUntil(lambda: bool(printed), timeout=30_000)
    dialog.reject()
    pages = PdfPages(printed[0])
    image = pages.strip(0, 10 / MM, 0, 10_000)
    pages.close()
    dark = [x for x in range(150, 250) if image.pixelColor(x, 1500).lightness() < 128]
    high = [y for y in range(150, 250) if image.pixelColor(250, y).lightness() < 128]
    assert dark[0] / 10 == pytest.approx(calibration.TRUE, abs=0.2)
    assert high[0] / 10 == pytest.approx(calibration.TRUE, abs=0.2)
    assert calibration_page.FRAME == calibration.TRUE
