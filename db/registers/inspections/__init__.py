"""The register of inspections (督导检查): the smallest one, and the model for adding another."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.inspections.record import Inspection, Shortcoming
from db.registers.inspections.rules import RULES

REGISTER = Register(
    code="inspections",
    title=N_("督导检查"),
    group=N_("其他台账"),
    order=60,
    record=Inspection,
    name_field="place",
    sections=(
        Section("visit", N_("检查")),
        Section("rectifying", N_("整改")),
        Section("notice", N_("限期改正通知")),
        Section("reply", N_("整改回执")),
    ),
    row_groups=(
        RowGroup(
            "problems",
            N_("存在问题"),
            "visit",
            Shortcoming,
            short=("problem", "requirement", "rectify_by", "is_done"),
        ),
    ),
    rules=RULES,
)
