"""The closed set of field kinds: facts about a value, read by table, form, checks, CSV and paper.

A ``Field`` never holds widgets or callbacks. A new kind is a reviewed change in its readers:
``db.checks``, ``db.entry``, ``db.wording``, ``db.canonical`` and the editors of the screen.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

from db import column_types


class Sensitivity(enum.Enum):
    """Why a value must be masked, logged or left out of a public notice."""

    NONE = "none"
    IDENTITY = "identity"
    HEALTH = "health"
    MONEY = "money"
    CONTACT = "contact"


class TextForm(enum.Enum):
    """A text that follows rules of its own (``db.values``)."""

    PLAIN = "plain"
    PERSON_NAME = "person_name"
    CREDIT_CODE = "credit_code"
    UNION_CREDIT_CODE = "union_credit_code"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    PHONE = "phone"
    POSTCODE = "postcode"


@dataclass(frozen=True)
class Field:
    """What is known of one value, apart from how it is shown.

    ``label`` and ``help`` are Chinese message ids; ``section`` is the code of a section of the register.
    ``required`` makes an empty value a 强制 problem. ``unique`` forbids the same value twice in a register.
    ``compared`` gives the column an index, because a rule asks which other records have the same value.
    ``of_person``: the value names a person or tells one apart from others, and stays behind without identity
    (``db.withholding``); unlike ``sensitivity`` it changes nothing of what the office itself sees and prints.
    """

    label: str
    section: str = ""
    required: bool = False
    unique: bool = False
    compared: bool = False
    in_list: bool = False
    searchable: bool = False
    sensitivity: Sensitivity = Sensitivity.NONE
    of_person: bool = False
    help: str = ""


@dataclass(frozen=True)
class TextField(Field):
    """Text of at most ``max_length`` characters (code points, not UTF-16 units)."""

    max_length: int = 100
    multiline: bool = False
    form: TextForm = TextForm.PLAIN


@dataclass(frozen=True)
class IdentityField(Field):
    """A resident ID number (居民身份证号); names the fields of the same record that it fills.

    Empty names are not filled. ``area`` receives the six digits of the county.
    """

    sex: str = ""
    birth: str = ""
    area: str = ""


@dataclass(frozen=True)
class IntegerField(Field):
    """A whole number, counted in ``unit``."""

    minimum: int = 0
    maximum: int = 9_999_999
    unit: str = ""


@dataclass(frozen=True)
class DecimalField(Field):
    """A number with a fixed count of decimal places, held as ``decimal.Decimal``."""

    places: int = 2
    minimum: int = 0
    maximum: int = 999_999
    unit: str = ""


@dataclass(frozen=True)
class MoneyField(Field):
    """An amount of money, held as whole fen (分); only a computed one may be ``negative``."""

    maximum: int = 10_000_000_000  # fen: one hundred million yuan
    negative: bool = False


@dataclass(frozen=True)
class DateField(Field):
    """A calendar date; ``future`` allows dates after today.

    With ``month`` the form asks for year and month only (起止年月): the first day stands for the month.
    """

    future: bool = False
    month: bool = False


@dataclass(frozen=True)
class ChoiceField(Field):
    """One code of a dated code list (``resources/codes/<codes>.csv``)."""

    codes: str = ""


@dataclass(frozen=True)
class MultiChoiceField(Field):
    """Several codes of a list, in the order they were picked, held as a tuple."""

    codes: str = ""
    at_most: int = 99


@dataclass(frozen=True)
class YesNoField(Field):
    """是 / 否 / not yet answered."""


@dataclass(frozen=True)
class AreaField(Field):
    """A code of an administrative division: six digits for a county, nine for a township."""

    digits: int = 6


@dataclass(frozen=True)
class ReferenceField(Field):
    """Points at a record of another register by its id; ``shows`` are field codes of that register."""

    register: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class PictureField(Field):
    """A picture, held as the SHA-256 (64 hexadecimal digits) of an attachment of the ledger.

    ``shape`` is its width and height on paper in millimetres, ``least`` the pixels that print it sharply.
    """

    shape: tuple[int, int] = (35, 49)
    least: tuple[int, int] = (413, 579)


def stored(field: Field) -> MappedColumn[Any]:
    """Give a mapped column that carries its ``Field`` as ``info["field"]``.

    Every column is nullable: a draft may be incomplete, and ``required`` is a check, not a constraint.
    """
    reference = [ForeignKey(f"{field.register}.id")] if isinstance(field, ReferenceField) else []
    indexed = field.unique or field.compared or isinstance(field, IdentityField | ReferenceField)
    return mapped_column(_column_type(field), *reference, nullable=True, index=indexed, info={"field": field})


def _column_type(field: Field) -> TypeEngine[Any]:
    match field:
        case IntegerField() | MoneyField():
            return column_types.WholeNumber()
        case DecimalField(places=places):
            return column_types.FixedPoint(places)
        case DateField():
            return column_types.IsoDate()
        case MultiChoiceField():
            return column_types.CodeSet()
        case YesNoField():
            return column_types.YesNo()
        case TextField() | IdentityField() | ChoiceField() | AreaField() | ReferenceField() | PictureField():
            return column_types.PlainText()
    raise TypeError(field)
