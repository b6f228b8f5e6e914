"""The people of a founding: who prepares it, who stands for its committees and who is elected."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import ChoiceField, DateField, IntegerField, TextField, TextForm, YesNoField, stored
from db.messages import N_
from db.record import Row, belongs_to


class Preparer(Row):
    """One member of the preparing group (筹备组成员)."""

    __tablename__ = "foundings_preparers"

    record_id: Mapped[str] = belongs_to("foundings")
    name: Mapped[str | None] = stored(
        TextField(N_("姓名"), required=True, max_length=50, form=TextForm.PERSON_NAME)
    )
    sex: Mapped[str | None] = stored(ChoiceField(N_("性别"), codes="sex"))
    post: Mapped[str | None] = stored(TextField(N_("单位职务"), max_length=60, of_person=True))
    role: Mapped[str | None] = stored(
        TextField(N_("筹备组职务"), max_length=30, help=N_("组长、副组长或成员。"))
    )


class Candidate(Row):
    """One person who stands for a committee, with the votes and whether they were elected (当选)."""

    __tablename__ = "foundings_candidates"

    record_id: Mapped[str] = belongs_to("foundings")
    organ: Mapped[str | None] = stored(
        ChoiceField(
            N_("机构"),
            required=True,
            codes="union_organ",
            help=N_("一个人参选两个机构的，填两行。"),
        )
    )
    name: Mapped[str | None] = stored(
        TextField(N_("姓名"), required=True, max_length=50, form=TextForm.PERSON_NAME)
    )
    sex: Mapped[str | None] = stored(ChoiceField(N_("性别"), codes="sex"))
    birth: Mapped[date | None] = stored(DateField(N_("出生年月"), month=True, of_person=True))
    politics: Mapped[str | None] = stored(ChoiceField(N_("政治面貌"), codes="politics"))
    post: Mapped[str | None] = stored(TextField(N_("单位职务"), max_length=60, of_person=True))
    union_post: Mapped[str | None] = stored(
        TextField(N_("工会职务"), max_length=30, help=N_("主席、副主席、委员、主任等。"))
    )
    votes: Mapped[int | None] = stored(
        IntegerField(N_("得票数"), unit=N_("票"), help=N_("超过应到会人数的一半才能当选。"))
    )
    elected: Mapped[bool | None] = stored(YesNoField(N_("是否当选")))
