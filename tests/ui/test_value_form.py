"""A short form of values: the focus goes on by itself, and what cannot be kept gets the focus with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QWidget

from db.fields import DateField, TextField
from db.messages import ReportableError
from desktop.ui.session import Session
from desktop.ui.value_form import ValueForm
from tests.support.typing import type_text


@pytest.fixture
def form(session: Session, show: Callable[[Any], Any]) -> ValueForm:
    page = QWidget()
    made = ValueForm(session)
    made.add("name", TextField("名称"))
    made.add("from", DateField("起始日期"), date(2026, 1, 1))
    page.setLayout(made)
    show(page)
    return made


def test_what_is_typed_comes_out_as_values(form: ValueForm) -> None:
    type_text(form.editors["name"].focusProxy(), "慰问")
    assert form.values("name") == {"name": "慰问", "from": date(2026, 1, 1)}


def test_a_finished_editor_passes_the_focus_on(form: ValueForm) -> None:
    first, second = form.editors.values()
    first.setFocus()
    first.finished.emit(first)
    assert second.focusProxy().hasFocus()


def test_what_is_refused_or_missing_gets_the_focus(form: ValueForm) -> None:
    name, day = (cast("Any", one.focusProxy()) for one in form.editors.values())
    with pytest.raises(ReportableError, match="请填写“名称”。"):
        form.values("name")
    assert name.hasFocus()
    assert isinstance(day, QWidget)
    day.selectAll()
    type_text(day, "明天")
    with pytest.raises(ReportableError, match="明天"):
        form.values("name")
    assert day.hasFocus()
