"""The rows of a hardship file: the members of the household and the papers that prove its case."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IdentityField,
    IntegerField,
    MoneyField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Row, belongs_to


class HouseholdMember(Row):
    """One member of the household (家庭成员) besides its head."""

    __tablename__ = "hardship_cases_members"

    record_id: Mapped[str] = belongs_to("hardship_cases")
    name: Mapped[str | None] = stored(
        TextField(N_("姓名"), required=True, searchable=True, max_length=50, form=TextForm.PERSON_NAME)
    )
    relation: Mapped[str | None] = stored(
        ChoiceField(
            N_("关系"),
            required=True,
            codes="family_relation",
            help=N_("填该成员是户主的什么人，如配偶、子、女、母亲。"),
        )
    )
    id_no: Mapped[str | None] = stored(
        IdentityField(
            N_("身份证号"),
            required=True,
            searchable=True,
            sensitivity=Sensitivity.IDENTITY,
            sex="sex",
            birth="birth",
            help=N_("同一人只能在一份档案里：不能既是这一户的成员，又是另一份档案的户主。"),
        )
    )
    sex: Mapped[str | None] = stored(ChoiceField(N_("性别"), codes="sex"))
    birth: Mapped[date | None] = stored(DateField(N_("出生日期"), sensitivity=Sensitivity.IDENTITY))
    ethnic: Mapped[str | None] = stored(ChoiceField(N_("民族"), required=True, codes="ethnic"))
    politics: Mapped[str | None] = stored(ChoiceField(N_("政治面貌"), codes="politics"))
    monthly_income: Mapped[int | None] = stored(
        MoneyField(
            N_("月收入"),
            required=True,
            sensitivity=Sensitivity.MONEY,
            help=N_("填近一年的月平均收入，没有收入填 0，并附失业或未就业证明。"),
        )
    )
    model_worker_kind: Mapped[str | None] = stored(
        ChoiceField(N_("劳模类型"), required=True, codes="model_worker_kind")
    )
    health: Mapped[str | None] = stored(
        ChoiceField(N_("健康状况"), required=True, codes="health", sensitivity=Sensitivity.HEALTH)
    )
    disability_kind: Mapped[str | None] = stored(
        ChoiceField(N_("残疾类别"), codes="disability_kind", sensitivity=Sensitivity.HEALTH)
    )
    disability_grade: Mapped[str | None] = stored(
        ChoiceField(N_("残疾等级"), codes="disability_grade", sensitivity=Sensitivity.HEALTH)
    )
    medical_insurance: Mapped[str | None] = stored(
        ChoiceField(N_("医保状况"), required=True, codes="medical_insurance")
    )
    marriage: Mapped[str | None] = stored(ChoiceField(N_("婚姻状况"), required=True, codes="marriage"))
    household_kind: Mapped[str | None] = stored(
        ChoiceField(N_("户口类型"), required=True, codes="household_registration")
    )
    mobile: Mapped[str | None] = stored(
        TextField(N_("手机号码"), max_length=11, form=TextForm.MOBILE, sensitivity=Sensitivity.CONTACT)
    )
    other_phone: Mapped[str | None] = stored(
        TextField(N_("其它联系方式"), max_length=30, form=TextForm.PHONE, sensitivity=Sensitivity.CONTACT)
    )
    person_status: Mapped[str | None] = stored(
        ChoiceField(N_("人员身份"), required=True, codes="person_status")
    )
    education: Mapped[str | None] = stored(
        ChoiceField(N_("当前学历"), codes="education", help=N_("在读学生填正在读的学历，金秋助学按它认定。"))
    )
    entry_year: Mapped[int | None] = stored(
        IntegerField(
            N_("入学年份"),
            minimum=1980,
            maximum=2100,
            unit=N_("年"),
            help=N_("入学年份加年制就是助学终止的年份。"),
        )
    )
    school_years: Mapped[int | None] = stored(IntegerField(N_("年制"), minimum=1, maximum=9, unit=N_("年")))
    unit_or_school: Mapped[str | None] = stored(TextField(N_("单位或学校"), max_length=100, of_person=True))
    unit_nature: Mapped[str | None] = stored(ChoiceField(N_("单位性质"), codes="unit_nature"))
    unit_condition: Mapped[str | None] = stored(ChoiceField(N_("企业状况"), codes="unit_condition"))
    industry: Mapped[str | None] = stored(ChoiceField(N_("所属行业"), codes="industry"))
    work_state: Mapped[str | None] = stored(ChoiceField(N_("工作状态"), codes="work_state"))
    contract_from: Mapped[date | None] = stored(DateField(N_("劳动合同签订/入伍时间")))
    contract_term: Mapped[str | None] = stored(ChoiceField(N_("合同期限"), codes="contract_term"))
    authorizes_check: Mapped[bool | None] = stored(
        YesNoField(
            N_("授权核对"), help=N_("在《家庭经济状况核对授权委托书》上签了字、同意核对的成员选“是”。")
        )
    )
    memo: Mapped[str | None] = stored(TextField(N_("备注"), max_length=200, of_person=True))


class CaseAttachment(Row):
    """One paper of the evidence (附件) that lies in the paper file."""

    __tablename__ = "hardship_cases_attachments"

    record_id: Mapped[str] = belongs_to("hardship_cases")
    kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("附件类型"),
            required=True,
            codes="attachment_kind",
            help=N_("收到一种材料登记一行；还缺哪些，检查时会逐项列出。"),
        )
    )
    name: Mapped[str | None] = stored(TextField(N_("附件名称"), max_length=100, of_person=True))
    copies: Mapped[int | None] = stored(IntegerField(N_("份数"), minimum=1, maximum=99, unit=N_("份")))
