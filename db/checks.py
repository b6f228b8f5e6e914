"""Checks of every register: each field by its kind, each row, then the register's own rules."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from db.code_lists import CodeList, code_list
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
    TextForm,
)
from db.messages import N_, Message, Problem, Severity
from db.record import Record, Row
from db.register import Context, Register, RowGroup
from db.values import bank_card, characters, credit_code, dates, money, names, phones, postcode, resident_id

REASON_LENGTH = 6
"""A written reason for a 核实 problem has at least this many characters (国家统计局 联网直报)."""

_NOTHING_YET: Mapping[str, Mapping[Any, Problem | None]] = MappingProxyType({})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORM_CHECKS: dict[TextForm, tuple[str, Severity, Callable[[str], Message | None]]] = {
    TextForm.PERSON_NAME: ("person_name", Severity.MUST, names.check),
    # A real firm's published code fails the check digit so it can only be questioned.
    TextForm.CREDIT_CODE: ("credit_code", Severity.EXPLAIN, credit_code.check),
    TextForm.UNION_CREDIT_CODE: (
        "union_credit_code",
        Severity.EXPLAIN,
        lambda text: credit_code.union_code(text) or credit_code.check(text),
    ),
    TextForm.BANK_CARD: ("bank_card", Severity.HINT, bank_card.check),
    TextForm.MOBILE: ("mobile", Severity.EXPLAIN, phones.check_mobile),
    TextForm.PHONE: ("phone", Severity.EXPLAIN, phones.check_phone),
    TextForm.POSTCODE: ("postcode", Severity.HINT, lambda text: postcode.check_postcode(text, "")),
}
"""The code of the problem, its class, and the check of every form but plain text."""


def problems_of(
    register: Register,
    record: Record,
    context: Context,
    fields: Mapping[str, Field] | None = None,
    known: Mapping[str, Mapping[Any, Problem | None]] = _NOTHING_YET,
) -> list[Problem]:
    """Find everything wrong with a record: fields first in the order of the form, rows, then rules.

    An import names the ``fields`` that can be filled in its file, so that the empty ones cost nothing, and the values
    of them of which it is ``known`` what ``check_value`` finds.
    """
    fields = register.fields if fields is None else fields
    found = list(_fields_of(fields, record, record.written_on, context, known))
    for code, field in fields.items():
        if field.unique:
            found += _duplicates(register, code, field, record, context)
    for group in register.row_groups:
        found += _rows_of(group, record, context)
    for rule in register.rules:
        found += rule(record, context)
    return [_in_its_row(register, record, problem) for problem in found]


def _in_its_row(register: Register, record: Record, problem: Problem) -> Problem:
    """Name the row of a problem by its id, as the key of its reason needs it."""
    if problem.row is None:
        return problem
    line = register.row_group(problem.rows).of(record)[problem.row]
    return replace(problem, row_id=line.id)


def open_problems(problems: list[Problem], reasons: Mapping[str, str]) -> list[Problem]:
    """Keep the problems that still stand against 已检查: 强制, and 核实 without a written reason."""
    return [
        problem
        for problem in problems
        if problem.severity is Severity.MUST
        or (problem.severity is Severity.EXPLAIN and not is_reason(reasons.get(problem.key, "")))
    ]


def is_reason(text: str) -> bool:
    """Tell whether a written reason is long enough to be one."""
    return characters.length(text.strip()) >= REASON_LENGTH


def check_value(code: str, field: Field, value: Any, written_on: date, today: date) -> Problem | None:
    """Check one value by its kind; an empty value is a problem only where it is required."""
    if value is None or value in ("", ()):
        if field.required:
            return _problem(
                "required", Severity.MUST, code, N_("{label}没有填写。"), label=Message(field.label)
            )
        return None
    check = _CHECKS.get(type(field))
    return None if check is None else check(code, field, value, written_on, today)


def _fields_of(
    fields: Mapping[str, Field],
    holder: Record | Row,
    written_on: date,
    context: Context,
    known: Mapping[str, Mapping[Any, Problem | None]] = _NOTHING_YET,
) -> Iterator[Problem]:
    there = vars(
        holder
    )  # to ask the mapped class for each of fifty values would cost more than to check them
    for code, field in fields.items():
        value = there[code] if code in there else getattr(holder, code)
        if value is None and not field.required:
            continue  # most fields of most records
        if code in known and value in known[code]:
            problem = known[code][value]
        else:
            problem = check_value(code, field, value, written_on, context.today)
        if problem is not None:
            yield problem
        elif isinstance(field, IdentityField) and value:
            yield from _against_identity(fields, code, field, holder)
        elif isinstance(field, ReferenceField) and value and not context.lookups.facts(field.register, value):
            sentence = N_("{label}指向的记录不存在或已撤销，请重新选择。")
            yield _problem("reference", Severity.MUST, code, sentence, label=Message(field.label))


def _rows_of(group: RowGroup, record: Record, context: Context) -> Iterator[Problem]:
    lines = group.of(record)
    if not group.at_least <= len(lines) <= group.at_most:
        values = {
            "title": Message(group.title),
            "least": group.at_least,
            "most": group.at_most,
            "n": len(lines),
        }
        sentence = Message(N_("{title}现有 {n} 行，应为 {least} 至 {most} 行。"), values)
        yield Problem("row_count", Severity.MUST, sentence, rows=group.code)
    for position, line in enumerate(lines):
        for problem in _fields_of(group.fields, line, record.written_on, context):
            yield Problem(
                problem.code, problem.severity, problem.message, problem.field, group.code, position
            )


def _against_identity(
    fields: Mapping[str, Field], code: str, field: IdentityField, holder: Record | Row
) -> Iterator[Problem]:
    facts = resident_id.facts(getattr(holder, code))
    if facts is None:
        return
    for filled, by_id in ((field.sex, facts.sex_code), (field.birth, facts.birth)):
        entered = getattr(holder, filled) if filled else None
        if entered is not None and entered != by_id:
            values = {"label": Message(fields[filled].label), "expected": _said(fields[filled], by_id)}
            sentence = Message(N_("{label}与身份证号不一致，按身份证号应为{expected}，请核对。"), values)
            yield Problem("identity_differs", Severity.MUST, sentence, filled)
    unknown = resident_id.unknown_area(getattr(holder, code))
    if unknown is not None:
        yield Problem("identity_area", Severity.HINT, unknown, code)


def _said(field: Field, value: Any) -> Message | str:
    if isinstance(field, ChoiceField):
        return Message(code_list(field.codes).label(value))
    return dates.in_sentence(value)


def _duplicates(
    register: Register, code: str, field: Field, record: Record, context: Context
) -> Iterator[Problem]:
    value = getattr(record, code)
    if not value:
        return
    for holder in context.lookups.holders(register.code, code, value):
        if holder.record_id != record.id:
            sentence = N_("{label}与“{other}”相同，请核对是否重复登记。")
            yield _problem(
                "duplicate", Severity.MUST, code, sentence, label=Message(field.label), other=holder.label
            )
            return


def _check_text(code: str, field: TextField, value: str) -> Problem | None:
    refused = characters.forbidden(value, multiline=field.multiline)
    if refused is not None:
        return _wrap("characters", Severity.MUST, code, refused)
    length = characters.length(value)
    if length > field.max_length:
        sentence = N_("{label}有 {length} 个字，最多 {most} 个字，请缩短。")
        return _problem(
            "too_long",
            Severity.MUST,
            code,
            sentence,
            label=Message(field.label),
            length=length,
            most=field.max_length,
        )
    if field.form is TextForm.PLAIN:
        return None
    name, severity, check = _FORM_CHECKS[field.form]
    return _wrap(name, severity, code, check(value))


def _check_range(code: str, field: IntegerField | DecimalField, value: Any) -> Problem | None:
    least, most = field.minimum, field.maximum
    if least <= value <= most:
        return None
    sentence = N_("{label}应在 {least} 至 {most} 之间，现为 {value}。")
    return _problem(
        "range",
        Severity.MUST,
        code,
        sentence,
        label=Message(field.label),
        least=least,
        most=most,
        value=value,
    )


def _check_money(code: str, field: MoneyField, value: int) -> Problem | None:
    if 0 <= value <= field.maximum:
        return None
    sentence = N_("{label}应在 0 至 {most} 元之间，现为 {value} 元。")
    return _problem(
        "range",
        Severity.MUST,
        code,
        sentence,
        label=Message(field.label),
        most=money.grouped(field.maximum),
        value=money.grouped(value),
    )


def _check_date(code: str, field: DateField, value: date, today: date) -> Problem | None:
    if value > today and not field.future:
        sentence = N_("{label}{value}晚于今天，请核对日期或电脑时钟。")
    elif value.year < 1900:
        sentence = N_("{label}{value}早于1900年，请核对日期。")
    else:
        return None
    return _problem(
        "date", Severity.MUST, code, sentence, label=Message(field.label), value=dates.in_sentence(value)
    )


def _check_codes(
    code: str, field: Field, list_name: str, values: tuple[str, ...], written_on: date
) -> Problem | None:
    valid = _valid_codes(code_list(list_name), written_on)
    for value in values:
        if value not in valid:
            sentence = N_("{label}的“{value}”不在{day}有效的选项中，请重新选择。")
            return _problem(
                "code",
                Severity.MUST,
                code,
                sentence,
                label=Message(field.label),
                value=Message(code_list(list_name).label(value)),
                day=dates.in_sentence(written_on),
            )
    return None


@functools.lru_cache(maxsize=1024)
def _valid_codes(choices: CodeList, day: date) -> frozenset[str]:
    return frozenset(item.code for item in choices.valid_on(day))


def _check_several(
    code: str, field: MultiChoiceField, values: tuple[str, ...], written_on: date
) -> Problem | None:
    if len(values) > field.at_most or len(set(values)) < len(values):
        sentence = N_("{label}最多选 {most} 项，且不能重复。")
        return _problem(
            "too_many", Severity.MUST, code, sentence, label=Message(field.label), most=field.at_most
        )
    return _check_codes(code, field, field.codes, values, written_on)


def _check_area(code: str, field: AreaField, value: str) -> Problem | None:
    if len(value) == field.digits and value.isascii() and value.isdigit():
        return None
    sentence = N_("{label}应为 {digits} 位行政区划代码，请从列表中选择。")
    return _problem("area", Severity.MUST, code, sentence, label=Message(field.label), digits=field.digits)


def _check_picture(code: str, field: PictureField, value: str) -> Problem | None:
    if _DIGEST.fullmatch(value):
        return None
    sentence = N_("{label}已损坏，请重新选择图片。")
    return _problem("picture", Severity.MUST, code, sentence, label=Message(field.label))


def _problem(code: str, severity: Severity, field: str, template: str, **values: object) -> Problem:
    return Problem(code, severity, Message(template, values), field)


def _wrap(code: str, severity: Severity, field: str, message: Message | None) -> Problem | None:
    return None if message is None else Problem(code, severity, message, field)


_CHECKS: Mapping[type[Field], Callable[[str, Any, Any, date, date], Problem | None]] = {
    TextField: lambda code, field, value, _written_on, _today: _check_text(code, field, value),
    IdentityField: lambda code, _field, value, _written_on, today: _wrap(
        "resident_id", Severity.MUST, code, resident_id.check(value, today)
    ),
    IntegerField: lambda code, field, value, _written_on, _today: _check_range(code, field, value),
    DecimalField: lambda code, field, value, _written_on, _today: _check_range(code, field, value),
    MoneyField: lambda code, field, value, _written_on, _today: _check_money(code, field, value),
    DateField: lambda code, field, value, _written_on, today: _check_date(code, field, value, today),
    ChoiceField: lambda code, field, value, written_on, _today: _check_codes(
        code, field, field.codes, (value,), written_on
    ),
    MultiChoiceField: lambda code, field, value, written_on, _today: _check_several(
        code, field, value, written_on
    ),
    AreaField: lambda code, field, value, _written_on, _today: _check_area(code, field, value),
    PictureField: lambda code, field, value, _written_on, _today: _check_picture(code, field, value),
}
"""How the values of each kind of field are checked; of the others, every value is right."""
