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
            N_("限期改正日期{day}已过，请复查并填写整改结果。"), {"day": dates.written(deadline)}
        )
        yield Problem("deadline_passed", Severity.HINT, sentence, "result")


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
)
