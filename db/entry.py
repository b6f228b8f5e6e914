"""What a person typed or pasted, turned into a value of a field, or into the sentence why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from db import areas
from db.code_lists import code_list
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
    ReferenceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.messages import N_, Message
from db.values import bank_card, characters, credit_code, dates, money, names, numbers, phones, resident_id

_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})


@dataclass(frozen=True)
class Entered:
    """A value, or the sentence that says why the text is none (then ``value`` is None)."""

    value: Any
    refused: Message | None = None


def enter(field: Field, text: str, today: date) -> Entered:
    """Read a text as people write it; an empty text is an empty value.

    Codes are accepted as code or label; dates, amounts and digits in the usual ways of writing, full-width too.
    References are accepted only as the record's id: finding a record by name is the caller's work.
    """
    text = characters.clean(text)
    if not text:
        return Entered(() if isinstance(field, MultiChoiceField) else None)
    match field:
        case IdentityField():
            number = resident_id.normal(text)
            return _undamaged(text, number, resident_id.check(number, today))
        case TextField():
            return _text(field, text)
        case IntegerField():
            return _or_refused(numbers.parse_integer(text), N_("“{text}”不是整数，请只填数字。"), text)
        case DecimalField(places=places):
            return _or_refused(
                numbers.parse_decimal(text, places), N_("“{text}”不是数字，请只填数字和小数点。"), text
            )
        case MoneyField():
            return _or_refused(money.parse(text), N_("“{text}”不是金额，请按元填写，最多两位小数。"), text)
        case DateField():
            return _date(field, text, today)
        case ChoiceField():
            return _choice(field.codes, text, today)
        case MultiChoiceField():
            return _choices(field, text, today)
        case YesNoField():
            return _yes_no(text)
        case AreaField():
            return _area(field, text)
        case ReferenceField():
            return Entered(text)
    raise TypeError(field)


def _date(field: DateField, text: str, today: date) -> Entered:
    if not field.month:
        return _or_refused(
            dates.parse(text, today), N_("“{text}”不是日期，请写成 2026.5.8 这样的年月日。"), text
        )
    day = dates.parse(text, today, month=True)
    return _or_refused(day and day.replace(day=1), N_("“{text}”不是年月，请写成 2026.5 这样的年和月。"), text)


def _text(field: TextField, text: str) -> Entered:
    match field.form:
        case TextForm.PERSON_NAME:
            return Entered(names.normal(text))
        case TextForm.CREDIT_CODE | TextForm.UNION_CREDIT_CODE:
            code = credit_code.normal(text)
            return _undamaged(text, code, credit_code.check(code))
        case TextForm.BANK_CARD:
            card = bank_card.normal(text)
            return _undamaged(text, card, bank_card.check(card))
        case TextForm.MOBILE | TextForm.PHONE:
            return Entered(phones.normal(text))
        case TextForm.POSTCODE:
            return Entered(characters.half_width(text))
    return Entered(text)


def _undamaged(text: str, number: str, wrong: Message | None) -> Entered:
    """Refuse a long number that a spreadsheet has rounded: its digits are lost for good.

    Only a number that is ``wrong`` by its own check is suspected: a true one may end in zeros.
    """
    if wrong is not None and numbers.damaged_by_excel(text):
        sentence = N_("“{text}”已被表格软件改成科学计数或末尾变零，原来的号码已丢失，请按证件重新填写。")
        return Entered(None, Message(sentence, {"text": text}))
    return Entered(number)


def _or_refused(value: Any, template: str, text: str) -> Entered:
    return Entered(value) if value is not None else Entered(None, Message(template, {"text": text}))


def _choice(codes: str, text: str, today: date) -> Entered:
    item = code_list(codes).find(text, today) or code_list(codes).find(text)
    return _or_refused(item and item.code, N_("“{text}”不在选项中，请从列表中选择。"), text)


def _choices(field: MultiChoiceField, text: str, today: date) -> Entered:
    found: list[str] = []
    for part in text.translate(_SEPARATORS).split(";"):
        if part.strip():
            one = _choice(field.codes, part.strip(), today)
            if one.refused is not None:
                return one
            found.append(one.value)
    return Entered(tuple(found))


_SEPARATORS = str.maketrans("；、,，|/", ";;;;;;")


def _yes_no(text: str) -> Entered:
    word = characters.half_width(text).lower()
    if word in _YES:
        return Entered(value=True)
    if word in _NO:
        return Entered(value=False)
    return Entered(None, Message(N_("“{text}”请填是或否。"), {"text": text}))


def _area(field: AreaField, text: str) -> Entered:
    digits = characters.half_width(text)
    if digits.isdigit() and len(digits) >= field.digits:
        return Entered(digits[: field.digits])
    level = "county" if field.digits == 6 else "township"
    found = [
        area for area in areas.find(text, level=level) if text in {area.name, areas.full_name(area.code)}
    ]
    if len(found) == 1:
        return Entered(found[0].code)
    sentence = N_("“{text}”不是唯一的行政区划，请填代码或从列表中选择。")
    return Entered(None, Message(sentence, {"text": text}))
