"""The start page, every list, and what is done with a list: search, filter, columns, selection, paper, Ctrl+K."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from db.filters import Comparison, Condition
from db.values import pinyin
from desktop.services import searching
from desktop.services.filtering import ListFilter
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.picturing.album import Album, open_dialogs, wait

_FADING = 300  # milliseconds until the cross of an emptied search line is gone
CASES = "hardship_cases"


def take(album: Album, window: MainWindow, session: Session, codes: list[str]) -> None:
    """Take the start page and the lists of some registers, then one list in all its states."""
    wait(lambda: session.counts.are_known)
    window.go_to("workbench")
    album.take(window, "workbench")
    for code in codes:
        window.go_to(code)
        album.take(window, f"{code}-list")
    window.go_to(CASES)
    page = window.page(CASES)
    assert isinstance(page, RegisterPage)
    _search(album, window, session, page)
    _filter(album, window, page)
    page.choose_columns()
    album.dialogs("columns")
    if page.model.rowCount():
        _select(album, window, session, page)
    window.box.open()
    window.box.line.setText("x")
    wait(lambda: not window.box._pause.isActive())
    album.take(window, "command-box")
    window.box.close_box()


def _search(album: Album, window: MainWindow, session: Session, page: RegisterPage) -> None:
    register = page.register
    ids = page.model.ids[:1]
    for _id, name in session.do(searching.lines, register, ids, ["id", register.name_field]):
        page.search.setText(pinyin.search_keys(name).split()[1][:3])
        page._search()
        album.take(window, "list-search")
    page.search.setText("没有这个人")
    page._search()
    album.take(window, "list-search-nothing")
    page.search.clear()
    page._search()
    QTest.qWait(_FADING)


def _filter(album: Album, window: MainWindow, page: RegisterPage) -> None:
    page._use_filter(
        ListFilter(
            CASES,
            (
                Condition("household_size", Comparison.BETWEEN, (1, 99)),
                Condition("name", Comparison.FILLED),
            ),
        )
    )
    wait(lambda: page.filter_line.is_ready)
    page.table.select_ids({page.model.record_id(row) for row in range(min(2, page.model.rowCount()))})
    album.take(window, "list-filtered")
    page.choose_filter()
    for dialog in open_dialogs():
        count: Any = dialog.count  # type: ignore[attr-defined]
        wait(lambda count=count: any(map(str.isdigit, count.text())))
    album.dialogs("filter")
    page.clear_filter()


def _select(album: Album, window: MainWindow, session: Session, page: RegisterPage) -> None:
    page.table.select_ids({page.model.record_id(row) for row in range(min(2, page.model.rowCount()))})
    page.selection.unmask()
    album.take(window, "list-selected")
    page.selection.change_field()
    for dialog in open_dialogs():
        bulk: Any = dialog
        bulk.value.setCurrentIndex(1)
        bulk.preview.click()
        wait(lambda: not session.background.is_busy)
    album.dialogs("bulk-change")
    menu = page.selection.print.entries
    menu.popup(page.selection.print.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
    wait(lambda: page.selection.print._offered is not None)
    album.take(window, "print-menu", menu)
    menu.close()
    menu.actions()[0].trigger()
    wait(lambda: not session.background.is_busy)
    album.dialogs("print")
    page.selection.check()
    wait(lambda: not session.background.is_busy)
    page.chips.choose("")
    album.take(window, "list-checked")
