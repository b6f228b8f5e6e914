"""An empty workbook to fill in, written from a register's declaration: what may stand in a cell is said beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

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
from db.register import Register
from db.wording import unit_of
from desktop.exchange import workbook_saving
from desktop.exchange.spreadsheet import CHOICES, EXAMPLE, parent_label

NUMBER = "序号"
_ROWS = 5000  # as many get drop-down lists
_LONGEST_INLINE = 200  # Excel takes 255 characters in a list that stands in the rule itself
_AUTHOR = "工会台账"
_HEAD, _NEEDED, _SHOWN = (
    PatternFill("solid", fgColor=colour) for colour in ("FFDCE6F1", "FFF8CBAD", "FFEDEDED")
)
_FORMS = {
    TextForm.PERSON_NAME: ("照身份证填写，间隔号用“·”", "张三"),
    TextForm.CREDIT_CODE: ("18 位统一社会信用代码", "91350100M000100Y43"),
    TextForm.UNION_CREDIT_CODE: ("18 位统一社会信用代码，以 81 开头", "81360111MC0000001A"),
    TextForm.BANK_CARD: ("卡号按卡面逐位填写，该列须为“文本”", "6222021234567890128"),
    TextForm.MOBILE: ("11 位手机号码", "13800138000"),
    TextForm.PHONE: ("带区号的固定电话或手机号码", "0791-88123456"),
    TextForm.POSTCODE: ("6 位邮政编码", "330000"),
}


def write(register: Register, today: date, step: workbook_saving.Step) -> bytes:
    """Write the template: a sheet for the records, one for each row group, the longer lists on a hidden sheet.

    Lists offer what is valid ``today``. The example row is marked in its first cell, and no import takes it.
    """
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.title = register.title
    lists = _Lists(workbook, today)
    _fill(sheet, NUMBER, "给每条记录编号，其他工作表用它说明属于哪一条。", register.fields, lists)
    for group in register.row_groups:
        rule = f"填“{register.title}”表里的序号，或编号、身份证号。"
        _fill(workbook.create_sheet(group.title), parent_label(register), rule, group.fields, lists)
    lists.hide()
    return workbook_saving.saved(workbook, step)


def rule_of(field: Field, today: date) -> str:
    """Say in Chinese what may stand in a cell: whether it must, in which form, how long, and the field's own help."""
    return "\n".join(
        line for line in ("必填。" if field.required else "", *_kind_rules(field, today), field.help) if line
    )


def _fill(sheet: Worksheet, first: str, rule: str, fields: Mapping[str, Field], lists: _Lists) -> None:
    sheet.freeze_panes = "B2"
    pictures = "、".join(field.label for field in fields.values() if isinstance(field, PictureField))
    if pictures:
        rule += f"\n{pictures}不能用表格导入，请导入后打开记录，用“选择照片…”加入。"
    fields = {code: field for code, field in fields.items() if not isinstance(field, PictureField)}
    _head(sheet, 1, f"{first}*", rule, is_required=True)
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["A"].number_format = "@"
    _example(sheet, 1, EXAMPLE, "@")
    for place, field in enumerate(fields.values(), 2):
        letter = get_column_letter(place)
        _head(
            sheet,
            place,
            field.label + "*" * field.required,
            rule_of(field, lists.today),
            is_required=field.required,
        )
        sheet.column_dimensions[letter].width = _width(field)
        sheet.column_dimensions[letter].number_format = _format(field)
        lists.offer(sheet, letter, field)
        _example(sheet, place, _example_of(field, lists.today), _format(field))


