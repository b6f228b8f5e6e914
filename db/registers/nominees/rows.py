"""What repeats on a nominee's form: résumé, honours, offices asked, rounds of public notice."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.consultations import Consultation
from db.fields import ChoiceField, DateField, TextField, stored
from db.messages import N_
from db.public_notices import NoticeRound
from db.record import Row, belongs_to


class ResumeEntry(Row):
    """One stretch of the résumé (个人简历); only the last one has no end."""

    __tablename__ = "nominees_resume"

    record_id: Mapped[str] = belongs_to("nominees")
    from_on: Mapped[date | None] = stored(DateField(N_("起始年月"), required=True, month=True))
    until_on: Mapped[date | None] = stored(DateField(N_("终止年月"), month=True, help=N_("至今的留空。")))
    organisation: Mapped[str | None] = stored(
        TextField(N_("单位"), required=True, max_length=120, of_person=True)
    )
    post: Mapped[str | None] = stored(TextField(N_("职务"), max_length=60, of_person=True))


class NomineeHonour(Row):
    """An honour won earlier (何时何地受过何种奖励)."""

    __tablename__ = "nominees_honours"

    record_id: Mapped[str] = belongs_to("nominees")
    honoured_on: Mapped[date | None] = stored(DateField(N_("年月"), required=True, month=True))
    awarded_by: Mapped[str | None] = stored(TextField(N_("授予单位"), required=True, max_length=120))
    title: Mapped[str | None] = stored(TextField(N_("称号"), required=True, max_length=80))
    level: Mapped[str | None] = stored(ChoiceField(N_("级别"), required=True, codes="honour_level"))
    certificate_no: Mapped[str | None] = stored(TextField(N_("证书号"), max_length=50, of_person=True))


class NomineeConsultation(Consultation, Row):
    """An office asked about the person (征求意见)."""

    __tablename__ = "nominees_consultations"

    record_id: Mapped[str] = belongs_to("nominees")


class NomineeNotice(NoticeRound, Row):
    """A round of public notice beyond the unit's own (两审三公示)."""

    __tablename__ = "nominees_notices"

    record_id: Mapped[str] = belongs_to("nominees")
