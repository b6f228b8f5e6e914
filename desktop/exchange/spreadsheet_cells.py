"""What spreadsheets do to codes on their way into a CSV: wrappings that are taken off, zeros that are missed."""

from __future__ import annotations

import re
from collections.abc import Callable

from db.code_lists import code_list
from db.fields import ChoiceField, Field, IdentityField, TextField, TextForm
from db.messages import N_, Message
from db.values import credit_code, phones, resident_id

_FORMULA = re.compile(r'[=＝]\s*"(.*)"', re.DOTALL)
_POSTCODE_WITH_ZERO = re.compile(r"0[1-9][0-9]{4}")  # the north, from Inner Mongolia to Hebei
_DIGITS = re.compile(r"[0-9]+X?")
_FORMS_WITH_ZEROS = frozenset(
    {
        TextForm.CREDIT_CODE,
        TextForm.UNION_CREDIT_CODE,
        TextForm.POSTCODE,
        TextForm.PHONE,
        TextForm.MOBILE,
    }
)


def plain(cell: str) -> str:
    """Take off what keeps a spreadsheet from calculating: ``="3601…"`` and the apostrophe of ``'3601…``."""
    text = cell.strip()
    if text[:1] in {"=", "＝"}:
        wrapped = _FORMULA.fullmatch(text)
        return wrapped[1].replace('""', '"') if wrapped else cell
    return text[1:] if text[:1] in {"'", "‘", "’"} else cell


def may_lose_zeros(field: Field) -> bool:
    """Whether ``lost_zeros`` can have anything to say of a field's values."""
    return isinstance(field, ChoiceField | IdentityField) or (
        isinstance(field, TextField) and field.form in _FORMS_WITH_ZEROS
    )


def lost_zeros(field: Field, value: str) -> Message | None:
    """Say that zeros at the front were lost, when putting them back makes a wrong code a right one.

    Bank cards are left out: a short number is as likely a passbook's, and zeros do not change the Luhn sum.
    """
    if not _DIGITS.fullmatch(value):
        return None
    whole = _with_zeros(field, value)
    if whole is None:
        return None
    sentence = N_(
        "“{text}”前面的 0 可能被表格软件去掉了，原为“{whole}”。请按原件核对，把该列设为“文本”后重新填写。"
    )
    return Message(sentence, {"text": value, "whole": whole})


def _with_zeros(field: Field, value: str) -> str | None:
    match field:
        case ChoiceField(codes=codes):
            return _choice_with_zeros(codes, value)
        case IdentityField():
            return _padded(value, (18,), lambda text: resident_id.facts(text) is not None)
        case TextField(form=TextForm.CREDIT_CODE | TextForm.UNION_CREDIT_CODE):
            return _padded(value, (9, 18), lambda text: credit_code.check(text) is None)
        case TextField(form=TextForm.POSTCODE):
            return _padded(value, (6,), lambda text: _POSTCODE_WITH_ZERO.fullmatch(text) is not None)
        case TextField(form=TextForm.PHONE | TextForm.MOBILE):
            if phones.check_phone(value) is not None and phones.check_phone(f"0{value}") is None:
                return f"0{value}"
    return None


def _padded(value: str, lengths: tuple[int, ...], is_right: Callable[[str], bool]) -> str | None:
    length = next((length for length in lengths if len(value) <= length), 0)
    if not length - 3 <= len(value) < length:
        return None
    whole = value.zfill(length)
    return whole if is_right(whole) else None


def _choice_with_zeros(codes: str, value: str) -> str | None:
    choices = code_list(codes)
    known = {item.code for item in choices.items}
    if choices.find(value) is not None:
        return None
    widths = sorted({len(code) for code in known if len(code) > len(value)})
    return next((value.zfill(width) for width in widths if value.zfill(width) in known), None)
