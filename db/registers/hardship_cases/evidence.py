"""Which papers (附件) a file needs by its facts, and which of them are still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.code_lists import code_list
from db.messages import N_, Message, Problem, Severity, listed
from db.register import Context
from db.registers.hardship_cases.record import HardshipCase

_DISABLED = "20"
_ILLNESS = frozenset({"06", "51", "52"})
_SCHOOLING = frozenset({"09", "53"})
_DISASTER = frozenset({"07", "08", "56"})
_JOBLESS_WORKER, _JOBLESS_MEMBER = frozenset({"3"}), frozenset({"03", "18"})
_WIDOWED_OR_DIVORCED = frozenset({"30", "40"})


def missing_papers(case: HardshipCase) -> list[str]:
    """List the kinds of papers (codes of ``attachment_kind``) that are needed and not registered yet."""
    there = {paper.kind for paper in case.attachments}
    return [kind for kind in _needed(case) if kind not in there]


def papers_at_hand(case: HardshipCase) -> tuple[int, int]:
    """Count the kinds of papers that are needed and registered, and those that are needed."""
    needed = len(_needed(case))
    return needed - len(missing_papers(case)), needed


def papers_complete(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Name the papers that are missing (材料不全)."""
    missing = [] if case.exited_on else missing_papers(case)  # nobody collects papers for a closed file
    if missing:
        kinds = code_list("attachment_kind")
        sentence = N_("材料不全，还缺：{papers}。收到后请在附件里登记。")
        values = {"papers": listed(kinds.label(kind) for kind in missing)}
        yield Problem("papers_missing", Severity.HINT, Message(sentence, values), rows="attachments")


def _needed(case: HardshipCase) -> list[str]:
    return [kind for kinds, when in _NEEDED if when(case) for kind in kinds]


def _because_of(causes: frozenset[str]) -> Callable[[HardshipCase], bool]:
    def when(case: HardshipCase) -> bool:
        return not causes.isdisjoint({case.cause_main, *(case.cause_secondary or ())})

    return when


def _someone_jobless(case: HardshipCase) -> bool:
    return (not case.monthly_income_self and case.work_state in _JOBLESS_WORKER) or any(
        not member.monthly_income and member.person_status in _JOBLESS_MEMBER for member in case.members
    )


def _someone_disabled(case: HardshipCase) -> bool:
    return _DISABLED in {case.health, *(member.health for member in case.members)}


_NEEDED: tuple[tuple[tuple[str, ...], Callable[[HardshipCase], bool]], ...] = (
    (("01", "02", "03", "04", "06", "07", "08"), lambda _case: True),
    (("05",), _someone_jobless),
    (("10",), lambda case: case.on_allowance is True),
    (("11", "12"), _because_of(_ILLNESS)),
    (("13",), _someone_disabled),
    (("14", "15"), _because_of(_SCHOOLING)),
    (("16",), _because_of(_DISASTER)),
    (("17",), lambda case: case.migrant_worker is True),
    (("18",), lambda case: case.marriage in _WIDOWED_OR_DIVORCED),
)
