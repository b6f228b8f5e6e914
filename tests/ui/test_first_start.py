"""The first start: the office by initials, weak passwords refused, the recovery code proved from paper and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import recovery
from desktop.ui import printing
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.recovery_card import RecoveryCard
from tests.support.offices import clock
from tests.support.typing import type_text

CODE = "YRAL-Z5TZ-9T4U-75A8-6P5C-BWWX-TVZ9-6Z8H"


@pytest.fixture
def first(tmp_path: Path, background: Background, show: Callable[[Any], Any]) -> FirstStart:
    made: FirstStart = show(FirstStart(tmp_path / "ledger", clock, background))
    return made


@pytest.fixture
def card(background: Background, show: Callable[[Any], Any]) -> RecoveryCard:
    made: RecoveryCard = show(RecoveryCard(background))
    made.show_code(CODE, lambda: b"%PDF")
    return made


def test_the_office_is_found_by_initials_near_the_county_that_is_chosen(first: FirstStart) -> None:
    type_text(first.area.search, "qshljz")
    first.area.search.settle()
    assert first.area.code() == "360111103"
    assert first.office.text() == "罗家镇总工会"
    # 罗家镇 is a name in several counties; ours is offered first now
    assert first.area._find("ljz")[0].value == "360111103"


@pytest.mark.parametrize(("password", "score"), [("luojiazhen2026", 0), ("brass kettle 66", 4)])
def test_the_strength_stands_beside_the_password(
    first: FirstStart, qtbot: QtBot, password: str, score: int
) -> None:
    first.office.setText("青山湖区罗家镇总工会")
    type_text(first.new.password, password)
    qtbot.waitUntil(lambda: (first.new.bar.value() >= 3) == (score >= 3) and first.new.bar.value() >= score)


def test_a_weak_password_makes_no_ledger(first: FirstStart, tmp_path: Path) -> None:
    first.area._pick("360111103")
    for line, text in (
        (first.user, "张会计"),
        (first.new.password, "luojiazhen1"),
        (first.new.again, "luojiazhen1"),
    ):
        type_text(line, text)
    first.create_button.click()
    assert "名称" in first.problem.text()
    assert not (tmp_path / "ledger").exists()


def test_what_was_missing_is_no_longer_said_once_it_is_filled_in(first: FirstStart) -> None:
    first.create_button.click()
    assert "乡镇" in first.problem.text()
    first.area._pick("360111103")
    assert first.problem.text() == ""
    for line in (first.user, first.new.password, first.new.again):
        first.create_button.click()
        assert first.problem.text()
        type_text(line, "brass kettle 66")
        assert first.problem.text() == "", line.objectName()


def test_two_groups_from_the_paper_prove_it_and_the_code_is_hidden_meanwhile(card: RecoveryCard) -> None:
    proved: list[bool] = []
    card.proved.connect(proved.append)
    card.check_button.click()
    assert not card.groups.itemAt(1).widget().isVisible()
    groups = recovery.groups(CODE)
    first, second = card.answers
    type_text(first, groups[card.asked[0] - 1])
    type_text(second, "AAAA")
    assert proved[-1] is False
    assert card.verdict.text()
    second.clear()
    type_text(second, groups[card.asked[1] - 1].lower())
    assert proved[-1] is True


def test_the_sheet_is_written_only_where_the_user_says(
    card: RecoveryCard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    offered: list[bytes] = []
    monkeypatch.setattr(printing, "choose_file", lambda _parent, pdf, _name, _on_done: offered.append(pdf))
    card.save_button.click()
    qtbot.waitUntil(lambda: offered == [b"%PDF"])
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_printed_at_its_true_size(tmp_path: Path, ledger: Any) -> None:
    sheet = recovery.sheet(ledger, CODE)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert set(printing.sides_onto(sheet, printer)) == {(1, 1)}
    with pypdfium2.PdfDocument(sheet) as given, pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        assert len(printed) == len(given) == 1
        assert printed[0].get_size() == pytest.approx(given[0].get_size(), abs=1)
        dark = [_dark_box(page[0]) for page in (given, printed)]
    assert dark[1] == pytest.approx(dark[0], abs=2)  # points: the same ink at the same place


def _dark_box(page: Any) -> tuple[int, ...]:
    image = page.render(scale=1).to_pil().convert("L").point(lambda grey: 255 * (grey < 128))
    return tuple(image.getbbox())


def test_a_place_that_cannot_be_written_is_said(
    tmp_path: Path, show: Callable[[Any], Any], recorded: Any
) -> None:
    window = show(QWidget())
    copy = printing._Copy(QFileDialog(window), window, b"x", lambda _path: None)
    copy.write(str(tmp_path / "missing" / "a.pdf"))
    assert isinstance(recorded.errors[0], printing.NotWrittenError)
