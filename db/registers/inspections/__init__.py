"""The register of inspections (督导检查): the smallest one, and the model for adding another."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, Section
from db.registers.inspections.record import Inspection
from db.registers.inspections.rules import RULES

REGISTER = Register(
    code="inspections",
    title=N_("督导检查"),
    group=N_("其他台账"),
    order=60,
    record=Inspection,
    name_field="place",
    sections=(Section("visit", N_("检查")), Section("rectifying", N_("整改"))),
    rules=RULES,
)
