"""A damaged workbook through the import page: asked about, given back marked, corrected, imported, taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.messages import Message, Severity
from db.registers import all_registers
from desktop.services import returning, searching
from desktop.services.import_rows import RowProblem
from desktop.services.progress import Cancelled
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.column_box import ColumnBox
from desktop.ui.pages.import_findings import ImportFindings
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.session import Session
from tests.support.known_records import id_number
from tests.support.typing import press, type_text

NOMINEES = all_registers()["nominees"]
RENAMED = "现在的工作单位"
HEADER = [
    "推荐称号",
    "申报级别",
    "年度",
    "姓名",
    "身份证号",
    "民族",
    "政治面貌",
    "现在的工作单位",
    "人员类别",
]
ASKED = "“现在的工作单位”是不是“工作单位”？"
GOOD = id_number("360111", "19760412", "011")


def person(name: str, number: Any) -> list[Any]:
    return ["11", "1", 2026, name, number, "汉族", "群众", "罗家镇制衣厂", "企业一线工人"]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Make a workbook with a title, a renamed column, a good row, a wrong ID, an ID damaged by Excel, and a sum."""
    made = Workbook()
    sheet = made.worksheets[0]
    wrong = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")
    for row in (
        ["推荐人选汇总表"],
        HEADER,
        person("张三", GOOD),
        person("李四", wrong),
        person("王五", 1.1e17),
        ["合计", "", "", 3],
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    path = tmp_path / "推荐人选.xlsx"
    made.save(path)
    return path


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    made.go_to("nominees")
    made.show_part("import", "nominees")
    return made


@pytest.fixture
def page(window: MainWindow) -> ImportPage:
    found = window.page("import")
    assert isinstance(found, ImportPage)
    return found


def wait(page: ImportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.background.is_busy, timeout=20_000)


def read(page: ImportPage, path: Path, qtbot: QtBot) -> None:
    page.try_file(str(path))
    wait(page, qtbot)


def box_of(page: ImportPage, name: str) -> ColumnBox:
    """Go to the box of a column."""
    box = page.questions.boxes[name]
    box.window().activateWindow()  # a list that was closed has left the window without the focus
    assert QTest.qWaitForWindowActive(box.window())
    box.setFocus()
    assert QApplication.focusWidget() in {box, box.lineEdit()}
    return box


def confirm(page: ImportPage, name: str) -> None:
    """Go to a column that is asked about and press one key."""
    press(box_of(page, name), Qt.Key.Key_Down)


def decline(page: ImportPage, name: str) -> None:
    """Go to a column and choose 不导入, which stands first."""
    type_into(box_of(page, name), "bdr")


def type_into(box: ColumnBox, keys: str) -> None:
    """Write over what stands in a box and leave it: the only field that fits is taken."""
    line = box.lineEdit()
    assert line is not None
    line.selectAll()
    type_text(line, keys)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
    box.clearFocus()


def asked(page: ImportPage) -> list[str]:
    return list(page.questions.boxes)


def offered(page: ImportPage, name: str) -> list[str]:
    box = page.questions.boxes[name]
    box.fill()
    return [box.itemText(row) for row in range(box.count())]


def found(page: ImportPage) -> list[tuple[str, str]]:
    cells = page.table.model()
    return [(cells.index(row, 0).data(), cells.index(row, 1).data()) for row in range(cells.rowCount())]


def names(session: Session) -> list[str]:
    ids = session.do(searching.record_ids, NOMINEES)
    return sorted(line[0] for line in session.do(searching.lines, NOMINEES, ids, ["name"]))


def test_a_column_that_is_something_else_is_declined(page: ImportPage, damaged: Path, qtbot: QtBot) -> None:
    read(page, damaged, qtbot)
    assert not page.apply.isEnabled()
    page.again.click()
    wait(page, qtbot)
    assert page.apply.isEnabled()  # the required field is left open
    assert (asked(page), page.questions.confirmed) == ([RENAMED], {})
    assert f"“{RENAMED}”一列选的是“不导入”，不会导入。" in page.findings.notices.toPlainText()
    read(page, damaged, qtbot)
    assert page.apply.isEnabled()  # not asked twice
    confirm(page, RENAMED)
    assert not page.apply.isEnabled()
    page.again.click()
    wait(page, qtbot)
    assert page.apply.isEnabled()
    assert page.questions.confirmed == {RENAMED: "work_unit"}


def test_a_column_known_by_its_name_is_declined(page: ImportPage, damaged: Path, qtbot: QtBot) -> None:
    read(page, damaged, qtbot)
    page.again.click()
    wait(page, qtbot)
    assert (asked(page), page.apply.isEnabled()) == ([RENAMED], True)
    page.questions.everything.click()
    assert {"姓名", "民族"} < set(asked(page))
    decline(page, "民族")
    assert (page.questions.declined, page.apply.isEnabled()) == ({"民族": ""}, False)
    page.again.click()
    wait(page, qtbot)
    assert page.apply.isEnabled()
    assert "“民族”一列选的是“不导入”，不会导入。" in page.findings.notices.toPlainText()
    assert [column for _row, column in found(page)].count("民族") == 1  # a required one: drafts
    assert page._trial is not None
    assert "ethnic" not in page._trial.preview.fields.columns.places
    confirm(page, "民族")  # a way back
    assert page.questions.confirmed == {"民族": "ethnic"}
    page.again.click()
    wait(page, qtbot)
    assert "ethnic" in page._trial.preview.fields.columns.places


def test_a_damaged_workbook_is_confirmed_marked_corrected_imported_and_taken_back(
    window: MainWindow, page: ImportPage, damaged: Path, qtbot: QtBot, recorded: Any, tmp_path: Path
) -> None:
    session = page.session
    read(page, damaged, qtbot)
    assert page.register.code == "nominees"
    assert [page.questions.boxes[RENAMED].accessibleName(), *asked(page)[1:]] == [ASKED]
    assert not page.apply.isEnabled()  # 工作单位 is required, and nobody has said yet where it stands
    confirm(page, RENAMED)
    page.again.click()
    wait(page, qtbot)
    assert page.questions.confirmed == {RENAMED: "work_unit"}
    assert [place for place in found(page) if place[1] == "身份证号"] == [
        ("4", "身份证号"),
        ("5", "身份证号"),
    ]
    notices = page.findings.notices.toPlainText().splitlines()
    assert "表格里有 1 行是隐藏的，也读入了。" in notices
    assert "第 6 行：这一行是“合计”，不是记录，已跳过。" in notices
    page.apply.click()
    recorded.answer("导入")
    wait(page, qtbot)
    assert names(session) == ["张三"]
    assert window.status.message.text() == "已导入 1 条记录。"
    assert "还有 2 行没有导入" in page.summary.text()
    assert not page.apply.isEnabled()

    marked = tmp_path / "标错.xlsx"
    page.write_marked(str(marked))
    wait(page, qtbot)
    assert str(marked) in window.status.message.text()
    book = load_workbook(marked)
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 5).fill.fgColor.rgb for row in (4, 5)] == ["FFFFC7CE", "FFFFC7CE"]
    for row, serial in ((4, "013"), (5, "015")):
        sheet.cell(row, 5).value = id_number("360111", "19760412", serial)
    book.save(marked)

    read(page, marked, qtbot)
    assert page.questions.confirmed == {RENAMED: "work_unit"}  # not asked twice
    page.apply.click()
    recorded.answer("导入")
    wait(page, qtbot)
    assert names(session) == ["张三", "李四", "王五"]
    assert recorded.errors == []

    assert "撤销" in window.status.button.text()
    window.status.button.click()
    qtbot.waitUntil(lambda: names(session) == ["张三"], timeout=20_000)
    assert recorded.errors == []


