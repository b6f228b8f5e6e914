"""The sheet of 结构比例 that goes with a recommendation. Loaded only by a job that prints it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from db.store.ledger import Ledger
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import Paper as Sheets
from desktop.reports.page import Running
from desktop.reports.structure_sheet import StructureLine, StructureSheet, draw_structure
from desktop.services import structure_words
from desktop.services.printables import Paper
from desktop.services.progress import Progress, Silent
from desktop.services.structure_ratios import Line, Structure, Verdict

_NONE = "—"


def sheet(ledger: Ledger, found: Structure, progress: Progress | None = None) -> Paper:
    """Print the ratios of a batch as they were counted."""
    title = structure_words.sheet_title(found.batch)
    (progress or Silent()).step(0, 1, title)
    office, now, content = ledger.office().name, ledger.clock(), content_of(found, ledger.office().name)
    short = hashlib.sha256(repr(content).encode()).hexdigest()[:8].upper()
    sheets = Sheets(Running(office, content.title, now, f"{short[:4]} {short[4:]}"))
    draw_structure(sheets, content)
    pdf = archive(sheets.finish(), Description(content.title, office, content.title, now))
    return Paper(pdf, sheets.pages, tuple(sheets.missing))


def content_of(found: Structure, office: str) -> StructureSheet:
    """Put a batch into the words of the sheet, which is Chinese."""
    asked = [line for line in found.lines if line.ratio.figure]
    others = [line for line in found.lines if not line.ratio.figure]
    return StructureSheet(
        title=str(structure_words.sheet_title(found.batch)),
        office=office,
        as_of=found.on,
        summary=_summary(found, len(asked)),
        asked=tuple(map(_line, asked)),
        others=tuple(map(_line, others)),
        notes=tuple(_notes(found)),
    )


def _summary(found: Structure, asked: int) -> str:
    met, not_met = found.count(Verdict.MET), found.count(Verdict.NOT_MET)
    people = f"推荐人选 {found.batch.nominees} 人。"
    if not asked:
        return people
    return f"{people}规定比例 {asked} 项：符合 {met} 项，不符合 {not_met} 项，还不能确定 {found.open} 项。"


def _line(line: Line) -> StructureLine:
    is_counted, figure = line.conditions is not None, line.ratio.figure
    texts = (
        line.ratio.group,
        str(line.part) if is_counted else _NONE,
        line.ratio.of or structure_words.EVERYBODY,
        str(line.whole) if is_counted else _NONE,
        _NONE if line.percent is None else f"{structure_words.written(line.percent)}%",
        str(structure_words.asked(line)) if figure else _NONE,
        str(structure_words.result(line)),
        figure.source if figure else _NONE,
    )
    return StructureLine(texts, is_short=line.verdict is Verdict.NOT_MET)


def _notes(found: Structure) -> Iterator[str]:
    """Say of which ratios it is not known yet how they stand, and what is to be done; once for all that lack the same."""
    asked = [line for line in found.lines if line.ratio.figure]
    lacking: dict[str, list[Line]] = {}
    for line in asked:
        doubt = structure_words.doubt(line)
        if doubt is not None:
            lacking.setdefault(str(doubt), []).append(line)
    for words, lines in lacking.items():
        yield f"{_named(line.ratio.group for line in lines)}：{words}"
    names = _named(
        line.ratio.group if line.group is None else line.ratio.of
        for line in asked
        if line.verdict is Verdict.UNCOUNTABLE
    )
    if names:
        yield f"台账里没有一项能确定谁是{names}，无法统计，请另行核对。"


def _named(groups: Iterable[str]) -> str:
    return "".join(f"“{group}”" for group in dict.fromkeys(groups))
