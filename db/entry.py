"""What a person typed or pasted, turned into a value of a field, or into the sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

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
    PictureField,
    ReferenceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.messages import N_, Message
from db.values import (
    bank_card,
    characters,
    credit_code,
    dates,
    money,
    money_words,
    names,
    numbers,
    phones,
    resident_id,
)

_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "×", "✗", "n", "no", "false", "0"})


class Entered(NamedTuple):
    """A value, or the sentence that says why the text is none (then ``value`` is None)."""

    value: Any
    refused: Message | None = None


def enter(field: Field, text: str, today: date) -> Entered:
    """Read a text as people write it; an empty text is an empty value.

    Codes are accepted as code or label; dates, amounts and digits in the usual ways of writing, full-width too.
    References are accepted only as the record's id: finding a record by name is the caller's work.
    """
    return reader(field, today)(text)


def reader(field: Field, today: date) -> Callable[[str], Entered]:
    """Prepare ``enter`` for the texts of a whole column: what the field decides is decided once."""
    read = _reader(field, today)
    nothing = Entered(() if isinstance(field, MultiChoiceField) else None)

    def enter_one(text: str) -> Entered:
        text = characters.clean(text)
        return read(text) if text else nothing

    return enter_one


def _reader(field: Field, today: date) -> Callable[[str], Entered]:
    """Choose how a text is read that is trimmed and not empty."""
    match field:
        case IdentityField():
            return lambda text: _undamaged(
                text, resident_id.normal(text), lambda number: resident_id.check(number, today)
            )
        case TextField(form=form):
            return _TEXTS.get(form, Entered)
        case IntegerField():
            return lambda text: _or_refused(
                numbers.parse_integer(text), N_("“{text}”不是整数，请只填数字。"), text
            )
        case DecimalField(places=places):
            return lambda text: _or_refused(
                numbers.parse_decimal(text, places), N_("“{text}”不是数字，请只填数字和小数点。"), text
            )
        case MoneyField():
            return lambda text: _or_refused(
                _amount(text), N_("“{text}”不是金额，请按元填写，最多两位小数。"), text
            )
        case DateField():
            return lambda text: _date(field, text, today)
        case ChoiceField(codes=codes):
            return lambda text: _choice(codes, text, today)
        case MultiChoiceField():
            return lambda text: _choices(field, text, today)
        case YesNoField():
            return _yes_no
        case AreaField():
            return lambda text: _area(field, text)
        case ReferenceField():
            return Entered
        case PictureField():
            return lambda _text: Entered(
                None, Message(N_("图片不能用文字填写，请打开这条记录，用“选择照片…”加入。"))
            )
    raise TypeError(field)


def _amount(text: str) -> int | None:
    """Read figures, which nearly all amounts are, and only then words."""
    fen = money.parse(text)
    return money_words.parse(text) if fen is None else fen


def _date(field: DateField, text: str, today: date) -> Entered:
    day = dates.parse(text, today, month=field.month)
    if day is not None:
        return Entered(day.replace(day=1) if field.month else day)
    if dates.has_short_year(text):
        wrong = N_("“{text}”的年份只有两位，请写满四位，如 1958.3.12。")
    elif field.month:
        wrong = N_("“{text}”不是年月，请写成 2026.5 这样的年和月。")
    else:
        wrong = N_("“{text}”不是日期，请写成 2026.5.8 这样的年月日。")
    return Entered(None, Message(wrong, {"text": text}))


def _undamaged(text: str, number: str, check: Callable[[str], Message | None]) -> Entered:
    """Refuse a long number that a spreadsheet has rounded: its digits are lost for good.

    Only a number that is wrong by its own ``check`` is suspected: a true one may end in zeros.
    """
    if numbers.damaged_by_excel(text) and check(number) is not None:
        sentence = N_("“{text}”已被表格软件改成科学计数或末尾变零，原来的号码已丢失，请按证件重新填写。")
        return Entered(None, Message(sentence, {"text": text}))
    return Entered(number)


def _credit_code(text: str) -> Entered:
    return _undamaged(text, credit_code.normal(text), credit_code.check)


_TEXTS: Mapping[TextForm, Callable[[str], Entered]] = {
    TextForm.PERSON_NAME: lambda text: Entered(names.normal(text)),
    TextForm.CREDIT_CODE: _credit_code,
    TextForm.UNION_CREDIT_CODE: _credit_code,
    TextForm.BANK_CARD: lambda text: _undamaged(text, bank_card.normal(text), bank_card.check),
    TextForm.MOBILE: lambda text: Entered(phones.normal(text)),
    TextForm.PHONE: lambda text: Entered(phones.normal(text)),
    TextForm.POSTCODE: lambda text: Entered(characters.half_width(text)),
}
"""How the forms of text are read; any other stands for itself."""


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