def test_only_columns_as_they_were_read_go_in(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    made = Workbook()
    made.worksheets[0].append([*HEADER[:7], "工作单位", "人员类别", "参加工作年月日"])
    made.worksheets[0].append([*person("张三", GOOD), "1998.7.1"])
    made.save(tmp_path / "表.xlsx")
    read(page, tmp_path / "表.xlsx", qtbot)
    assert page.apply.isEnabled()
    confirm(page, "参加工作年月日")
    assert not page.apply.isEnabled()  # chosen, but not read with it
    decline(page, "参加工作年月日")
    assert page.apply.isEnabled()
    page.show_part("units")
    assert (asked(page), page.apply.isEnabled()) == ([], False)


def sheet(path: Path, *rows: list[Any]) -> Path:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


def test_the_field_of_a_column_that_nobody_knows_is_chosen(
    page: ImportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = sheet(tmp_path / "表.xlsx", [*HEADER, "何处高就", "别的"], [*person("张三", GOOD), "班长", "x"])
    read(page, path, qtbot)
    assert asked(page) == [RENAMED, "何处高就", "别的"]
    assert offered(page, RENAMED)[:2] == ["不导入", "工作单位"]  # what is suggested is the first field
    assert offered(page, "别的")[0] == "不导入"
    assert {"职务", "工作单位", "籍贯"} < set(offered(page, "别的"))
    assert not {"姓名", "民族", "照片"} & set(offered(page, "别的"))  # filled, filled, and a picture
    type_into(box_of(page, "何处高就"), "zw")  # 职务 and 工会职务
    assert page.questions.boxes["何处高就"].currentText() == "不导入"
    type_into(box_of(page, "何处高就"), "职务")
    assert page.questions.confirmed == {"何处高就": "post"}
    assert "职务" not in offered(page, "别的")
    assert "职务" in offered(page, "何处高就")
    confirm(page, RENAMED)
    assert not page.apply.isEnabled()
    page.again.click()
    wait(page, qtbot)
    assert page._trial is not None
    values = page._trial.preview.good[0].values
    assert (values["post"], values["work_unit"]) == ("班长", "罗家镇制衣厂")
    assert page.questions.answers == {RENAMED: "work_unit", "何处高就": "post", "别的": ""}
    assert page.apply.isEnabled()
    read(page, path, qtbot)  # not asked twice
    assert page.questions.confirmed == {RENAMED: "work_unit", "何处高就": "post"}


def test_a_column_known_by_its_name_is_given_to_another_field(
    page: ImportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    head = ["荣誉称号" if name == RENAMED else name for name in HEADER]
    path = sheet(tmp_path / "表.xlsx", ["联系电话", *head[1:7], "工作单位", "人员类别"], person("张三", GOOD))
    read(page, path, qtbot)
    assert asked(page) == []
    page.questions.everything.click()
    assert page.questions.boxes["联系电话"].currentText() == "手机"
    type_into(box_of(page, "联系电话"), "推荐称号")
    page.questions.everything.click()
    assert asked(page) == ["联系电话"]  # what is changed stays in sight
    page.again.click()
    wait(page, qtbot)
    assert page._trial is not None
    assert page._trial.preview.good[0].values["title"] == "11"


def test_a_file_dropped_on_the_page_is_read(page: ImportPage, damaged: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(damaged))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    wait(page, qtbot)
    assert "推荐人选.xlsx" in page.summary.text()


def test_a_cancelled_trial_leaves_nothing_but_the_way_to_try_again(
    page: ImportPage, window: MainWindow, damaged: Path, qtbot: QtBot, recorded: Any
) -> None:
    page.try_file(str(damaged))
    assert not page.choose.isEnabled()
    page.job._stop.click()
    wait(page, qtbot)
    assert window.status.message.text() == str(Cancelled())
    assert (page.summary.text(), page.apply.isEnabled(), page.again.isEnabled()) == ("", False, True)
    assert recorded.errors == []


def test_the_template_is_that_of_the_chosen_register(
    page: ImportPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_part("units")
    path = tmp_path / "模板.xlsx"
    page.write_template(str(path))
    wait(page, qtbot)
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert any("统一社会信用代码" in str(cell) for cell in cells)
    assert str(path) in window.status.message.text()


def test_what_cannot_be_written_is_not_said_to_be(
    page: ImportPage,
    window: MainWindow,
    damaged: Path,
    tmp_path: Path,
    qtbot: QtBot,
    recorded: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read(page, damaged, qtbot)
    (tmp_path / "there.xlsx").mkdir()
    page.write_marked(str(tmp_path / "there.xlsx"))
    wait(page, qtbot)
    assert "写不了文件" in str(recorded.errors[0])
    assert "已写到" not in window.status.message.text()
    assert list(tmp_path.glob("*.part")) == []
    monkeypatch.setattr(returning, "marked", lambda *_: io.BytesIO(b"all of it").getvalue())
    page.write_marked(str(tmp_path / "new.xlsx"))
    wait(page, qtbot)
    assert (tmp_path / "new.xlsx").read_bytes() == b"all of it"


def test_what_keeps_rows_out_comes_first(show: Callable[[Any], Any]) -> None:
    findings: ImportFindings = show(ImportFindings())
    hint = RowProblem(1, "民族", "missing", Severity.HINT, Message("表格里没有这一列。"))
    must = RowProblem(
        3, "身份证号", "check_digit", Severity.MUST, Message("身份证号末位应为 7，请逐位核对。")
    )
    findings.show_found([hint, must], [])
    model = findings.table.model()
    assert [model.index(row, 1).data() for row in range(2)] == ["身份证号", "民族"]


def test_few_notices_need_no_scroll_bar(show: Callable[[Any], Any]) -> None:
    findings: ImportFindings = show(ImportFindings())
    findings.resize(900, 400)
    for count in (1, 2, 3):
        findings.show_found([], [Message("没有“邮箱”这个栏目，这一列不会导入。")] * count)
        QApplication.sendPostedEvents()
        assert findings.notices.verticalScrollBar().maximum() == 0
    findings.show_found([], [Message("没有“邮箱”这个栏目，这一列不会导入。")] * 4)
    QApplication.sendPostedEvents()
    assert findings.notices.verticalScrollBar().maximum() > 0
