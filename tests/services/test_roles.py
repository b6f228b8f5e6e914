"""Roles are enforced where the ledger is changed, not only in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import bulk_changing, importing, records, roles, submitting, undoing
from desktop.services.roles import NotAllowedError
from tests.support.offices import USER

REGISTER = all_registers()["hardship_cases"]
NOTHING: Any = None  # nobody may look at it before the role was looked at
USE_CASES: dict[str, Callable[[Ledger], object]] = {
    "save": lambda ledger: records.save(ledger, REGISTER, NOTHING),
    "withdraw": lambda ledger: records.withdraw(ledger, REGISTER, ""),
    "restore": lambda ledger: records.restore(ledger, REGISTER, ""),
    "bulk": lambda ledger: bulk_changing.apply(ledger, NOTHING),
    "undo": lambda ledger: undoing.undo(ledger, 1),
    "import": lambda ledger: importing.apply(ledger, NOTHING),
    "make": lambda ledger: submitting.make(ledger, NOTHING),
    "place": lambda ledger: submitting.place(ledger, "", Path()),
}


@pytest.mark.parametrize("name", USE_CASES)
def test_who_may_nothing_changes_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(roles._MAY, roles.Role.ENTRY, frozenset())
    ledger.role = "entry"
    with pytest.raises(NotAllowedError, match=USER):
        USE_CASES[name](ledger)


@pytest.mark.parametrize(("role", "is_able"), [("entry", False), ("review", True), ("admin", True)])
def test_entry_does_not_submit(ledger: Ledger, role: str, is_able: bool) -> None:
    ledger.role = role
    review = submitting.prepare(ledger, [REGISTER.code], "2026年6月")
    expected = submitting.NothingToSubmitError if is_able else NotAllowedError
    with pytest.raises(expected):
        submitting.make(ledger, review)


def test_entry_saves(ledger: Ledger) -> None:
    ledger.role = "entry"
    assert records.save(ledger, REGISTER, records.new(ledger, REGISTER)).record.id
