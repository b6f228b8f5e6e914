"""What an entry of the history changed, field by field in words; rows are followed by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db import canonical
from db.fields import Field, PictureField
from db.messages import N_, Message
from db.record import State
from db.register import Register, RowGroup
from desktop.language import _, said
from desktop.services.references import worded_in

_Rows = list[dict[str, str]]


@dataclass(frozen=True)
class FieldChange:
    """One line of a difference: where, and the words that stood and stand there ("" for nothing).

    ``old`` and ``new`` are source words, as ``db.wording`` gives them. ``code`` is the field's, "" for a whole row.
    """

    place: Message
    old: str
    new: str
    code: str
    rows: str = ""
    row: int | None = None


def field_changes(
    session: Session, register: Register, changes: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    """Put the changes of a history entry into words, in the order of the form."""
    return tuple(_changes(session, register, changes))


def _changes(session: Session, register: Register, changes: Mapping[str, Any]) -> Iterator[FieldChange]:
    if "state" in changes:
        old, new = (State(value).label if value else "" for value in changes["state"])
        yield FieldChange(Message(N_("状态")), old, new, "state")
    if "unmasked" in changes:
        label = register.fields[changes["unmasked"][1]].label
        yield FieldChange(Message(N_("查看完整号码")), "", label, "unmasked")
    for code, field in register.fields.items():
        if code in changes:
            old, new = (_words(session, field, text) for text in changes[code])
            yield FieldChange(Message(field.label), old, new, code)
    for group in register.row_groups:
        if group.code in changes:
            before, after = changes[group.code]
            yield from _row_changes(session, group, before or [], after or [])
    if "reasons" in changes:
        yield from reason_changes(register, *(value or {} for value in changes["reasons"]))


def _row_changes(session: Session, group: RowGroup, old: _Rows, new: _Rows) -> Iterator[FieldChange]:
    before = {row["id"]: row for row in old}
    after = {row["id"]: row for row in new}
    for number, row in enumerate(new):
        place = _row(group, number)
        earlier = before.get(row["id"])
        if earlier is None:
            added = Message(N_("{row}（新增）"), {"row": place})
            yield FieldChange(added, "", _whole_row(session, group, row), "", group.code, number)
            continue
        for code, field in group.fields.items():
            if row.get(code) != earlier.get(code):
                was, now = (_words(session, field, texts.get(code)) for texts in (earlier, row))
                yield FieldChange(_cell(place, field.label), was, now, code, group.code, number)
    for number, row in enumerate(old):
        if row["id"] not in after:
            removed = Message(N_("{row}（删除）"), {"row": _row(group, number)})
            yield FieldChange(removed, _whole_row(session, group, row), "", "", group.code, number)
    stayed = [[row for row in rows if row["id"] in before and row["id"] in after] for rows in (old, new)]
    was, now = (
        _("、").join(next(iter(_row_words(session, group, row)), "") for row in rows) for rows in stayed
    )
    if [row["id"] for row in stayed[0]] != [row["id"] for row in stayed[1]]:
        yield FieldChange(
            Message(N_("{title}的顺序"), {"title": Message(group.title)}), was, now, "", group.code
        )


def reason_changes(
    register: Register, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[FieldChange]:
    """Tell which written reasons differ, each by the field that it is filed under."""
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            place = Message(N_("{place}的核实理由"), {"place": _place_of_reason(register, key)})
            yield FieldChange(place, old.get(key, ""), new.get(key, ""), "reasons")


def _row(group: RowGroup, number: int) -> Message:
    return Message(N_("{title}第 {row} 行"), {"title": Message(group.title), "row": number + 1})


def _cell(row: Message, label: str) -> Message:
    return Message(N_("{row} {label}"), {"row": row, "label": Message(label)})


def _row_words(session: Session, group: RowGroup, row: Mapping[str, str]) -> list[str]:
    words = (_words(session, field, row.get(code)) for code, field in group.fields.items())
    return [word for word in words if word]


def _whole_row(session: Session, group: RowGroup, row: Mapping[str, str]) -> str:
    """Write a row on one line, as it was added or taken away."""
    return _("，").join(_row_words(session, group, row))


def _words(session: Session, field: Field, text: str | None) -> str:
    """Write a canonical text for people; what this program can no longer read is shown as it is."""
    try:
        value = canonical.decode(field, text or "")
    except ValueError:
        return text or ""
    words = worded_in(session, field, value)
    # One picture in the place of another must not read like no change.
    if value and isinstance(field, PictureField):
        return said(Message(N_("{name}（{fact}）"), {"name": words, "fact": value[:6]}))
    return words


def _place_of_reason(register: Register, key: str) -> Message:
    """Name the field that a reason is filed under (``db.messages.Problem.key``)."""
    place = key.partition("@")[2]
    rows, _, rest = place.partition("[")
    group = next((group for group in register.row_groups if group.code == rows), None)
    if group is not None and rest:
        # The row is named by its id, which says nothing to people; its sentence stands beside the reason anyway.
        _, _, code = rest.partition("].")
        return _cell(Message(group.title), group.fields[code].label if code in group.fields else "")
    return Message(register.fields[place].label if place in register.fields else register.title)