def _head(sheet: Worksheet, place: int, label: str, rule: str, *, is_required: bool) -> None:
    cell = sheet.cell(1, place, label)
    cell.font = Font(bold=True)
    cell.fill = _NEEDED if is_required else _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    if rule:
        cell.comment = Comment(
            rule, _AUTHOR, height=40 + 20 * (rule.count("\n") + len(rule) // 18), width=280
        )


def _example(sheet: Worksheet, place: int, value: object, number_format: str) -> None:
    cell = sheet.cell(2, place)
    cell.value = value  # type: ignore[assignment] # text, number or date
    cell.number_format = number_format
    cell.fill = _SHOWN
    cell.font = Font(italic=True, color="FF7F7F7F")


class _Lists:
    """The drop-down lists: short ones stand in their rule, long ones in a column of the hidden sheet."""

    def __init__(self, workbook: Workbook, today: date) -> None:
        self.today = today
        self._sheet = workbook.create_sheet(CHOICES)
        self._workbook = workbook
        self._columns: dict[str, str] = {}

    def offer(self, sheet: Worksheet, letter: str, field: Field) -> None:
        """Give a column its list; several choices in one cell are beyond what Excel's lists can do."""
        if isinstance(field, YesNoField):
            formula = '"是,否"'
        elif isinstance(field, ChoiceField):
            formula = self._formula(field.codes)
        else:
            return
        rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = field.label[:32], "请从列表中选择。"
        rule.add(f"{letter}2:{letter}{_ROWS}")
        sheet.add_data_validation(rule)

    def hide(self) -> None:
        """Put the sheet of lists last, out of sight; a template without long lists has none."""
        if not self._columns:
            self._workbook.remove(self._sheet)
            return
        self._workbook.move_sheet(self._sheet, len(self._workbook.sheetnames))
        self._sheet.sheet_state = "hidden"

    def _formula(self, codes: str) -> str:
        labels = [item.label for item in code_list(codes).valid_on(self.today)]
        inline = ",".join(labels)
        if len(inline) <= _LONGEST_INLINE and inline.count(",") == len(labels) - 1 and '"' not in inline:
            return f'"{inline}"'
        if codes not in self._columns:
            place = len(self._columns) + 1
            for row, label in enumerate([codes, *labels], 1):
                self._sheet.cell(row, place, label)
            letter = get_column_letter(place)
            self._columns[codes] = f"{CHOICES}!${letter}$2:${letter}${len(labels) + 1}"
        return self._columns[codes]


def _kind_rules(field: Field, today: date) -> Iterator[str]:
    match field:
        case TextField(form=form, max_length=most):
            if form in _FORMS:
                yield f"{_FORMS[form][0]}。"
            yield f"最多 {most} 个字。"
        case IdentityField():
            yield "18 位居民身份证号，该列须为“文本”，末位 X 大写。"
        case IntegerField(minimum=least, maximum=most):
            yield f"整数，{least} 至 {most}{unit_of(field)}。"
        case DecimalField(places=places, minimum=least, maximum=most):
            yield f"数字，{least} 至 {most}{unit_of(field)}，最多 {places} 位小数。"
        case MoneyField():
            yield "金额，以元为单位，最多两位小数。"
        case DateField():
            yield "日期，如 2026-5-8。"
        case ChoiceField():
            yield "从列表中选择。"
        case MultiChoiceField(codes=codes, at_most=most):
            labels = "、".join(item.label for item in code_list(codes).valid_on(today))
            yield f"可填几项，用“；”隔开{'' if most >= 99 else f'，最多 {most} 项'}：{labels}"
        case YesNoField():
            yield "填“是”或“否”。"
        case AreaField(digits=digits):
            yield f"{digits} 位行政区划代码，或全称，如江西省南昌市青山湖区。"
        case ReferenceField():
            yield "填已登记单位的全称或统一社会信用代码。"


def _example_of(field: Field, today: date) -> object:
    match field:
        case TextField(form=form):
            return _FORMS[form][1] if form in _FORMS else ""
        case IdentityField():
            return "11010519491231002X"  # the example of GB 11643
        case IntegerField(minimum=least):
            return max(least, 1)
        case DecimalField() | MoneyField():
            return 1234.5
        case DateField():
            return date(today.year, 1, 1)
        case ChoiceField(codes=codes) | MultiChoiceField(codes=codes):
            return next((item.label for item in code_list(codes).valid_on(today)), "")
        case YesNoField():
            return "是"
        case AreaField():
            return "360111" if field.digits == 6 else "360111103"
    return ""


def _format(field: Field) -> str:
    """Keep everything a text that is no number and no date: Excel makes a date of 3-5 and rounds long numbers."""
    match field:
        case DateField():
            return "yyyy-mm-dd"
        case MoneyField():
            return "#,##0.00"
        case DecimalField(places=places):
            return "0." + "0" * places if places else "0"
        case IntegerField():
            return "0"
    return "@"


def _width(field: Field) -> float:
    match field:
        case IdentityField():
            return 22
        case TextField(multiline=True):
            return 40
        case TextField(max_length=most) if most >= 50:
            return 28
        case TextField(form=TextForm.BANK_CARD | TextForm.CREDIT_CODE | TextForm.UNION_CREDIT_CODE):
            return 24
    return max(14, 2.2 * len(field.label) + 4)
