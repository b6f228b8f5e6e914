"""Every kind of field: what is typed becomes a value, and what cannot be read stays on the screen."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

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
    TextForm,
    YesNoField,
)
from desktop import language
from desktop.language import said
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.editors import editor_for
from desktop.ui.fields.text import DateEditor
from desktop.ui.session import Session
from tests.support.typing import press, type_text

TODAY = date(2026, 5, 8)
SESSION = cast("Session", SimpleNamespace(today=TODAY))


@pytest.fixture
def make(show: Callable[[Any], Any]) -> Callable[[Field], Editor]:
    def made(field: Field) -> Editor:
        window = QWidget()
        layout = QVBoxLayout(window)
        editor = editor_for(SESSION, "code", field, TODAY)
        layout.addWidget(editor)
        layout.addWidget(QLineEdit(objectName="next"))
        show(window)
        editor.setFocus()
        return editor

    return made


def leave(editor: Editor) -> None:
    """Move the focus to the line below."""
    window = editor.window()
    following = window.findChild(QLineEdit, "next")
    assert following is not None
    following.setFocus()


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (TextField("姓名", form=TextForm.PERSON_NAME), "熊国平", "熊国平"),
        (TextField("姓名", form=TextForm.PERSON_NAME), "𬱖䶮㛃", "𬱖䶮㛃"),
        (IntegerField("家庭人口"), "3", 3),
        (DecimalField("建筑面积", places=2), "80.5", Decimal("80.50")),
        (MoneyField("月收入"), "1,234.5", 123450),
        (DateField("建档日期"), "2026.5.8", date(2026, 5, 8)),
        (DateField("建档日期"), "今天", date(2026, 5, 8)),
        (ChoiceField("民族", codes="ethnic"), "回族", "03"),
        (TextField("备注", multiline=True), "两行", "两行"),
        (IdentityField("身份证号"), "11010519491231002x", "11010519491231002X"),
        (YesNoField("是否单亲"), "y", True),
    ],
)
def test_typing_gives_the_value(
    make: Callable[[Field], Editor], field: Field, typed: str, value: Any
) -> None:
    editor = make(field)
    type_text(editor, typed)
    leave(editor)
    assert editor.value() == value
    assert editor.refused() is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (DateField("建档日期"), "2026-02-30"),
        (MoneyField("月收入"), "about 600"),
        (IntegerField("家庭人口"), "3.5"),
        (ChoiceField("民族", codes="ethnic"), "zzz"),
        (AreaField("行政区划"), "no such place"),
    ],
)
def test_a_text_that_is_no_value_stays_with_its_sentence(
    make: Callable[[Field], Editor], field: Field, typed: str
) -> None:
    editor = make(field)
    type_text(editor, typed)
    leave(editor)
    refused = editor.refused()
    assert refused is not None
    assert typed in said(refused)
    line = editor.findChild(QLineEdit)
    assert line is not None
    assert line.text() == typed
    assert editor.value() is None


def test_a_stored_value_survives_a_text_that_cannot_be_read(make: Callable[[Field], Editor]) -> None:
    editor = make(DateField("建档日期"))
    editor.show_value(date(2026, 1, 2))
    type_text(editor, "x")
    assert editor.refused() is not None
    assert editor.value() == date(2026, 1, 2)


def test_a_date_is_rewritten_as_paper_shows_it(make: Callable[[Field], Editor]) -> None:
    editor = make(DateField("建档日期"))
    type_text(editor, "20260508")
    leave(editor)
    line = editor.findChild(QLineEdit)
    assert line is not None
    assert line.text() == "2026年5月8日"


def test_an_id_says_sex_age_and_county_at_once(make: Callable[[Field], Editor]) -> None:
    editor = make(IdentityField("身份证号"))
    type_text(editor, "11010519491231002X")
    assert editor.remark() == "女 76 岁 朝阳区"


def test_money_stands_beside_its_capitals(make: Callable[[Field], Editor]) -> None:
    editor = make(MoneyField("月收入"))
    type_text(editor, "600")
    assert editor.remark() == "人民币陆佰元整"


def test_a_choice_is_found_by_pinyin_initials(make: Callable[[Field], Editor]) -> None:
    editor = make(ChoiceField("民族", codes="ethnic"))
    type_text(editor, "weiwuer")
    leave(editor)
    assert editor.value() == "05"


def test_an_emptied_choice_is_no_value(make: Callable[[Field], Editor]) -> None:
    editor = make(ChoiceField("民族", codes="ethnic"))
    editor.show_value("01")
    box = editor.findChild(QComboBox)
    assert box is not None
    line = box.lineEdit()
    assert line is not None
    line.selectAll()
    press(line, Qt.Key.Key_Delete)
    leave(editor)
    assert editor.value() is None


def test_a_code_of_an_older_generation_is_kept_and_shown(make: Callable[[Field], Editor]) -> None:
    editor = make(ChoiceField("民族", codes="ethnic"))
    editor.show_value("XX")
    leave(editor)
    assert editor.value() == "XX"


def test_the_wheel_does_not_change_an_answer(make: Callable[[Field], Editor]) -> None:
    editor = make(ChoiceField("民族", codes="ethnic"))
    editor.show_value("01")
    box = editor.findChild(QComboBox)
    assert box is not None
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert editor.value() == "01"


def test_several_choices_keep_the_order_of_picking(make: Callable[[Field], Editor]) -> None:
    editor = make(MultiChoiceField("次要致困原因", codes="hardship_cause"))
    box = editor.findChild(QListWidget)
    assert box is not None
    for row in (2, 0):
        box.item(row).setCheckState(Qt.CheckState.Checked)
    codes = [box.item(row).data(Qt.ItemDataRole.UserRole) for row in (2, 0)]
    assert editor.value() == tuple(codes)


def test_a_choice_that_is_not_offered_any_more_can_be_taken_back(make: Callable[[Field], Editor]) -> None:
    editor = make(MultiChoiceField("次要致困原因", codes="hardship_cause"))
    box = editor.findChild(QListWidget)
    assert box is not None
    first = str(box.item(0).data(Qt.ItemDataRole.UserRole))
    editor.show_value((first, "XX"))
    last = box.item(box.count() - 1)
    assert (last.data(Qt.ItemDataRole.UserRole), last.checkState()) == ("XX", Qt.CheckState.Checked)
    last.setCheckState(Qt.CheckState.Unchecked)
    assert editor.value() == (first,)


def test_where_nothing_is_offered_it_says_so(make: Callable[[Field], Editor]) -> None:
    editor = make(MultiChoiceField("“四个一批”措施", codes="relief_measure"))
    box = editor.findChild(QListWidget)
    assert box is not None
    assert box.count() == 0
    assert editor.remark() == "填表那天没有可选的项，不用填。"


def test_yes_no_can_be_taken_back(make: Callable[[Field], Editor]) -> None:
    editor = make(YesNoField("是否单亲"))
    editor.show_value(False)
    no = editor.findChildren(QRadioButton)[1]
    assert no.isChecked()
    press(editor, Qt.Key.Key_Delete)
    assert editor.value() is None


def test_an_area_is_found_by_a_part_of_its_name(make: Callable[[Field], Editor]) -> None:
    editor = make(AreaField("户口所在地行政区划"))
    type_text(editor, "青山湖区")
    leave(editor)
    assert editor.value() == "360111"


def test_a_date_says_while_it_is_typed_what_was_understood(make: Callable[[Field], Editor]) -> None:
    editor = make(DateField("建档日期"))
    type_text(editor, "5-8")
    assert editor.remark() == "2026年5月8日"
    leave(editor)
    assert editor.remark() == ""


def test_a_date_is_shown_and_read_in_the_language_of_the_screen(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class English(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return "{year}-{month:02}-{day:02}" if message == "{year}年{month}月{day}日" else message

    monkeypatch.setattr(language._Spoken, "catalogue", English())
    editor = make(DateField("建档日期"))
    editor.show_value(date(2026, 1, 2))
    assert (editor.kept(), editor.value()) == ("2026-01-02", date(2026, 1, 2))
    editor.put_back("2026年5月8日")
    assert editor.value() == date(2026, 5, 8)
    assert isinstance(editor, DateEditor)
    assert editor.remark() == "2026-05-08"
