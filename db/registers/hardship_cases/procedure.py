"""What a hardship file says of its way: request and consents (申请、告知、授权), public notice, opinions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from db.fields import ChoiceField, DateField, TextField, TextForm, YesNoField, stored
from db.messages import N_, Message, Problem, Severity
from db.register import Context

AGE_OF_OWN_CONSENT = 14
"""《个人信息保护法》第三十一条: below it a parent or guardian consents."""


class Procedure:
    """The last part of the paper form, mixed into ``HardshipCase``; what is signed on paper may stay empty."""

    requested_on: Mapped[date | None] = stored(
        DateField(N_("申请日期"), "request", help=N_("困难职工申请书上本人签字的日期。"))
    )
    informed: Mapped[bool | None] = stored(
        YesNoField(
            N_("是否签署告知书暨同意书"),
            "request",
            help=N_("《个人信息处理告知书暨同意书》，由本人签字后存入纸质档案。"),
        )
    )
    informed_on: Mapped[date | None] = stored(DateField(N_("告知书暨同意书签署日期"), "request"))
    guardian_name: Mapped[str | None] = stored(
        TextField(
            N_("监护人姓名"),
            "request",
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("家里有不满14周岁的孩子，由监护人代为同意。"),
        )
    )
    authorized_on: Mapped[date | None] = stored(
        DateField(
            N_("核对授权委托书签署日期"),
            "request",
            help=N_("《家庭经济状况核对授权委托书》；被核对的成员在家庭成员的“授权核对”里选“是”。"),
        )
    )

    notice_place: Mapped[str | None] = stored(
        TextField(N_("公示地点"), "notice", max_length=100, help=N_("单位或社区的公示栏。"))
    )
    notice_from: Mapped[date | None] = stored(DateField(N_("公示开始日期"), "notice"))
    notice_until: Mapped[date | None] = stored(
        DateField(N_("公示结束日期"), "notice", future=True, help=N_("公示不少于5个工作日。"))
    )
    # An office's own number: it is printed on the notice and never masked.
    notice_phone: Mapped[str | None] = stored(
        TextField(N_("监督电话"), "notice", max_length=20, form=TextForm.PHONE)
    )
    notice_result: Mapped[str | None] = stored(ChoiceField(N_("公示结果"), "notice", codes="notice_result"))
    notice_objections: Mapped[str | None] = stored(
        TextField(N_("异议及处理情况"), "notice", max_length=500, multiline=True)
    )

    party_opinion: Mapped[str | None] = stored(
        TextField(
            N_("基层党组织或行政意见"),
            "opinions",
            max_length=300,
            multiline=True,
            help=N_("在纸上手写盖章的，这里可以空着，打印时留出空格。"),
        )
    )
    party_opinion_on: Mapped[date | None] = stored(DateField(N_("基层党组织或行政意见日期"), "opinions"))
    union_opinion: Mapped[str | None] = stored(
        TextField(
            N_("基层工会（办事处）意见及公示结果"),
            "opinions",
            max_length=300,
            multiline=True,
        )
    )
    union_opinion_on: Mapped[date | None] = stored(DateField(N_("基层工会（办事处）意见日期"), "opinions"))
    system_union_opinion: Mapped[str | None] = stored(
        TextField(N_("系统（主管）工会意见"), "opinions", max_length=300, multiline=True)
    )
    system_union_opinion_on: Mapped[date | None] = stored(
        DateField(N_("系统（主管）工会意见日期"), "opinions")
    )
    county_union_opinion: Mapped[str | None] = stored(
        TextField(N_("县（区）总工会意见"), "opinions", max_length=300, multiline=True)
    )
    county_union_opinion_on: Mapped[date | None] = stored(DateField(N_("县（区）总工会意见日期"), "opinions"))


def guardian_consents(case: Any, _context: Context) -> Iterator[Problem]:
    """Ask for the guardian who consents for a child below fourteen."""
    day = case.informed_on
    if day is None or case.guardian_name:
        return
    if any(
        member.birth and _years_between(member.birth, day) < AGE_OF_OWN_CONSENT for member in case.members
    ):
        sentence = Message(N_("家庭成员中有不满14周岁的孩子，请填写代为同意的监护人姓名。"))
        yield Problem("guardian", Severity.EXPLAIN, sentence, "guardian_name")


def _years_between(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
