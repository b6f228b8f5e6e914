"""Print records: the list as the screen shows it, or the sheet of each record. Loaded only by a job that prints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from db import checks, queries
from db.fields import Field, ReferenceField
from db.masking import Masking, is_masked, masked
from db.messages import N_, Message, ReportableError
from db.record import Record, State
from db.register import Context, Register
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from db.wording import worded
from desktop.reports import page
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.printed_values import STRUCK, alignment, form_name
from desktop.reports.record_sheet import Explanation, draw_record_sheet
from desktop.reports.register_list import ListTable, column_label, draw_list, is_added_up
from desktop.services import list_columns
from desktop.services.contexts import context_of
from desktop.services.list_columns import STATE
from desktop.services.printables import Paper, Wanted
from desktop.services.progress import Progress

_LINES = 250
"""Records of a list that are read at once."""

_MOST_COLUMNS = 20

_MOST_SHEETS = 1000

_SHEETS = 50
"""Records that are loaded whole at once: cancel is heard within the time of one sheet."""


class TooManySheetsError(ReportableError):
    """More sheets than anybody prints at once; they would not fit into memory either."""

    def __init__(self, count: int) -> None:
        super().__init__(
            N_("选了 {n} 条，一次最多打印 {most} 份。请少选一些，分几次打印。"),
            n=count,
            most=_MOST_SHEETS,
        )


class TooManyColumnsError(ReportableError):
    """More columns than a page can show legibly."""

    def __init__(self, count: int) -> None:
        super().__init__(
            N_("列表现在有 {n} 列，A4 纸横着最多放 {most} 列。请先在“列…”里少选几列。"),
            n=count,
            most=_MOST_COLUMNS,
        )


def list_of(ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    """Print the columns of the list; numbers stay masked unless they were shown in full. Raises Cancelled, TooManyColumnsError."""
    if len(wanted.columns) > _MOST_COLUMNS:
        raise TooManyColumnsError(len(wanted.columns))
    total = 2 * len(wanted.ids)  # read, then drawn

    def step(done: int) -> None:
        progress.step(done, total, Message(N_("正在排版 {n} 条记录"), {"n": len(wanted.ids)}))

    register = wanted.register
    kinds = list_columns.kinds(register)
    fields = {code: kinds[code] for code in wanted.columns if code != STATE}
    sums = {
        code: 0
        for code, field in fields.items()
        if is_added_up(field) and not list_columns.is_worked_out(register, code)
    }
    lines: list[list[str]] = []
    with ledger.store.reading() as session:
        for read in _read(ledger, session, wanted):
            step(len(lines))
            names = _names(session, register, wanted.columns, read)
            for one, *values in read:
                shown = [
                    _words(fields.get(code), value, names, is_in_full=(one, code) in wanted.in_full)
                    for code, value in zip(wanted.columns, values, strict=True)
                ]
                lines.append([str(len(lines) + 1), *shown])
                for code, value in zip(wanted.columns, values, strict=True):
                    if code in sums:
                        sums[code] += value or 0
    shown_sums = [worded(fields[code], sums[code]) if code in sums else "" for code in wanted.columns]
    content = ListTable(
        labels=[
            "序号",
            *("状态" if code == STATE else column_label(fields[code]) for code in wanted.columns),
        ],
        aligns=["center", *("left" if code == STATE else alignment(fields[code]) for code in wanted.columns)],
        lines=lines,
        sums=["合计", *shown_sums] if sums and lines else [],
    )
    about = f"单位：{ledger.office().name}", _masking(wanted, fields), f"共 {len(lines)} 条"
    paper = _paper(ledger, f"{form_name(register)}一览表", lines)
    draw_list(paper, register, about, content, step=lambda done: step(len(lines) + done))
    return _finish(ledger, wanted, paper, f"{form_name(register)}一览表", "list")


def _masking(wanted: Wanted, fields: dict[str, Field]) -> str:
    """Say above a list whether its numbers are masked: all of them, some, or none."""
    numbers = {(one, code) for code, field in fields.items() if is_masked(field) for one in wanted.ids}
    if not numbers:
        return ""
    if numbers <= wanted.in_full:
        return "证件和电话号码未遮盖，注意保管"
    if numbers & wanted.in_full:
        return "证件和电话号码有未遮盖的，注意保管"
    return "证件和电话号码部分遮盖"


def sheets_of(ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    """Print the sheet of each record, with the clerk's reasons for what stays to be explained. Raises Cancelled, TooManySheetsError."""
    refuse_too_many(wanted)
    register = wanted.register
    drawing = Message(N_("正在排版 {n} 份登记表"), {"n": len(wanted.ids)})
    title = f"{form_name(register)}登记表"
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        versions = (
            line for part in _read(ledger, session, replace(wanted, columns=("version",))) for line in part
        )
        paper = _paper(ledger, title, ((one, str(version)) for one, version in versions))
        for done, record in enumerate(records_in_order(session, register, wanted.ids)):
            progress.step(done, len(wanted.ids), drawing)
            explained = _explained(register, record, context)
            draw_record_sheet(paper, register, record, context, explained, level=0)
    return _finish(ledger, wanted, paper, title, "sheets")


