"""An inspection (督导检查) of a place by the office: what was found and what became of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import ChoiceField, DateField, ReferenceField, TextField, YesNoField, stored
from db.messages import N_
from db.record import Record


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
        )
    )
    findings: Mapped[str | None] = stored(
        TextField(N_("检查情况"), section="visit", required=True, max_length=1000, multiline=True)
    )
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
