"""What a hardship file says of the household as a whole: income, causes, bank, campaign and filing."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_


class Household:
    """The second part of the paper form, mixed into ``HardshipCase``."""

    household_size: Mapped[int | None] = stored(
        IntegerField(
            N_("家庭人口"),
            "income",
            required=True,
            minimum=1,
            maximum=30,
            unit=N_("人"),
            help=N_("共同生活的人数，等于户主加上家庭成员的行数。"),
        )
    )
    monthly_income_self: Mapped[int | None] = stored(
        MoneyField(
            N_("本人月平均收入"),
            "income",
            required=True,
            sensitivity=Sensitivity.MONEY,
            help=N_("近一年工资、养老金等的月平均数，凭工资流水或单位盖章的证明。"),
        )
    )
    other_income_year: Mapped[int | None] = stored(
        MoneyField(
            N_("家庭其他（非薪资）年收入"),
            "income",
            required=True,
            sensitivity=Sensitivity.MONEY,
            help=N_("全家一年的租金、利息、务农、赡养费等收入，没有填 0。"),
        )
    )
    household_income_year: Mapped[int | None] = stored(
        MoneyField(
            N_("家庭年度总收入"),
            "income",
            required=True,
            sensitivity=Sensitivity.MONEY,
            help=N_("等于本人和各成员的月收入乘 12，再加其他年收入。"),
        )
    )
    rigid_medical: Mapped[int | None] = stored(
        MoneyField(
            N_("年度医疗自付支出"),
            "income",
            sensitivity=Sensitivity.MONEY,
            help=N_("近一年医保报销后自己付的部分，凭票据。"),
        )
    )
    rigid_education: Mapped[int | None] = stored(
        MoneyField(
            N_("年度教育支出"),
            "income",
            sensitivity=Sensitivity.MONEY,
            help=N_("子女一年的学费、住宿费，凭票据。"),
        )
    )
    rigid_disability: Mapped[int | None] = stored(
        MoneyField(
            N_("年度残疾支出"),
            "income",
            sensitivity=Sensitivity.MONEY,
            help=N_("残疾人一年的康复、器具和照料费用。"),
        )
    )
    rigid_other: Mapped[int | None] = stored(
        MoneyField(
            N_("年度其他刚性支出"),
            "income",
            sensitivity=Sensitivity.MONEY,
            help=N_("灾害、事故等造成的一年费用，凭公安、民政等部门的证明和票据。"),
        )
    )
    on_allowance: Mapped[bool | None] = stored(
        YesNoField(N_("是否低保户"), "income", help=N_("凭民政部门一年内盖章的低保证明。"))
    )
    allowance_no: Mapped[str | None] = stored(
        TextField(N_("低保证号"), "income", max_length=30, sensitivity=Sensitivity.IDENTITY)
    )
    allowance_monthly: Mapped[int | None] = stored(
        MoneyField(N_("月低保金"), "income", sensitivity=Sensitivity.MONEY)
    )
    cause_main: Mapped[str | None] = stored(
        ChoiceField(
            N_("主要致困原因"),
            "causes",
            required=True,
            in_list=True,
            codes="hardship_cause",
            help=N_("主要致困原因限选一项。"),
        )
    )
    cause_secondary: Mapped[tuple[str, ...]] = stored(
        MultiChoiceField(
            N_("次要致困原因"),
            "causes",
            codes="hardship_cause",
            at_most=3,
            help=N_("次要致困原因最多选三项，不与主要原因重复。"),
        )
    )
    cause_text: Mapped[str | None] = stored(
        TextField(
            N_("致困原因文字描述"),
            "causes",
            max_length=500,
            multiline=True,
            sensitivity=Sensitivity.HEALTH,
            help=N_("写清谁、什么时候、因为什么、花了多少；原因选“其他”的必填。"),
        )
    )
    can_help_self: Mapped[bool | None] = stored(YesNoField(N_("是否有一定自救能力"), "causes"))
    no_one_employed: Mapped[bool | None] = stored(
        YesNoField(
            N_("是否为零就业家庭"), "causes", help=N_("劳动年龄内有劳动能力的人都没有就业，就是零就业家庭。")
        )
    )
    bank: Mapped[str | None] = stored(
        ChoiceField(
            N_("开户银行"), "bank", codes="bank", help=N_("银行三项在发放帮扶金之前填齐，须是本人的卡。")
        )
    )
    branch: Mapped[str | None] = stored(
        TextField(
            N_("支行名称"), "bank", max_length=50, of_person=True, help=N_("写到支行或网点，如“青山湖支行”。")
        )
    )
    card_no: Mapped[str | None] = stored(
        TextField(
            N_("银行卡号"),
            "bank",
            compared=True,
            max_length=19,
            form=TextForm.BANK_CARD,
            sensitivity=Sensitivity.MONEY,
            help=N_("填户主本人的卡，一张卡不能用在两份档案上。"),
        )
    )
    campaign_target: Mapped[bool | None] = stored(
        YesNoField(
            N_("是否为解困脱困对象"),
            "campaign",
            help=N_("2016 至 2020 年解困脱困工作的历史项目，以后的档案不填。"),
        )
    )
    campaign_from: Mapped[date | None] = stored(DateField(N_("确定时间"), "campaign"))
    campaign_group: Mapped[str | None] = stored(
        ChoiceField(N_("五类重点群体"), "campaign", codes="relief_target_group")
    )
    campaign_group_text: Mapped[str | None] = stored(
        TextField(N_("其他重点群体（注明）"), "campaign", max_length=100, of_person=True)
    )
    campaign_measures: Mapped[tuple[str, ...]] = stored(
        MultiChoiceField(N_("“四个一批”措施"), "campaign", codes="relief_measure", at_most=4)
    )
    filed_on: Mapped[date | None] = stored(DateField(N_("建档日期"), "filing", required=True))
    filed_by: Mapped[str | None] = stored(
        TextField(
            N_("建档人"),
            "filing",
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("建档人和审核人至少填一人。"),
        )
    )
    reviewed_by: Mapped[str | None] = stored(
        TextField(N_("审核人"), "filing", max_length=50, form=TextForm.PERSON_NAME)
    )
    entered_by: Mapped[str | None] = stored(
        TextField(N_("录入人"), "filing", max_length=50, form=TextForm.PERSON_NAME)
    )
    memo: Mapped[str | None] = stored(TextField(N_("备注"), "filing", max_length=500, multiline=True))
