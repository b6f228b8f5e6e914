"""The preview: only what is seen is drawn and little is kept; zoom, keys, pages, copies, remarks, and going on after a jam."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.messages import Message
from desktop.services.print_order import Part
from desktop.services.printables import Paper
from desktop.settings import LAST_PRINT
from desktop.ui import printing
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.preview import preview_bar
from desktop.ui.preview.page_view import Fit
from desktop.ui.preview.preview import Preview
from desktop.ui.preview.strips import Strip, Strips
from desktop.ui.session import Session

A4, FOLDED = (595, 842), (1191, 842)


def pdf_of(pages: int, size: tuple[int, int] = A4) -> bytes:
    """Make pages with a black square in the upper left corner of each."""
    written = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            page = document.add_blank_page(page_size=size)
            page.contents_add(f"0 {size[1] - 100} 100 100 re f".encode())
        document.save(written)
    return written.getvalue()


@pytest.fixture
def preview(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> Callable[..., Preview]:
    window = show(QWidget())

    def make(pages: int = 6, size: tuple[int, int] = A4, **about: Any) -> Preview:
        made = Preview(session, Paper(pdf_of(pages, size), pages, **about), "档案表", window, "k")
        made.resize(900, 650)
        made.open()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


def settled(preview: Preview, qtbot: QtBot) -> None:
    """Wait until nothing more is wanted."""
    strips = preview.strips
    while strips._is_drawing or any(strips._wanted.values()):
        with qtbot.waitSignal(strips.drawn, timeout=10_000):
            pass


def test_a_strip_is_a_cut_of_the_whole_page() -> None:
    pages = PdfPages(pdf_of(1))
    whole = pages.strip(0, 1.5, 0, 5000)
    assert (whole.width(), whole.height()) == (892, 1263)
    assert pages.strip(0, 1.5, 100, 60) == whole.copy(0, 100, 892, 60)
    assert pages.is_grey(0)
    pages.close()


def test_a_thousand_pages_open_at_once_and_only_what_is_near_is_drawn(
    preview: Callable[..., Preview], qtbot: QtBot
) -> None:
    began = time.perf_counter()
    made = preview(1000)
    assert (
        time.perf_counter() - began < 3
    )  # with showing and exposing; the pages themselves take milliseconds
    settled(made, qtbot)
    drawn = {strip.page for strip in made.strips._images}
    assert {0, 1} <= drawn
    assert max(drawn) < 15
    assert made.bar.page.maximum() == 1000
    made.reject()


def test_little_is_kept(preview: Callable[..., Preview], qtbot: QtBot) -> None:
    made = preview(1)
    strips = Strips(PdfPages(pdf_of(3)), made, kept=2_000_000)
    for page in range(3):
        with qtbot.waitSignal(strips.drawn):
            strips.want("test", [Strip(page, 1.0, 0)])
    assert strips.bytes <= 2_000_000
    assert strips.get(Strip(0, 1.0, 0)) is None
    assert strips.get(Strip(2, 1.0, 0)) is not None
    strips.close()
    made.reject()


def test_the_square_stands_where_the_page_is(preview: Callable[..., Preview], qtbot: QtBot) -> None:
    made = preview()
    settled(made, qtbot)
    place = made.view.rectangle(0)
    picture = made.view.viewport().grab().toImage()
    assert picture.pixelColor(place.left() + 20, place.top() + 20).name() == "#000000"
    assert picture.pixelColor(place.right() - 20, place.top() + 20).name() == "#ffffff"
    assert picture.pixelColor(2, 300).name() == "#8a8784"
    made.reject()


def test_keys_turn_the_pages_and_the_box_follows(preview: Callable[..., Preview]) -> None:
    made = preview()
    made.view.zoom_to(Fit.PAGE)
    assert made.view.rectangle(0).height() <= made.view.viewport().height()
    seen = []
    for key in (
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
    ):
        QTest.keyClick(made.view, key)
        seen.append(made.bar.page.value())
    assert seen == [2, 3, 2, 6, 1]
    made.bar.page.setValue(5)
    assert made.view.current == 4
    assert made.thumbnails._shown == 4
    made.reject()


def test_a_click_on_a_small_page_goes_there(preview: Callable[..., Preview]) -> None:
    made = preview()
    QTest.mouseClick(
        made.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=made.thumbnails.rectangle(2).center()
    )
    assert made.view.current == 2
    made.reject()


def test_zoom_keeps_the_middle_and_can_fit(preview: Callable[..., Preview]) -> None:
    made = preview()
    view = made.view
    view.zoom_to(100)
    assert view.rectangle(0).width() == round(595 * view.logicalDpiX() / 72)
    view.go_to(3)
    wheel = QWheelEvent(
        QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert (view.percent, view.current) == (110, 3)
    QTest.keyClick(made, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.percent == 100
    assert made.bar.zoom.currentData() == 100
    made.bar.zoom.setCurrentIndex(0)
    made.bar.zoom.activated.emit(0)
    assert view.rectangle(3).width() == view.viewport().width() - 2 * view.GAP
    made.reject()


def test_a_folded_sheet_lies_across(preview: Callable[..., Preview]) -> None:
    made = preview(2, FOLDED)
    place = made.view.rectangle(0)
    assert place.width() > place.height()
    made.reject()


def test_the_bar_counts_copies_and_sheets(preview: Callable[..., Preview]) -> None:
    parts = (Part("档案表", 1, 2, 3, "long"), Part("档案表", 3, 4, 3, "long"))
    made = preview(4, parts=parts, duplex="long", copies_note="一式三份")
    assert made.bar.note.text() == "双面打印，共 6 张纸；一式三份"
    assert made.bar.copies is not None
    assert made.bar.copies.value() == 3
    made.bar.copies.setValue(1)
    assert made.bar.note.text() == "双面打印，共 2 张纸；一式三份"
    assert made.bar.sides(both=True) == [0, 1, 2, 3]
    made.reject()
    packet = preview(3, parts=(Part("清单", 1, 1), Part("档案表", 2, 3, 2)))
    assert packet.bar.copies is None
    assert packet.bar.note.text() == "份数按材料清单；共 5 张纸"
    packet.reject()


def test_for_whom_the_copies_are_is_said_in_the_language_of_the_screen(
    preview: Callable[..., Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = {"一式三份": "Three copies"}
    monkeypatch.setattr(preview_bar, "_", lambda text: english.get(text, text))
    made = preview(2, parts=(Part("档案表", 1, 2, 3),), copies_note="一式三份")
    assert made.bar.note.text().endswith("；Three copies")
    made.reject()


def test_remarks_stand_above_the_pages(preview: Callable[..., Preview]) -> None:
    made = preview(1, remarks=(Message("熊𰻝：“姓名”里的 𰻝 没有字形"),), missing=("𰻝",))
    assert made.remarks is not None
    assert made.remarks.widget().text() == "熊𰻝：“姓名”里的 𰻝 没有字形"
    made.reject()
    plain = preview(1, missing=("𰻝",))
    assert plain.remarks is not None
    assert plain.remarks.widget().text() == "这些字没有字形，纸上写的是它们的编号：𰻝"
    plain.reject()
    none = preview(1)
    assert none.remarks is None
    none.reject()


def test_after_a_jam_printing_goes_on_where_it_stopped(
    preview: Callable[..., Preview], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered: list[list[int | None]] = []

    def stops_at_three(_parent: Any, _pdf: bytes, _title: str, done: Callable[[], None], plan: Any) -> None:
        ordered.append(list(plan.sides(False)))
        if len(ordered) == 1:
            plan.on_stopped(3)
        else:
            done()

    monkeypatch.setattr(printing, "choose_printer", stops_at_three)
    made = preview(6)
    assert made.resume.isHidden()
    made.bar.print.click()
    assert made.resume.words.text() == "上次打印停在第 4 页，共 6 页。"
    made.reject()
    again = preview(6)
    assert again.resume.page.value() == 4
    again.resume.go_on.click()
    assert ordered == [[0, 1, 2, 3, 4, 5], [3, 4, 5]]
    assert again.resume.words.text().startswith("6 页已全部送到打印机。")
    assert session.settings.get(LAST_PRINT) == ("k", 7)
    again.reject()
