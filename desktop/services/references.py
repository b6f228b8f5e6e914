"""Records that other records point at: found by what a person writes, and named for people."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.entry import Entered
from db.fields import Field, IdentityField, ReferenceField
from db.messages import N_, Message
from db.register import Register
from db.registers import all_registers
from db.values import characters
from db.wording import worded
from desktop.language import _
from desktop.services.column_matching import same_name


class RecordNames:
    """The live records of a register by everything that names one: id, name, a number that only it has; read once."""

    def __init__(self, session: Session, register: Register) -> None:
        self._title = register.title
        unique = {
            code
            for code, field in register.fields.items()
            if field.unique or isinstance(field, IdentityField)
        }
        codes = sorted({register.name_field, *filter(None, [register.number_field]), *unique})
        columns = [getattr(register.record, code) for code in codes]
        live = select(register.record.id, *columns).where(register.record.deleted_at.is_(None))
        self._ids: dict[str, set[str]] = defaultdict(set)
        for found in session.execute(live):
            for name in found:
                if name:
                    self._ids[same_name(str(name))].add(found[0])

    def find(self, text: str) -> Entered:
        """Give the id of the one record that a text names, or the sentence why there is none."""
        text = characters.clean(text)
        if not text:
            return Entered(None)
        found = self._ids.get(same_name(text), set())
        if len(found) == 1:
            return Entered(next(iter(found)))
        values = {"title": Message(self._title), "text": text, "count": len(found)}
        if found:
            sentence = N_("“{title}”里有 {count} 条“{text}”，请改填统一社会信用代码或编号。")
        else:
            sentence = N_("“{title}”里没有“{text}”，请先登记它，或按登记的全称、代码填写。")
        return Entered(None, Message(sentence, values))


def worded_in(session: Session, field: Field, value: Any) -> str:
    """Write a value for people as ``db.wording`` does, a reference by the name of its record."""
    if isinstance(field, ReferenceField) and value:
        register = all_registers()[field.register]
        record = queries.load(session, register, value)
        return register.label_of(record) if record is not None else str(value)
    return worded(field, value, _)
