"""How a hardship file is closed (退出: 脱困、注销、转移); it stays in the ledger, and no longer counts as a case on file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from db.code_lists import code_list
from db.fields import ChoiceField, DateField, TextField, TextForm, stored
from db.messages import N_, Message, Problem, Severity
from db.register import Context, Rule
from db.rules import in_order, required_if

_TRANSFERRED = "3"  # case_exit
_OTHER_REASONS = frozenset({"19", "29"})  # case_exit_reason
_ALL = ("exit_kind", "exited_on", "exit_reason", "exit_text", "exit_evidence", "exit_approved_by")


class Leaving:
    """The way out of the file, mixed into ``HardshipCase``; the official form has no place for it."""

    exit_kind: Mapped[str | None] = stored(
        ChoiceField(
            N_("退出方式"),
            "leaving",
            codes="case_exit",
            help=N_("脱困：家庭人均收入连续6个月超过当地低保标准。没有退出的，这一节都空着。"),
        )
    )
    exited_on: Mapped[date | None] = stored(
        DateField(
            N_("退出日期"),
            "leaving",
            help=N_("批准退出的日期。填了以后，这份档案不再列为待办，也不再计入在档户数；档案和历史都保留。"),
        )
    )
    exit_reason: Mapped[str | None] = stored(
        ChoiceField(
            N_("退出原因"), "leaving", codes="case_exit_reason", help=N_("转移的不选，在退出说明里写明。")
        )
    )
    exit_text: Mapped[str | None] = stored(
        TextField(
            N_("退出说明"),
            "leaving",
            max_length=500,
            multiline=True,
            help=N_("转移的写明转到哪个单位，合并的写明并入哪份档案；原因选“其他”的必填。"),
        )
    )
    exit_evidence: Mapped[str | None] = stored(
        TextField(
            N_("退出依据"),
            "leaving",
            max_length=100,
            of_person=True,
            help=N_("凭什么材料退出，如收入证明、入户核查表、本人声明。"),
        )
    )
    exit_approved_by: Mapped[str | None] = stored(
        TextField(N_("退出批准人"), "leaving", max_length=50, form=TextForm.PERSON_NAME)
    )


def reason_fits(case: Any, _context: Context) -> Iterator[Problem]:
    """Refuse a reason that belongs to another way out: its code begins with that of its own."""
    reason, kind = case.exit_reason, case.exit_kind
    if reason and kind and not reason.startswith(kind):
        sentence = N_("“{reason}”不是{kind}的原因，请改选退出原因或退出方式。")
        values = {
            "reason": Message(code_list("case_exit_reason").label(reason)),
            "kind": Message(code_list("case_exit").label(kind)),
        }
        yield Problem("exit_reason_differs", Severity.MUST, Message(sentence, values), "exit_reason")


def _begun(case: Any) -> bool:
    return any(getattr(case, code) for code in _ALL)


def _has_reason(case: Any) -> bool:
    return _begun(case) and bool(case.exit_kind) and case.exit_kind != _TRANSFERRED


def _needs_words(case: Any) -> bool:
    return case.exit_kind == _TRANSFERRED or case.exit_reason in _OTHER_REASONS


RULES: tuple[Rule, ...] = (
    required_if("exit_whole", ("exit_kind", "exited_on"), _begun, N_("退出已经登记了一部分")),
    required_if("exit_reason", ("exit_reason",), _has_reason, N_("档案已脱困或注销")),
    reason_fits,
    required_if("exit_text", ("exit_text",), _needs_words, N_("退出方式是转移，或退出原因选了“其他”")),
    required_if(
        "exit_papers", ("exit_evidence", "exit_approved_by"), _begun, N_("档案已退出"), Severity.HINT
    ),
    in_order("exit_order", "filed_on", "exited_on"),
)
"""All of the way out or none of it; a date in the future is refused by the field itself."""
