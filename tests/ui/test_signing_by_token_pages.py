"""A signing key on a token (SoftHSM2) by the window: chosen at enrolment, its PIN asked for once, each trouble said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.store.ledger import Ledger
from db.store.shared_tables import Package
from db.store.trust_tables import EnrolmentRequest
from desktop.exchange import certificates, enrolment
from desktop.exchange.token_key import PinNeededError, TokenPlace, token_key
from desktop.services import issuing, offices, own_key, receiving, root_keeping
from desktop.services.receiving import Standing
from desktop.ui import pages
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.enrolment_page import EnrolmentPage
from desktop.ui.pin_dialog import PinDialog
from desktop.ui.session import Session
from tests.support.round_trip import LUOJIA, OfficeMaker, Round, save_unit
from tests.support.soft_token import LIBRARY, PIN, SoftTokens
from tests.support.typing import type_text

WAIT = 60_000
Sit = Callable[[Ledger], MainWindow]


@pytest.fixture
def at(background: Background, show: Callable[[Any], Any]) -> Iterator[Sit]:
    """Sit down before an office's window."""
    sessions: list[Session] = []

    def sit(ledger: Ledger) -> MainWindow:
        sessions.append(Session(ledger, background))
        window: MainWindow = show(MainWindow(sessions[-1]))
        return window

    yield sit
    for session in sessions:
        session.close()


@pytest.fixture
def place(soft_tokens: SoftTokens) -> TokenPlace:
    return soft_tokens.make("罗家镇密码钥匙")


def page_of(window: MainWindow, code: str) -> Any:
    window.go_to(code)
    return window.page(code)


def pin_dialog(window: MainWindow, qtbot: QtBot) -> PinDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(PinDialog)), timeout=WAIT)
    return next(one for one in window.findChildren(PinDialog) if one.isVisible())


def log_in(window: MainWindow, qtbot: QtBot, pin: str = PIN) -> PinDialog:
    dialog = pin_dialog(window, qtbot)
    type_text(dialog.pin, pin)
    dialog.give.click()
    return dialog


def choose_token(page: EnrolmentPage, qtbot: QtBot) -> None:
    page.key.on_token.click()
    page.key.choose.click()
    (question,) = page.key.findChildren(QFileDialog)
    question.fileSelected.emit(str(LIBRARY))
    question.reject()
    qtbot.waitUntil(lambda: page.key.place() is not None, timeout=WAIT)


def enrol(window: MainWindow, trip: Round, qtbot: QtBot) -> EnrolmentPage:
    """Ask by the window with a key on the token, let the county answer, take the answer in by the window."""
    page: EnrolmentPage = page_of(window, pages.ENROLMENT.code)
    choose_token(page, qtbot)
    page.place.show_folder(trip.stick)
    page.ask.click()
    log_in(window, qtbot)
    qtbot.waitUntil(lambda: len(list(trip.stick.rglob("*_CSR_*"))) == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: "换发申请等待批复" in page.standing.text(), timeout=WAIT)
    content = next(trip.stick.rglob("*_CSR_*")).read_bytes()
    groups = certificates.grouped(enrolment.read_request(content).request.fingerprint).split(" ")
    root = root_keeping.root_secrets(trip.county)
    line = issuing.issue(trip.county, content, {1: groups[0], 2: groups[1]}, root)
    answer = issuing.place_answer(trip.county, line.serial, trip.stick).path
    page.read_answer(str(answer))
    paper = certificates.grouped(certificates.fingerprint(trip.county.office().root_certificate)).split(" ")
    for number, asked in page.proof.lines.items():
        asked.setText(paper[number - 1])
    page.take.click()
    qtbot.waitUntil(lambda: "已在“青山湖区总工会”入网，" in page.standing.text(), timeout=WAIT)
    return page


def rows(ledger: Ledger, table: Any) -> int:
    with ledger.store.reading() as session:
        return len(session.scalars(select(table)).all())


def submit(window: MainWindow, stick: Path, qtbot: QtBot) -> Any:
    page = page_of(window, "submit")
    for code, box in page.registers.items():
        box.setChecked(code == "units")
    page.place.show_folder(stick)
    page.prepare.click()
    qtbot.waitUntil(page.make.isEnabled, timeout=WAIT)
    page.make.click()
    return page


