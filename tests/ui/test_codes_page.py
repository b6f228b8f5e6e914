"""选项表: a county adds and ends choices; a township sees them and changes only what it has adopted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.code_lists import OwnItem, code_list
from desktop.services import own_codes
from desktop.ui.background import Background
from desktop.ui.fields.choice_box import choices_of
from desktop.ui.pages.code_dialog import CodeDialog
from desktop.ui.pages.codes_page import CodesPage
from desktop.ui.session import Session
from tests.support.round_trip import COUNTY, OfficeMaker

LISTED = "assistance_kind"


@pytest.fixture
def county(tmp_path: Path, background: Background) -> Iterator[Session]:
    ledger = OfficeMaker(tmp_path / "first").make(COUNTY, tmp_path / "county")
    made = Session(ledger, background)
    yield made
    made.close()
    ledger.close()


def row_of(page: Any, code: str) -> int:
    return next(row for row, one in enumerate(page.table.items) if one.item.code == code)


def test_a_choice_is_added_and_offered_in_the_fields_at_once(
    county: Session, show: Callable[[Any], Any]
) -> None:
    page = show(CodesPage(county))
    day = county.today
    assert "冬季取暖补贴" not in [one.label for one in choices_of(LISTED, day)]
    page.add.click()
    dialog = page.findChild(CodeDialog)
    assert dialog.editor("code").value() == "X01"
    dialog.editor("label").show_value("生活救助")
    dialog.save.click()
    assert "与已有的选项相同" in dialog.problem.text()
    dialog.editor("label").show_value("冬季取暖补贴")
    dialog.save.click()
    assert page.table.current.item.label == "冬季取暖补贴"
    assert "增加" in page.history.text()
    assert [one.label for one in choices_of(LISTED, day)][-1] == "冬季取暖补贴"


def test_a_choice_of_the_program_is_ended_and_keeps_its_label(
    county: Session, show: Callable[[Any], Any]
) -> None:
    page = show(CodesPage(county))
    page.table.choose(row_of(page, "07"))
    page.change.click()
    dialog = page.findChild(CodeDialog)
    dialog.editor("valid_to").show_value(date(2026, 3, 31))
    dialog.save.click()
    cells = [page.table.model().index(row_of(page, "07"), column).data() for column in range(5)]
    assert cells == ["07", "临时救助", "到2026年3月31日止", "已停用", "程序自带"]
    assert [item.code for item in code_list(LISTED).items].count("07") == 1


def test_a_township_sees_the_lists_and_changes_only_what_it_adopted(
    session: Session, show: Callable[[Any], Any]
) -> None:
    own_codes.keep(session.ledger, OwnItem(LISTED, "X01", "冬季取暖补贴"), "adopt")
    page = show(CodesPage(session))
    assert not page.add.isVisibleTo(page)
    assert not page.change.isEnabled()
    page.table.choose(row_of(page, "X01"))
    assert page.change.isEnabled()
    assert page.remove.isEnabled()
    assert "采用上级下发的" in page.history.text()
