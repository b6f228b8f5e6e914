"""Asking other offices about a recommended person or collective (征求意见): three forms, and what came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from db.code_lists import code_list
from db.fields import ChoiceField, DateField, TextField, TextForm, stored
from db.messages import N_, Message, Problem, Severity, listed
from db.register import Context

EMPLOYER, CADRE, WORKER = "1", "2", "3"  # consultation_form
OBJECTION = "2"  # consultation_result

BOXES = {
    EMPLOYER: ("01", "02", "03", "04", "05", "06", "07", "08", "10", "12"),
    CADRE: ("21", "01", "02"),
    WORKER: ("31", "32", "33", "34"),
}
"""The offices (consultation_department) that each form (consultation_form) has a box for, in its order."""

_ONLY_SOME = frozenset({"08", "10", "12", "31", "32"})  # by ownership, or by where the person works


class Consultation:
    """One office that was asked; a row of a register mixes it in."""

    department: Mapped[str | None] = stored(
        ChoiceField(N_("征求意见部门"), required=True, codes="consultation_department")
    )
    sent_on: Mapped[date | None] = stored(DateField(N_("送出日期")))
    reply_on: Mapped[date | None] = stored(DateField(N_("答复日期")))
    conclusion: Mapped[str | None] = stored(ChoiceField(N_("结论"), codes="consultation_result"))
    opinion: Mapped[str | None] = stored(TextField(N_("意见"), max_length=300, multiline=True))
    signer: Mapped[str | None] = stored(
        TextField(N_("签字人"), max_length=50, form=TextForm.PERSON_NAME, help=N_("另须盖章。"))
    )


def replies_in_order(record: Any, _context: Context) -> Iterable[Problem]:
    """Refuse a reply before the question, and ask about an objection."""
    for row, asked in enumerate(record.consultations):
        if asked.sent_on and asked.reply_on and asked.reply_on < asked.sent_on:
            sentence = Message(N_("答复日期早于送出日期，请核对。"))
            yield Problem("reply_order", Severity.MUST, sentence, "reply_on", "consultations", row)
        if asked.conclusion == OBJECTION:
            sentence = Message(N_("征求意见时有异议，一般不能推荐，请说明处理情况。"))
            yield Problem(
                "consultation_objection", Severity.EXPLAIN, sentence, "conclusion", "consultations", row
            )


def offices_missing(record: Any, form: str | None) -> Iterable[Problem]:
    """Remind of the offices on the form that were not asked yet, once one was."""
    asked = {one.department for one in record.consultations}
    if not asked or form is None:
        return
    missing = [code for code in BOXES[form] if code not in asked | _ONLY_SOME]
    if missing:
        names = code_list("consultation_department")
        values = {"offices": listed(names.label(code) for code in missing)}
        sentence = Message(N_("征求意见还缺：{offices}。"), values)
        yield Problem("offices_missing", Severity.HINT, sentence, rows="consultations")
