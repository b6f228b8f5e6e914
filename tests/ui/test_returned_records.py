"""What came back, in the window: the package's state, the reason beside the record, F8 from one to the next, what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.services import answering, comparing, receiving, taking_in
from desktop.services.deciding import ACCEPT, Decision, give_back
from desktop.settings import Settings
from desktop.ui import appearance
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Session
from tests.support.carrying import use_receipts
from tests.support.round_trip import Round, save_unit, send

REASON = "职工人数有误，请核对"


@pytest.fixture
def returned(trip: Round) -> list[Any]:
    """Let three units be sent, of which the second and the third come back."""
    units = [save_unit(trip.luojia, number) for number in (1, 2, 3)]
    send(trip.luojia, trip.stick)
    (arrival,) = receiving.look(trip.county, trip.stick)
    decisions: dict[str, Decision] = {
        units[1].id: give_back(REASON, "R102", "employees", "90"),
        units[2].id: give_back("与纸质材料不一致", "R109"),
    }
    compared = comparing.compare(trip.county, arrival)
    keys = [(one.register, one.record_id) for one in compared.records]
    taking_in.apply(trip.county, [(compared, {key: decisions.get(key[1], ACCEPT) for key in keys})])
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    return units[1:]


@pytest.fixture
def session(trip: Round, background: Background, tmp_path: Path) -> Iterator[Session]:
    made = Session(trip.luojia, background, settings=Settings(tmp_path / "settings.json"))
    yield made
    made.close()
    appearance.set_text_size(100)


@pytest.fixture
def window(returned: list[Any], session: Session, show: Callable[[Any], Any]) -> MainWindow:  # noqa: ARG001
    made: MainWindow = show(MainWindow(session))
    return made


def test_the_package_is_told_as_its_receipt_says(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.status.submission.text() == "上次上报：第 1 号，部分退回")
    window.go_to("submit")
    page: Any = window.page("submit")
    assert page.packages.table.item(0, 4).text() == "部分退回"
    assert page.packages.table.item(0, 4).foreground().color() == appearance.ACCENT
