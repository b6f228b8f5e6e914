"""Find the record that a cell of a file means: by its id, its name or a number that only it has."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.entry import Entered
from db.messages import N_, Message
from db.register import Register
from db.values import characters
from desktop.services.column_matching import same_name


class RecordNames:
    """The live records of a register by everything that names one; read once."""

    def __init__(self, session: Session, register: Register) -> None:
        self._title = register.title
        unique = {code for code, field in register.fields.items() if field.unique}
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
