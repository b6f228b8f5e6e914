"""The summary tables (汇总表) that a county reports with its records: a line for each township, counts and sums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from db import areas, queries
from db.fields import MoneyField
from db.register import Register
from db.store.shared_tables import Office
from desktop.reports.printed_values import form_name
from desktop.reports.summary_table import SummaryLine, SummaryTable
from desktop.services import offices
from desktop.services.summaries import SUMMARIES, Measure
from desktop.services.summarising import figures

_COUNTED = ("条", (Measure("条数"),))


def tables(
    session: Session, office: Office, registers: Iterable[Register], as_of: date
) -> tuple[SummaryTable, ...]:
    """Count and add up all live records of some registers; every township that is enrolled has a line."""
    names = {line.code: line.name for line in offices.lines(session)} | {office.area: office.name}
    return tuple(
        _table(session, register, office, names, as_of)
        for register in registers
        if queries.record_ids(session, register)
    )


def _table(
    session: Session, register: Register, office: Office, names: dict[str, str], as_of: date
) -> SummaryTable:
    unit, measures = next(
        ((one.unit, one.measures) for one in SUMMARIES if one.register == register.code), _COUNTED
    )
    found = figures(session, register, queries.record_ids(session, register), "office", measures)
    below = [code for code in names if code != office.area]
    kinds = [register.fields.get(measure.code) for measure in measures]
    return SummaryTable(
        title=f"{form_name(register)}汇总表（按乡镇街道）",
        office=office.name,
        as_of=as_of,
        by="乡镇（街道）",
        unit=unit,
        columns=tuple(measure.label for measure in measures),
        money=tuple(isinstance(kind, MoneyField) for kind in kinds),
        lines=tuple(
            SummaryLine(names.get(code) or areas.full_name(code), tuple(found[code]))
            for code in sorted({*found, *below})
        ),
    )
