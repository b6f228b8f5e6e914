"""Public notice (公示) of a case or a recommendation: its working days, and the rules that registers share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Mapped

from db.fields import ChoiceField, DateField, IntegerField, TextField, stored
from db.messages import N_, Message, Problem, Severity
from db.register import Arithmetic, Computed, Context, Rule
from db.rule_tables import Figure
from db.rules import figure_for
from db.values import dates

OBJECTION_REFUTED, OBJECTION_HOLDS = "2", "3"  # notice_result


def working_days(begin: date | None, end: date | None) -> int | None:
    """Count Mondays to Fridays from one day to another, both included; None without two days in order.

    Moved holidays (调休) are unknown here.
    """
    if begin is None or end is None or begin > end:
        return None
    return sum((begin + timedelta(days=n)).weekday() < 5 for n in range((end - begin).days + 1))


def notice_long_enough(record: Any, context: Context) -> Iterable[Problem]:
    """Demand the working days of a notice; a reason may be given, because holidays move."""
    days = working_days(record.notice_from, record.notice_until)
    least = figure_for(record, context, "periods", "notice_days")
    if days is not None and least is not None and days < least.value:
        yield too_short(days, least, "notice_until")


def too_short(days: int, least: Figure, field: str, rows: str = "", row: int | None = None) -> Problem:
    """Say that a notice of so many working days is too short."""
    values = {"days": days, "least": least.words}
    sentence = Message(N_("公示只有 {days} 个工作日，应不少于 {least} 个，请核对起止日期。"), values)
    return Problem("notice_short", Severity.EXPLAIN, sentence, field, rows, row)


class NoticeRound:
    """One round of public notice (两审三公示: at the unit, in the county or city, in the province or country).

    A row of a register mixes it in; the dates of one round stand in ``from_on`` and ``until_on``.
    """

    scope: Mapped[str | None] = stored(ChoiceField(N_("公示范围"), required=True, codes="notice_scope"))
    place: Mapped[str | None] = stored(
        TextField(N_("公示地点或媒体"), max_length=100, help=N_("公告栏、网站或报纸的名称。"))
    )
    from_on: Mapped[date | None] = stored(DateField(N_("公示开始日期")))
    until_on: Mapped[date | None] = stored(DateField(N_("公示结束日期"), future=True))
    days: Mapped[int | None] = stored(
        IntegerField(
            N_("公示天数"),
            maximum=365,
            unit=N_("天"),
            help=N_("工作日，扣除法定节假日；不填时按星期一至星期五计算。"),
        )
    )
    result: Mapped[str | None] = stored(ChoiceField(N_("公示结果"), codes="notice_result"))


def rounds_long_enough(name: str) -> Rule:
    """Check the dates, days and results of the rounds in ``notices``; ``name`` is a figure of the table periods."""

    def rule(record: Any, context: Context) -> Iterable[Problem]:
        for row, one in enumerate(record.notices):
            if one.from_on and one.until_on and one.until_on < one.from_on:
                sentence = Message(N_("公示结束日期早于开始日期，请核对。"))
                yield Problem("round_order", Severity.MUST, sentence, "until_on", "notices", row)
            days = one.days if one.days is not None else working_days(one.from_on, one.until_on)
            least = figure_for(record, context, "periods", name)
            if days is not None and least is not None and days < least.value:
                yield too_short(days, least, "until_on" if one.days is None else "days", "notices", row)
            if one.result == OBJECTION_HOLDS:
                sentence = Message(N_("公示有异议并且成立，一般不能再推荐，请说明处理情况。"))
                yield Problem("round_objection", Severity.EXPLAIN, sentence, "result", "notices", row)

    return rule


def objection_holds(sentence: str) -> Rule:
    """Ask about an objection that was found true; ``sentence`` says what usually follows."""

    def rule(record: Any, _context: Context) -> Iterable[Problem]:
        if record.notice_result == OBJECTION_HOLDS:
            yield Problem("notice_objection", Severity.EXPLAIN, Message(sentence), "notice_result")

    return rule


def _work_out_days(record: Any, _context: Context) -> Arithmetic | None:
    days = working_days(record.notice_from, record.notice_until)
    if days is None:
        return None
    values = {
        "begin": dates.in_sentence(record.notice_from),
        "end": dates.in_sentence(record.notice_until),
        "days": days,
    }
    sentence = N_("{begin}至{end}，星期一至星期五共 {days} 天，没有扣除法定节假日")
    return Arithmetic(days, Message(sentence, values))


NOTICE_DAYS_COUNTED = Computed(
    "notice_days", IntegerField(N_("公示工作日"), section="notice", unit=N_("天")), _work_out_days
)
"""The working days of the fields ``notice_from`` and ``notice_until`` in a section ``notice``."""
