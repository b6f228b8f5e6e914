"""The round by stick at the three levels: what the county finds, decides and answers, what came back, what the city adds up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QPushButton

from desktop.exchange.token_errors import NoDriverError, WrongPinError
from desktop.exchange.token_key import TokenPlace
from desktop.language import _, said
from desktop.services import enrolling, lock_board, period_locks, taking_back
from desktop.services.deciding import Verdict
from desktop.services.taking_back import Kind
from desktop.settings import Settings
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.enrolment_renew import RenewDialog
from desktop.ui.pages.take_back_dialog import TakeBackDialog
from desktop.ui.session import PinWanted, Session
from tests.picturing.album import Album, open_dialogs, wait
from tests.picturing.ledgers import Prepared, unlocked
from tests.support.misfits import SCREEN

_LUOJIA = "360111103"


def take(album: Album, prepared: Prepared, background: Background, settings: Settings) -> None:
    """Take the pages of the demonstration's county, of its township and of its city."""

    def at(office: str) -> AbstractContextManager[tuple[MainWindow, Session]]:
        return _window(Prepared(prepared.folder / office, prepared.password), background, settings)

    with at("county") as (window, session):
        album.take(window, "county-workbench")
        _enrolling(album, window, session, prepared)
        _receiving(album, window, session, prepared.folder / "stick")
        _reminding(album, window, session)
        _closing(album, window, session)
        _sending_back(album, window, session)
        _adding_up(album, window, session, "county")
    with at("ledger") as (window, session):
        album.take(window, "township-workbench")
        _returns(album, window, session, prepared.folder / "stick")
        _taking_back(album, window, session)
    with at("city") as (window, session):
        album.take(window, "city-workbench")
        _adding_up(album, window, session, "city")


@contextmanager
def _window(
    prepared: Prepared, background: Background, settings: Settings
) -> Iterator[tuple[MainWindow, Session]]:
    opened = unlocked(prepared)
    session = Session(opened, background, settings=settings)
    window = MainWindow(session)
    window.showNormal()  # the offscreen platform has a screen of its own, and a small one is filled
    window.resize(SCREEN)
    window.show()
    yield window, session
    _idle(session)
    window.close()
    session.close()
    opened.close()


def _idle(session: Session) -> None:
    wait(lambda: not session.background.is_busy)


def _page(window: MainWindow, code: str) -> Any:
    window.go_to(code)
    return window.page(code)


def _enrolling(album: Album, window: MainWindow, session: Session, prepared: Prepared) -> None:
    page = _page(window, "enrolment")
    album.take(window, "county-keys")
    page.root.export.click()
    album.dialogs("root-key-export")
    _token(album, window, session, page)
    page = _page(window, "enrolment_offices")
    album.take(window, "offices")
    page.tree.setCurrentItem(page.tree.topLevelItem(0))
    with TemporaryDirectory() as folder:
        below = unlocked(Prepared(prepared.folder / "hufang", prepared.password))
        placed = enrolling.place_request(below, Path(folder))
        below.close()
        page.read_request(str(placed.path))
        album.take(window, "offices-request")
    page.revoke.click()
    album.dialogs("office-revoke")
    for name, has_root in (("list-renew", True), ("list-renew-with-file", False)):
        asked = RenewDialog(session, window)
        asked.root.setVisible(not has_root)
        asked.open()
        album.dialogs(name)
    page.print_answer.click()
    _idle(session)
    album.dialogs("office-answer-paper")


def _token(album: Album, window: MainWindow, session: Session, page: Any) -> None:
    place = TokenPlace(Path("/opt/飞天诚信/lib/libes_3000gm_p11.so"), "2B0A7C41990E", "青山湖区总工会 01")
    page.own_key.change.click()
    page.own_key.dialog.key.show_place(place)
    album.dialogs("own-key")
    page.key.on_token.click()
    page.key.driver.setText(str(place.library))
    page.key.problem.setText(said(NoDriverError(place.library).message))
    page.key._show_state()
    album.take(window, "county-keys-no-driver")
    page.key.show_place(place)
    album.take(window, "county-keys-token")
    page.key.show_place(None)
    for error in (None, WrongPinError(2)):
        session.pin_wanted.emit(PinWanted(place, _nothing, _nothing))
        for dialog in open_dialogs():
            asked: Any = dialog
            if error is not None:
                asked._refuse(error)
        album.dialogs("pin-wrong" if error else "pin")


def _nothing() -> None:
    """Neither go on nor give up."""


def _receiving(album: Album, window: MainWindow, session: Session, stick: Path) -> None:
    page = _page(window, "receive")
    album.take(window, "receive-begin")
    page.place.show_folder(stick)
    page.look.click()
    _idle(session)
    for row, one in enumerate(page.pane.arrivals.items):
        page.pane.arrivals.choose(row)
        album.take(window, f"receive-{one.standing.name.lower()}-{row + 1}")
    _deciding(album, window, session, page)
    page.tabs.setCurrentWidget(page.issued)
    album.take(window, "receive-receipts")
    page.tabs.setCurrentWidget(page.board)
    page.board.table.choose(0)
    album.take(window, "receive-board")


