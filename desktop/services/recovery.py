"""The recovery code on paper (恢复码): its sheet, and the proof that it was really printed or copied."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from db.store import vault
from db.store.ledger import Ledger

_ASKED = 2  # groups that are typed again


def groups(code: str) -> tuple[str, ...]:
    """Split a recovery code into its groups."""
    return tuple(code.split("-"))


def challenge(code: str, random: Random) -> tuple[int, ...]:
    """Choose two groups to be typed again from the paper, by their numbers counted from 1, such as (3, 6)."""
    return tuple(sorted(random.sample(range(1, len(groups(code)) + 1), _ASKED)))


def is_proved(code: str, answers: Mapping[int, str]) -> bool:
    """Say whether what was typed, by group number, is what stands on the paper; blanks and small letters are fine."""
    right = groups(code)
    return len(answers) >= _ASKED and all(
        1 <= number <= len(right) and vault.bare_code(typed) == right[number - 1]
        for number, typed in answers.items()
    )


def sheet(ledger: Ledger, code: str) -> bytes:
    """Make the PDF of the recovery sheet for printing; nothing of it may be kept on a disk."""
    from desktop.reports.recovery_sheet import build  # noqa: PLC0415 - paper is loaded when it is printed

    office = ledger.office()
    return build(office.name, ledger.user, code, ledger.clock())
