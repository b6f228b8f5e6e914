"""上级与密钥 and 下级单位: the whole enrolment by both windows, paper compared on both sides, alarms, revocation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from db.store import ledger as ledgers
from db.store.ledger import Ledger
from db.store.trust_tables import Superior
from desktop.exchange import certificates, enrolment
from desktop.language import ENGLISH, choose
from desktop.services import enrolment_papers, offices, root_keeping, setting_up
from desktop.ui import appearance, pages
from desktop.ui.background import Background
from desktop.ui.pages.enrolment_fingerprint import FingerprintProof
from desktop.ui.pages.enrolment_offices_page import OfficesPage
from desktop.ui.pages.enrolment_page import EnrolmentPage
from desktop.ui.pages.workbench_page import WorkbenchPage
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session
from tests.support.misfits import misfits
from tests.support.offices import NOW, PASSWORD, USER, clock

PASSPHRASE = "一半口令 1949 另外一半口令"
WAIT = 30_000


@pytest.fixture(scope="session")
def first_county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("county") / "ledger"
    made = setting_up.create_ledger(folder, "360111", "青山湖区总工会", USER, PASSWORD, clock).ledger
    key = made.store.key
    made.close()
    return folder, key


@pytest.fixture
def county(first_county: tuple[Path, bytes], tmp_path: Path, background: Background) -> Iterator[Session]:
    shutil.copytree(first_county[0], tmp_path / "county")
    ledger = ledgers._open(tmp_path / "county", first_county[1], USER, "admin", clock)
    made = Session(ledger, background)
    yield made
    made.close()
    ledger.close()


@pytest.fixture
def large_text() -> Iterator[None]:
    appearance.set_text_size(150)
    yield
    appearance.set_text_size(100)


@pytest.fixture
def township(session: Session) -> Session:
    """Give the window's view of an office that is not enrolled yet."""
    with session.ledger.store.writing() as opened:
        opened.execute(delete(Superior))
    return session


def from_paper(proof: FingerprintProof, fingerprint: str) -> None:
    groups = certificates.grouped(fingerprint).split(" ")
    for number, line in proof.lines.items():
        line.setText(groups[number - 1])


def test_only_an_office_above_townships_has_offices_below() -> None:
    assert pages.OFFICES not in pages.entries_for("360111103")
    assert pages.OFFICES in pages.entries_for("360111")
    assert pages.ENROLMENT in pages.entries_for("360100")


def test_both_windows_enrol_a_township(
    township: Session,
    county: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    recorded: Any,
    tmp_path: Path,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    below: EnrolmentPage = show(EnrolmentPage(township))
    assert "还没有入网" in below.standing.text()
    assert below.root.isHidden()
    below.place.show_folder(stick)
    below.ask.click()
    qtbot.waitUntil(lambda: "等待" in below.standing.text(), timeout=WAIT)
    (request,) = stick.rglob("*_CSR_*.json")

    above: OfficesPage = show(OfficesPage(county))
    above.read_request(str(request))
    assert "首次入网" in above.request.text()
    assert len(above.proof.lines) == 2
    assert not above.issue.isEnabled()
    for line in above.proof.lines.values():
        line.setText("zzzz")
    above.issue.click()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert "不要签发" in str(recorded.errors.pop())
    from_paper(above.proof, enrolment.read_request(request.read_bytes()).request.fingerprint)
    above.issue.click()
    qtbot.waitUntil(lambda: above.tree.topLevelItemCount() == 1, timeout=WAIT)
    above.place.show_folder(stick)
    above.write.click()
    qtbot.waitUntil(lambda: len(list(stick.rglob("*_CRT_*.json"))) == 1, timeout=WAIT)

    below.read_answer(str(next(stick.rglob("*_CRT_*.json"))))
    root = certificates.fingerprint(county.ledger.office().root_certificate)
    for line in below.proof.lines.values():
        line.setText("zzzz")
    below.take.click()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert "警报" in str(recorded.errors.pop())
    from_paper(below.proof, root)
    below.take.click()
    qtbot.waitUntil(lambda: "已在“青山湖区总工会”入网" in below.standing.text(), timeout=WAIT)
    assert recorded.errors == []
    with township.ledger.store.reading() as session:
        assert offices.superior(session) is not None
    assert below.proof.isHidden()


def test_an_unreadable_file_is_said_and_nothing_is_kept(
    township: Session, county: Session, show: Callable[[Any], Any], recorded: Any, tmp_path: Path
) -> None:
    (tmp_path / "x.json").write_text("{}")
    below: EnrolmentPage = show(EnrolmentPage(township))
    below.read_answer(str(tmp_path / "x.json"))
    above: OfficesPage = show(OfficesPage(county))
    above.read_request(str(tmp_path / "gone.json"))
    assert ["读不出来" in str(recorded.errors[0]), "读不到" in str(recorded.errors[1])] == [True, True]
    assert below.take.isHidden()
    assert above.issue.isHidden()


def test_the_papers_open_in_the_preview(
    township: Session, show: Callable[[Any], Any], qtbot: QtBot, recorded: Any
) -> None:
    page: EnrolmentPage = show(EnrolmentPage(township))
    page.print_request.click()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(Preview)), timeout=WAIT)
    assert recorded.errors == []
    (preview,) = page.findChildren(Preview)
    preview.reject()


