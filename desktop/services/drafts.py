"""Drafts (未保存的录入): what stands in the form of a record, kept every few seconds, found again after a crash.

A draft holds texts exactly as they were typed, whole values or not. It belongs to one record and one person, is never
taken for a saved record, and goes in the transaction that saves its record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message
from db.record import State
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.shared_tables import KeptDraft


@dataclass(frozen=True)
class Place:
    """Where the cursor was: a field of the record, or of a row (counted from 0) of a group."""

    field: str = ""
    rows: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Typed:
    """What stands in the editors: field code → text, group code → rows of such texts, and the written reasons.

    A row has its own id under ``id``, so that recovering and saving it changes that row, and its reasons stay with it.
    """

    fields: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    place: Place = Place()
    is_correcting: bool = False


@dataclass(frozen=True)
class Draft:
    """What one person has typed into one record and not saved.

    ``record_id`` is the record's own or, for a new one, the id that it will have (``db.record.new_id``);
    ``based_on`` is the version that was opened, 0 for a new record. ``saved_at`` and ``by`` are written by ``keep``.
    """

    register: str
    record_id: str
    based_on: int
    typed: Typed
    changed_count: int
    saved_at: datetime | None = None
    by: str = ""

    @property
    def is_new(self) -> bool:
        """Whether its record was never saved."""
        return self.based_on == 0


@dataclass(frozen=True)
class Found:
    """A draft with the words of its recovery card; ``against`` says why it can only be looked at, None when it fits."""

    draft: Draft
    words: Message
    against: Message | None


def keep(ledger: Ledger, draft: Draft) -> Draft:
    """Store what is typed in the place of what the same person had typed into the same record; gives it stamped."""
    draft = replace(draft, saved_at=ledger.clock(), by=ledger.user)
    values = {
        "register": draft.register,
        "based_on": draft.based_on,
        "typed": json.dumps(
            asdict(draft.typed)
        ),  # in ASCII: half a character may be there while one is composed
        "changed_count": draft.changed_count,
        "saved_at": draft.saved_at,
    }
    kept = insert(KeptDraft).values(record_id=draft.record_id, by=draft.by, **values)
    with ledger.store.writing() as session:
        session.execute(kept.on_conflict_do_update(index_elements=["record_id", "by"], set_=values))
    return draft


def discard(ledger: Ledger, draft: Draft) -> None:
    """Throw a draft away; nothing happens when it is gone already."""
    with ledger.store.writing() as session:
        session.execute(
            delete(KeptDraft).where(KeptDraft.record_id == draft.record_id, KeptDraft.by == draft.by)
        )


def found(ledger: Ledger) -> tuple[Found, ...]:
    """Find all drafts, those of other users too, newest first."""
    with ledger.store.reading() as session:
        kept = session.scalars(select(KeptDraft).order_by(KeptDraft.saved_at.desc())).all()
        return tuple(_found(ledger, session, one) for one in kept if one.register in all_registers())


def of(ledger: Ledger, record_id: str) -> Found | None:
    """Find the user's own draft of one record."""
    with ledger.store.reading() as session:
        kept = session.get(KeptDraft, (record_id, ledger.user))
        return None if kept is None else _found(ledger, session, kept)


def _found(ledger: Ledger, session: Session, kept: KeptDraft) -> Found:
    register = all_registers()[kept.register]
    draft = _read(kept)
    return Found(draft, _words(ledger, register, draft), _against(session, register, draft))


def _read(kept: KeptDraft) -> Draft:
    told = json.loads(kept.typed)
    typed = Typed(**told | {"place": Place(**told["place"])})
    return Draft(
        kept.register, kept.record_id, kept.based_on, typed, kept.changed_count, kept.saved_at, kept.by
    )


def _words(ledger: Ledger, register: Register, draft: Draft) -> Message:
    """Say whose record, where, when and how much: 熊国平，家庭成员第 2 行，14:32 未保存，改了 5 项."""
    now = ledger.clock()
    at = (draft.saved_at or now).astimezone(now.tzinfo)
    values = {
        "name": draft.typed.fields.get(register.name_field, "").strip()
        or Message(N_("未填名称的{title}"), {"title": Message(register.title)}),
        "place": _place(register, draft.typed.place),
        "time": f"{at:%H:%M}" if at.date() == now.date() else f"{at:%Y-%m-%d %H:%M}",
        "count": draft.changed_count,
        "by": draft.by,
    }
    if draft.by != ledger.user:
        return Message(N_("{name}，{place}，{by} {time} 未保存，改了 {count} 项"), values)
    return Message(N_("{name}，{place}，{time} 未保存，改了 {count} 项"), values)


def _place(register: Register, place: Place) -> Message:
    if place.rows and place.row is not None:
        title = Message(register.row_group(place.rows).title)
        return Message(N_("{title}第 {row} 行"), {"title": title, "row": place.row + 1})
    if place.field in register.fields:
        return Message(register.fields[place.field].label)
    return Message(register.title)


def _against(session: Session, register: Register, draft: Draft) -> Message | None:
    """Say what has happened to the record since it was opened."""
    record = queries.load(session, register, draft.record_id)
    if record is None:
        return None  # a new record, not saved yet
    values = {"by": record.changed_by}
    if record.deleted_at is not None:
        return Message(N_("这条记录之后已被{by}删除。请先恢复它，或对照着重新录入。"), values)
    if record.version != draft.based_on:
        return Message(N_("这条记录之后又被{by}保存过。请对照现在的内容，把还需要的改动重新填入。"), values)
    if State(record.state).is_locked and not draft.typed.is_correcting:
        return Message(N_("这条记录之后已上报，内容已锁定。要修改请点“更正”，再对照着填入。"))
    return None