def _read(ledger: Ledger, session: Session, wanted: Wanted) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(wanted.ids), _LINES):
        part = wanted.ids[start : start + _LINES]
        yield list_columns.lines(ledger, session, wanted.register, part, ["id", *wanted.columns])


def _names(
    session: Session, register: Register, columns: Sequence[str], lines: Sequence[tuple[Any, ...]]
) -> dict[str, str]:
    """Give the names of the records that some lines point at."""
    names: dict[str, str] = {}
    for place, code in enumerate(columns, start=1):
        field = register.fields.get(code)
        if isinstance(field, ReferenceField):
            other = all_registers()[field.register]
            pointed = [one for one in dict.fromkeys(line[place] for line in lines) if one]
            names |= {
                one: str(name or "")
                for one, name in queries.lines(session, other, pointed, ["id", other.name_field])
            }
    return names


def _words(field: Field | None, value: Any, names: dict[str, str], *, is_in_full: bool) -> str:
    if field is None:
        return State(value).label
    if isinstance(field, ReferenceField):
        return names.get(value, "") or STRUCK
    return masked(field, value, Masking.FULL if is_in_full else Masking.LISTED) or STRUCK


def refuse_too_many(wanted: Wanted) -> None:
    """Raise TooManySheetsError for more records than are printed whole at once."""
    if len(wanted.ids) > _MOST_SHEETS:
        raise TooManySheetsError(len(wanted.ids))


def records_in_order(session: Session, register: Register, ids: Sequence[str]) -> Iterator[Record]:
    """Give whole records, read a few at a time; one that is gone is left out."""
    for start in range(0, len(ids), _SHEETS):
        part = ids[start : start + _SHEETS]
        loaded = {one.id: one for one in queries.load_all(session, register, part, withdrawn=True)}
        yield from (loaded[one] for one in part if one in loaded)
        session.expunge_all()


def _explained(register: Register, record: Record, context: Context) -> list[Explanation]:
    if not record.reasons:
        return []
    return [
        Explanation(
            form_name(register),
            record.id,
            register.label_of(record),
            str(problem.message),
            record.reasons[problem.key],
        )
        for problem in checks.problems_of(register, record, context)
        if problem.key in record.reasons
    ]


def _paper(ledger: Ledger, title: str, content: Iterable[Iterable[str]]) -> page.Paper:
    """Begin paper whose pages carry a short code of what is printed, so that loose sheets are told apart."""
    digest = hashlib.sha256()
    for line in content:
        digest.update("\x1f".join(line).encode() + b"\n")
    code = digest.hexdigest()[:8].upper()
    return page.Paper(page.Running(ledger.office().name, title, ledger.clock(), f"{code[:4]} {code[4:]}"))


def _finish(ledger: Ledger, wanted: Wanted, paper: page.Paper, title: str, kind: str) -> Paper:
    """Close the PDF and note in the history who printed how many; one entry, as for an export."""
    office = ledger.office().name
    pdf = archive(paper.finish(), Description(title, office, title, ledger.clock()))
    note_printed(ledger, wanted, kind)
    return Paper(pdf, paper.pages, tuple(paper.missing))


def note_printed(ledger: Ledger, wanted: Wanted, kind: str) -> None:
    """Note in the history who printed how many records as what."""
    taken = {"records": str(len(wanted.ids)), "as": kind, "in_full": str(len(wanted.in_full))}
    code = wanted.register.code
    with ledger.store.writing() as session:
        change = history.Change("print", code, code, 1, {"printed": [None, taken]})
        history.note(session, ledger.clock(), ledger.user, [change])
