"""催报通知单: a letter to each office that has not reported. Loaded only by a job that prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.messages import N_, Message, ReportableError
from db.store.ledger import Ledger
from db.values import dates
from desktop.reports.forms.catalogue import catalogue
from desktop.reports.forms.document import Document
from desktop.reports.forms.templates import Occasion, Subject
from desktop.services import form_folder, reporting_board
from desktop.services.contexts import context_of
from desktop.services.print_order import Part
from desktop.services.printables import Paper
from desktop.services.progress import Progress, Silent
from desktop.services.reporting_board import Reporting

FORM = "reporting_reminder"


def reminders(
    ledger: Ledger, codes: Sequence[str], answers: Mapping[str, str], progress: Progress | None = None
) -> Paper:
    """Print a letter for each of some offices below, in the order of the board; ``answers`` to ``reporting_board.ASKED``.

    Raises ReportableError when none of them is on the board (any more).
    """
    late = [one for one in reporting_board.board(ledger) if one.code in codes]
    if not late:
        raise ReportableError(N_("请先选中要催报的单位。"))
    watched = progress or Silent()
    form = catalogue(form_folder.of(ledger)).forms[FORM]
    with ledger.store.reading() as session:
        occasion = Occasion(ledger.office().name, context_of(ledger, session), ledger.clock(), answers)
    document = Document(form.title, occasion)
    parts = []
    for done, one in enumerate(late):
        watched.step(done, len(late), Message(N_("正在排版")))
        own = {"receiver": one.name, "standing": standing(one), "today": dates.written(occasion.day)}
        drawn = document.add(form, Subject(None), replace(occasion, answers={**answers, **own}))
        parts.append(Part(one.name, drawn.first, drawn.last, form.copies, form.duplex))
    printed = document.finish()
    remarks = tuple(
        Message(N_("{name}已经报过{period}，请再看看是不是要催。"), {"name": one.name, "period": one.period})
        for one in late
        if one.period and one.period == answers.get("period")
    )
    note = form.copies_note
    return Paper(printed.pdf, printed.pages, printed.missing, tuple(parts), note, remarks=remarks)


def standing(one: Reporting) -> str:
    """Say in the words of the letter what came in last, and since when nothing has."""
    since, till_now = dates.written(one.since), f"，至今已{one.days}天" if one.days else ""
    if one.at is None:
        return f"你单位自{since}入网以来还没有报送过{till_now}。"
    period = f"（报告期：{one.period}）" if one.period else ""
    silent = f"{till_now}没有再报" if till_now else ""
    return f"你单位最近一次报送是第{one.sequence}号{period}，我会于{since}收到{silent}。"
