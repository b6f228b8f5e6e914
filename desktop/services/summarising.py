"""Count and add up the records that are listed, for a table on paper (汇总表). Loaded only by a job that prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db import areas, queries
from db.code_lists import code_list
from db.fields import AreaField, ChoiceField, Field, MoneyField
from db.messages import N_, Message
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import Paper as Sheets
from desktop.reports.page import Running
from desktop.reports.summary_table import SummaryLine, SummaryTable, draw_summary
from desktop.services.printables import Paper, Wanted
from desktop.services.printing_records import note_printed
from desktop.services.progress import Progress
from desktop.services.summaries import Measure, Summary

_LINES = 250
"""Records that are read at once."""

NOT_FILLED = "（未填）"


def printed(summary: Summary, ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    """Print one table over the records asked for. Raises Cancelled."""
    content = table_of(summary, ledger, wanted, progress)
    office, now = ledger.office().name, ledger.clock()
    short = wanted.key(summary.code)[:8].upper()
    sheets = Sheets(Running(office, summary.title, now, f"{short[:4]} {short[4:]}"))
    draw_summary(sheets, content)
    pdf = archive(sheets.finish(), Description(summary.title, office, summary.title, now))
    note_printed(ledger, wanted, summary.code)
    return Paper(pdf, sheets.pages, tuple(sheets.missing))


def table_of(summary: Summary, ledger: Ledger, wanted: Wanted, progress: Progress) -> SummaryTable:
    """Count and add up the records, a line for every choice that occurs, in the order of its list."""
    register = all_registers()[summary.register]
    by = register.fields[summary.by]
    with ledger.store.reading() as session:
        asked = (session, register, wanted.ids, summary.by, summary.measures, progress)
        # A list of closed files alone is meant as it is.
        found = figures(*asked) or figures(*asked, closed=True)
    kinds = [register.fields.get(measure.code) for measure in summary.measures]
    return SummaryTable(
        title=summary.title,
        office=ledger.office().name,
        as_of=ledger.clock().date(),
        by=by.label.replace("单位地址：", ""),
        unit=summary.unit,
        columns=tuple(measure.label for measure in summary.measures),
        money=tuple(isinstance(kind, MoneyField) for kind in kinds),
        lines=tuple(SummaryLine(_worded(by, code), tuple(found[code])) for code in _ordered(by, found)),
    )


def figures(
    session: Session,
    register: Register,
    ids: Sequence[str],
    by: str,
    measures: Sequence[Measure],
    progress: Progress | None = None,
    *,
    closed: bool = False,
) -> dict[str, list[int]]:
    """Count and add up some records: the value of the column ``by`` ("" for none) → an amount for each measure.

    Files that were closed (脱困、注销) are counted only when they are asked for.
    """
    closed_on = [register.closed_on] if register.closed_on else []
    fields = list(dict.fromkeys(code for one in measures for code in (one.code, one.field) if code))
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(measures))
    counting = Message(N_("正在汇总 {n} 条记录"), {"n": len(ids)})
    for start in range(0, len(ids), _LINES):
        if progress is not None:
            progress.step(start, len(ids), counting)
        for line in queries.lines(session, register, ids[start : start + _LINES], [by, *closed_on, *fields]):
            values = dict(zip((*closed_on, *fields), line[1:], strict=True))
            if closed_on and (values[register.closed_on] is not None) is not closed:
                continue
            into = found[line[0] or ""]
            for place, measure in enumerate(measures):
                into[place] += _counted(measure, values)
    return found


def _counted(measure: Measure, values: dict[str, Any]) -> int:
    if measure.only and values[measure.field] not in measure.only:
        return 0
    return (values[measure.code] or 0) if measure.code else 1


def _ordered(by: Field, figures: dict[str, list[int]]) -> list[str]:
    """Put the codes that occur in the order of their list, what is not filled in last."""
    known = (
        [item.code for item in code_list(by.codes).items] if isinstance(by, ChoiceField) else sorted(figures)
    )
    return [code for code in known if code and code in figures] + [code for code in ("",) if code in figures]


def _worded(by: Field, code: str) -> str:
    if not code:
        return NOT_FILLED
    if isinstance(by, ChoiceField):
        return code_list(by.codes).label(code)
    return areas.full_name(code) if isinstance(by, AreaField) else code