def test_the_root_key_is_exported_and_then_asked_for(
    township: Session,
    county: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    recorded: Any,
    tmp_path: Path,
) -> None:
    from desktop.services import enrolling

    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    page: EnrolmentPage = show(EnrolmentPage(county))
    assert "根密钥还在台账里" in page.root.words.text()
    page.root.export.click()
    dialog = page.root.dialog
    assert dialog is not None
    for place, folder in zip(dialog.places, folders, strict=True):
        place.show_folder(folder)
    dialog.halves[0].setText(PASSPHRASE)
    dialog.give.click()
    assert "不同" in dialog.problem.text()
    dialog.halves[1].setText(PASSPHRASE)
    dialog.give.click()
    qtbot.waitUntil(lambda: bool(recorded.errors) or "已经导出" in page.root.words.text(), timeout=WAIT)
    assert recorded.errors == []
    (file,) = folders[0].iterdir()

    request = tmp_path / "request.json"
    request.write_bytes(township.do(enrolling.ask).content)
    above: OfficesPage = show(OfficesPage(county))
    above.read_request(str(request))
    assert above.root.isVisible()
    from_paper(above.proof, enrolment.read_request(request.read_bytes()).request.fingerprint)
    above.issue.click()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert "根密钥不在台账里" in str(recorded.errors.pop())
    above.root.take(str(file))
    above.root.passphrase.setText(PASSPHRASE)
    above.issue.click()
    qtbot.waitUntil(lambda: above.tree.topLevelItemCount() == 1, timeout=WAIT)
    assert recorded.errors == []

    above.revoke.click()
    revoking = above.revoking
    assert revoking is not None
    revoking.number.setValue(4)
    revoking.why.setText("电脑丢失")
    revoking.root.take(str(file))
    revoking.root.passphrase.setText(PASSPHRASE)
    revoking.give.click()
    qtbot.waitUntil(lambda: "已吊销" in above.tree.topLevelItem(0).text(2), timeout=WAIT)
    ((line, _),) = county.do(enrolment_papers.registry)
    assert (line.revoked_from_sequence, line.revoked_why) == (4, "电脑丢失")
    with pytest.raises(root_keeping.RootNeededError):
        county.do(root_keeping.root_secrets)


def button(widget: QWidget, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


def test_the_root_key_stays_when_its_export_is_given_up(
    county: Session, show: Callable[[Any], Any], recorded: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    page: EnrolmentPage = show(EnrolmentPage(county))
    page.root.export.click()
    dialog = page.root.dialog
    assert dialog is not None
    assert misfits(dialog) == []
    with qtbot.waitSignal(dialog.destroyed):
        QTest.mouseClick(button(dialog, "取消"), Qt.MouseButton.LeftButton)
    assert "根密钥还在台账里" in page.root.words.text()

    page.root.export.click()
    dialog = page.root.dialog
    dialog.places[0].show_folder(tmp_path)  # one place is not enough
    for half in dialog.halves:
        half.setText(PASSPHRASE)
    dialog.halves[1].setFocus()
    dialog.give.click()
    assert not button(dialog, "取消").isEnabled()
    dialog.reject()
    assert dialog.isVisible()  # what was begun ends before it is left
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    recorded.errors.clear()
    assert dialog.halves[1].text() == PASSPHRASE
    assert dialog.focusWidget() is dialog.halves[1]
    dialog.reject()
    assert county.ledger.office().root_key


def test_the_revocation_list_is_renewed_with_the_exported_key(
    county: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    recorded: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop.services import issuing

    above: OfficesPage = show(OfficesPage(county))
    assert above.renew.isHidden()  # no certificate was issued, there is no list
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    county.do(issuing.renew_list, county.do(root_keeping.root_secrets))
    file = county.do(root_keeping.root_export, PASSPHRASE, folders)[0].path
    above.refresh()
    assert above.list_words.text() == "吊销名单有效至 2027-07-16。"
    monkeypatch.setattr(county.ledger, "clock", lambda: NOW + timedelta(days=350))
    above.refresh()
    assert "吊销名单到 2027-07-16 过期" in above.list_words.text()
    workbench = show(WorkbenchPage(county))
    assert workbench.revocation_list.text() == above.list_words.text()
    above.renew.click()
    renewing = above.renewing
    assert renewing is not None
    renewing.give.click()
    qtbot.waitUntil(lambda: len(recorded.errors) == 1, timeout=WAIT)
    assert "根密钥不在台账里" in str(recorded.errors.pop())
    renewing.root.take(str(file))
    renewing.root.passphrase.setText(PASSPHRASE)
    renewing.give.click()
    qtbot.waitUntil(lambda: above.list_words.text() == "吊销名单有效至 2028-06-30。", timeout=WAIT)
    assert recorded.errors == []
    workbench.showEvent(QShowEvent())
    assert workbench.revocation_list.isHidden()


@pytest.mark.usefixtures("large_text")
def test_the_heads_of_the_offices_are_whole_in_large_english_letters(
    county: Session, show: Callable[[Any], Any]
) -> None:
    choose(ENGLISH)
    above: OfficesPage = show(OfficesPage(county))
    above.resize(1080, 640)
    assert [one for one in misfits(above) if one.startswith("head")] == []


def test_a_ledger_of_the_county_knows_its_level(county: Session) -> None:
    found: Ledger = county.ledger
    assert enrolment_papers.standing(found).superior == "南昌市总工会"
