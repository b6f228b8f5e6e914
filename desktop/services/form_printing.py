"""Print the forms of records, or the whole packet (整套材料) of each, as one PDF. Loaded only by a job that prints."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from db.messages import N_, Message, ReportableError, listed
from db.record import Record
from db.register import Register
from db.store import attachments
from db.store.ledger import Ledger
from desktop.reports import calibration_page
from desktop.reports.forms import packet_cover
from desktop.reports.forms.catalogue import catalogue
from desktop.reports.forms.description import Form
from desktop.reports.forms.document import Document
from desktop.reports.forms.mistakes import Mistake
from desktop.reports.forms.packet_cover import Entry
from desktop.reports.forms.packets import FOLDER as PACKETS
from desktop.reports.forms.packets import packets
from desktop.reports.forms.printing import missing_characters, subjects
from desktop.reports.forms.templates import Occasion, Subject
from desktop.services import form_folder
from desktop.services.contexts import context_of
from desktop.services.print_order import Duplex, Part
from desktop.services.printables import PACKET, Offered, Paper, Printable, Wanted
from desktop.services.printing_records import note_printed, records_in_order, refuse_too_many
from desktop.services.progress import Progress

_MISSING = N_("{record}：“{field}”里的 {words} 没有字形，纸上印成〔U+…〕编号，请手工补写。")


class NothingToPrintError(ReportableError):
    """The records are gone, or the form is not for them."""

    def __init__(self) -> None:
        super().__init__(N_("没有可打印的内容：所选的记录都不用这张表，或已不在台账里。请重新选择。"))


def offered(ledger: Ledger, register: Register) -> Offered:
    """Give the forms of a register in the order of its packet, then the others, then the packet itself."""
    forms = catalogue(form_folder.of(ledger))
    known = packets(forms, form_folder.of(ledger) / PACKETS)
    packet = known.by_register.get(register.code)
    used = [paper.form for paper in packet.papers if paper.form] if packet else []
    ordered = {form.code: form for form in (*used, *forms.for_register(register.code))}
    found = [
        Printable(form.code, form.title, functools.partial(form_of, form.code), form.asked)
        for form in ordered.values()
    ]
    main = packet.main if packet else ""
    if packet:
        asked = {key: words for form in used for key, words in form.asked.items()}
        found.append(Printable(PACKET, N_("整套材料"), packet_of, asked))
    if not main and found:
        main = found[0].code
    return Offered(register.code, tuple(found), main)


def form_of(code: str, ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    """Print a form for each record that it is for, or once for all where it is a list.

    Raises Cancelled, TooManySheetsError, NothingToPrintError.
    """
    forms = catalogue(form_folder.of(ledger))
    form = forms.forms[code]
    left_out: set[str] = set()

    def once(records: Iterator[Record], _occasion: Occasion) -> Iterator[_Sheet]:
        yield _Sheet(form, form.copies, "", records)

    def each(records: Iterator[Record], occasion: Occasion) -> Iterator[_Sheet]:
        for record in records:
            if form.suits(Subject(record), occasion):
                yield _Sheet(form, form.copies, wanted.register.label_of(record), (record,))
            else:
                left_out.add(record.id)

    paper = _print(ledger, wanted, progress, _Job(form.title, code, once if form.many else each))
    remarks = _mistakes(forms.mistakes)
    if left_out:
        sentence = N_("有 {n} 条记录不用“{title}”，没有打印。")
        remarks = (*remarks, Message(sentence, {"n": len(left_out), "title": Message(form.title)}))
    return replace(paper, copies_note=form.copies_note, remarks=(*remarks, *paper.remarks))


def packet_of(ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    """Print for each record the papers that it needs behind a list of them. Raises Cancelled, TooManySheetsError."""
    forms = catalogue(form_folder.of(ledger))
    known = packets(forms, form_folder.of(ledger) / PACKETS)
    packet = known.by_register[wanted.register.code]

    def papers(records: Iterator[Record], occasion: Occasion) -> Iterator[_Sheet]:
        for record in records:
            needed = packet.of(record, occasion)
            label = wanted.register.label_of(record)
            entries = tuple(Entry(one.title, one.copies, one.form is not None) for one in needed)
            first = packet_cover.cover(packet.register, packet.title, entries)
            yield _Sheet(first, 1, label, (record,))
            yield from (_Sheet(one.form, one.copies, label, (record,)) for one in needed if one.form)

    paper = _print(ledger, wanted, progress, _Job(packet.title, PACKET, papers))
    return replace(paper, remarks=(*_mistakes((*known.mistakes, *forms.mistakes)), *paper.remarks))


def calibration(ledger: Ledger) -> Paper:
    """Make the page on which it is measured how far a printer prints beside the true place."""
    return Paper(calibration_page.draw(ledger.office().name, ledger.clock()), 1)


@dataclass(frozen=True)
class _Sheet:
    """A form to be drawn for records; ``label`` names the record for people."""

    form: Form
    copies: int
    label: str = ""
    records: Iterable[Record] = ()


@dataclass(frozen=True)
class _Job:
    """What is printed of the records; asked for again where characters are missing."""

    title: str
    code: str
    sheets: Callable[[Iterator[Record], Occasion], Iterator[_Sheet]]


def _print(ledger: Ledger, wanted: Wanted, progress: Progress, job: _Job) -> Paper:
    """Draw a job into memory: a cancelled one leaves nothing behind. Cancel is heard before every sheet."""
    refuse_too_many(wanted)
    total = len(wanted.ids)
    drawing = Message(N_("正在排版 {n} 条记录的“{title}”"), {"n": total, "title": Message(job.title)})
    done = 0

    def watched(records: Iterator[Record]) -> Iterator[Record]:
        nonlocal done
        for done, record in enumerate(records):
            progress.step(done, total, drawing)
            yield record

    with ledger.store.reading() as session:
        occasion = Occasion(
            ledger.office().name,
            context_of(ledger, session),
            ledger.clock(),
            wanted.answers,
            functools.partial(attachments.content_of, session),
        )
        document = Document(job.title, occasion)
        parts: list[Part] = []
        read = records_in_order(session, wanted.register, wanted.ids)
        for sheet in job.sheets(watched(read), occasion):
            for subject in subjects(sheet.form, sheet.records):
                progress.step(done, total, drawing)
                drawn = document.add(sheet.form, subject)
                words = f"{sheet.form.title}　{sheet.label}".strip()
                parts.append(Part(words, drawn.first, drawn.last, sheet.copies, sheet.form.duplex))
        if not parts:
            raise NothingToPrintError
        printed = document.finish()
        remarks: list[Message] = []
        if printed.missing:
            again = records_in_order(session, wanted.register, wanted.ids)
            remarks = [
                Message(
                    _MISSING,
                    {"record": one.record, "field": Message(one.label), "words": _named(one.characters)},
                )
                for sheet in job.sheets(again, occasion)
                for one in missing_characters(sheet.form, sheet.records, occasion)
            ]
    progress.step(total, total, drawing)
    note_printed(ledger, wanted, job.code)
    duplex: Duplex = next((part.duplex for part in parts if part.duplex), "")
    return Paper(
        printed.pdf, printed.pages, printed.missing, tuple(parts), duplex=duplex, remarks=tuple(remarks)
    )


def _mistakes(found: Iterable[Mistake]) -> tuple[Message, ...]:
    """Name what a county has to mend in its files, and say what is printed in their place."""
    named = tuple(one.message for one in found)
    return (*named, Message(N_("有错的表格文件没有使用，打印的是程序自带的表。"))) if named else ()


def _named(characters: Iterable[str]) -> Message:
    return listed(
        Message(N_("{name}（{fact}）"), {"name": one, "fact": f"U+{ord(one):04X}"}) for one in characters
    )
