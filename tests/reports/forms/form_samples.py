"""Records for every form: an empty one, a usual one, and one with the longest believable data in every field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

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
    PictureField,
    ReferenceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.record import Record
from db.register import Context, Holder, Register, fields_of
from db.registers import all_registers
from db.rule_tables import shipped
from desktop.reports.forms.templates import Occasion

PRINTED = datetime(2026, 5, 8, 1, 5, tzinfo=UTC)
WRITTEN_ON = date(2026, 3, 1)
OFFICE = "南昌市青山湖区罗家镇总工会"
NAME = "欧阳建国"
LONG_NAME = "阿卜杜热合曼·买买提明·吐尔逊江·麦麦提艾力"
LONG_UNIT = "南昌市青山湖区罗家镇江西昌东光电半导体智能制造装备有限责任公司联合分公司工会筹备委员会"
STORY = "户主患尿毒症，每周透析三次，自付医疗费用较多，妻子在家照料，长女读大学，全家靠一人工资生活。"


class _Lookups:
    """A ledger where every reference points at a record with usual values."""

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:  # noqa: ARG002 - the signature of Lookups
        return ()

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:  # noqa: ARG002 - as above
        return {code: usual(field) for code, field in all_registers()[register].fields.items()}


def occasion(**answers: str) -> Occasion:
    context = Context(date(2026, 5, 8), "360111102", shipped(), _Lookups())
    return Occasion(OFFICE, context, PRINTED, answers)


def empty_record(register: str) -> Record:
    return _record(register, lambda _field: None, 0)


def usual_record(register: str, number: int = 0) -> Record:
    """Make a record with a usual value in every field and two rows in every group."""
    record = _record(register, usual, 2)
    declared = all_registers()[register]
    if declared.number_field:
        setattr(record, declared.number_field, f"3601111022026{number:04}")
    return record


def longest_record(register: str) -> Record:
    """Make a record with the longest believable value in every field and many rows."""
    return _record(register, longest, 14)


_USUAL: dict[type[Field], Any] = {
    IdentityField: "360102194901010010",
    DecimalField: Decimal("68.50"),
    MoneyField: 123450,
    DateField: date(2026, 1, 15),
    YesNoField: True,
    ReferenceField: "some-record",
    PictureField: None,
}


def _offered(codes: str) -> Sequence[CodeItem]:
    """Give the choices of the form's day; a list of the past has none."""
    return code_list(codes).valid_on(WRITTEN_ON) or code_list(codes).items


def usual(field: Field) -> Any:
    match field:
        case TextField(form=TextForm.PERSON_NAME):
            return NAME
        case TextField(form=TextForm.MOBILE | TextForm.PHONE):
            return "13870001234"
        case TextField(form=TextForm.BANK_CARD):
            return "6217001234567890122"
        case TextField(multiline=True):
            return STORY[: field.max_length]
        case TextField():
            return "南昌市青山湖区罗家镇"[: min(field.max_length, 10)]
        case IntegerField(minimum=minimum, maximum=maximum):
            return min(max(3, minimum), maximum)
        case ChoiceField(codes=codes):
            return _offered(codes)[0].code
        case MultiChoiceField(codes=codes):
            return tuple(item.code for item in _offered(codes)[: min(2, field.at_most)])
        case AreaField(digits=digits):
            return "360111102"[:digits]
    return _USUAL[type(field)]


def longest(field: Field) -> Any:
    match field:
        case TextField(form=TextForm.PERSON_NAME):
            return LONG_NAME[: field.max_length]
        case TextField(form=TextForm.PLAIN):
            source = STORY if field.multiline else LONG_UNIT
            return (source * (field.max_length // len(source) + 1))[: field.max_length]
        case IntegerField(maximum=maximum):
            return maximum
        case MoneyField():
            return 987_654_321_99
        case ChoiceField(codes=codes):
            return max(_offered(codes), key=lambda item: len(item.label)).code
        case MultiChoiceField(codes=codes, at_most=at_most):
            offered = sorted(_offered(codes), key=lambda item: -len(item.label))
            return tuple(item.code for item in offered[:at_most])
        case DateField():
            return date(2026, 12, 28)
    return usual(field)


def _record(code: str, value: Any, rows: int) -> Record:
    register: Register = all_registers()[code]
    groups = {
        group.code: [
            group.row(
                id=f"{group.code}-{position}",
                position=position,
                **{name: value(field) for name, field in fields_of(group.row).items()},
            )
            for position in range(rows)
        ]
        for group in register.row_groups
    }
    for group in register.row_groups:
        for row, first in zip(groups[group.code], group.first_rows(WRITTEN_ON), strict=False):
            setattr(row, group.begins_with, getattr(first, group.begins_with))
    record = register.record(
        id=f"{code}-1",
        version=1,
        revision=2,
        state="checked",
        office="360111102",
        written_on=WRITTEN_ON,
        reasons={},
        created_at=PRINTED,
        created_by="测试",
        changed_at=PRINTED,
        changed_by="测试",
        **groups,
    )
    for name, field in register.fields.items():
        found = value(field)
        setattr(record, name, () if found is None and isinstance(field, MultiChoiceField) else found)
    return record
