"""The recovery code on paper (恢复码): its sheet, and the proof that it was really printed or copied."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from db.store import history, vault
from db.store.history import Change
from db.store.ledger import Ledger
from desktop.services.users import HISTORY, NEW_CODE

_ASKED = 2  # groups that are typed again
_PROVED = "prove recovery code"


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


def note_first(ledger: Ledger) -> None:
    """Note the code that a ledger was made with, before anybody sees it: it waits for its proof like every later one."""
    _note(ledger, NEW_CODE)


def note_proof(ledger: Ledger) -> None:
    """Note that the code was typed from its paper; once is enough."""
    if is_unproved(ledger):
        _note(ledger, _PROVED)


def is_unproved(ledger: Ledger) -> bool:
    """Tell whether the code that is valid now was made and never typed from its paper; ledgers that never noted one pass."""
    with ledger.store.reading() as session:
        noted = [one.action for one in history.of_record(session, vault.RECOVERY) if one.register == HISTORY]
    return noted[-1:] == [NEW_CODE]


def _note(ledger: Ledger, action: str) -> None:
    with ledger.store.writing() as session:
        change = Change(action, HISTORY, vault.RECOVERY, 0, {})
        history.note(session, ledger.clock(), ledger.user, [change])
