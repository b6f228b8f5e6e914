"""The unit register (单位台账): every unit of the township and the union in it."""

from __future__ import annotations

from db.messages import N_
from db.register import Register, RowGroup, Section
from db.registers.units.indicators import INDICATORS
from db.registers.units.record import CoveredUnit, Unit
from db.registers.units.rules import COMPUTED, RULES

REGISTER = Register(
    code="units",
    title=N_("单位台账"),
    group=N_("建家"),
    order=10,
    record=Unit,
    name_field="unit_name",
    sections=(
        Section("unit", N_("单位信息")),
        Section("people", N_("职工人数")),
        Section("party", N_("党组织")),
        Section("union", N_("建会情况")),
        Section("members", N_("会员人数")),
        Section("chair", N_("工会主席")),
        Section("committees", N_("工会组织机构")),
        Section("term", N_("届次与换届")),
        Section("legal", N_("工会法人资格")),
        Section("dues", N_("工会经费")),
        Section("congress", N_("职代会与厂务公开")),
        Section("contracts", N_("集体合同与劳动合同")),
        Section("star", N_("和谐企业与双爱双评")),
        Section("liaison", N_("联系包联")),
    ),
    row_groups=(
        RowGroup("covers", N_("覆盖单位"), "union", CoveredUnit, short=("unit_name", "credit_code")),
    ),
    computed=COMPUTED,
    rules=RULES,
    alike=(("unit_name",),),
    indicators=INDICATORS,
)
