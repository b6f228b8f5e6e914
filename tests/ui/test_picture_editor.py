"""The editor of a picture: chosen by keyboard or dropped, shown, refused with its sentence, taken away, kept in a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from db.fields import PictureField
from db.registers import all_registers
from desktop.services import drafts, pictures, records
from desktop.ui.background import Background
from desktop.ui.fields.picture import PictureEditor
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session

NOMINEES = all_registers()["nominees"]


def photo(folder: Path, size: tuple[int, int] = (826, 1158), name: str = "张三.jpg") -> Path:
    path = folder / name
    Image.new("RGB", size, "teal").save(path)
    return path


@pytest.fixture
def editor(session: Session, show: Callable[[Any], Any]) -> PictureEditor:
    made: PictureEditor = show(PictureEditor(session, "photo", PictureField("照片")))
    return made


def said_beside(editor: PictureEditor) -> str:
    return "".join(label.text() for label in editor.findChildren(QLabel) if label is not editor.thumbnail)


def chosen(qtbot: QtBot, editor: PictureEditor, path: Path) -> None:
    with qtbot.waitSignal(editor.settled):
        editor.take(path)


def test_a_photo_is_chosen_by_keyboard(editor: PictureEditor, qtbot: QtBot, tmp_path: Path) -> None:
    path = photo(tmp_path)
    editor.setFocus()
    qtbot.waitUntil(editor.choose.hasFocus)
    qtbot.keyClick(editor.choose, Qt.Key.Key_Space)
    dialog = editor.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(editor.settled):
        dialog.fileSelected.emit(str(path))
        dialog.reject()
    digest = editor.value()
    assert len(digest) == 64
    assert not editor.thumbnail.pixmap().isNull()
    assert editor.remark() == ""
    editor.activateWindow()
    qtbot.waitUntil(editor.choose.hasFocus)
    qtbot.keyClick(editor.choose, Qt.Key.Key_Tab)
    assert editor.remove.hasFocus()
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.remove, Qt.Key.Key_Space)
    assert editor.value() is None
    assert editor.thumbnail.text() == "没有照片"
    assert editor.choose.hasFocus()
    assert not editor.remove.isEnabled()


def test_a_photo_may_be_dropped(editor: PictureEditor, qtbot: QtBot, tmp_path: Path) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(photo(tmp_path)))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(editor.settled):
        editor.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, buttons, none))
    assert editor.value()


def test_what_would_print_badly_is_said_beside_it(
    editor: PictureEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen(qtbot, editor, photo(tmp_path, (300, 420)))
    assert "照片只有 300×420 像素" in editor.remark()
    assert editor.refused() is None
    assert editor.value()


def test_what_is_no_picture_is_refused_and_the_one_before_stays(
    editor: PictureEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen(qtbot, editor, photo(tmp_path))
    before = editor.value()
    text = tmp_path / "照片.jpg"
    text.write_text("no picture")
    editor.take(text)
    qtbot.waitUntil(lambda: said_beside(editor).startswith("这不是 JPG 或 PNG 图片"))
    assert editor.value() == before
    assert editor.refused() is None  # the record may be saved
    chosen(qtbot, editor, photo(tmp_path, (830, 1160)))
    assert said_beside(editor) == ""
    assert editor.value() != before


def test_a_file_chosen_for_another_record_comes_too_late(
    editor: PictureEditor, background: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    editor.take(photo(tmp_path))
    editor.show_value(None)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert editor.value() is None


def test_a_picture_that_only_its_record_came_with_is_said(editor: PictureEditor) -> None:
    editor.show_value("ab" * 32)
    assert editor.thumbnail.text() == "照片不在本台账中"
    assert editor.value() == "ab" * 32


def test_a_locked_record_shows_its_photo_and_no_way_to_change_it(
    editor: PictureEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen(qtbot, editor, photo(tmp_path))
    editor.set_read_only(True)
    assert not editor.choose.isEnabled()
    assert not editor.remove.isEnabled()
    assert not editor.acceptDrops()
    editor.show_value(None)
    editor.set_read_only(False)
    assert editor.choose.isEnabled()


def test_a_photo_is_saved_with_its_record_and_kept_in_its_draft(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path
) -> None:
    page: RecordPage = show(RecordPage(session, NOMINEES, session.do(records.new, NOMINEES)))
    page.go_to(None)
    editor = page.form.editors["photo"]
    assert isinstance(editor, PictureEditor)
    chosen(qtbot, editor, photo(tmp_path))
    assert page.form.typed().fields["photo"] == editor.value()
    session.locking.emit()
    (found,) = session.do(drafts.found)
    digest = found.draft.typed.fields["photo"]
    assert session.do(pictures.content_of, digest)
    page.save()
    qtbot.waitUntil(lambda: page.record.version is not None and page.record.photo == digest)
