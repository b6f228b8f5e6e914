"""Decisions of the county on the records of a package: accept, return with a reason, merge into another record."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from db.messages import N_
from db.store import received
from desktop.services.comparing import Comparison

Key = tuple[str, str]
"""A record: the code of its register, its id."""

OTHER = "R109"
REASONS = {
    "R101": N_("填写不全，请补齐"),
    "R102": N_("填写有误，请核对后改正"),
    "R103": N_("不符合条件"),
    "R201": N_("县内已有别的单位登记，请核实归属"),
    "R301": N_("缺少佐证材料"),
    OTHER: N_("其他原因"),
}
"""The reasons to choose from when a record is returned; own words are added to one."""


class Verdict(enum.StrEnum):
    """What is decided on a record; the store keeps the word."""

    ACCEPT = received.ACCEPTED
    RETURN = received.RETURNED
    MERGE = received.MERGED


@dataclass(frozen=True)
class Decision:
    """What is decided on one record.

    A returned one has a ``code`` of ``REASONS`` or a rule's, a ``text``, perhaps the ``field`` and what is
    ``suggested`` for it; a merged one has the id of the record that it goes into.
    """

    verdict: Verdict
    code: str = ""
    text: str = ""
    field: str = ""
    suggested: str = ""
    merge_into: str = ""


ACCEPT = Decision(Verdict.ACCEPT)


def give_back(text: str, code: str = OTHER, field: str = "", suggested: str = "") -> Decision:
    """Return a record with a reason."""
    return Decision(Verdict.RETURN, code, text, field, suggested)


def merge(into: str) -> Decision:
    """Take a record for the same as another one of the ledger, which stays as it is."""
    return Decision(Verdict.MERGE, merge_into=into)


def default_decisions(comparison: Comparison) -> dict[Key, Decision]:
    """Accept every record without findings; the others are left for a person."""
    return {(one.register, one.record_id): ACCEPT for one in comparison.records if not one.findings}


def decision_on_package(decisions: Mapping[Key, Decision]) -> str:
    """Say what the decisions on the records mean for the package as a whole."""
    if any(one.verdict is Verdict.RETURN for one in decisions.values()):
        return received.PARTIALLY
    return received.ACCEPTED
