"""The score sheet of a workers' home (验收评分表): its items, their points, and the grade they add up to."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from db.code_lists import code_list
from db.fields import ChoiceField, DecimalField, TextField, stored
from db.messages import N_, Message, Problem, Severity
from db.record import Row, belongs_to
from db.register import Arithmetic, Computed, Context
from db.rules import figure_for

TABLE = "home_scores"
HEADS = ("1", "2", "3", "4", "5")
"""Codes of home_score_head: 组织健全, 维权到位, 工作活跃, 作用明显, 职工信赖; the first digit of an item's code."""

VETOED, BELOW_ALL = "9", "4"  # home_grade
_GRADE_WANTED = {"1": "3", "2": "2", "3": "1"}  # second digit of home_level → home_grade


class HomeScore(Row):
    """What one item scored: by the union itself and by those who came to accept."""

    __tablename__ = "worker_homes_scores"

    record_id: Mapped[str] = belongs_to("worker_homes")
    item: Mapped[str | None] = stored(
        ChoiceField(N_("考核内容"), required=True, codes="home_score_item", help=N_("带★的是必备项。"))
    )
    own: Mapped[Decimal | None] = stored(DecimalField(N_("自评分"), places=1, maximum=100, unit=N_("分")))
    accepted: Mapped[Decimal | None] = stored(
        DecimalField(N_("验收分"), places=1, maximum=100, unit=N_("分"))
    )
    note: Mapped[str | None] = stored(TextField(N_("备注"), max_length=200, of_person=True))


