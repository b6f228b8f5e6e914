"""The register of help given (帮扶发放): one payment, gift or service for one person in each record."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, Section
from db.registers.assistance.indicators import INDICATORS
from db.registers.assistance.record import Assistance
from db.registers.assistance.rules import COMPUTED, RULES

REGISTER = Register(
    code="assistance",
    title=N_("帮扶发放"),
    group=N_("帮扶"),
    order=35,
    record=Assistance,
    name_field="name",
    number_field="assistance_no",
    sections=(
        Section("recipient", N_("帮扶对象")),
        Section("help", N_("帮扶内容")),
        Section("particulars", N_("分类情况")),
        Section("payment", N_("发放")),
        Section("proxy", N_("代领")),
    ),
    computed=COMPUTED,
    rules=RULES,
    alike=(("student_name", "school", "year"),),
    indicators=INDICATORS,
)
