"""A template says everything that the declaration says, and comes back in without a word when it is filled in."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from db.code_lists import code_list
from db.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IdentityField,
    IntegerField,
    MoneyField,
    PictureField,
)
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.exchange.workbook_template import rule_of
from desktop.services import importing, templates

TODAY = date(2026, 6, 15)
NUMBERS = (DateField, MoneyField, IntegerField, DecimalField)


@pytest.mark.parametrize("code", list(all_registers()))
def test_a_template_has_every_field_with_its_rule(code: str) -> None:
    register = all_registers()[code]
    book = load_workbook(io.BytesIO(templates.write(register, TODAY)))
    tables = {register.title: register.fields, **{group.title: group.fields for group in register.row_groups}}
    assert [one.title for one in book.worksheets if one.sheet_state == "visible"] == list(tables)
    for title, fields in tables.items():
        sheet = book[title]
        assert sheet.freeze_panes == "B2"
        assert sheet["A2"].value == "示例"
        offered = {str(rule.sqref).split(":")[0][:-1]: rule for rule in sheet.data_validations.dataValidation}
        filled = [field for field in fields.values() if not isinstance(field, PictureField)]
        for place, field in enumerate(filled, 2):
            head, example = sheet.cell(1, place), sheet.cell(2, place)
            assert head.value == field.label + ("*" if field.required else "")
            assert (head.comment.text if head.comment else "") == rule_of(field, TODAY)
            assert rule_of(field, TODAY).startswith("必填。") == field.required
            is_text = not isinstance(field, NUMBERS)
            assert (sheet.column_dimensions[head.column_letter].number_format == "@") == is_text, field.label
            assert (example.number_format == "@") == is_text
            if isinstance(field, ChoiceField):
                assert head.column_letter in offered, field.label


def test_lists_offer_what_is_valid_on_the_day() -> None:
    register = all_registers()["hardship_cases"]
    book = load_workbook(io.BytesIO(templates.write(register, TODAY)))
    sheet = book["困难职工"]
    offered = {
        str(rule.sqref).split(":")[0][:-1]: rule.formula1 for rule in sheet.data_validations.dataValidation
    }
    columns = {cell.value.rstrip("*"): cell.column_letter for cell in sheet[1]}
    labels = [item.label for item in code_list("hardship_class").valid_on(TODAY)]
    assert offered[columns["困难类别"]] == f'"{",".join(labels)}"'
    name, cells = offered[columns["民族"]].split("!")
    listed = [row[0].value for row in book[name][cells.replace("$", "")]]
    assert listed == [item.label for item in code_list("ethnic").valid_on(TODAY)]
    assert book[name].sheet_state == "hidden"


def test_a_rule_says_length_form_and_help() -> None:
    fields = all_registers()["hardship_cases"].fields
    assert rule_of(fields["name"], TODAY).split("\n") == [
        "必填。", "照身份证填写，间隔号用“·”。", "最多 50 个字。", fields["name"].help,
    ]  # fmt: skip
    assert isinstance(fields["id_no"], IdentityField)
    assert "文本" in rule_of(fields["id_no"], TODAY)


def test_a_template_says_that_pictures_are_chosen_later() -> None:
    sheet = load_workbook(io.BytesIO(templates.write(all_registers()["nominees"], TODAY))).worksheets[0]
    assert "照片" not in [cell.value for cell in sheet[1]]
    assert sheet["A1"].comment is not None
    assert "照片不能用表格导入" in sheet["A1"].comment.text


@pytest.mark.parametrize("code", list(all_registers()))
def test_a_template_is_imported_without_its_example(ledger: Ledger, code: str) -> None:
    register = all_registers()[code]
    preview = importing.dry_run(ledger, register, templates.write(register, TODAY), "模板.xlsx")
    assert {one.code for one in preview.problems} == {"example"}
    assert (preview.accepted, preview.rejected) == (0, 0)
    assert list(preview.fields.columns.places) == [
        one for one, field in register.fields.items() if not isinstance(field, PictureField)
    ]
    assert list(preview.fields.groups) == [group.code for group in register.row_groups]
