"""The sentences of 结构比例: who is counted by which fields, what part they are, and by which rule that is enough."""

from __future__ import annotations

from decimal import Decimal

from db.code_lists import code_list
from db.messages import N_, Message, listed
from db.registers import all_registers
from db.values import numbers
from desktop.services import rule_figures
from desktop.services.structure_ratios import REGISTER, Batch, Line, Verdict

EVERYBODY = N_("全部人选")
"""The whole of a ratio that names none."""


def sheet_title(batch: Batch) -> Message:
    """Name the sheet of a batch."""
    values = {"title": Message(code_list("honour_title").label(batch.title)), "year": batch.year}
    return Message(N_("{title}推荐人选结构比例表（{year}年）"), values)


def asked(line: Line) -> Message:
    """Say what part is asked for."""
    if line.ratio.minimum is not None:
        return Message(N_("不少于 {n}%"), {"n": written(line.ratio.minimum)})
    if line.ratio.maximum is not None:
        return Message(N_("不超过 {n}%"), {"n": written(line.ratio.maximum)})
    return Message(N_("没有规定"))


def result(line: Line) -> Message:
    """Judge a line in a few words, with a reserve (暂时) while those of whom a field does not tell can turn it."""
    match line.verdict:
        case Verdict.UNCOUNTABLE:
            return Message(N_("无法统计"))
        case Verdict.NOBODY:
            return Message(N_("还没有人"))
        case Verdict.NO_RATIO:
            return Message("—")
        case Verdict.MET:
            return Message(N_("符合") if line.is_certain else N_("暂时符合"))
    words = N_("不符合，还差 {n} 人") if line.missing else N_("不符合，多出 {n} 人")
    if not line.is_certain:
        words = N_("暂时不符合，还差 {n} 人") if line.missing else N_("暂时不符合，多出 {n} 人")
    return Message(words, {"n": line.missing or line.too_many})


def told(line: Line) -> Message:
    """Put a line into a sentence: 一线工人和专业技术人员 12 人，占 54.5%，应不少于 55%，还差 1 人."""
    values: dict[str, object] = {
        "group": Message(line.ratio.group),
        "of": Message(line.ratio.of or EVERYBODY),
        "part": line.part,
        "whole": line.whole,
        "percent": written(line.percent),
    }
    if line.verdict is Verdict.UNCOUNTABLE:
        group = line.ratio.group if line.group is None else line.ratio.of
        sentence = N_("台账里没有一项能确定谁是“{group}”，无法统计，请另行核对。")
        return Message(sentence, {"group": Message(group)})
    if line.verdict is Verdict.NOBODY:
        sentence = N_("还没有登记{of}，算不出比例。") if line.ratio.of else N_("还没有登记人选，算不出比例。")
        return Message(sentence, values)
    counted = Message(N_("{group} {part} 人，占{of} {whole} 人的 {percent}%"), values)
    asked: dict[str, object] = {
        "counted": counted,
        "least": written(line.ratio.minimum),
        "most": written(line.ratio.maximum),
        "n": line.missing or line.too_many,
    }
    if line.verdict is Verdict.NO_RATIO:
        return Message(N_("{counted}，规则表没有规定比例。"), asked)
    if line.ratio.maximum is None:
        met, not_met = (
            N_("{counted}，应不少于 {least}%，符合。"),
            N_("{counted}，应不少于 {least}%，还差 {n} 人。"),
        )
    else:
        met, not_met = (
            N_("{counted}，应不超过 {most}%，符合。"),
            N_("{counted}，应不超过 {most}%，多出 {n} 人。"),
        )
    return Message(met if line.verdict is Verdict.MET else not_met, asked)


def doubt(line: Line) -> Message | None:
    """Say of how many nominees it is not known whether they count, and what to fill in; None when all is known."""
    if not line.undecided:
        return None
    sentence = N_("另有 {n} 人没有填“{fields}”，不能确定属于哪一类，补填后才能定。")
    return Message(sentence, {"n": line.undecided, "fields": _fields(line)})


def basis(line: Line) -> Message:
    """Say by which fields a group is counted, and which rule asks for how much: its source, days and area."""
    counted = Message(N_("按“{fields}”统计。"), {"fields": _fields(line)}) if line.conditions else Message("")
    figure = line.ratio.figure
    if figure is None:
        return counted
    values = {
        "counted": counted,
        "source": Message(figure.source),
        "days": rule_figures.span(figure),
        "place": Message(rule_figures.place(figure.area)),
    }
    return Message(N_("{counted}依据：{source}（{days}，{place}）。"), values)


def written(number: Decimal | None) -> str:
    """Write a per cent without idle zeros, "" for none."""
    return "" if number is None else numbers.plain(number)


def _fields(line: Line) -> Message:
    """Name the fields that decide who belongs to a group."""
    fields = all_registers()[REGISTER].fields
    return listed(dict.fromkeys(fields[one.field].label for one in line.conditions or ()))
