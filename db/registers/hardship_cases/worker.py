"""What a hardship file says of the worker who is the head of the household: person, work and housing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    IdentityField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_


class Worker:
    """The first part of the paper form, mixed into ``HardshipCase``."""

    # Not required: the office gives the number when the file is first saved.
    file_no: Mapped[str | None] = stored(
        TextField(
            N_("职工编号"),
            "basics",
            unique=True,
            in_list=True,
            searchable=True,
            max_length=30,
            help=N_("第一次保存时自动编号：乡镇代码、年份和四位流水号。"),
            of_person=True,
        )
    )
    hardship_class: Mapped[str | None] = stored(
        ChoiceField(
            N_("困难类别"),
            "basics",
            required=True,
            in_list=True,
            codes="hardship_class",
            help=N_(
                "按填表时的政策选：2020 年起为深度困难、相对困难、意外致困，以前为低保户、低保边缘户、意外致困户。"
            ),
        )
    )
    file_level: Mapped[str | None] = stored(
        ChoiceField(
            N_("建档标准（档案层级）"),
            "basics",
            codes="file_level",
            help=N_("2017 年起分全国级、省级、地市级、区县级和基层建档。"),
        )
    )
    name: Mapped[str | None] = stored(
        TextField(
            N_("姓名"),
            "basics",
            required=True,
            in_list=True,
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("照身份证填写，生僻字和间隔号“·”都可以录入。"),
        )
    )
    id_no: Mapped[str | None] = stored(
        IdentityField(
            N_("身份证号"),
            "basics",
            required=True,
            in_list=True,
            searchable=True,
            sensitivity=Sensitivity.IDENTITY,
            sex="sex",
            birth="birth",
            area="household_area",
            help=N_("一户一档：一个家庭只建一份档案，家里其他困难职工填在家庭成员里。"),
        )
    )
    sex: Mapped[str | None] = stored(
        ChoiceField(N_("性别"), "basics", required=True, codes="sex", help=N_("由身份证号得出。"))
    )
    birth: Mapped[date | None] = stored(
        DateField(
            N_("出生日期"),
            "basics",
            required=True,
            sensitivity=Sensitivity.IDENTITY,
            help=N_("由身份证号得出。"),
        )
    )
    ethnic: Mapped[str | None] = stored(ChoiceField(N_("民族"), "basics", required=True, codes="ethnic"))
    politics: Mapped[str | None] = stored(
        ChoiceField(N_("政治面貌"), "basics", required=True, codes="politics")
    )
    health: Mapped[str | None] = stored(
        ChoiceField(
            N_("健康状况"),
            "basics",
            required=True,
            codes="health",
            sensitivity=Sensitivity.HEALTH,
            help=N_("患病的选具体病种，凭二级及以上医院诊断书；残疾的还要填类别和等级。"),
        )
    )
    disability_kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("残疾类别"),
            "basics",
            codes="disability_kind",
            sensitivity=Sensitivity.HEALTH,
            help=N_("健康状况为残疾时，照残疾证填写。"),
        )
    )
    disability_grade: Mapped[str | None] = stored(
        ChoiceField(
            N_("残疾等级"),
            "basics",
            codes="disability_grade",
            sensitivity=Sensitivity.HEALTH,
            help=N_("健康状况为残疾时，照残疾证填写，一级最重。"),
        )
    )
    model_worker_kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("劳模类型"),
            "basics",
            required=True,
            codes="model_worker_kind",
            help=N_("不是劳模的选“非劳模”。"),
        )
    )
    marriage: Mapped[str | None] = stored(
        ChoiceField(
            N_("婚姻状况"),
            "basics",
            required=True,
            codes="marriage",
            help=N_("离异、丧偶的要附证明材料。"),
        )
    )
    single_parent: Mapped[bool | None] = stored(YesNoField(N_("是否单亲"), "basics"))
    household_kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("户口类型"),
            "basics",
            required=True,
            codes="household_registration",
            help=N_("照户口簿填写；户籍改革后登记为居民户口。"),
        )
    )
    household_area: Mapped[str | None] = stored(
        AreaField(
            N_("户口所在地行政区划"),
            "basics",
            required=True,
            help=N_("先按身份证号前六位填入，户口迁移过的请改成现在的户籍县区。"),
        )
    )
    address: Mapped[str | None] = stored(
        TextField(
            N_("家庭住址"),
            "basics",
            required=True,
            compared=True,
            searchable=True,
            max_length=100,
            sensitivity=Sensitivity.CONTACT,
            help=N_("填现在住的地方，写到门牌号或村组，入户调查按它上门。"),
        )
    )
    postcode: Mapped[str | None] = stored(
        TextField(N_("邮政编码"), "basics", max_length=6, form=TextForm.POSTCODE, of_person=True)
    )
    mobile: Mapped[str | None] = stored(
        TextField(
            N_("手机号码"),
            "basics",
            in_list=True,
            searchable=True,
            max_length=11,
            form=TextForm.MOBILE,
            sensitivity=Sensitivity.CONTACT,
            help=N_("手机号码和其他联系方式至少填一项。"),
        )
    )
    other_phone: Mapped[str | None] = stored(
        TextField(
            N_("其他联系方式"),
            "basics",
            max_length=30,
            form=TextForm.PHONE,
            sensitivity=Sensitivity.CONTACT,
            help=N_("没有手机的填固定电话或亲属电话。"),
        )
    )
    medical_insurance: Mapped[str | None] = stored(
        ChoiceField(N_("医保状况"), "basics", required=True, codes="medical_insurance")
    )
    work_state: Mapped[str | None] = stored(
        ChoiceField(N_("工作状态"), "work", required=True, codes="work_state")
    )
    work_from: Mapped[date | None] = stored(
        DateField(N_("工作时间（参加工作时间）"), "work", required=True, help=N_("如 2009年7月1日。"))
    )
    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("工作单位（单位台账）"),
            "work",
            register="units",
            shows=("credit_code", "unit_type", "industry"),
            help=N_("单位已在单位台账里的，从台账里选。"),
        )
    )
    unit_text: Mapped[str | None] = stored(
        TextField(
            N_("工作单位"),
            "work",
            searchable=True,
            max_length=100,
            help=N_("单位台账里没有的单位照公章名称填写；下岗失业的填原单位。"),
        )
    )
    unit_nature: Mapped[str | None] = stored(ChoiceField(N_("单位性质"), "work", codes="unit_nature"))
    unit_condition: Mapped[str | None] = stored(ChoiceField(N_("企业状况"), "work", codes="unit_condition"))
    industry: Mapped[str | None] = stored(
        ChoiceField(
            N_("所属行业"), "work", required=True, codes="industry", help=N_("按国民经济行业分类的门类选。")
        )
    )
    migrant_worker: Mapped[bool | None] = stored(
        YesNoField(
            N_("是否农民工"),
            "work",
            help=N_("农民工建档须签有一年以上劳动合同或有事实劳动关系，并且是工会会员。"),
        )
    )
    contract_from: Mapped[date | None] = stored(
        DateField(N_("劳动合同签订时间"), "work", help=N_("农民工必填，应比建档日期早一年以上。"))
    )
    contract_term: Mapped[str | None] = stored(
        ChoiceField(N_("合同期限"), "work", codes="contract_term", help=N_("农民工必填。"))
    )
    union_member: Mapped[bool | None] = stored(
        YesNoField(N_("是否工会会员"), "work", help=N_("农民工须先入会再建档。"))
    )
    joined_union: Mapped[date | None] = stored(DateField(N_("入会时间"), "work"))
    house_kind: Mapped[str | None] = stored(
        ChoiceField(N_("住房类型"), "housing", required=True, codes="house_kind")
    )
    floor_area: Mapped[Decimal | None] = stored(
        DecimalField(
            N_("建筑面积"),
            "housing",
            maximum=9_999,
            unit="㎡",
            help=N_("照房产证填写，没有房产证的按入户时量得的填。"),
        )
    )
