"""The register of union foundings (建会组建): from the request to the plaque, with the people elected."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.foundings.people import Candidate, Preparer
from db.registers.foundings.record import Founding
from db.registers.foundings.rules import COMPUTED, RULES

REGISTER = Register(
    code="foundings",
    title=N_("建会组建"),
    group=N_("建家"),
    order=15,
    record=Founding,
    name_field="union_name",
    sections=(
        Section("union", N_("拟建工会")),
        Section("preparing", N_("筹备")),
        Section("meeting", N_("会员大会与选举")),
        Section("approval", N_("报批")),
        Section("completing", N_("批复以后")),
    ),
    row_groups=(
        RowGroup("preparers", N_("筹备组成员"), "preparing", Preparer, short=("name", "sex", "post", "role")),
        RowGroup(
            "candidates",
            N_("候选人与选举结果"),
            "meeting",
            Candidate,
            short=("organ", "name", "sex", "birth", "politics", "post", "union_post", "votes", "elected"),
        ),
    ),
    computed=COMPUTED,
    rules=RULES,
    alike=(("union_name",),),
)