@functools.cache
def must_items() -> frozenset[str]:
    """Give the codes of the items that no home can do without (必备, ★)."""
    text = (importlib.resources.files("resources") / "rules" / f"{TABLE}.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["must"])


def points(home: Any, context: Context, item: str) -> Decimal | None:
    """Give what an item is worth on the day of the form, None when the table does not know it."""
    figure = figure_for(home, context, TABLE, item)
    return None if figure is None else figure.value


def total(home: Any, who: str, head: str = "") -> Decimal | None:
    """Add up the scores ``own`` or ``accepted``, of one head if asked; None while there is none."""
    scores = [getattr(line, who) for line in home.scores if line.item and line.item.startswith(head)]
    filled = [score for score in scores if score is not None]
    return sum(filled, Decimal(0)) if filled else None


def grade(home: Any, context: Context) -> str | None:
    """Give the grade (home_grade) by the accepted scores, else by the own ones; None while the sheet has gaps."""
    if home.vetoes:
        return VETOED
    who = _decisive(home)
    if who is None:
        return None
    for code, with_all in (("1", True), ("2", True), ("3", False)):
        least = figure_for(home, context, TABLE, f"grade_{code}")
        reached = total(home, who)
        if least is None or reached is None or reached < least.value:
            continue
        if not (with_all and missing_must(home, who)):
            return code
    return BELOW_ALL


def open_items(home: Any, who: str) -> list[str]:
    """List the items that have no score."""
    scored = {line.item for line in home.scores if getattr(line, who) is not None}
    return sorted(_offered(home) - scored)


def missing_must(home: Any, who: str) -> list[str]:
    """List the items of ``must_items`` that scored nothing."""
    met = {line.item for line in home.scores if getattr(line, who)}
    return sorted((must_items() & _offered(home)) - met)


def _offered(home: Any) -> set[str]:
    return {item.code for item in code_list("home_score_item").valid_on(home.written_on)}


def _decisive(home: Any) -> str | None:
    """Name the scores that make the grade: the accepted ones when none is open, else the own ones."""
    if not home.scores:
        return None
    return next((who for who in ("accepted", "own") if not open_items(home, who)), None)


def scores_within_points(home: Any, context: Context) -> Iterator[Problem]:
    """Refuse more than an item is worth, and an item that stands twice."""
    seen: set[str] = set()
    for row, line in enumerate(home.scores):
        if not line.item:
            continue
        if line.item in seen:
            sentence = Message(N_("这一项考核内容重复了，请删去一行。"))
            yield Problem("item_twice", Severity.MUST, sentence, "item", "scores", row)
        seen.add(line.item)
        most = points(home, context, line.item)
        for code in ("own", "accepted"):
            score = getattr(line, code)
            if score is not None and most is not None and score > most:
                sentence = Message(
                    N_("得分 {score} 超过这一项的满分 {most}。"), {"score": score, "most": most}
                )
                yield Problem("over_points", Severity.MUST, sentence, code, "scores", row)


def sheet_whole(home: Any, _context: Context) -> Iterator[Problem]:
    """Remind of items without a score once the sheet is begun."""
    for who, label in (("own", N_("自评分")), ("accepted", N_("验收分"))):
        if total(home, who) is None:
            continue
        open_ones = len(open_items(home, who))
        if open_ones:
            values = {"label": Message(label), "n": open_ones}
            sentence = Message(N_("验收评分还有 {n} 项没有{label}。"), values)
            yield Problem(f"{who}_open", Severity.HINT, sentence, rows="scores")


def totals_agree(home: Any, _context: Context) -> Iterator[Problem]:
    """Compare the typed totals with the sheet."""
    for code, who in (("own_score", "own"), ("acceptance_score", "accepted")):
        typed, added = getattr(home, code), total(home, who)
        if typed is not None and added is not None and typed != added:
            sentence = Message(N_("与验收评分各项合计 {added} 分不同，请核对。"), {"added": added})
            yield Problem("total_differs", Severity.EXPLAIN, sentence, code)


def grade_supports_title(home: Any, context: Context) -> Iterator[Problem]:
    """Ask about an application for a title that the scores do not reach."""
    reached = grade(home, context)
    if reached is None or not home.home_level:
        return
    if reached == VETOED:
        sentence = Message(N_("有一票否决的情形，不能申报，请核对或说明。"))
        yield Problem("vetoed", Severity.EXPLAIN, sentence, "vetoes")
    elif reached > _GRADE_WANTED.get(home.home_level[1], BELOW_ALL):
        values = {"grade": Message(code_list("home_grade").label(reached))}
        sentence = Message(N_("按验收评分为“{grade}”，达不到申报的称号，请核对或说明。"), values)
        yield Problem("grade_low", Severity.EXPLAIN, sentence, "home_level")


def _total_of(code: str, label: str, who: str, head: str = "") -> Computed:
    """Add up one head line by line, or the whole sheet head by head."""

    def work_out(home: Any, _context: Context) -> Arithmetic | None:
        reached = total(home, who, head)
        if reached is None:
            return None
        if head:
            lines = (line for line in home.scores if line.item and line.item.startswith(head))
            parts = [getattr(line, who) for line in lines]
        else:
            parts = [total(home, who, one) for one in HEADS]
        scores = " + ".join(str(part) for part in parts if part is not None)
        return Arithmetic(reached, Message(N_("{scores} = {total} 分"), {"scores": scores, "total": reached}))

    return Computed(code, DecimalField(label, section="totals", places=1, unit=N_("分")), work_out)


def _work_out_grade(home: Any, context: Context) -> Arithmetic | None:
    reached = grade(home, context)
    if reached is None:
        return None
    who = _decisive(home) or "own"
    values = {
        "total": total(home, who) or 0,
        "missing": len(missing_must(home, who)),
        "grade": Message(code_list("home_grade").label(reached)),
    }
    return Arithmetic(reached, Message(N_("总分 {total} 分，必备项缺 {missing} 项：{grade}"), values))


_OWN = (
    N_("自评：组织健全"),
    N_("自评：维权到位"),
    N_("自评：工作活跃"),
    N_("自评：作用明显"),
    N_("自评：职工信赖"),
)
_ACCEPTED = (
    N_("验收：组织健全"),
    N_("验收：维权到位"),
    N_("验收：工作活跃"),
    N_("验收：作用明显"),
    N_("验收：职工信赖"),
)

SCORES = (
    *(_total_of(f"own_head_{head}", label, "own", head) for head, label in zip(HEADS, _OWN, strict=True)),
    _total_of("own_total", N_("自评总分"), "own"),
    *(
        _total_of(f"accepted_head_{head}", label, "accepted", head)
        for head, label in zip(HEADS, _ACCEPTED, strict=True)
    ),
    _total_of("accepted_total", N_("验收总分"), "accepted"),
    Computed("grade", ChoiceField(N_("验收等次"), section="totals", codes="home_grade"), _work_out_grade),
)
"""Totals by head and of the whole sheet, own and accepted, and the grade."""
