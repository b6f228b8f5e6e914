"""How receipts are put into words and colours in the table of 回执与退回."""

from __future__ import annotations

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services.receipt_using import TakenReceipt
from desktop.services.receipts import ReceiptArrival
from desktop.services.receiving import Standing
from desktop.ui import appearance
from desktop.ui.pages import arrival_words, finding_list
from desktop.ui.pages.finding_list import Sentence
from desktop.ui.tables.plain_table import Cell

HEADS = (N_("能否处理"), N_("谁的回执"), N_("签名"), N_("回执号"), N_("报送包"), N_("结果"))
_STANDINGS = {
    Standing.READY: N_("可以处理"),
    Standing.REPEATED: N_("已经处理过"),
    Standing.REFUSED: N_("不能处理"),
}
_DECISIONS = {
    "accepted": N_("全部收下 {accepted} 条"),
    "partially": N_("收下 {accepted} 条，退回 {returned} 条，合并 {merged} 条"),
    "rejected": N_("整包退回：{reason}"),
}


def cells(one: ReceiptArrival, used: TakenReceipt | None) -> tuple[Cell, ...]:
    """Put a receipt, and what it did, into a line of the table."""
    if one.for_other:
        words = said(Message(N_("给其他单位的（{office}）"), {"office": one.for_other}))
        return (Cell(words, appearance.QUIET), *[Cell("—", appearance.QUIET)] * (len(HEADS) - 1))
    standing = arrival_words.standing(one.standing, _STANDINGS.get(one.standing, ""))
    if used is not None and used.error is None:
        standing = Cell(_("✓ 已处理"), appearance.GOOD)
    told = one.statement
    if told is None:
        unreadable = Cell(_("✖ 读不出"), appearance.ACCENT)
        return (standing, Cell("—"), unreadable, Cell("—"), Cell("—"), Cell(one.path.name))
    values = {"reason": told.reason, "accepted": 0, "returned": 0, "merged": 0} | dict(told.counts)
    is_good = not any(finding.code in {"E04", "E05", "E06"} for finding in one.wrong)
    return (
        standing,
        Cell(told.sender.name),
        Cell(_("✓ 有效"), appearance.GOOD) if is_good else Cell(_("✖ 不可信"), appearance.ACCENT),
        Cell(str(told.seq)),
        Cell(said(Message(N_("第 {n} 号"), {"n": told.package_seq}))),
        Cell(said(Message(_DECISIONS[told.decision], values))),
    )


def sentences(one: ReceiptArrival, used: TakenReceipt | None) -> list[Sentence]:
    """Say everything about a receipt; of one that is for a neighbour only whose it is."""
    if one.for_other:
        told = Message(N_("给“{office}”的回执，留在 U 盘上就行。"), {"office": one.for_other})
        return [("·", told, appearance.QUIET)]
    failed = [finding_list.bad(used.error)] if used is not None and used.error is not None else []
    return failed + finding_list.of_findings(one.wrong, one.findings)
