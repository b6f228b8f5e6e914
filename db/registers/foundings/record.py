"""The founding of a union (建会组建) in a unit: every step with its date and document number."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Record, rows
from db.registers.foundings.people import Candidate, Preparer


class Founding(Record):
    """One founding; its steps (B2 of the county's procedure) are filled in as they are taken."""

    __tablename__ = "foundings"

    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("所在单位"),
            "union",
            required=True,
            register="units",
            shows=(
                "unit_name",
                "credit_code",
                "unit_type",
                "legal_representative",
                "address_village",
                "address",
                "established_on",
                "employees",
                "female_employees",
                "has_party",
                "party_form",
                "built_state",
            ),
            help=N_("从单位台账中选；请示里的地址、性质、职工人数等取自单位台账。"),
        )
    )
    union_name: Mapped[str | None] = stored(
        TextField(
            N_("工会名称"),
            "union",
            required=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("一般为单位全称加“工会委员会”。"),
        )
    )
    superior: Mapped[str | None] = stored(
        TextField(N_("上级工会"), "union", max_length=120, help=N_("请示的主送机关，也是作批复的工会。"))
    )
    party_agrees: Mapped[bool | None] = stored(YesNoField(N_("党组织是否同意"), "union"))
    party_organisation: Mapped[str | None] = stored(
        TextField(
            N_("同意建会的党组织"), "union", max_length=120, help=N_("没有党组织的单位，填上级党组织。")
        )
    )
    contact: Mapped[str | None] = stored(
        TextField(N_("联系人"), "union", max_length=50, form=TextForm.PERSON_NAME)
    )
    phone: Mapped[str | None] = stored(
        TextField(
            N_("联系电话"), "union", max_length=20, form=TextForm.PHONE, sensitivity=Sensitivity.CONTACT
        )
    )

    request_on: Mapped[date | None] = stored(DateField(N_("请示日期"), "preparing", in_list=True))
    request_no: Mapped[str | None] = stored(
        TextField(N_("请示文号"), "preparing", searchable=True, max_length=50)
    )
    preparation_on: Mapped[date | None] = stored(DateField(N_("批复同意筹备日期"), "preparing"))
    preparation_no: Mapped[str | None] = stored(TextField(N_("批复同意筹备文号"), "preparing", max_length=50))
    preparers: Mapped[list[Preparer]] = rows("Preparer")
    recruiting_on: Mapped[date | None] = stored(
        DateField(N_("发展会员日期"), "preparing", help=N_("入会申请书、会员登记表收齐的日期。"))
    )
    members: Mapped[int | None] = stored(IntegerField(N_("会员人数"), "preparing", unit=N_("人")))
    female_members: Mapped[int | None] = stored(IntegerField(N_("女会员人数"), "preparing", unit=N_("人")))

    candidates_on: Mapped[date | None] = stored(
        DateField(N_("候选人报批日期"), "meeting", help=N_("报党组织和上级工会审批候选人。"))
    )
    candidates_no: Mapped[str | None] = stored(TextField(N_("候选人报批文号"), "meeting", max_length=50))
    congress_on: Mapped[date | None] = stored(DateField(N_("会员大会日期"), "meeting", in_list=True))
    congress_kind: Mapped[str | None] = stored(
        ChoiceField(N_("会议形式"), "meeting", codes="founding_meeting")
    )
    congress_place: Mapped[str | None] = stored(TextField(N_("会议地点"), "meeting", max_length=100))
    minutes_no: Mapped[str | None] = stored(TextField(N_("会议纪要文号"), "meeting", max_length=50))
    ballots_due: Mapped[int | None] = stored(IntegerField(N_("应到人数"), "meeting", unit=N_("人")))
    ballots_present: Mapped[int | None] = stored(
        IntegerField(N_("实到人数"), "meeting", unit=N_("人"), help=N_("到会三分之二以上才能选举。"))
    )
    ballots_issued: Mapped[int | None] = stored(IntegerField(N_("发票数"), "meeting", unit=N_("张")))
    ballots_returned: Mapped[int | None] = stored(IntegerField(N_("收票数"), "meeting", unit=N_("张")))
    ballots_valid: Mapped[int | None] = stored(IntegerField(N_("有效票数"), "meeting", unit=N_("张")))
    chaired_by: Mapped[str | None] = stored(
        TextField(N_("会议主持人"), "meeting", max_length=50, form=TextForm.PERSON_NAME)
    )
    scrutineers: Mapped[str | None] = stored(
        TextField(N_("监票人"), "meeting", max_length=60, help=N_("几个人的，用顿号分开。"), of_person=True)
    )
    tellers: Mapped[str | None] = stored(
        TextField(N_("计票人"), "meeting", max_length=60, help=N_("几个人的，用顿号分开。"), of_person=True)
    )
    term: Mapped[int | None] = stored(
        IntegerField(N_("届次"), "meeting", minimum=1, maximum=99, unit=N_("届"))
    )
    term_years: Mapped[int | None] = stored(
        IntegerField(N_("任期"), "meeting", minimum=1, maximum=5, unit=N_("年"), help=N_("每届3年或5年。"))
    )
    candidates: Mapped[list[Candidate]] = rows("Candidate")

    report_on: Mapped[date | None] = stored(DateField(N_("选举结果报告日期"), "approval"))
    report_no: Mapped[str | None] = stored(TextField(N_("选举结果报告文号"), "approval", max_length=50))
    approval_on: Mapped[date | None] = stored(
        DateField(N_("批复日期"), "approval", in_list=True, help=N_("即单位台账里的建会时间。"))
    )
    approval_no: Mapped[str | None] = stored(
        TextField(N_("批复文号"), "approval", searchable=True, max_length=50)
    )

    seals_on: Mapped[date | None] = stored(
        DateField(N_("刻章日期"), "completing", help=N_("工会、经审、女工委三枚公章，主席名章和财务专用章。"))
    )
    seals_no: Mapped[str | None] = stored(TextField(N_("刻章备案号"), "completing", max_length=50))
    legal_person_on: Mapped[date | None] = stored(DateField(N_("法人资格登记日期"), "completing"))
    legal_person_no: Mapped[str | None] = stored(TextField(N_("法人资格证书号"), "completing", max_length=50))
    account_on: Mapped[date | None] = stored(DateField(N_("开户日期"), "completing"))
    account_no: Mapped[str | None] = stored(
        TextField(N_("开户行及账号"), "completing", max_length=100, sensitivity=Sensitivity.MONEY)
    )
    plaque_on: Mapped[date | None] = stored(DateField(N_("挂牌日期"), "completing"))
    memo: Mapped[str | None] = stored(TextField(N_("备注"), "completing", max_length=500, multiline=True))
