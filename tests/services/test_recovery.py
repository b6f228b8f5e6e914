"""The recovery code on paper: two groups typed again prove it, and the sheet leaves no trace on the disk."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from db.store import history, vault
from db.store.ledger import Ledger
from desktop.services import recovery, users

CODE = "WMWK-7QJD-8B3S-MMWW-K9QT-W2YX-HN5R-4WVM"


def test_two_different_groups_are_asked_for() -> None:
    asked = {recovery.challenge(CODE, Random(seed)) for seed in range(300)}
    assert asked == {(one, two) for two in range(2, 9) for one in range(1, two)}
    assert recovery.challenge(CODE, Random(7)) == recovery.challenge(CODE, Random(7))


@pytest.mark.parametrize("typed", ["8B3S", " 8b3s ", "８Ｂ３Ｓ", "8B-3S"])
def test_the_paper_is_proved_by_its_groups(typed: str) -> None:
    assert recovery.is_proved(CODE, {3: typed, 6: "W2YX"})


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {3: "8B3S"},
        {3: "8B3S", 6: ""},
        {3: "8B3S", 6: "W2Y"},
        {3: "W2YX", 6: "8B3S"},
        {3: CODE, 6: CODE},
        {0: "4WVM", 3: "8B3S"},
        {9: "WMWK", 3: "8B3S"},
        {3: "8B3S", 6: "W2YX", 7: "8B3S"},
    ],
)
def test_anything_else_proves_nothing(answers: dict[int, str]) -> None:
    assert not recovery.is_proved(CODE, answers)


def test_every_new_code_has_eight_groups() -> None:
    assert [len(group) for group in recovery.groups(vault.new_code())] == [4] * 8


def test_a_code_waits_for_its_proof(ledger: Ledger) -> None:
    assert not recovery.is_unproved(ledger)  # made without a first start: nothing is known of its paper
    recovery.note_first(ledger)
    assert recovery.is_unproved(ledger)
    for _time in range(2):
        recovery.note_proof(ledger)
    assert not recovery.is_unproved(ledger)
    with ledger.store.reading() as session:
        noted = [one.action for one in history.of_record(session, vault.RECOVERY)]
    assert noted == ["new recovery code", "prove recovery code"]
    users.new_recovery_code(ledger)
    assert recovery.is_unproved(ledger)


def test_the_sheet_is_nowhere_on_the_disk(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert recovery.sheet(ledger, CODE).startswith(b"%PDF-")
    assert sorted(tmp_path.rglob("*")) == before
