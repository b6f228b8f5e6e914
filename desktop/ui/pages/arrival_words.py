"""How packages and records that arrive are put into words and colours in the tables of 数据接收."""

from __future__ import annotations

from db.messages import N_, Message, Severity
from db.store import received
from desktop.language import _, said
from desktop.services.comparing import ComparedRecord, Comparison, Kind
from desktop.services.deciding import Decision, Verdict
from desktop.services.inbox import Inbox
from desktop.services.receiving import Arrival, Standing
from desktop.ui import appearance
from desktop.ui.pages import finding_list
from desktop.ui.pages.finding_list import Sentence
from desktop.ui.tables.plain_table import Cell

ARRIVAL_HEADS = (
    N_("能否接收"),
    N_("报送单位"),
    N_("号"),
    N_("报告期"),
    N_("条数"),
    N_("签名"),
    N_("比对与发现"),
)
RECORD_HEADS = (N_("决定"), N_("比对"), N_("台账"), N_("记录"), N_("版次"), N_("问题"))

_STANDINGS = {
    Standing.READY: ("✓", appearance.GOOD),
    Standing.WAITING: ("…", appearance.SEVERITY_TEXT[Severity.EXPLAIN]),
    Standing.REPEATED: ("·", appearance.SEVERITY_TEXT[Severity.HINT]),
    Standing.FORKED: ("✖", appearance.ACCENT),
    Standing.REFUSED: ("✖", appearance.ACCENT),
}
_VERDICTS = {
    Verdict.ACCEPT: ("✓", N_("接收"), appearance.GOOD),
    Verdict.RETURN: ("↩", N_("退回"), appearance.ACCENT),
    Verdict.MERGE: ("⇒", N_("合并"), appearance.SEVERITY_TEXT[Severity.HINT]),
}
_WORSE = {Kind.OLDER, Kind.CONFLICTING}


def standing(one: Standing, words: str = "") -> Cell:
    """Say what can be done with a file, with sign and colour; ``words`` say it in another way."""
    sign, colour = _STANDINGS[one]
    return Cell(f"{sign} {_(words or one.value)}", colour)


def arrival(inbox: Inbox, one: Arrival) -> tuple[Cell, ...]:
    """Put a package into a line of the table."""
    sequence, count = (str(n) if n else "" for n in (one.sequence, sum(one.counts.values())))
    name = one.sender_name or "—"
    return (
        _outcome(inbox, one),
        Cell(name),
        Cell(sequence),
        Cell(one.period),
        Cell(count),
        _signature(one),
        _summary(inbox, one),
    )


def _outcome(inbox: Inbox, one: Arrival) -> Cell:
    result = inbox.results.get(one.identity)
    if result is None:
        return standing(one.standing)
    if result.error is not None:
        return Cell(_("✖ 没有写入"), appearance.ACCENT)
    if result.decision == received.REJECTED:
        return Cell(_("↩ 已整包退回"), appearance.ACCENT)
    return Cell(_("✓ 已写入台账"), appearance.GOOD)


def _signature(one: Arrival) -> Cell:
    if one.signature is None or not one.signature.readable:
        return Cell(_("✖ 没有"), appearance.ACCENT)
    if any(finding.code in {"E04", "E05", "E06"} for finding in one.wrong):
        return Cell(_("✖ 不可信"), appearance.ACCENT)
    return Cell(_("✓ 有效"), appearance.GOOD)


def _summary(inbox: Inbox, one: Arrival) -> Cell:
    result = inbox.results.get(one.identity)
    if result is not None and result.error is not None:
        return Cell(said(result.error), appearance.ACCENT)
    if result is not None and result.decision != received.REJECTED:
        counts = {"accepted": result.accepted, "returned": result.returned, "merged": result.merged}
        return Cell(said(Message(N_("收下 {accepted} 条，退回 {returned} 条，合并 {merged} 条"), counts)))
    if one.wrong:
        worst = one.wrong[0]
        values = {"file": one.path.name, "words": worst.message}
        words = worst.message if one.manifest else Message(N_("{file}：{words}"), values)
        return Cell(said(words), appearance.SEVERITY_TEXT[worst.severity])
    comparison = inbox.comparisons.get(one.identity)
    if comparison is None:
        return Cell("")
    left = inbox.undecided(one)
    return Cell(" · ".join([*_counted(comparison), said(Message(N_("未决定 {n}"), {"n": left}))]))


def _counted(comparison: Comparison) -> list[str]:
    said_ = [(kind.value, comparison.count(kind)) for kind in Kind]
    said_.append((N_("重复"), sum(bool(one.twins) for one in comparison.records)))
    said_.append((N_("有问题"), sum(bool(one.stands or one.refusal) for one in comparison.records)))
    return [f"{_(words)} {count}" for words, count in said_ if count]


def record(one: ComparedRecord, title: str, decision: Decision | None) -> tuple[Cell, ...]:
    """Put a record into a line of the table."""
    revisions = f"{one.our_revision} → {one.revision}" if one.our_revision else str(one.revision)
    wrong = one.findings
    words = said(wrong[0]) if wrong else ""
    if len(wrong) > 1:
        words = said(Message(N_("{n} 个：{first}"), {"n": len(wrong), "first": wrong[0]}))
    return (
        verdict(decision),
        Cell(_(one.kind.value), appearance.ACCENT if one.kind in _WORSE else None),
        Cell(_(title)),
        Cell(one.label or _("（未命名）")),
        Cell(revisions),
        Cell(words, appearance.ACCENT if wrong else None),
    )


def verdict(decision: Decision | None) -> Cell:
    """Say what is decided on a record."""
    if decision is None:
        return Cell(_("— 未决定"), appearance.QUIET)
    sign, words, colour = _VERDICTS[decision.verdict]
    return Cell(f"{sign} {_(words)}", colour)


def sentences(one: ComparedRecord, decision: Decision | None) -> list[Sentence]:
    """Say everything about a record, and what was decided."""
    said_: list[Sentence] = []
    if decision is not None and decision.verdict is Verdict.RETURN:
        said_.append(("↩", Message(N_("退回：{text}"), {"text": decision.text}), appearance.ACCENT))
    said_ += [finding_list.bad(message) for message in (one.refusal, one.why) if message is not None]
    said_ += [finding_list.bad(twin.message, Severity.EXPLAIN) for twin in one.twins]
    said_ += [finding_list.bad(problem.message, problem.severity) for problem in one.stands]
    return said_ or [("✓", Message(N_("没有发现问题。")), appearance.GOOD)]
