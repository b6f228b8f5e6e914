"""An inspection (督导检查) of a place by the office: what was found and what became of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Record, Row, belongs_to, rows


class Shortcoming(Row):
    """One thing to put right (存在问题), on the notice and on the receipt."""

    __tablename__ = "inspections_problems"

    record_id: Mapped[str] = belongs_to("inspections")
    problem: Mapped[str | None] = stored(
        TextField(N_("存在问题"), required=True, max_length=300, multiline=True)
    )
    requirement: Mapped[str | None] = stored(TextField(N_("改正要求"), max_length=300, multiline=True))
    rectify_by: Mapped[date | None] = stored(
        DateField(N_("改正期限"), future=True, help=N_("与限期改正日期相同的可以不填。"))
    )
    measure: Mapped[str | None] = stored(
        TextField(N_("整改措施和结果"), max_length=300, multiline=True, help=N_("照整改回执填写。"))
    )
    is_done: Mapped[bool | None] = stored(YesNoField(N_("是否改正")))
    done_on: Mapped[date | None] = stored(DateField(N_("改正日期")))


class Inspection(Record):
    """One visit to one place."""

    __tablename__ = "inspections"

    inspected_on: Mapped[date | None] = stored(
        DateField(N_("检查日期"), section="visit", required=True, in_list=True)
    )
    place: Mapped[str | None] = stored(
        TextField(
            N_("检查地点"), section="visit", required=True, in_list=True, searchable=True, max_length=120
        )
    )
    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("被检查单位"),
            section="visit",
            register="units",
            shows=("unit_name", "contact", "phone"),
            help=N_("单位台账中有的，从中选；没有的只写检查地点。"),
        )
    )
    inspectors: Mapped[str | None] = stored(
        TextField(
            N_("检查人"),
            section="visit",
            required=True,
            in_list=True,
            searchable=True,
            max_length=100,
            help=N_("几个人的，用顿号分开。"),
            of_person=True,
        )
    )
    findings: Mapped[str | None] = stored(
        TextField(N_("检查情况"), section="visit", required=True, max_length=1000, multiline=True)
    )
    problems: Mapped[list[Shortcoming]] = rows("Shortcoming")
    needs_rectifying: Mapped[bool | None] = stored(
        YesNoField(N_("是否需要整改"), section="rectifying", required=True)
    )
    rectify_by: Mapped[date | None] = stored(
        DateField(
            N_("限期改正日期"),
            section="rectifying",
            in_list=True,
            future=True,
            help=N_("需要整改的，要写明改正的期限。"),
        )
    )
    result: Mapped[str | None] = stored(
        ChoiceField(N_("整改结果"), section="rectifying", in_list=True, codes="inspection_result")
    )
    result_on: Mapped[date | None] = stored(
        DateField(N_("复查日期"), section="rectifying", help=N_("看到整改结果的日期。"))
    )
    rechecked_by: Mapped[str | None] = stored(
        TextField(N_("复查人"), section="rectifying", max_length=100, of_person=True)
    )

    notice_no: Mapped[str | None] = stored(
        TextField(N_("限期改正通知单编号"), section="notice", searchable=True, max_length=50)
    )
    notice_on: Mapped[date | None] = stored(DateField(N_("通知日期"), section="notice"))
    notice_basis: Mapped[str | None] = stored(
        TextField(
            N_("通知依据"), section="notice", max_length=200, help=N_("依据的文件或条款，印在通知单上。")
        )
    )
    issued_by: Mapped[str | None] = stored(
        TextField(N_("签发人"), section="notice", max_length=50, form=TextForm.PERSON_NAME)
    )
    received_by: Mapped[str | None] = stored(
        TextField(N_("签收人"), section="notice", max_length=50, form=TextForm.PERSON_NAME)
    )
    received_on: Mapped[date | None] = stored(DateField(N_("签收日期"), section="notice"))

    reply_on: Mapped[date | None] = stored(DateField(N_("回执日期"), section="reply"))
    reply: Mapped[str | None] = stored(
        TextField(N_("整改情况"), section="reply", max_length=1000, multiline=True)
    )
    replied_by: Mapped[str | None] = stored(
        TextField(N_("回执填报人"), section="reply", max_length=50, form=TextForm.PERSON_NAME)
    )
    reply_phone: Mapped[str | None] = stored(
        TextField(
            N_("回执联系电话"),
            section="reply",
            max_length=20,
            form=TextForm.PHONE,
            sensitivity=Sensitivity.CONTACT,
        )
    )
