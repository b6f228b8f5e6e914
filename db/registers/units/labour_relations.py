"""What the register says of labour relations in a unit: workers' congress, contracts, harmony stars."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    MultiChoiceField,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_


class LabourRelations:
    """The third part of the form, mixed into ``Unit``."""

    has_congress: Mapped[bool | None] = stored(YesNoField(N_("职代会是否建制"), section="congress"))
    congress_form: Mapped[str | None] = stored(
        ChoiceField(N_("职代会形式"), section="congress", codes="congress_form")
    )
    congress_on: Mapped[date | None] = stored(
        DateField(N_("职代会最近召开日期"), section="congress", help=N_("职代会每年至少召开一次。"))
    )
    congress_delegates: Mapped[int | None] = stored(
        IntegerField(N_("职代会代表人数"), section="congress", unit=N_("人"))
    )
    congress_female_delegates: Mapped[int | None] = stored(
        IntegerField(N_("职代会女代表人数"), section="congress", unit=N_("人"))
    )
    has_open_affairs: Mapped[bool | None] = stored(YesNoField(N_("厂务公开是否建制"), section="congress"))
    employee_directors: Mapped[int | None] = stored(
        IntegerField(N_("职工董事人数"), section="congress", unit=N_("人"))
    )
    employee_supervisors: Mapped[int | None] = stored(
        IntegerField(N_("职工监事人数"), section="congress", unit=N_("人"))
    )

    has_contract: Mapped[bool | None] = stored(
        YesNoField(N_("是否签订集体合同"), section="contracts", help=N_("统计时点上有效的才算有。"))
    )
    contract_form: Mapped[str | None] = stored(
        ChoiceField(N_("集体合同形式"), section="contracts", codes="contract_form")
    )
    contract_signed_on: Mapped[date | None] = stored(DateField(N_("集体合同签订日期"), section="contracts"))
    contract_from: Mapped[date | None] = stored(
        DateField(N_("集体合同起始日期"), section="contracts", future=True)
    )
    contract_until: Mapped[date | None] = stored(
        DateField(N_("集体合同终止日期"), section="contracts", future=True, help=N_("期限为1至3年。"))
    )
    contract_filing_no: Mapped[str | None] = stored(
        TextField(
            N_("集体合同备案号"),
            section="contracts",
            max_length=50,
            help=N_("签订后10日内报送劳动行政部门。"),
        )
    )
    contract_employees: Mapped[int | None] = stored(
        IntegerField(N_("集体合同覆盖职工人数"), section="contracts", unit=N_("人"))
    )
    has_wage_contract: Mapped[bool | None] = stored(
        YesNoField(N_("是否签订工资专项集体合同"), section="contracts")
    )
    wage_contract_form: Mapped[str | None] = stored(
        ChoiceField(N_("工资专项集体合同形式"), section="contracts", codes="contract_form")
    )
    wage_contract_signed_on: Mapped[date | None] = stored(
        DateField(N_("工资专项集体合同签订日期"), section="contracts")
    )
    wage_contract_from: Mapped[date | None] = stored(
        DateField(N_("工资专项集体合同起始日期"), section="contracts", future=True)
    )
    wage_contract_until: Mapped[date | None] = stored(
        DateField(N_("工资专项集体合同终止日期"), section="contracts", future=True, help=N_("一般一年一签。"))
    )
    wage_mechanisms: Mapped[tuple[str, ...]] = stored(
        MultiChoiceField(
            N_("工资机制"), section="contracts", codes="wage_mechanism", help=N_("已经建立的打勾，可以多选。")
        )
    )
    has_women_contract: Mapped[bool | None] = stored(
        YesNoField(N_("是否签订女职工权益保护专项集体合同"), section="contracts")
    )
    women_contract_until: Mapped[date | None] = stored(
        DateField(N_("女职工权益保护专项集体合同终止日期"), section="contracts", future=True)
    )
    has_safety_contract: Mapped[bool | None] = stored(
        YesNoField(N_("是否签订劳动安全卫生专项集体合同"), section="contracts")
    )
    safety_contract_until: Mapped[date | None] = stored(
        DateField(N_("劳动安全卫生专项集体合同终止日期"), section="contracts", future=True)
    )
    labour_contracts: Mapped[int | None] = stored(
        IntegerField(
            N_("签订劳动合同人数"), section="contracts", unit=N_("人"), help=N_("用来计算劳动合同签订率。")
        )
    )

    star_rank: Mapped[str | None] = stored(ChoiceField(N_("和谐企业级别"), section="star", codes="home_rank"))
    star_level: Mapped[str | None] = stored(
        ChoiceField(N_("和谐企业星级"), section="star", codes="star_level")
    )
    star_year: Mapped[int | None] = stored(
        IntegerField(N_("和谐企业年度"), section="star", minimum=1949, maximum=2100)
    )
    caring_employer: Mapped[bool | None] = stored(
        YesNoField(N_("是否获评关爱职工优秀企业（经营者）"), section="star", help=N_("双爱双评。"))
    )
    loyal_employees: Mapped[int | None] = stored(
        IntegerField(N_("获评热爱企业优秀职工人数"), section="star", unit=N_("人"), help=N_("双爱双评。"))
    )

    liaison_leader: Mapped[str | None] = stored(
        TextField(N_("联系点领导"), section="liaison", max_length=50, form=TextForm.PERSON_NAME)
    )
    liaison: Mapped[str | None] = stored(
        TextField(N_("包联人"), section="liaison", max_length=50, form=TextForm.PERSON_NAME)
    )
