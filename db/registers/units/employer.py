"""What the register says of a unit as an employer: name, codes, state, people and party organisation."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    IntegerField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_


class Employer:
    """The first part of the form, mixed into ``Unit``."""

    unit_name: Mapped[str | None] = stored(
        TextField(
            N_("单位名称"),
            section="unit",
            required=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("与营业执照、公章一致的全称，不用简称。"),
        )
    )
    credit_code: Mapped[str | None] = stored(
        TextField(
            N_("统一社会信用代码"),
            section="unit",
            unique=True,
            in_list=True,
            searchable=True,
            max_length=18,
            form=TextForm.CREDIT_CODE,
            help=N_("所在单位的18位代码，不是工会自己的代码。"),
        )
    )
    legacy_code: Mapped[str | None] = stored(
        TextField(
            N_("组织机构代码"),
            section="unit",
            searchable=True,
            max_length=10,
            help=N_("旧的9位代码，没有统一社会信用代码时填写。"),
        )
    )
    legal_representative: Mapped[str | None] = stored(
        TextField(N_("法定代表人（负责人）"), section="unit", max_length=50, form=TextForm.PERSON_NAME)
    )
    contact: Mapped[str | None] = stored(
        TextField(N_("联系人"), section="unit", max_length=50, form=TextForm.PERSON_NAME)
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
    industry: Mapped[str | None] = stored(
        ChoiceField(
            N_("国民经济行业分类"), section="unit", codes="industry", help=N_("按主要经济活动选门类。")
        )
    )
    unit_type: Mapped[str | None] = stored(
        ChoiceField(
            N_("单位类别（经济类型）"),
            section="unit",
            required=True,
            in_list=True,
            codes="unit_type",
            help=N_("用工会系统自己的类别，与工商登记注册类型的编号不同。"),
        )
    )
    address_area: Mapped[str | None] = stored(
        AreaField(N_("单位地址：街道（乡镇）"), section="unit", digits=9)
    )
    address_village: Mapped[str | None] = stored(
        TextField(N_("单位地址：社区（村）"), section="unit", max_length=50)
    )
    address: Mapped[str | None] = stored(TextField(N_("单位地址：门牌"), section="unit", max_length=100))
    unit_state: Mapped[str | None] = stored(
        ChoiceField(
            N_("登记状态"),
            section="unit",
            required=True,
            codes="unit_state",
            help=N_("注销、吊销、查无、迁出的单位不计入应建会单位。"),
        )
    )
    legal_entity: Mapped[bool | None] = stored(
        YesNoField(N_("是否企业法人"), section="unit", help=N_("企业法人计入建会率。"))
    )
    established_on: Mapped[date | None] = stored(
        DateField(N_("成立日期"), section="unit", help=N_("营业执照上的成立日期。"))
    )

    employees: Mapped[int | None] = stored(
        IntegerField(
            N_("职工人数"),
            section="people",
            required=True,
            in_list=True,
            unit=N_("人"),
            help=N_("包括农民工和劳务派遣工。"),
        )
    )
    female_employees: Mapped[int | None] = stored(
        IntegerField(N_("女职工人数"), section="people", unit=N_("人"))
    )
    migrant_employees: Mapped[int | None] = stored(
        IntegerField(N_("农民工人数"), section="people", unit=N_("人"))
    )
    dispatched_employees: Mapped[int | None] = stored(
        IntegerField(N_("劳务派遣工人数"), section="people", unit=N_("人"))
    )
    professional_employees: Mapped[int | None] = stored(
        IntegerField(N_("专业技术人员人数"), section="people", unit=N_("人"))
    )

    has_party: Mapped[bool | None] = stored(
        YesNoField(N_("是否建立党组织"), section="party", help=N_("没有党组织的单位也可以先建工会。"))
    )
    party_form: Mapped[str | None] = stored(
        ChoiceField(N_("党组织形式"), section="party", codes="party_form")
    )
    party_members: Mapped[int | None] = stored(IntegerField(N_("党员人数"), section="party", unit=N_("人")))
