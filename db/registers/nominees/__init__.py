"""The register of recommended persons (先进推荐:个人)."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.nominees.record import Nominee
from db.registers.nominees.rows import NomineeConsultation, NomineeHonour, NomineeNotice, ResumeEntry
from db.registers.nominees.rules import COMPUTED, RULES

REGISTER = Register(
    code="nominees",
    title=N_("个人"),
    group=N_("先进推荐"),
    order=40,
    record=Nominee,
    name_field="name",
    sections=(
        Section("title", N_("推荐称号")),
        Section("person", N_("个人信息")),
        Section("work", N_("工作单位与身份")),
        Section("union", N_("工会工作")),
        Section("resume", N_("个人简历")),
        Section("honours", N_("奖励与处分")),
        Section("deeds", N_("事迹")),
        Section("vote", N_("民主推荐")),
        Section("notice", N_("公示")),
        Section("consultations", N_("征求意见")),
        Section("opinions", N_("意见")),
    ),
    row_groups=(
        RowGroup(
            "resume",
            N_("个人简历"),
            "resume",
            ResumeEntry,
            at_least=1,
            short=("from_on", "until_on", "organisation", "post"),
        ),
        RowGroup(
            "honours",
            N_("何时何地受过何种奖励"),
            "honours",
            NomineeHonour,
            short=("honoured_on", "awarded_by", "title", "level"),
        ),
        RowGroup(
            "notices",
            N_("本单位以外的公示"),
            "notice",
            NomineeNotice,
            short=("scope", "place", "from_on", "until_on", "days", "result"),
        ),
        RowGroup(
            "consultations",
            N_("征求意见"),
            "consultations",
            NomineeConsultation,
            short=("department", "sent_on", "reply_on", "conclusion", "signer"),
        ),
    ),
    computed=COMPUTED,
    rules=RULES,
)
