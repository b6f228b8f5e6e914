"""What the register says of the union (基层工会) in a unit: founding, members, chair, committees, standing."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    IdentityField,
    IntegerField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_


class GrassRootsUnion:
    """The second part of the form, mixed into ``Unit``; empty while there is no union."""

    built_state: Mapped[str | None] = stored(
        ChoiceField(N_("建会情况"), section="union", required=True, in_list=True, codes="built_state")
    )
    union_name: Mapped[str | None] = stored(
        TextField(
            N_("工会名称"),
            section="union",
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("一般为单位全称加“工会委员会”。"),
        )
    )
    founded_on: Mapped[date | None] = stored(
        DateField(N_("建会时间"), section="union", help=N_("上级工会批复同意成立的日期。"))
    )
    approval_no: Mapped[str | None] = stored(TextField(N_("建会批文号"), section="union", max_length=50))
    union_kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("工会组织类型"),
            section="union",
            codes="union_kind",
            help=N_("联合基层工会要在下面列出覆盖单位。"),
        )
    )
    statistics_code: Mapped[str | None] = stored(
        TextField(
            N_("基层工会统计编码"),
            section="union",
            unique=True,
            searchable=True,
            max_length=20,
            help=N_("年报封面901号，每年不变。"),
        )
    )
    union_area: Mapped[str | None] = stored(
        AreaField(N_("基层工会所在地行政区划代码"), section="union", help=N_("年报封面903号。"))
    )
    not_built_reason: Mapped[str | None] = stored(
        ChoiceField(N_("未建会原因"), section="union", codes="not_built_reason")
    )
    members: Mapped[int | None] = stored(
        IntegerField(N_("会员人数"), section="members", in_list=True, unit=N_("人"))
    )
    female_members: Mapped[int | None] = stored(
        IntegerField(N_("女会员人数"), section="members", unit=N_("人"))
    )
    migrant_members: Mapped[int | None] = stored(
        IntegerField(N_("农民工会员人数"), section="members", unit=N_("人"))
    )
    dispatched_members: Mapped[int | None] = stored(
        IntegerField(N_("劳务派遣工会员人数"), section="members", unit=N_("人"))
    )

    chair_name: Mapped[str | None] = stored(
        TextField(
            N_("工会主席姓名"),
            section="chair",
            in_list=True,
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
        )
    )
    chair_id_no: Mapped[str | None] = stored(
        IdentityField(
            N_("工会主席身份证号"),
            section="chair",
            sex="chair_sex",
            sensitivity=Sensitivity.IDENTITY,
            help=N_("填写后自动得出性别。"),
        )
    )
    chair_sex: Mapped[str | None] = stored(ChoiceField(N_("工会主席性别"), section="chair", codes="sex"))
    chair_post: Mapped[str | None] = stored(
        ChoiceField(
            N_("专职/兼职"),
            section="chair",
            codes="chair_post",
            help=N_("职工200人以上的单位可以设专职主席。"),
        )
    )
    chair_election: Mapped[str | None] = stored(
        ChoiceField(N_("产生方式"), section="chair", codes="chair_election")
    )
    chair_mobile: Mapped[str | None] = stored(
        TextField(
            N_("工会主席手机"),
            section="chair",
            max_length=20,
            form=TextForm.MOBILE,
            sensitivity=Sensitivity.CONTACT,
        )
    )

    committee_members: Mapped[int | None] = stored(
        IntegerField(
            N_("工会委员会人数"),
            section="committees",
            unit=N_("人"),
            help=N_("会员25人以上的，建立工会委员会。"),
        )
    )
    has_audit_committee: Mapped[bool | None] = stored(
        YesNoField(N_("是否建立经费审查委员会"), section="committees")
    )
    audit_members: Mapped[int | None] = stored(
        IntegerField(N_("经费审查委员会人数"), section="committees", unit=N_("人"))
    )
    has_women_committee: Mapped[bool | None] = stored(
        YesNoField(
            N_("是否建立女职工委员会"), section="committees", help=N_("女会员10人以上的，建立女职工委员会。")
        )
    )
    women_committee_members: Mapped[int | None] = stored(
        IntegerField(N_("女职工委员会人数"), section="committees", unit=N_("人"))
    )
    has_labour_law_committee: Mapped[bool | None] = stored(
        YesNoField(N_("是否建立劳动法律监督委员会"), section="committees")
    )
    labour_law_members: Mapped[int | None] = stored(
        IntegerField(N_("劳动法律监督委员会人数"), section="committees", unit=N_("人"))
    )
    has_safety_committee: Mapped[bool | None] = stored(
        YesNoField(N_("是否建立劳动保护监督检查委员会"), section="committees")
    )
    safety_members: Mapped[int | None] = stored(
        IntegerField(N_("劳动保护监督检查委员会人数"), section="committees", unit=N_("人"))
    )
    has_mediation_committee: Mapped[bool | None] = stored(
        YesNoField(N_("是否建立劳动争议调解委员会"), section="committees")
    )
    mediation_members: Mapped[int | None] = stored(
        IntegerField(N_("劳动争议调解委员会人数"), section="committees", unit=N_("人"))
    )

    term: Mapped[int | None] = stored(
        IntegerField(N_("届次"), section="term", minimum=1, maximum=99, unit=N_("届"))
    )
    term_from: Mapped[date | None] = stored(DateField(N_("选举日期"), section="term"))
    term_years: Mapped[int | None] = stored(
        IntegerField(
            N_("任期"),
            section="term",
            minimum=1,
            maximum=5,
            unit=N_("年"),
            help=N_("基层工会委员会每届3年或5年。"),
        )
    )

    legal_person: Mapped[bool | None] = stored(YesNoField(N_("是否取得工会法人资格"), section="legal"))
    union_code: Mapped[str | None] = stored(
        TextField(
            N_("工会统一社会信用代码"),
            section="legal",
            unique=True,
            searchable=True,
            max_length=18,
            form=TextForm.UNION_CREDIT_CODE,
            help=N_("工会法人资格证书上的18位代码，以81开头。"),
        )
    )
    legal_certificate_no: Mapped[str | None] = stored(
        TextField(N_("工会法人资格证书号"), section="legal", max_length=50)
    )
    legal_certified_on: Mapped[date | None] = stored(DateField(N_("发证日期"), section="legal"))
    union_representative: Mapped[str | None] = stored(
        TextField(
            N_("工会法定代表人"),
            section="legal",
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("一般为工会主席；变更后要到上级工会备案。"),
        )
    )

    dues_bank: Mapped[str | None] = stored(TextField(N_("工会经费开户行"), section="dues", max_length=60))
    dues_account: Mapped[str | None] = stored(
        TextField(N_("工会经费账号"), section="dues", max_length=32, sensitivity=Sensitivity.MONEY)
    )
    dues_method: Mapped[str | None] = stored(
        ChoiceField(
            N_("经费拨缴方式"),
            section="dues",
            codes="dues_method",
            help=N_("单位按全部职工工资总额的2%拨缴。"),
        )
    )