def test_a_township_enrols_and_sends_with_a_token(
    trip: Round, at: Sit, place: TokenPlace, maker: OfficeMaker, qtbot: QtBot, recorded: Any
) -> None:
    window = at(trip.luojia)
    page = enrol(window, trip, qtbot)
    assert page.key.place() == place
    with trip.luojia.store.reading() as session:
        above = offices.superior(session)
    assert above is not None
    assert token_key(above.signing_key) is not None
    save_unit(trip.luojia, 1)
    sent = submit(window, trip.stick, qtbot)
    qtbot.waitUntil(
        lambda: "可以拔出" in sent.result.text(), timeout=WAIT
    )  # logged in already: nothing is asked
    window.close()
    # The next day: the ledger was closed, so the PIN is asked for once.
    folder = trip.luojia.folder
    trip.luojia.close()
    trip.luojia = maker.reopen(LUOJIA, folder)
    window = at(trip.luojia)
    assert page_of(window, pages.ENROLMENT.code).key.place() == place
    save_unit(trip.luojia, 2)
    sent = submit(window, trip.stick, qtbot)
    dialog = log_in(window, qtbot, "0000")
    qtbot.waitUntil(dialog.problem.isVisible, timeout=WAIT)
    assert "还可以试 2 次" in dialog.problem.text()
    assert (dialog.pin.text(), rows(trip.luojia, Package)) == ("", 1)
    log_in(window, qtbot)
    qtbot.waitUntil(lambda: "可以拔出" in sent.result.text(), timeout=WAIT)
    found = receiving.look(trip.county, trip.stick)
    assert [one.standing for one in found] == [Standing.READY, Standing.READY]
    assert recorded.errors == []


def test_a_missing_token_is_said_and_giving_up_writes_nothing(
    trip: Round, at: Sit, place: TokenPlace, soft_tokens: SoftTokens, qtbot: QtBot, recorded: Any
) -> None:
    assert place.label == "罗家镇密码钥匙"
    window = at(trip.luojia)
    page: EnrolmentPage = page_of(window, pages.ENROLMENT.code)
    page.place.show_folder(trip.stick)
    assert page.ask.isEnabled()
    page.key.on_token.click()
    assert not page.ask.isEnabled()  # no token is chosen yet
    assert not page.key.look.isEnabled()
    page.key.take_driver("/nowhere/driver.so")
    qtbot.waitUntil(lambda: "驱动程序" in page.key.problem.text(), timeout=WAIT)
    soft_tokens.pull()
    page.key.take_driver(str(LIBRARY))
    qtbot.waitUntil(lambda: "请插好" in page.key.problem.text(), timeout=WAIT)
    soft_tokens.plug_in()
    page.key.look.click()
    qtbot.waitUntil(page.ask.isEnabled, timeout=WAIT)
    assert not page.key.problem.isVisible()
    soft_tokens.pull()
    page.ask.click()
    dialog = log_in(window, qtbot)
    qtbot.waitUntil(dialog.problem.isVisible, timeout=WAIT)
    assert "找不到密码钥匙“罗家镇密码钥匙”" in dialog.problem.text()
    dialog.reject()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert isinstance(recorded.errors.pop(), PinNeededError)
    assert (rows(trip.luojia, EnrolmentRequest), list(trip.stick.iterdir())) == (0, [])
    page.key.on_token.click()
    assert page.ask.isEnabled()


def test_a_broken_token_is_left_behind(
    trip: Round, at: Sit, place: TokenPlace, soft_tokens: SoftTokens, qtbot: QtBot
) -> None:
    window = at(trip.luojia)
    page = enrol(window, trip, qtbot)
    assert page.key.place() == place
    soft_tokens.pull()
    page.key.on_token.click()
    page.lost.click()
    page.ask.click()
    qtbot.waitUntil(lambda: len(list(trip.stick.rglob("*_CSR_*"))) == 2, timeout=WAIT)
    qtbot.waitUntil(lambda: not page.session.background.is_busy, timeout=WAIT)
    newest = max(trip.stick.rglob("*_CSR_*")).read_bytes()
    assert enrolment.read_request(newest).request.old_serial is None


def test_a_county_signs_its_receipts_with_a_token(
    trip: Round, at: Sit, place: TokenPlace, qtbot: QtBot, recorded: Any
) -> None:
    window = at(trip.county)
    page: EnrolmentPage = page_of(window, pages.ENROLMENT.code)
    assert "台账里的密钥" in page.own_key.words.text()
    page.own_key.change.click()
    dialog = page.own_key.dialog
    assert dialog is not None
    dialog.key.on_token.click()
    assert not dialog.give.isEnabled()
    dialog.key.take_driver(str(LIBRARY))
    qtbot.waitUntil(dialog.give.isEnabled, timeout=WAIT)
    dialog.give.click()
    log_in(window, qtbot)
    qtbot.waitUntil(lambda: "罗家镇密码钥匙" in page.own_key.words.text(), timeout=WAIT)
    assert own_key.place_of(trip.county) == place
    assert recorded.errors == []


def test_locking_gives_up_what_waits_for_the_pin(
    trip: Round, at: Sit, place: TokenPlace, qtbot: QtBot, recorded: Any
) -> None:
    window = at(trip.luojia)
    page: EnrolmentPage = page_of(window, pages.ENROLMENT.code)
    page.place.show_folder(trip.stick)
    page.key.show_place(place)
    page.ask.click()
    pin_dialog(window, qtbot)
    page.session.locking.emit()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert rows(trip.luojia, EnrolmentRequest) == 0
