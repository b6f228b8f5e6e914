"""How much of a sensitive value is shown: on the screen, in an export, in a public notice."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

from db.fields import Field, IdentityField, Sensitivity, TextField, TextForm
from db.messages import N_
from db.values import bank_card, phones, resident_id
from db.wording import worded


class Masking(enum.Enum):
    """The presets: everything, as lists show it, or fit for a public notice (公示)."""

    FULL = N_("完整")
    LISTED = N_("部分遮盖")
    PUBLIC = N_("公示用")


_HIDDEN = "***"
_NEVER_PUBLIC = {Sensitivity.HEALTH, Sensitivity.MONEY, Sensitivity.CONTACT}


def is_masked(field: Field) -> bool:
    """Tell whether a list hides part of a field's values."""
    return _mask_of(field) is not None


def masked(
    field: Field, value: Any, preset: Masking = Masking.LISTED, say: Callable[[str], str] = str
) -> str:
    """Write a value for people with what the preset hides; health, money and addresses are left out of public notices.

    Source words are Chinese unless ``say`` translates them.
    """
    words = worded(field, value, say)
    if preset is Masking.FULL or not words:
        return words
    if preset is Masking.PUBLIC and field.sensitivity in _NEVER_PUBLIC:
        return _HIDDEN
    mask = _mask_of(field)
    if mask is not None:
        return mask(words)
    if preset is Masking.PUBLIC and field.sensitivity is Sensitivity.IDENTITY:
        return _HIDDEN
    return words


def _mask_of(field: Field) -> Callable[[str], str] | None:
    match field:
        case IdentityField():
            return _id_mask
        case TextField(form=TextForm.BANK_CARD):
            return bank_card.mask
        case TextField(form=TextForm.MOBILE | TextForm.PHONE, sensitivity=Sensitivity.CONTACT):
            return phones.mask
    return None


def _id_mask(number: str) -> str:
    return resident_id.mask(number, resident_id.IdMask.FIRST_AND_LAST_4)
