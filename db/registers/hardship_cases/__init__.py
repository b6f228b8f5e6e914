"""The register of hardship workers (困难职工): one file for each household."""

from __future__ import annotations

from db.fields import MoneyField
from db.messages import N_
from db.public_notices import NOTICE_DAYS_COUNTED
from db.register import Register, Related, RowGroup, Section
from db.registers.hardship_cases.evidence import papers_at_hand
from db.registers.hardship_cases.income import COMPUTED
from db.registers.hardship_cases.record import HardshipCase
from db.registers.hardship_cases.rows import CaseAttachment, HouseholdMember
from db.registers.hardship_cases.rules import RULES
from db.registers.hardship_cases.visits import HomeVisit

REGISTER = Register(
    code="hardship_cases",
    title=N_("困难职工"),
    group=N_("帮扶"),
    order=30,
    record=HardshipCase,
    name_field="name",
    number_field="file_no",
    closed_on="exited_on",
    sections=(
        Section("basics", N_("基本情况")),
        Section("work", N_("工作与单位")),
        Section("housing", N_("住房")),
        Section("members", N_("家庭成员")),
        Section("income", N_("收入与支出")),
        Section("causes", N_("致困原因")),
        Section("bank", N_("银行账户")),
        Section("attachments", N_("附件")),
        Section("campaign", N_("解困脱困（2016至2020年）")),
        Section("filing", N_("建档")),
        Section("request", N_("申请与授权")),
        Section("visits", N_("入户调查")),
        Section("notice", N_("公示")),
        Section("opinions", N_("意见")),
        Section("leaving", N_("退出（脱困、注销）")),
    ),
    row_groups=(
        RowGroup(
            code="members",
            title=N_("家庭成员"),
            section="members",
            row=HouseholdMember,
            at_most=20,
            # The columns of the older short form: the long list does not fit on A4.
            short=(
                "name",
                "relation",
                "sex",
                "politics",
                "birth",
                "id_no",
                "health",
                "monthly_income",
                "person_status",
                "unit_or_school",
            ),
        ),
        RowGroup(
            code="attachments",
            title=N_("附件"),
            section="attachments",
            row=CaseAttachment,
            short=("kind", "name", "copies"),
            needed=papers_at_hand,
        ),
        RowGroup(
            code="visits",
            title=N_("入户调查"),
            section="visits",
            row=HomeVisit,
            short=("visited_on", "first_visitor", "second_visitor", "conclusion", "opinion"),
        ),
    ),
    related=(
        Related(
            code="help_given",
            title=N_("帮扶记录"),
            register="assistance",
            reference="hardship_case",
            shows=("paid_on", "kind", "form", "amount", "goods", "goods_value"),
            amounts=("amount", "goods_value"),
            total=MoneyField(N_("帮扶合计"), in_list=True),
            add=N_("添加发放"),
        ),
    ),
    computed=(*COMPUTED, NOTICE_DAYS_COUNTED),
    rules=RULES,
)
