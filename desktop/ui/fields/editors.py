"""Which editor belongs to which kind of field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PictureField,
    ReferenceField,
    TextField,
    YesNoField,
)
from db.messages import N_, Message
from db.wording import worded
from desktop.language import _, said
from desktop.services import searching
from desktop.ui.fields.choice import ChoiceEditor, SeveralChoicesEditor, YesNoEditor
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.picture import PictureEditor
from desktop.ui.fields.search import ReferenceEditor, area_editor
from desktop.ui.fields.search_line import Offer
from desktop.ui.fields.text import DateEditor, IdentityEditor, LineEditor, MoneyEditor, TextAreaEditor
from desktop.ui.session import Session

_OFFERS = 20


def editor_for(session: Session, code: str, field: Field, written_on: date) -> Editor:
    """Make the editor of a field for a record that was written on a day."""
    today = session.today
    match field:
        case IdentityField():
            return IdentityEditor(code, field, today)
        case TextField(multiline=True):
            return TextAreaEditor(code, field, today)
        case MoneyField():
            return MoneyEditor(code, field, today)
        case DateField():
            return DateEditor(code, field, today)
        case TextField() | IntegerField() | DecimalField():
            return LineEditor(code, field, today)
        case ChoiceField():
            return ChoiceEditor(code, field, today, written_on)
        case MultiChoiceField():
            return SeveralChoicesEditor(code, field, written_on)
        case YesNoField():
            return YesNoEditor(code, field)
        case AreaField():
            return area_editor(code, field)
        case ReferenceField():
            return _reference_editor(session, code, field)
        case PictureField():
            return PictureEditor(session, code, field)
    raise TypeError(field)


def _reference_editor(session: Session, code: str, field: ReferenceField) -> ReferenceEditor:
    """Make a picker of the records of another register."""
    register = session.registers[field.register]

    def find(text: str) -> list[Offer]:
        ids = session.do(searching.record_ids, register, text)[:_OFFERS]
        lines = session.do(searching.lines, register, ids, ["id", register.name_field, *field.shows])
        names = Counter(line[1] for line in lines)
        return [Offer(line[0], told_apart(line) if names[line[1]] > 1 else line[1] or "") for line in lines]

    def told_apart(line: tuple[Any, ...]) -> str:
        """Add the first fact that is known to a name that several records have."""
        known = (
            worded(register.fields[code], value, _) for code, value in zip(field.shows, line[2:], strict=True)
        )
        fact = next((fact for fact in known if fact and fact != line[1]), "")
        return said(Message(N_("{name}（{fact}）"), {"name": line[1] or "", "fact": fact}))

    def words_of(record_id: Any) -> str:
        lines = session.do(searching.lines, register, [record_id], [register.name_field])
        return str(lines[0][0] or "") if lines else str(record_id)

    def facts_of(record_id: Any) -> Mapping[str, str]:
        lines = session.do(searching.lines, register, [record_id], list(field.shows))
        values = lines[0] if lines else ()
        shown = zip(field.shows, values, strict=False)
        return {
            _(register.fields[name].label): worded(register.fields[name], value, _)
            for name, value in shown
            if name != register.name_field
        }

    return ReferenceEditor(code, field, find, words_of, facts_of)
