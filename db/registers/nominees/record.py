"""A person recommended for an honour (推荐审批表): model worker, May-1st medal, good union worker."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IdentityField,
    IntegerField,
    MultiChoiceField,
    PictureField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Record, rows
from db.registers.nominees.rows import NomineeConsultation, NomineeHonour, NomineeNotice, ResumeEntry


class Nominee(Record):
    """One person recommended for one title in one year."""

    __tablename__ = "nominees"

    def __init__(self, **values: Any) -> None:
        # The paper form is never empty here: who was never punished writes 无.
        super().__init__(**{"punishments": "无", **values})

    title: Mapped[str | None] = stored(
        ChoiceField(N_("推荐称号"), section="title", required=True, in_list=True, codes="honour_title")
    )
    level: Mapped[str | None] = stored(
        ChoiceField(N_("申报级别"), section="title", required=True, in_list=True, codes="honour_level")
    )
    year: Mapped[int | None] = stored(
        IntegerField(
            N_("年度"),
            section="title",
            required=True,
            in_list=True,
            minimum=1949,
            maximum=2100,
            help=N_("全国、省劳模一般每5年评选一次。"),
        )
    )
    session: Mapped[int | None] = stored(
        IntegerField(N_("届次"), section="title", minimum=1, maximum=99, unit=N_("届"))
    )
    recommended_by: Mapped[str | None] = stored(TextField(N_("推荐单位"), section="title", max_length=120))
    form_no: Mapped[str | None] = stored(
        TextField(N_("表号"), section="title", searchable=True, max_length=30)
    )

    name: Mapped[str | None] = stored(
        TextField(
            N_("姓名"),
            section="person",
            required=True,
            in_list=True,
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
        )
    )
    id_no: Mapped[str | None] = stored(
        IdentityField(
            N_("身份证号"),
            section="person",
            required=True,
            searchable=True,
            sex="sex",
            birth="birth",
            sensitivity=Sensitivity.IDENTITY,
            help=N_("填写后自动得出性别和出生年月。"),
        )
    )
    sex: Mapped[str | None] = stored(ChoiceField(N_("性别"), section="person", required=True, codes="sex"))
    ethnic: Mapped[str | None] = stored(
        ChoiceField(N_("民族"), section="person", required=True, codes="ethnic")
    )
    photo: Mapped[str | None] = stored(
        PictureField(
            N_("照片"),
            section="person",
            help=N_("近期2寸正面免冠彩色照片，35×49毫米，不小于413×579像素，印在审批表上。"),
        )
    )
    photo_ready: Mapped[bool | None] = stored(
        YesNoField(
            N_("照片（已备）"),
            section="person",
            help=N_("冲洗好的纸质照片，随推荐材料上报。"),
        )
    )
    birth: Mapped[date | None] = stored(
        DateField(N_("出生年月"), section="person", required=True, sensitivity=Sensitivity.IDENTITY)
    )
    native_place: Mapped[str | None] = stored(
        TextField(N_("籍贯"), section="person", max_length=40, help=N_("写到省和市（县）。"), of_person=True)
    )
    birthplace: Mapped[str | None] = stored(
        TextField(N_("出生地"), section="person", max_length=40, of_person=True)
    )
    politics: Mapped[str | None] = stored(
        ChoiceField(N_("政治面貌"), section="person", required=True, codes="politics")
    )
    joined_party_on: Mapped[date | None] = stored(DateField(N_("入党时间"), section="person"))
    education: Mapped[str | None] = stored(
        ChoiceField(N_("学历（文化程度）"), section="person", codes="education")
    )
    degree: Mapped[str | None] = stored(ChoiceField(N_("学位"), section="person", codes="degree"))
    school: Mapped[str | None] = stored(
        TextField(N_("毕业院校专业"), section="person", max_length=100, of_person=True)
    )
    mobile: Mapped[str | None] = stored(
        TextField(
            N_("手机"), section="person", max_length=20, form=TextForm.MOBILE, sensitivity=Sensitivity.CONTACT
        )
    )
    household_place: Mapped[str | None] = stored(
        TextField(N_("户籍地"), section="person", max_length=100, sensitivity=Sensitivity.CONTACT)
    )
    household_registration: Mapped[str | None] = stored(
        ChoiceField(N_("户口类型"), section="person", codes="household_registration")
    )
    has_household_proof: Mapped[bool | None] = stored(
        YesNoField(N_("是否附户口本复印件或农业户籍证明"), section="person", help=N_("推荐农民工时要附。"))
    )

    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("单位台账中的单位"),
            section="work",
            register="units",
            shows=(
                "unit_name",
                "unit_type",
                "industry",
                "employees",
                "built_state",
                "union_name",
                "has_contract",
                "contract_until",
                "has_congress",
                "congress_on",
            ),
            help=N_("未建工会、没有集体合同或职代会制度的单位，当年一般不能申报。"),
        )
    )
    work_unit: Mapped[str | None] = stored(
        TextField(
            N_("工作单位"),
            section="work",
            required=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("写全称，与公章一致。"),
        )
    )
    post: Mapped[str | None] = stored(
        TextField(N_("职务"), section="work", in_list=True, max_length=60, of_person=True)
    )
    professional_title: Mapped[str | None] = stored(TextField(N_("职称"), section="work", max_length=60))
    technical_grade: Mapped[str | None] = stored(
        ChoiceField(N_("技术等级"), section="work", codes="technical_grade")
    )
    unit_type: Mapped[str | None] = stored(ChoiceField(N_("单位性质"), section="work", codes="unit_type"))
    industry: Mapped[str | None] = stored(ChoiceField(N_("所属行业"), section="work", codes="industry"))
    unit_employees: Mapped[int | None] = stored(
        IntegerField(N_("单位规模"), section="work", unit=N_("人"), help=N_("单位的职工人数。"))
    )
    started_work_on: Mapped[date | None] = stored(DateField(N_("参加工作时间"), section="work"))
    post_years: Mapped[int | None] = stored(
        IntegerField(N_("本岗位年限"), section="work", maximum=80, unit=N_("年"))
    )
    person_category: Mapped[str | None] = stored(
        ChoiceField(
            N_("人员类别（身份）"),
            section="work",
            required=True,
            codes="person_category",
            help=N_("用来核对一线职工、企业负责人等的比例。"),
        )
    )
    person_flags: Mapped[tuple[str, ...]] = stored(
        MultiChoiceField(N_("身份标记"), section="work", codes="person_flag")
    )
    union_post: Mapped[str | None] = stored(
        TextField(
            N_("工会职务"),
            section="union",
            max_length=60,
            help=N_("推荐优秀工会工作者时填写。"),
            of_person=True,
        )
    )
    union_post_kind: Mapped[str | None] = stored(
        ChoiceField(N_("专职/兼职"), section="union", codes="chair_post")
    )
    union_years: Mapped[int | None] = stored(
        IntegerField(N_("从事工会工作年限"), section="union", maximum=80, unit=N_("年"))
    )
    home_level: Mapped[str | None] = stored(
        ChoiceField(N_("所在工会已获职工之家称号"), section="union", codes="home_level")
    )

    resume: Mapped[list[ResumeEntry]] = rows("ResumeEntry")
    honours: Mapped[list[NomineeHonour]] = rows("NomineeHonour")
    punishments: Mapped[str | None] = stored(
        TextField(
            N_("何时何地受过何种处分"),
            section="honours",
            required=True,
            max_length=300,
            multiline=True,
            help=N_("没有受过处分的，写“无”。"),
        )
    )

    brief_deeds: Mapped[str | None] = stored(
        TextField(
            N_("简要事迹"),
            section="deeds",
            max_length=700,
            multiline=True,
            help=N_("不超过500字，空格不计，一张A4纸正面。"),
        )
    )
    deeds: Mapped[str | None] = stored(
        TextField(
            N_("主要事迹"), section="deeds", max_length=2600, multiline=True, help=N_("约2000字，空格不计。")
        )
    )

    recommendation_method: Mapped[str | None] = stored(
        ChoiceField(N_("推荐方式"), section="vote", codes="recommendation_method")
    )
    meeting_on: Mapped[date | None] = stored(DateField(N_("会议日期"), section="vote"))
    votes_due: Mapped[int | None] = stored(IntegerField(N_("应到人数"), section="vote", unit=N_("人")))
    votes_present: Mapped[int | None] = stored(IntegerField(N_("实到人数"), section="vote", unit=N_("人")))
    votes_for: Mapped[int | None] = stored(IntegerField(N_("同意票数"), section="vote", unit=N_("票")))
    minutes_no: Mapped[str | None] = stored(
        TextField(
            N_("会议纪要文号"), section="vote", max_length=50, help=N_("附盖公章的会议纪要或记录复印件两份。")
        )
    )

    notice_place: Mapped[str | None] = stored(TextField(N_("公示地点"), section="notice", max_length=100))
    notice_from: Mapped[date | None] = stored(DateField(N_("公示开始日期"), section="notice"))
    notice_until: Mapped[date | None] = stored(
        DateField(N_("公示结束日期"), section="notice", future=True, help=N_("公示不少于5个工作日。"))
    )
    notice_result: Mapped[str | None] = stored(
        ChoiceField(N_("公示结果"), section="notice", codes="notice_result")
    )

    notices: Mapped[list[NomineeNotice]] = rows("NomineeNotice")
    consultations: Mapped[list[NomineeConsultation]] = rows("NomineeConsultation")

    party_opinion: Mapped[str | None] = stored(
        TextField(N_("所在单位党组织意见"), section="opinions", max_length=300, multiline=True)
    )
    party_opinion_on: Mapped[date | None] = stored(
        DateField(N_("所在单位党组织意见日期"), section="opinions")
    )
    administration_opinion: Mapped[str | None] = stored(
        TextField(N_("所在单位行政意见"), section="opinions", max_length=300, multiline=True)
    )
    administration_opinion_on: Mapped[date | None] = stored(
        DateField(N_("所在单位行政意见日期"), section="opinions")
    )
    union_opinion: Mapped[str | None] = stored(
        TextField(N_("所在单位工会意见"), section="opinions", max_length=300, multiline=True)
    )
    union_opinion_on: Mapped[date | None] = stored(DateField(N_("所在单位工会意见日期"), section="opinions"))
    township_union_opinion: Mapped[str | None] = stored(
        TextField(N_("乡镇（街道）总工会意见"), section="opinions", max_length=300, multiline=True)
    )
    township_union_opinion_on: Mapped[date | None] = stored(
        DateField(N_("乡镇（街道）总工会意见日期"), section="opinions")
    )
    county_union_opinion: Mapped[str | None] = stored(
        TextField(N_("县（区）总工会意见"), section="opinions", max_length=300, multiline=True)
    )
    county_union_opinion_on: Mapped[date | None] = stored(
        DateField(N_("县（区）总工会意见日期"), section="opinions")
    )
    county_opinion: Mapped[str | None] = stored(
        TextField(N_("县（区）人民政府（党委）意见"), section="opinions", max_length=300, multiline=True)
    )
    county_opinion_on: Mapped[date | None] = stored(
        DateField(N_("县（区）人民政府（党委）意见日期"), section="opinions")
    )
    city_union_opinion: Mapped[str | None] = stored(
        TextField(N_("市总工会（市劳模评选办）意见"), section="opinions", max_length=300, multiline=True)
    )
    city_union_opinion_on: Mapped[date | None] = stored(
        DateField(N_("市总工会（市劳模评选办）意见日期"), section="opinions")
    )
    city_opinion: Mapped[str | None] = stored(
        TextField(N_("市人民政府审批意见"), section="opinions", max_length=300, multiline=True)
    )
    city_opinion_on: Mapped[date | None] = stored(DateField(N_("市人民政府审批意见日期"), section="opinions"))
