"""The register of recommended collectives (先进推荐:集体)."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.collectives.record import (
    Collective,
    CollectiveConsultation,
    CollectiveHonour,
    CollectiveNotice,
)
from db.registers.collectives.rules import RULES

REGISTER = Register(
    code="collectives",
    title=N_("集体"),
    group=N_("先进推荐"),
    order=50,
    record=Collective,
    name_field="name",
    sections=(
        Section("title", N_("推荐称号")),
        Section("collective", N_("集体情况")),
        Section("unit", N_("所在单位")),
        Section("leader", N_("负责人")),
        Section("honours", N_("曾获荣誉")),
        Section("deeds", N_("事迹")),
        Section("notice", N_("公示")),
        Section("consultations", N_("征求意见")),
        Section("opinions", N_("意见")),
    ),
    row_groups=(
        RowGroup(
            "honours",
            N_("曾获荣誉"),
            "honours",
            CollectiveHonour,
            short=("honoured_on", "awarded_by", "title", "level"),
        ),
        RowGroup(
            "notices",
            N_("公示"),
            "notice",
            CollectiveNotice,
            short=("scope", "place", "from_on", "until_on", "days", "result"),
        ),
        RowGroup(
            "consultations",
            N_("征求意见"),
            "consultations",
            CollectiveConsultation,
            short=("department", "sent_on", "reply_on", "conclusion", "signer"),
        ),
    ),
    rules=RULES,
)