def _reminding(album: Album, window: MainWindow, session: Session) -> None:
    page = _page(window, "receive")
    page.board.remind.click()
    for dialog in open_dialogs():
        questions: Any = dialog
        album.take(dialog, "reminder-questions")
        questions.answer()
    _idle(session)
    album.dialogs("reminder-paper")


def _closing(album: Album, window: MainWindow, session: Session) -> None:
    page = _page(window, "locks")
    album.take(window, "locks-none")
    page.locks.selectAll()
    page.close_period.click()
    album.dialogs("lock-dialog")
    chosen = [one.code for one in page.locks.items]
    session.do(period_locks.close, chosen, session.today, "上半年数据已全区汇总")
    page.refresh()
    page.locks.choose(0)
    page.grant.click()
    _idle(session)
    album.dialogs("exception-dialog")
    (record, *_rest) = lock_board.closed_records(session.ledger, chosen[0])
    session.do(
        period_locks.grant, chosen[0], record.register, record.record_id, session.today, "报错，同意更正"
    )
    page.refresh()
    album.take(window, "locks")
    page.reopen.click()
    album.dialogs("question-unlock")


def _deciding(album: Album, window: MainWindow, session: Session, page: Any) -> None:
    pane = page.pane
    pane.arrivals.choose(0)
    pane.give_back.click()
    album.dialogs("receive-return")
    pane.merge.click()
    for dialog in open_dialogs():
        _idle(session)
        album.take(dialog, "receive-merge")
        dialog.reject()
    page.clean.click()
    while any(pane.inbox.undecided(one) for one in pane.inbox.open_arrivals):
        pane.go_to_next()
        pane.accept.click()
    assert any(one.verdict is Verdict.ACCEPT for _one, made in pane.inbox.decided for one in made.values())
    album.take(window, "receive-decided")
    page.write.click()
    album.dialogs("question-write")
    page._write()
    _idle(session)
    album.take(window, "receive-written")
    page.answer.click()
    _idle(session)
    album.take(window, "receive-answered")


def _returns(album: Album, window: MainWindow, session: Session, stick: Path) -> None:
    page = _page(window, "receipts")
    page.watch.stop()
    album.take(window, "returns")
    page.place.show_folder(stick)
    page.look.click()
    _idle(session)
    album.take(window, "receipts-found")
    page.use.click()
    _idle(session)
    album.take(window, "receipts-used")
    page.todos.open_next()
    wait(lambda: window.record_page is not None)
    album.take(window, "returned-record")
    window.go_to("enrolment")
    album.take(window, "township-keys")


def _sending_back(album: Album, window: MainWindow, session: Session) -> None:
    """Take the question, and write what the county holds of the township onto the same stick."""
    page = _page(window, "receive")
    page.tabs.setCurrentWidget(page.issued)
    page.issued.table.choose(
        next(row for row, one in enumerate(page.issued.table.items) if one.office == _LUOJIA)
    )
    page.issued.back.click()
    for dialog in open_dialogs():
        album.take(dialog, "question-send-back")
        next(one for one in dialog.findChildren(QPushButton) if one.text() == _("写给它")).click()
    _idle(session)
    album.take(window, "receive-sent-back")


def _taking_back(album: Album, window: MainWindow, session: Session) -> None:
    """Take what came back as if two records were lost, the next two old and two more changed on both sides."""
    page = _page(window, "receipts")
    page.look.click()
    _idle(session)
    album.take(window, "receipts-sent-back")
    sent = [one for one in page.offer.records if one.sent is not None]
    kinds = [kind for kind in (Kind.NEW, Kind.OLDER, Kind.CONFLICTING) for _ in range(2)]
    records = []
    for one, kind in zip(sent, kinds, strict=False):
        lost = replace(one, kind=Kind.NEW, our_revision=0)
        changes = session.do(taking_back.content, lost)[:3]
        records.append(lost if kind is Kind.NEW else replace(one, kind=kind, changes=changes))
    asked = TakeBackDialog(session, replace(page.offer, records=(*records, *sent[len(records) :])), page)
    asked.open()
    album.take(asked, "take-back")
    asked.table.choose(len(records) - 1)
    album.take(asked, "take-back-different")
    asked.reject()


def _adding_up(album: Album, window: MainWindow, session: Session, level: str) -> None:
    page = _page(window, "rollup")
    page.show_part("hardship_cases")
    wait(lambda: page.made is not None and page.made.question == page.question)
    album.take(window, f"{level}-rollup")
    page.columns.setCurrentIndex(min(2, page.columns.count() - 1))
    wait(lambda: page.made.question == page.question)
    album.take(window, f"{level}-rollup-columns")
    page.print.click()
    _idle(session)
    album.dialogs(f"{level}-rollup-paper")
