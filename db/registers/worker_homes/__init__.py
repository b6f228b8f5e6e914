"""The register of workers' homes (职工之家): applications, members' votes and earlier titles."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.worker_homes.record import HomeTitle, WorkerHome
from db.registers.worker_homes.rules import COMPUTED, RULES
from db.registers.worker_homes.scores import SCORES, HomeScore

REGISTER = Register(
    code="worker_homes",
    title=N_("职工之家"),
    group=N_("建家"),
    order=20,
    record=WorkerHome,
    name_field="union_name",
    sections=(
        Section("application", N_("申报信息")),
        Section("ballots", N_("会员评家")),
        Section("scores", N_("验收评分")),
        Section("totals", N_("评分结果")),
        Section("deeds", N_("曾获称号与事迹")),
        Section("notice", N_("公示")),
        Section("opinions", N_("意见")),
    ),
    row_groups=(
        RowGroup(
            "scores",
            N_("验收评分"),
            "scores",
            HomeScore,
            short=("item", "own", "accepted", "note"),
            begins_with="item",
        ),
        RowGroup("titles", N_("曾获称号"), "deeds", HomeTitle, short=("home_level", "home_rank", "year")),
    ),
    computed=(*COMPUTED, *SCORES),
    rules=RULES,
)
