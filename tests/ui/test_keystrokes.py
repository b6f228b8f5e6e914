"""Three standard records typed on the real widgets by keyboard only: fewer keys than the same values in an Excel row.

A key is a character, Return, Tab, Escape or a key with Ctrl. In Excel every column costs its characters and one Tab, a
drop-down one key to open it, its arrows and Return. A Chinese character counts as one key on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.fields import ChoiceField, Field, MultiChoiceField, TextField, YesNoField
from db.register import Register
from db.registers import all_registers
from desktop.services import records
from desktop.ui.fields.choice_box import choices_of
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.sample_records import id_number
from tests.support.typing import shortcut, type_text

CTRL = Qt.KeyboardModifier.ControlModifier

Values = Mapping[str, str]

HOUSEHOLD = {
    "hardship_class": "深度困难", "file_level": "区县级", "name": "熊国平", "id_no": id_number("360111", "19760412", "011"),
    "ethnic": "汉族", "politics": "群众", "health": "恶性肿瘤", "model_worker_kind": "非劳模", "marriage": "已婚",
    "single_parent": "否", "household_kind": "居民户口", "address": "罗家镇罗家村1组15号", "postcode": "330012",
    "mobile": "13870012345", "medical_insurance": "职工基本医疗保险", "work_from": "1998.7.1", "union_member": "是",
    "house_kind": "自建房", "household_size": "6", "monthly_income_self": "1800", "other_income_year": "0",
    "household_income_year": "21600", "cause_text": "户主患病住院", "filed_on": "2026.5.8",
}  # fmt: skip
MEMBER = {
    "name": "罗秀英", "relation": "配偶", "ethnic": "汉族", "monthly_income": "0", "model_worker_kind": "非劳模",
    "medical_insurance": "城乡居民基本医疗保险", "marriage": "已婚", "household_kind": "居民户口", "mobile": "13870012346",
}  # fmt: skip
MEMBERS = [
    {**MEMBER, "id_no": id_number("360111", f"19{70 + number}0101", f"{number:02}2")} for number in range(5)
]
UNIT = {
    "unit_name": "江西罗家机械有限公司", "legal_representative": "罗建国",
    "contact": "罗小英", "phone": "13870012347", "address_village": "罗家村", "address": "罗家工业园2号",
    "legal_entity": "是", "established_on": "2005.3.1", "employees": "86", "female_employees": "30", "migrant_employees": "50",
    "has_party": "否", "union_name": "江西罗家机械有限公司工会委员会", "founded_on": "2010.6.1", "members": "80",
    "female_members": "28", "migrant_members": "45", "chair_name": "罗建华", "chair_id_no": id_number("360111", "19750203", "013"),
    "chair_mobile": "13870012348", "committee_members": "5", "has_audit_committee": "是", "audit_members": "3",
    "has_women_committee": "是", "women_committee_members": "3", "term": "4", "term_from": "2024.6.1", "term_years": "5",
    "has_congress": "是", "congress_on": "2026.1.10", "has_contract": "是",
}  # fmt: skip
NOMINEE = {
    "year": "2026", "name": "熊国平", "id_no": id_number("360111", "19760412", "011"), "ethnic": "汉族",
    "native_place": "江西南昌", "politics": "群众", "mobile": "13870012345", "work_unit": "江西罗家机械有限公司",
    "post": "车间主任", "started_work_on": "1998.7.1", "punishments": "无", "brief_deeds": "带头完成技术改造",
    "meeting_on": "2026.3.1", "votes_due": "80", "votes_present": "78", "votes_for": "76",
    "notice_from": "2026.3.2", "notice_until": "2026.3.8",
}  # fmt: skip
RESUME = [
    {"from_on": "1998.7.1", "until_on": "2005.2.28", "organisation": "罗家农机厂", "post": "钳工"},
    {"from_on": "2005.3.1", "until_on": "2015.6.30", "organisation": "江西罗家机械有限公司", "post": "班长"},
    {"from_on": "2015.7.1", "organisation": "江西罗家机械有限公司", "post": "车间主任"},
]
FILLED = {"sex": "男", "birth": "19760412", "household_area": "360111", "chair_sex": "男"}
"""What an ID fills and Excel does not."""


class Typist:
    """Types a record into a page, one key after the other, and counts."""

    def __init__(self, page: RecordPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot
        self.keys = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        self.page.form._moved_on = 0.0  # a person is not so fast
        shortcut(self.page.window(), key, modifiers)

    def put(self, field: Field, text: str) -> None:
        """Type a value into the field or the cell of the cursor."""
        typed = keys_of(field, text, self.page.record.written_on)
        self.keys += len(typed)
        before = self.page.form.here()
        focus = self.page.focusWidget()
        assert focus is not None
        type_text(focus, typed)
        self.qtbot.wait(60 if isinstance(field, ChoiceField) else 5)  # its list opens
        if self.page.form.here() == before:
            self.press(Qt.Key.Key_Tab if takes_return(field) else Qt.Key.Key_Return)
            self.qtbot.wait(5)

    def type_record(self, values: Values, rows: Mapping[str, Sequence[Values]]) -> int:
        form = self.page.form
        wanted = {*values, *rows}
        seen: set[str] = set()
        for _step in range(200):
            here = form.here()
            place = here.rows or here.field
            if not wanted - seen or not place:
                break
            if here.rows in rows and here.rows not in seen:
                self.type_rows(here.rows, rows[here.rows])
            elif here.field in values and here.field not in seen:
                self.put(form.editors[here.field].field, values[here.field])
            elif place in form.editors and takes_return(form.editors[place].field):
                self.press(Qt.Key.Key_Tab)
            else:
                self.press(Qt.Key.Key_Return)
            seen.add(place)
        self.press(Qt.Key.Key_S, CTRL)
        return self.keys

    def type_rows(self, code: str, lines: Sequence[Values]) -> None:
        grid = self.page.form.grids[code]
        for line in lines:
            self.press(Qt.Key.Key_M, CTRL)
            left = dict(line)
            while left:
                field = self.page.form.here().field
                if field in left:
                    self.put(grid.group.fields[field], left.pop(field))
                else:
                    self.press(Qt.Key.Key_Return)
        self.press(Qt.Key.Key_Escape)
        self.press(Qt.Key.Key_Tab)


def takes_return(field: Field) -> bool:
    """Tell whether Return is a new line of the field's text."""
    return isinstance(field, TextField) and field.multiline


