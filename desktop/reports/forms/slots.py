"""What a slot of a form may name, "{name}", "{unit.unit_name}", "{birth:年月}", and how it is filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.code_lists import code_list
from db.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    MoneyField,
    ReferenceField,
    YesNoField,
)
from db.messages import N_, Message, ReportableError
from db.register import Computed, Register, RowGroup
from db.rule_tables import TABLES
from desktop.reports.forms.formats import FORMATS, written
from desktop.reports.forms.templates import Occasion, Reader, Slot, Subject, Template, written_on
from desktop.reports.printed_values import referred_name, target_of

ARITHMETIC = "算式"
NUMBERS = (IntegerField, DecimalField, MoneyField)  # what can be added up
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Scope:
    """What the slots of a template may name: fields of a register, or of a row group with {record.…} around it."""

    register: Register | None
    group: RowGroup | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, Field] = field(default_factory=dict)
    """Fields of the listed records or rows: {sum.code} adds up, {same.code} is what all of them say."""

    def template(self, text: str) -> Template:
        """Read a text with slots; raise ReportableError for a slot that nothing fills."""
        parts: list[str | Slot] = []
        for number, part in enumerate(_SLOT.split(text)):
            if number % 2:
                parts.append(self._slot(part))
            elif part:
                parts.append(part)
        return Template(tuple(parts))

    def _slot(self, text: str) -> Slot:
        """Read one slot; of {a|b} the first that is not empty is written, 'words' as they stand."""
        slots = [self._single(part) for part in text.split("|")]
        if len(slots) == 1:
            return slots[0]

        def first(subject: Subject, occasion: Occasion) -> str:
            return next((words for slot in slots if (words := slot.read(subject, occasion))), "")

        return Slot(slots[0].label, first)

    def _single(self, text: str) -> Slot:
        if len(text) > 1 and text[0] == text[-1] == "'":
            return Slot("", lambda _subject, _occasion: text[1:-1])
        path, _, style = text.partition(":")
        if path in _ALWAYS:
            return _always(path, style)
        first, _, rest = path.partition(".")
        if first == "ask" and rest in self.asked:
            return Slot(self.asked[rest], lambda _subject, occasion: occasion.answers.get(rest, ""))
        if first == "figure":
            return self._figure(rest, text)
        if path == "count" and self.listed:
            return Slot(path, lambda subject, _occasion: str(len(subject.many)))
        if first == "same" and rest in self.listed:
            return _plain(self.listed[rest], style, lambda subject: _said_by_all(subject, rest))
        if first == "sum" and isinstance(self.listed.get(rest), NUMBERS):
            return _sum(rest, self.listed[rest], style)
        if first == "sum":
            raise _unknown(text)
        if self.group is not None:
            if path in self.group.fields:
                return _plain(
                    self.group.fields[path], style, lambda subject: getattr(subject.row, path, None)
                )
            if first != "record":
                raise _unknown(text)
            path = rest
        return self._of_record(path, style, text)

    def _figure(self, path: str, text: str) -> Slot:
        """Read {figure.home_scores.item}: the number of a rule table under the code that a choice has."""
        table, _, code = path.partition(".")
        fields = self.group.fields if self.group else self.register.fields if self.register else {}
        kind = fields.get(code)
        if table not in TABLES or not isinstance(kind, ChoiceField):
            raise _unknown(text)

        def words(subject: Subject, occasion: Occasion) -> str:
            name = getattr(subject.row if self.group else subject.record, code, None)
            day = written_on(subject, occasion)
            found = name and occasion.context.tables.figure(table, name, day, occasion.context.area)
            return found.written if found else ""

        return Slot(kind.label, words)

    def _of_record(self, path: str, style: str, text: str) -> Slot:
        register = self.register
        if register is None:
            raise _unknown(text)
        if path in register.fields:
            return _plain(register.fields[path], style, lambda subject: getattr(subject.record, path, None))
        for computed in register.computed:
            if computed.code == path:
                return _worked_out(computed, style)
        if path == "revision":
            return Slot(
                N_("版次"), lambda subject, _o: str(subject.record.revision) if subject.record else ""
            )
        first, _, rest = path.partition(".")
        group = next((one for one in register.row_groups if one.code == first), None)
        if group is not None:
            return _of_group(group, rest, style, text)
        known = register.fields.get(first)
        if isinstance(known, ReferenceField) and rest in target_of(known).fields:
            return _fact(known, first, rest, style)
        raise _unknown(text)


_ALWAYS = ("office", "today", "number")


def _always(path: str, style: str) -> Slot:
    match path:
        case "office":
            return Slot(N_("单位名称"), lambda _subject, occasion: occasion.office)
        case "number":
            return Slot(N_("序号"), lambda subject, _occasion: str(subject.number) if subject.number else "")
    today = DateField(N_("打印日期"))
    return Slot(today.label, _writer(today, style, lambda _subject, occasion: occasion.day))


def _plain(kind: Field, style: str, get: Callable[[Subject], Any]) -> Slot:
    if isinstance(kind, ReferenceField):
        _demand(not style, kind, style)
        return Slot(
            kind.label, lambda subject, occasion: referred_name(kind, get(subject), occasion.context.lookups)
        )
    return Slot(kind.label, _writer(kind, style, lambda subject, _occasion: get(subject)))


def _writer(kind: Field, style: str, value: Callable[[Subject, Occasion], Any]) -> Reader:
    """Write a value by its format; the day of the form is that on which its record was written."""
    if not style:
        return lambda subject, occasion: written(kind, value(subject, occasion))
    _demand(style in FORMATS and isinstance(kind, FORMATS[style].kinds), kind, style)
    write = FORMATS[style].write

    def styled(subject: Subject, occasion: Occasion) -> str:
        # Ages count on the day of printing; a code list has the generation of the record.
        is_list = style == "勾选" and subject.record is not None
        day = subject.record.written_on if is_list and subject.record else occasion.day
        return write(kind, value(subject, occasion), day)

    return styled


def _worked_out(computed: Computed, style: str) -> Slot:
    def arithmetic(subject: Subject, occasion: Occasion) -> Any:
        return computed.work_out(subject.record, occasion.context) if subject.record else None

    if style == ARITHMETIC:
        return Slot(
            computed.kind.label,
            lambda subject, occasion: str(found.text) if (found := arithmetic(subject, occasion)) else "",
        )

    def value(subject: Subject, occasion: Occasion) -> Any:
        found = arithmetic(subject, occasion)
        return found.value if found else None

    return Slot(computed.kind.label, _writer(computed.kind, style, value))


def _of_group(group: RowGroup, rest: str, style: str, text: str) -> Slot:
    """Read {members.count}, or a field of a certain row: {members.1.name}, {consultations.department=01.opinion}.

    Rows are counted from 1, -1 is the last; with = it is the first row that has this code. Of {preparers.*.name} all
    rows are written, of {candidates.*organ=1,elected.name} those that have a code or words and a 是.
    """

    def rows(subject: Subject) -> list[Any]:
        return group.of(subject.record) if subject.record else []

    if rest == "count":
        return Slot(group.title, lambda subject, _occasion: str(len(rows(subject))) if subject.record else "")
    place, _, code = rest.partition(".")
    if place.startswith("*"):
        return _of_all(group, place[1:], code, style, text)
    key, _, wanted = place.partition("=")
    if code not in group.fields:
        raise _unknown(text)
    if isinstance(choice := group.fields.get(key), ChoiceField):
        if wanted not in {item.code for item in code_list(choice.codes).items}:
            raise _unknown(text)

        def value(subject: Subject) -> Any:
            return next((getattr(row, code) for row in rows(subject) if getattr(row, key) == wanted), None)
    else:
        if not re.fullmatch(r"-?[1-9][0-9]?", place):
            raise _unknown(text)
        index = int(place) - 1 if int(place) > 0 else int(place)

        def value(subject: Subject) -> Any:
            found = rows(subject)
            return getattr(found[index], code) if -len(found) <= index < len(found) else None

    return _plain(group.fields[code], style, value)


def _of_all(group: RowGroup, conditions: str, code: str, style: str, text: str) -> Slot:
    """Write a field of all rows that meet the conditions, with 、 between them, or their count."""
    wanted: dict[str, Any] = {}
    for part in filter(None, conditions.split(",")):
        key, has_value, value = part.partition("=")
        kind = group.fields.get(key)
        if kind is None or bool(has_value) is isinstance(kind, YesNoField):
            raise _unknown(text)
        wanted[key] = value if has_value else True
    if code != "count" and code not in group.fields:
        raise _unknown(text)

    def chosen(subject: Subject) -> list[Any]:
        rows = group.of(subject.record) if subject.record else []
        return [row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())]

    if code == "count":
        return Slot(group.title, lambda subject, _occasion: str(len(chosen(subject)) or ""))
    one = _plain(group.fields[code], style, lambda subject: getattr(subject.row, code, None))

    def all_of_them(subject: Subject, occasion: Occasion) -> str:
        rows = (Subject(subject.record, row) for row in chosen(subject))
        return "、".join(words for row in rows if (words := one.read(row, occasion)))

    return Slot(one.label, all_of_them)


def _fact(reference: ReferenceField, code: str, rest: str, style: str) -> Slot:
    """Read a field of the record that another one points at."""
    shown = target_of(reference).fields[rest]

    def value(subject: Subject, occasion: Occasion) -> Any:
        pointed_at = getattr(subject.record, code, None)
        facts = occasion.context.lookups.facts(reference.register, pointed_at) if pointed_at else None
        return facts.get(rest) if facts else None

    return Slot(shown.label, _writer(shown, style, value))


def _said_by_all(subject: Subject, code: str) -> Any:
    """Give the value of a field when all listed records have the same one, such as the batch of a payment."""
    values = {getattr(one.row or one.record, code) for one in subject.many}
    return values.pop() if len(values) == 1 else None


def _sum(code: str, kind: Field, style: str) -> Slot:
    def value(subject: Subject, _occasion: Occasion) -> Any:
        return sum(getattr(one.row or one.record, code) or 0 for one in subject.many)

    return Slot(kind.label, _writer(kind, style, value))


def _demand(fits: bool, kind: Field, style: str) -> None:
    if not fits:
        sentence = N_("“{label}”不能用写法“{style}”，请看 README.md 中各类项目可用的写法。")
        raise ReportableError(sentence, label=Message(kind.label), style=style)


def _unknown(text: str) -> ReportableError:
    return ReportableError(N_("没有名为“{{{slot}}}”的项目，请核对项目代码。"), slot=text)
