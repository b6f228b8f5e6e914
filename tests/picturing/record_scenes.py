"""The record page of every register, its rows, its dialogs and its recovery card."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider

from desktop.services import drafts, searching
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.picturing.album import Album, open_dialogs, settle


def take(album: Album, window: MainWindow, session: Session) -> None:
    """Take each register's new record and an old one: top, problems, each group of rows, end."""
    for code, register in session.registers.items():
        page = _opened(window, Destination(code))
        album.take(window, f"{code}-new")
        page.check()
        album.take(window, f"{code}-new-checked")
        _leave(page)
        ids = session.do(searching.record_ids, register)
        if not ids:
            continue
        page = _opened(window, Destination(code, ids[-1]))  # the first that was made
        album.take(window, f"{code}-record")
        for group in register.row_groups:
            page.sections.show_current(group.section)
            page.form.go_to_section(group.section)
            album.take(window, f"{code}-{group.code}")
        page.form.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
        album.take(window, f"{code}-end")
        page.check()
        album.take(window, f"{code}-checked")
        _leave(page)


def take_parts(album: Album, window: MainWindow, session: Session) -> None:
    """Take what a household's record opens: row form, history, second entry, questions, and the card after a crash."""
    ids = session.do(searching.record_ids, session.registers["hardship_cases"])
    if not ids:
        return
    here = Destination("hardship_cases", ids[-1])
    page = _opened(window, here)
    page.show_history()
    album.dialogs("record-history")
    page.correct()
    album.take(window, "record-correcting")
    grid = page.form.grids["members"]
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 1))
    grid._as_form.toggle()
    assert grid.form is not None
    settle(window)
    top = grid.form.mapTo(page.form.widget(), QPoint(0, 0)).y()
    page.sections.show_current(grid.group.section)
    page.form.verticalScrollBar().setValue(top - grid.view.rowHeight(0))  # with a row above it
    album.take(window, "record-row-form")
    grid._as_form.toggle()
    page._rekeyed.open()
    _key_again(album)
    page.withdraw()
    album.dialogs("question-delete")
    page.form.take("address", "罗家镇新址")
    page._note_edit()
    page.leave()
    album.dialogs("question-leave")
    _take_card(album, window, session, page, here)


def _key_again(album: Album) -> None:
    for dialog in open_dialogs():
        lines: Any = dialog.lines  # type: ignore[attr-defined]
        album.take(dialog, "second-entry")
        for line, text in zip(lines, ("360111197604120115", "1"), strict=False):
            line.box.setFocus()
            line.box.setText(text)
            QTest.keyClick(line.box, Qt.Key.Key_Return)
        album.take(dialog, "second-entry-different")
        dialog.reject()


def _take_card(
    album: Album, window: MainWindow, session: Session, page: RecordPage, here: Destination
) -> None:
    page._drafts.keep()
    _leave(page)
    window.recovery.refresh()
    album.take(window, "recovery-card")
    card = window.recovery.cards[0]
    card.look.click()
    album.dialogs("recovery-look")
    card.discard.click()
    album.dialogs("question-discard")
    page = _opened(window, here)
    album.take(window, "recovery-card-on-record")
    session.do(drafts.discard, card.found.draft)
    _leave(page)
    window.recovery.refresh()


def _opened(window: MainWindow, destination: Destination) -> RecordPage:
    window.open_record(destination)
    assert window.record_page is not None
    return window.record_page


def _leave(page: RecordPage) -> None:
    page.is_edited = False
    page.leave()