def keys_of(field: Field, text: str, day: Any) -> str:
    """Give the fewest letters after which the wanted choice stands first; y or n; else the text."""
    if isinstance(field, YesNoField):
        return {"是": "y", "否": "n"}[text]
    if not isinstance(field, ChoiceField):
        return text
    choices = choices_of(field.codes, day)
    wanted = next(choice for choice in choices if choice.label == text)
    parts = wanted.keys.split()
    starts = [part[:length] for part in parts for length in range(1, len(part) + 1) if part.isascii()]
    for start in sorted(starts, key=len):
        if next(choice for choice in choices if start in choice.keys) is wanted:
            return start
    return text


def in_excel(fields: Mapping[str, Field], values: Values, day: Any) -> int:
    """Count the keys for one row of a template with drop-downs, all columns in order."""
    keys = 0
    for code, field in fields.items():
        text = values.get(code, "")
        keys += 1  # Tab
        if not text:
            continue
        if isinstance(field, ChoiceField):
            labels = [choice.label for choice in choices_of(field.codes, day)]
            keys += 1 + labels.index(text) + 1 + 1  # open, arrows, Return
        elif isinstance(field, YesNoField | MultiChoiceField):
            keys += 1
        else:
            keys += len(text)
    return keys


@pytest.mark.parametrize(
    ("code", "values", "rows"),
    [
        ("hardship_cases", HOUSEHOLD, {"members": MEMBERS}),
        ("units", UNIT, {}),
        ("nominees", NOMINEE, {"resume": RESUME}),
    ],
)
def test_fewer_keys_than_in_excel(
    session: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    record_property: Callable[[str, object], None],
    code: str,
    values: Values,
    rows: Mapping[str, Sequence[Values]],
) -> None:
    register: Register = all_registers()[code]
    page: RecordPage = show(RecordPage(session, register, session.do(records.new, register)))
    page.resize(1280, 700)
    page.go_to(None)
    typist = Typist(page, qtbot)
    keys = typist.type_record(values, rows)
    assert page.is_edited is False
    stored = session.do(records.open_record, register, page.record.id)
    assert stored is not None
    assert {one: getattr(stored, one) is not None for one in values} == dict.fromkeys(values, True)
    for group, lines in rows.items():
        for row, line in zip(getattr(stored, group), lines, strict=True):
            assert {one for one in line if getattr(row, one) is None} == set()
    day = page.record.written_on
    filled = {one: text for one, text in FILLED.items() if one in register.fields}
    excel = in_excel(
        {one: field for one, field in register.fields.items() if one != register.number_field},
        {**values, **filled},
        day,
    )
    for group, lines in rows.items():
        fields = register.row_group(group).fields
        extra = {one: text for one, text in FILLED.items() if one in fields}
        excel += sum(in_excel(fields, {**line, **extra}, day) for line in lines)
    record_property("keys", keys)
    record_property("keys in Excel", excel)
    assert keys < excel
