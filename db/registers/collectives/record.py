"""A collective recommended for an honour: 工人先锋号, 先进集体, 五一劳动奖状."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from db.consultations import Consultation
from db.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    stored,
)
from db.messages import N_
from db.public_notices import NoticeRound
from db.record import Record, Row, belongs_to, rows


class CollectiveHonour(Row):
    """An honour won earlier (曾获荣誉)."""

    __tablename__ = "collectives_honours"

    record_id: Mapped[str] = belongs_to("collectives")
    honoured_on: Mapped[date | None] = stored(DateField(N_("年月"), required=True, month=True))
    awarded_by: Mapped[str | None] = stored(TextField(N_("授予单位"), required=True, max_length=120))
    title: Mapped[str | None] = stored(TextField(N_("称号"), required=True, max_length=80))
    level: Mapped[str | None] = stored(ChoiceField(N_("级别"), required=True, codes="honour_level"))
    certificate_no: Mapped[str | None] = stored(TextField(N_("证书号"), max_length=50))


class CollectiveConsultation(Consultation, Row):
    """An office asked about the collective (征求意见)."""

    __tablename__ = "collectives_consultations"

    record_id: Mapped[str] = belongs_to("collectives")


class CollectiveNotice(NoticeRound, Row):
    """A round of public notice (两审三公示)."""

    __tablename__ = "collectives_notices"

    record_id: Mapped[str] = belongs_to("collectives")


class Collective(Record):
    """One collective recommended for one title in one year."""

    __tablename__ = "collectives"

    title: Mapped[str | None] = stored(
        ChoiceField(N_("推荐称号"), section="title", required=True, in_list=True, codes="collective_title")
    )
    level: Mapped[str | None] = stored(
        ChoiceField(N_("申报级别"), section="title", required=True, in_list=True, codes="honour_level")
    )
    year: Mapped[int | None] = stored(
        IntegerField(N_("年度"), section="title", required=True, in_list=True, minimum=1949, maximum=2100)
    )

    name: Mapped[str | None] = stored(
        TextField(
            N_("集体名称"),
            section="collective",
            required=True,
            compared=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("写全称，写到班组。"),
        )
    )
    kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("集体类别"), section="collective", required=True, in_list=True, codes="collective_kind"
        )
    )
    founded_on: Mapped[date | None] = stored(DateField(N_("成立时间"), section="collective"))
    people: Mapped[int | None] = stored(
        IntegerField(
            N_("集体人数"), section="collective", required=True, in_list=True, unit=N_("人"), minimum=1
        )
    )
    female_people: Mapped[int | None] = stored(
        IntegerField(N_("女职工人数"), section="collective", unit=N_("人"))
    )
    party_members: Mapped[int | None] = stored(
        IntegerField(N_("党员人数"), section="collective", unit=N_("人"))
    )
    migrant_people: Mapped[int | None] = stored(
        IntegerField(N_("农民工人数"), section="collective", unit=N_("人"))
    )
    average_age: Mapped[Decimal | None] = stored(
        DecimalField(N_("平均年龄"), section="collective", places=1, minimum=16, maximum=80, unit=N_("岁"))
    )

    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("单位台账中的单位"),
            section="unit",
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
            N_("所在单位"),
            section="unit",
            required=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("写全称，与公章一致。"),
        )
    )
    unit_type: Mapped[str | None] = stored(ChoiceField(N_("单位性质"), section="unit", codes="unit_type"))
    industry: Mapped[str | None] = stored(ChoiceField(N_("所属行业"), section="unit", codes="industry"))
    address: Mapped[str | None] = stored(TextField(N_("单位地址"), section="unit", max_length=120))
    postcode: Mapped[str | None] = stored(
        TextField(N_("邮编"), section="unit", max_length=6, form=TextForm.POSTCODE)
    )
    phone: Mapped[str | None] = stored(
        TextField(
            N_("联系电话"),
            section="unit",
            max_length=20,
            form=TextForm.PHONE,
            sensitivity=Sensitivity.CONTACT,
        )
    )

    leader_name: Mapped[str | None] = stored(
        TextField(
            N_("负责人姓名"),
            section="leader",
            required=True,
            in_list=True,
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
        )
    )
    leader_sex: Mapped[str | None] = stored(ChoiceField(N_("负责人性别"), section="leader", codes="sex"))
    leader_post: Mapped[str | None] = stored(
        TextField(N_("负责人职务"), section="leader", max_length=60, of_person=True)
    )
    leader_mobile: Mapped[str | None] = stored(
        TextField(
            N_("负责人手机"),
            section="leader",
            max_length=20,
            form=TextForm.MOBILE,
            sensitivity=Sensitivity.CONTACT,
        )
    )

    honours: Mapped[list[CollectiveHonour]] = rows("CollectiveHonour")
    brief_deeds: Mapped[str | None] = stored(
        TextField(
            N_("简要事迹"),
            section="deeds",
            max_length=700,
            multiline=True,
            help=N_("不超过500字，空格不计。"),
        )
    )
    deeds: Mapped[str | None] = stored(
        TextField(
            N_("主要事迹"), section="deeds", max_length=2600, multiline=True, help=N_("约2000字，空格不计。")
        )
    )

    notices: Mapped[list[CollectiveNotice]] = rows("CollectiveNotice")
    consultations: Mapped[list[CollectiveConsultation]] = rows("CollectiveConsultation")

    unit_opinion: Mapped[str | None] = stored(
        TextField(N_("基层单位意见"), section="opinions", max_length=300, multiline=True)
    )
    unit_opinion_on: Mapped[date | None] = stored(DateField(N_("基层单位意见日期"), section="opinions"))
    county_union_opinion: Mapped[str | None] = stored(
        TextField(N_("县（区）总工会意见"), section="opinions", max_length=300, multiline=True)
    )
    county_union_opinion_on: Mapped[date | None] = stored(
        DateField(N_("县（区）总工会意见日期"), section="opinions")
    )
    city_union_opinion: Mapped[str | None] = stored(
        TextField(N_("市总工会意见"), section="opinions", max_length=300, multiline=True)
    )
    city_union_opinion_on: Mapped[date | None] = stored(DateField(N_("市总工会意见日期"), section="opinions"))
