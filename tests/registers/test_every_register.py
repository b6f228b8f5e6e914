"""The contract that every register meets, whatever it holds."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from db import canonical, checks, queries
from db.areas import LEVELS
from db.code_lists import code_list
from db.fields import (
    AreaField,
    ChoiceField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MultiChoiceField,
    ReferenceField,
)
from db.messages import Severity
from db.record import Record
from db.register import Register, fields_of
from db.registers import all_registers
from db.search_text import search_text
from db.store.ledger import Ledger
from db.wording import worded
from desktop.exchange import record_codec
from desktop.exchange.record_codec import Sent
from desktop.services import records
from desktop.services.contexts import context_of
from tests.support.sample_records import clean_household, clean_unit, full, value_of

REGISTERS = list(all_registers().values())
CODE = re.compile(r"[a-z][a-z0-9_]*")


@pytest.fixture(params=REGISTERS, ids=[register.code for register in REGISTERS])
def register(request: pytest.FixtureRequest) -> Register:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def references(ledger: Ledger) -> dict[str, str]:
    """Save what other registers point at."""
    made = {"units": clean_unit(ledger), "hardship_cases": clean_household(ledger)}
    return {
        code: records.save(ledger, all_registers()[code], record).record.id for code, record in made.items()
    }


def every_field(register: Register) -> list[tuple[str, Field]]:
    """List all fields, those of row groups as ``members.name``."""
    own = list(register.fields.items())
    return own + [
        (f"{group.code}.{code}", field)
        for group in register.row_groups
        for code, field in group.fields.items()
    ]


def test_an_empty_record_has_problems_and_raises_nothing(ledger: Ledger, register: Register) -> None:
    empty = records.new(ledger, register)
    found = records.problems(ledger, register, empty)
    reported = {problem.field for problem in found if problem.code == "required"}
    values = {code: getattr(empty, code) for code in register.fields}
    assert reported == {
        code for code, field in register.fields.items() if field.required and values[code] in (None, "", ())
    }
    assert all(problem.severity is Severity.MUST for problem in found if problem.code == "required")
    assert [str(problem.message) for problem in found if "{" in str(problem.message)] == []
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        for computed in register.computed:
            computed.work_out(empty, context)


def test_an_empty_row_has_problems_and_raises_nothing(ledger: Ledger, register: Register) -> None:
    for group in register.row_groups:
        record = records.new(ledger, register)
        setattr(record, group.code, [group.row()])
        found = records.problems(ledger, register, record)
        reported = {
            problem.field for problem in found if problem.rows == group.code and problem.code == "required"
        }
        assert reported == {code for code, field in group.fields.items() if field.required}


def test_every_required_field_is_missed_when_it_alone_is_empty(
    ledger: Ledger, register: Register, references: dict[str, str]
) -> None:
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        for code, field in register.fields.items():
            record = full(ledger, register, references)
            setattr(record, code, () if isinstance(field, MultiChoiceField) else None)
            keys = [problem.key for problem in checks.problems_of(register, record, context)]
            assert (code, f"required@{code}" in keys) == (code, field.required)


def test_an_empty_draft_is_saved_and_read_back(ledger: Ledger, register: Register) -> None:
    saved = records.save(ledger, register, records.new(ledger, register))
    back = records.open_record(ledger, register, saved.record.id)
    assert back is not None
    assert canonical.snapshot(register, back) == canonical.snapshot(register, saved.record)


def test_a_full_record_is_saved_and_read_back_equal(
    ledger: Ledger, register: Register, references: dict[str, str]
) -> None:
    record = full(ledger, register, references)
    saved = records.save(ledger, register, record)
    back = records.open_record(ledger, register, saved.record.id)
    assert back is not None
    for code, field in register.fields.items():
        assert (code, getattr(back, code)) == (code, value_of(field, record.written_on, references))
    for group in register.row_groups:
        lines = group.of(back)
        assert len(lines) == 2
        for line in lines:
            for code, field in group.fields.items():
                assert (code, getattr(line, code)) == (code, value_of(field, record.written_on, references))


def test_every_value_goes_into_a_package_and_back(
    ledger: Ledger, register: Register, references: dict[str, str]
) -> None:
    record: Record = records.save(ledger, register, full(ledger, register, references)).record
    with ledger.store.reading() as session:
        whole = queries.load(session, register, record.id)
        assert whole is not None
        files = record_codec.encode_register(register, [Sent(whole, "new")], context_of(ledger, session))
    (row,) = rows_of(files[record_codec.member_name(register)])
    for code, field in register.fields.items():
        assert (code, canonical.decode(field, row[code])) == (code, getattr(record, code))
    for group in register.row_groups:
        lines = rows_of(files[record_codec.member_name(register, group.code)])
        assert len(lines) == 2
        for line, stored in zip(lines, group.of(record), strict=True):
            for code, field in group.fields.items():
                assert (code, canonical.decode(field, line[code])) == (code, getattr(stored, code))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_value_has_words_and_the_name_is_searched(
    ledger: Ledger, register: Register, references: dict[str, str]
) -> None:
    record: Any = full(ledger, register, references)
    for code, field in register.fields.items():
        assert (code, bool(worded(field, getattr(record, code)))) == (code, True)
    assert str(getattr(record, register.name_field)).lower() in search_text(register, record)


def test_every_part_stands_in_a_section_that_exists(register: Register) -> None:
    codes = [section.code for section in register.sections]
    assert len(set(codes)) == len(codes)
    placed = {code: field.section for code, field in register.fields.items()}
    placed |= {group.code: group.section for group in register.row_groups}
    placed |= {computed.code: computed.kind.section for computed in register.computed}
    assert {code: section for code, section in placed.items() if section not in codes} == {}
    assert set(codes) == set(placed.values())


def test_names_are_codes_and_none_is_used_twice(register: Register) -> None:
    names = [
        *register.fields,
        *(group.code for group in register.row_groups),
        *(computed.code for computed in register.computed),
    ]
    assert len(set(names)) == len(names)
    assert [name for name in (register.code, *names) if not CODE.fullmatch(name)] == []
    assert register.record.__tablename__ == register.code
    assert set(names).isdisjoint(record_codec.RECORD_COLUMNS)
    for group in register.row_groups:
        assert set(group.fields).isdisjoint(record_codec.ROW_COLUMNS)
        assert hasattr(group.row, "record_id")
        assert set(group.short) <= set(group.fields)
        assert group.at_least <= group.at_most


def test_name_and_number_are_fields(register: Register) -> None:
    assert register.fields[register.name_field].searchable
    assert register.fields[register.name_field].in_list
    if register.number_field:
        assert register.fields[register.number_field].unique
        assert register.fields[register.number_field].searchable


def test_labels_are_unique_within_a_section(register: Register) -> None:
    labels = [(field.section, field.label) for field in register.fields.values()]
    labels += [(computed.kind.section, computed.kind.label) for computed in register.computed]
    assert sorted(one for one in labels if labels.count(one) > 1) == []
    for group in register.row_groups:
        columns = [field.label for field in group.fields.values()]
        assert sorted(one for one in columns if columns.count(one) > 1) == []
    assert all(label for _, label in labels)


def test_help_is_a_sentence(register: Register) -> None:
    without_end = [
        code for code, field in every_field(register) if field.help and field.help[-1] not in "。？！"
    ]
    assert without_end == []


def test_a_list_has_three_to_nine_columns(register: Register) -> None:
    assert 3 <= sum(field.in_list for field in register.fields.values()) <= 9


def test_kinds_name_things_that_exist(register: Register) -> None:
    for owner in (register.record, *(group.row for group in register.row_groups)):
        fields = fields_of(owner)
        for code, field in fields.items():
            match field:
                case ChoiceField(codes=codes) | MultiChoiceField(codes=codes):
                    assert (code, bool(code_list(codes).items)) == (code, True)
                case ReferenceField(register=other, shows=shows):
                    assert set(shows) <= set(all_registers()[other].fields)
                case IdentityField(sex=sex, birth=birth, area=area):
                    assert {sex, birth, area} - {""} <= set(fields)
                case AreaField(digits=digits):
                    assert digits in LEVELS
                case IntegerField(minimum=least, maximum=most) | DecimalField(minimum=least, maximum=most):
                    assert least < most


def test_rules_say_something_whole_about_a_full_record(
    ledger: Ledger, register: Register, references: dict[str, str]
) -> None:
    found = records.problems(ledger, register, full(ledger, register, references))
    known = {code for code, _ in every_field(register)} | {""}
    for problem in found:
        place = f"{problem.rows}.{problem.field}" if problem.rows and problem.field else problem.field
        assert (problem.code, place in known) == (problem.code, True)
        assert "{" not in str(problem.message)
        assert str(problem.message)[-1] in "。？"
