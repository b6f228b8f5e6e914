"""What an inspection must satisfy: a deadline where something is to be put right, and dates in order."""

from __future__ import annotations

from collections.abc import Iterable

from db.messages import N_, Message, Problem, Severity
from db.register import Context, Rule
from db.registers.inspections.record import Inspection
from db.rules import in_order, required_if
from db.values import dates

NOT_YET = (None, "0", "1")  # inspection_result: nothing, not or only partly put right
SEEN = ("1", "2", "8")  # inspection_result: somebody went to look


def deadline_passed(inspection: Inspection, context: Context) -> Iterable[Problem]:
    """Remind of a deadline that has passed without success."""
    deadline = inspection.rectify_by
    if deadline is not None and deadline < context.today and inspection.result in NOT_YET:
        sentence = Message(
            N_("限期改正日期{day}已过，请复查并填写整改结果。"), {"day": dates.in_sentence(deadline)}
        )
        yield Problem("deadline_passed", Severity.HINT, sentence, "result")


def problems_put_right(inspection: Inspection, context: Context) -> Iterable[Problem]:
    """Check deadline and day of each thing to put right, and remind of those that are due."""
    seen = inspection.inspected_on
    for row, one in enumerate(inspection.problems):
        for code in ("rectify_by", "done_on"):
            day = getattr(one, code)
            if seen is not None and day is not None and day < seen:
                sentence = Message(
                    N_("这个日期早于检查日期{day}，请核对。"), {"day": dates.in_sentence(seen)}
                )
                yield Problem("before_inspection", Severity.MUST, sentence, code, "problems", row)
        if one.rectify_by is not None and one.rectify_by < context.today and not one.is_done:
            values = {"day": dates.in_sentence(one.rectify_by)}
            sentence = Message(N_("改正期限{day}已过，请复查这一项是否改正。"), values)
            yield Problem("problem_overdue", Severity.HINT, sentence, "is_done", "problems", row)


def notice_names_problems(inspection: Inspection, _context: Context) -> Iterable[Problem]:
    """Remind that the notice lists what is to be put right."""
    if inspection.notice_on is not None and not inspection.problems:
        sentence = Message(N_("已发限期改正通知，请在存在问题里逐条填写。"))
        yield Problem("nothing_listed", Severity.HINT, sentence, rows="problems")


RULES: tuple[Rule, ...] = (
    required_if(
        "deadline", ("rectify_by",), lambda inspection: bool(inspection.needs_rectifying), N_("需要整改")
    ),
    in_order("deadline_order", "inspected_on", "rectify_by"),
    required_if(
        "result_seen", ("result_on",), lambda inspection: inspection.result in SEEN, N_("已有整改结果")
    ),
    in_order("result_order", "inspected_on", "result_on"),
    deadline_passed,
    problems_put_right,
    notice_names_problems,
    in_order("notice_order", "inspected_on", "notice_on"),
    in_order("received_order", "notice_on", "received_on"),
    in_order("reply_order", "notice_on", "reply_on"),
    required_if(
        "reply", ("reply",), lambda inspection: inspection.reply_on is not None, N_("已收到整改回执")
    ),
)
