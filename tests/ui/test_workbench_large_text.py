"""The ways of the workbench keep all their lines where the page gets no more than its minimum: English, large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from db.registers import all_registers
from desktop.language import CHINESE, ENGLISH, choose
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Session
from tests.picturing.album import settle
from tests.support.misfits import SCREEN, misfits


@pytest.fixture
def large_english() -> Iterator[None]:
    choose(ENGLISH)
    yield
    appearance.set_text_size(100)
    choose(CHINESE)


@pytest.mark.usefixtures("large_english")
def test_a_draft_in_every_register_fits(session: Session, ledger: Any, show: Callable[[Any], Any]) -> None:
    for register in all_registers().values():
        record = records.new(ledger, register)
        if register.code == "units":  # with indicators below, the page is higher than the window
            record.legal_entity, record.unit_state, record.built_state = True, "1", "2"
        session.do(records.save, register, record)
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(150)
    window.resize(SCREEN.width(), 728)
    settle(window)
    assert misfits(window) == []
