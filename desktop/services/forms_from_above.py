"""Forms (表格) of the office above: sent down, shown before they are used, kept in the own folder. Loads what prints."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from db.messages import N_, Message, ReportableError, listed_names
from db.registers import all_registers
from db.store import history
from db.store.history import Change
from db.store.ledger import Ledger
from desktop.exchange import hostile
from desktop.exchange.updates import FormUpdate, why_unfit
from desktop.reports.forms.catalogue import built_in, source_of, sources
from desktop.reports.forms.description import Form
from desktop.reports.forms.mistakes import Mistake
from desktop.reports.forms.printing import draw
from desktop.reports.forms.reading import Read, read, values_of
from desktop.reports.forms.templates import Occasion
from desktop.services import form_folder, sent_forms
from desktop.services.contexts import context_of
from desktop.services.offered import Offered
from desktop.services.printables import Paper
from desktop.services.progress import Progress
from desktop.services.sent_forms import OwnForm

HISTORY = "forms"
"""The register under which the history files that a form was adopted."""


def own_forms(ledger: Ledger) -> tuple[OwnForm, ...]:
    """List the files in the office's own folder by their names, also such as cannot be used."""
    with ledger.store.reading() as session:
        sent = set(sent_forms.chosen(session))
    unreadable: list[Mistake] = []
    found: list[OwnForm] = []
    for file, content in sources(form_folder.of(ledger), unreadable):
        made = _read(content, file)
        if made.form is None:
            found.append(OwnForm(file, "", "", content, made.mistakes[0].message))
            continue
        code, problem = made.form.code, why_unfit(FormUpdate(made.form.code, content))
        if any(one.code == code for one in found):
            reason = Message(N_("另一个文件已经用了代码“{code}”，请删去一个。"), {"code": code})
            problem = Mistake(file, 1, reason).message
        found.append(OwnForm(file, code, made.form.title, content, problem, problem is None and code in sent))
    found += [OwnForm(one.file, "", "", "", one.message) for one in unreadable]
    return tuple(sorted(found, key=lambda one: one.file))


def sent_to(ledger: Ledger, _session: Session, _office: str) -> tuple[FormUpdate, ...]:
    """Give the forms that somebody has ticked and that can be used; all offices below get the same."""
    return tuple(FormUpdate(one.code, one.content) for one in own_forms(ledger) if one.is_sent)


def offered(ledger: Ledger, _session: Session, waiting: Mapping[str, FormUpdate]) -> Iterator[Offered]:
    """Give the forms by their codes; one with mistakes is named with them, and cannot be adopted."""
    own = own_forms(ledger)
    for key, update in sorted(waiting.items(), key=lambda one: one[1].form):
        made, mine = _sent(update), [one for one in own if _is_of(one.content, update.form)]
        ships = built_in().get(update.form)
        if any(one.content == update.content for one in mine):
            continue
        if not mine and ships is not None and source_of(ships) == update.content:
            continue
        name = made.form or ships
        title = name.title if name else update.form
        lines = Message(N_("{file}，共 {n} 行"), {"file": _file(update), "n": update.content.count("\n") + 1})
        broken = made.mistakes[0].message if made.mistakes else None
        yield Offered(
            key,
            update,
            N_("表格"),
            Message("{title}", {"title": title}),
            lines,
            _now(mine, ships),
            _scope(made.form),
            broken or Message(N_("采用后，打印用这张表。请先预览。")),
            is_usable=broken is None,
        )


def adopt(ledger: Ledger, update: FormUpdate) -> Message | None:
    """Write the form into the own folder as a whole; another file of the same form is kept aside, which is said.

    Raises ReportableError for a form with mistakes and for a folder that cannot be written.
    """
    made = _sent(update)
    if made.form is None:
        raise ReportableError(made.mistakes[0].message.template, **made.mistakes[0].message.values)
    folder, aside = form_folder.of(ledger), []
    try:
        folder.mkdir(exist_ok=True)
        for one in own_forms(ledger):
            is_here = one.file.lower() == _file(update)
            if one.content != update.content and (is_here or _is_of(one.content, update.form)):
                aside.append(_put_aside(folder / one.file))
        _write(folder / _file(update), update.content)
    except OSError as error:
        values = {"file": _file(update), "folder": folder}
        raise ReportableError(
            N_("写不了文件夹“{folder}”里的“{file}”。请关掉正在打开它的程序后再采用。"), **values
        ) from error
    with ledger.store.writing() as session:
        change = Change("adopt", HISTORY, update.form, 0, {"file": [", ".join(aside) or None, _file(update)]})
        history.note(session, ledger.clock(), ledger.user, [change])
    if not aside:
        return None
    values = {"title": made.form.title, "files": listed_names(aside)}
    return Message(N_("“{title}”原来的文件改名为“{files}”，还在表格文件夹里。"), values)


def preview(ledger: Ledger, update: FormUpdate, progress: Progress) -> Paper:
    """Print the form empty, as it would be; raises ReportableError for one with mistakes."""
    made = _sent(update)
    if made.form is None:
        raise ReportableError(made.mistakes[0].message.template, **made.mistakes[0].message.values)
    progress.step(0, 1, Message(N_("正在排版“{title}”"), {"title": made.form.title}))
    with ledger.store.reading() as session:
        occasion = Occasion(ledger.office().name, context_of(ledger, session), ledger.clock(), {})
    printed = draw(made.form, [None], occasion)
    progress.step(1, 1, Message(N_("正在排版“{title}”"), {"title": made.form.title}))
    return Paper(printed.pdf, printed.pages, printed.missing, copies_note=made.form.copies_note)


def _sent(update: FormUpdate) -> Read:
    """Read a form that was sent down; its code must be the one by which it is filed."""
    made = _read(update.content, _file(update))
    if made.form is not None and made.form.code != update.form:
        reason = Message(N_("代码“{code}”与文件名不符。"), {"code": made.form.code})
        return Read(None, (Mistake(_file(update), 1, reason),))
    return made


def _read(content: str, file: str) -> Read:
    reason = Message(N_("写法太乱，读不出来。"))
    return hostile.read(lambda: read(content, file), unreadable=Read(None, (Mistake(file, 1, reason),)))


def _is_of(content: str, code: str) -> bool:
    return hostile.read(lambda: bool(values_of(content).get("code") == code), unreadable=False)


def _file(update: FormUpdate) -> str:
    return f"{update.form}.toml"


def _now(mine: list[OwnForm], ships: Form | None) -> Message:
    if mine:
        return Message(N_("本单位自己的“{file}”"), {"file": mine[0].file})
    return Message(N_("程序自带的表") if ships else N_("没有这张表"))


def _scope(form: Form | None) -> Message:
    if form is None or not form.register:
        return Message("")
    return Message(all_registers()[form.register].title)


def _put_aside(path: Path) -> str:
    """Rename a file to the first free name behind it, which no form is read from."""
    names = (path.with_name(f"{path.name}.old{number or ''}") for number in range(1000))
    free = next(name for name in names if not name.exists())
    path.replace(free)
    return free.name


def _write(path: Path, content: str) -> None:
    """Write a file as a whole; what stood there stays until the new one is on the disk."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
