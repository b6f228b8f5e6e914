"""How a value is written on a form when its slot asks for more than the plain words: {birth:年月}, {amount:大写}."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from db.code_lists import CodeItem, code_list
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
    TextField,
    YesNoField,
)
from db.masking import Masking, masked
from db.values import dates, money, resident_id
from db.values.resident_id import IdMask
from db.wording import unit_of, worded

TICKED, UNTICKED, BETWEEN_BOXES = "☑", "□", "　"
BLANK_DATE = "　　　年　　月　　日"


class Format(NamedTuple):
    """One word behind the colon: for which kinds of field, and how the value is written.

    ``write`` takes the field, its value (None: nothing entered) and the day of the form.
    """

    kinds: tuple[type[Field], ...]
    write: Callable[[Any, Any, date], str]


def written(field: Field, value: Any) -> str:
    """Write a value without a format; nothing is written as ""."""
    return worded(field, value)


def _mask(preset: IdMask) -> Format:
    return Format(
        (IdentityField,), lambda _field, value, _day: resident_id.mask(value, preset) if value else ""
    )


def _dated(write: Callable[[date], str]) -> Format:
    return Format((DateField,), lambda _field, value, _day: write(value) if value else "")


def ticked(field: Field, value: Any, day: date) -> str:
    """Print all choices of a field with boxes; the generation of the list is that of the form's day."""
    if isinstance(field, YesNoField):
        return f"{_tick(value is True)}是　{_tick(value is False)}否"
    if not isinstance(field, ChoiceField | MultiChoiceField):
        raise TypeError(field)
    chosen = set(value or ()) if isinstance(field, MultiChoiceField) else {value}
    return BETWEEN_BOXES.join(
        f"{_tick(item.code in chosen)}{item.label}" for item in _offered(field, chosen, day)
    )


def _offered(field: ChoiceField | MultiChoiceField, chosen: set[str], day: date) -> list[CodeItem]:
    items = code_list(field.codes).items
    return [item for item in items if item.is_valid_on(day) or item.code in chosen]


def _tick(is_chosen: bool) -> str:
    return TICKED if is_chosen else UNTICKED


def _name(keep_last: bool) -> Callable[[Any, Any, date], str]:
    def hidden(_field: Any, value: str | None, _day: date) -> str:
        if not value:
            return ""
        if keep_last and len(value) > 2:
            return value[0] + "*" * (len(value) - 2) + value[-1]
        return value[0] + "*" * max(len(value) - 1, 1)

    return hidden


def _with_unit(field: Field, value: Any, _day: date) -> str:
    words = worded(field, value)
    return words + unit_of(field) if words else ""


_NUMBERS = (IntegerField, DecimalField, MoneyField)
FORMATS: dict[str, Format] = {
    "年月": _dated(dates.month_written),
    "年.月": _dated(lambda day: f"{day.year}.{day.month:02}"),
    "年": _dated(lambda day: str(day.year)),
    "月": _dated(lambda day: str(day.month)),
    "日": _dated(lambda day: str(day.day)),
    "周岁": Format((DateField,), lambda _f, value, day: str(resident_id.age(value, day)) if value else ""),
    "留白": Format((DateField,), lambda _f, value, _day: dates.written(value) if value else BLANK_DATE),
    "大写": Format((MoneyField,), lambda _f, value, _day: "" if value is None else money.capitals(value)),
    "¥": Format((MoneyField,), lambda _f, value, _day: "" if value is None else f"¥{money.grouped(value)}"),
    "整元": Format((MoneyField,), lambda _f, value, _day: "" if value is None else _whole_yuan(value)),
    "单位": Format(_NUMBERS, _with_unit),
    "汉字": Format((IntegerField,), lambda _field, value, _day: "" if value is None else _in_words(value)),
    "%": Format(_NUMBERS, lambda field, value, _day: f"{worded(field, value)}%" if value is not None else ""),
    "勾选": Format((YesNoField, ChoiceField, MultiChoiceField), ticked),
    "首4末4": _mask(IdMask.FIRST_AND_LAST_4),
    "隐生日": _mask(IdMask.BIRTH),
    "隐中6": _mask(IdMask.MIDDLE_6),
    "隐末8": _mask(IdMask.LAST_8),
    "末4": _mask(IdMask.ONLY_LAST_4),
    "遮盖": Format((TextField, IdentityField), lambda field, value, _d: masked(field, value, Masking.LISTED)),
    "隐名": Format((TextField,), _name(keep_last=True)),
    "仅姓": Format((TextField,), _name(keep_last=False)),
    "★": Format((ChoiceField,), lambda field, value, _day: "★" if _is_must(field, value) else ""),
    "代码": Format((ChoiceField, AreaField), lambda _f, value, _day: value or ""),
}
"""The closed set of formats; ``{computed:算式}`` stands in templates, because it needs the record."""


def _in_words(number: int) -> str:
    """Write a number below 100 as in 第十二届; a larger one in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "一二三四五六七八九"
    return (
        ("" if tens < 2 else digits[tens - 1]) + ("十" if tens else "") + (digits[ones - 1] if ones else "")
    )


def _is_must(field: ChoiceField, code: str | None) -> bool:
    """Whether the code list notes of a choice that nothing goes without it."""
    return any(item.code == code and item.note == "必备" for item in code_list(field.codes).items)


def _whole_yuan(fen: int) -> str:
    """Write yuan without fen where there are none."""
    return money.grouped(fen).removesuffix(".00")
