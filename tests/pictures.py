"""Make pictures of every page, to be looked at by a person: ``python tests/pictures.py OUTDIR --ledger DIR --password-file F``.

Without a ledger it makes an office with a demonstration's records in a temporary folder. Offscreen unless a display
is named by QT_QPA_PLATFORM.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import randrange

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.store import ledger
from db.store.folder import users
from desktop.language import choose
from desktop.services import drafts, searching
from desktop.services.demonstration import FEWEST_HOUSEHOLDS, office
from desktop.settings import TEXT_SIZE, Settings
from desktop.ui import application
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.user_dialog import UserDialog
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.column_chooser import ColumnChooser
from desktop.ui.registers.record_history import RecordHistory
from desktop.ui.registers.record_recovery import DraftView
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Destination, Session
from desktop.ui.unlock import Unlock

SIZE = (1366, 768)


def now() -> datetime:
    """Give local time."""
    return datetime.now().astimezone()


class Pictures:
    """Saves numbered pictures of widgets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        QTest.qWait(120)
        self._count += 1
        widget.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))


def doors(pictures: Pictures, folder: Path, background: Background) -> None:
    """First start and password."""
    first = FirstStart(Path("/home/union/.local/share/taizhang/ledger"), now, background)
    first.show()
    first.area._pick("360111103")
    pictures.take(first, "first-start")
    first._steps.setCurrentIndex(1)
    first.card.show_code("YRAL-Z5TZ-9T4U-75A8-6P5C-BWWX-TVZ9-6Z8H", bytes)
    pictures.take(first, "recovery-code")
    first.card.check_button.click()
    first.card.answers[0].setText("YRAL")
    first.card.answers[1].setText("YRAL")
    pictures.take(first, "recovery-proof")
    unlock = Unlock(folder, now, background)
    unlock.show()
    pictures.take(unlock, "unlock")
    unlock.forgotten.click()
    pictures.take(unlock, "recover")
    for window in (first, unlock):
        window.close()


def wait(condition: Callable[[], bool]) -> None:
    """Wait for a job of the window."""
    while not condition():
        QTest.qWait(20)


def registers(pictures: Pictures, window: MainWindow, session: Session) -> None:
    """Every list, a record of each, and an empty one."""
    for code, register in session.registers.items():
        window.go_to(code)
        pictures.take(window, f"{code}-list")
        ids = session.do(searching.record_ids, register)
        window.open_record(Destination(code, ids[randrange(len(ids))] if ids else None))
        pictures.take(window, f"{code}-record")
        page = window.record_page
        if page is not None:
            page.check()
            pictures.take(window, f"{code}-problems")
            for section in [
                one for group in register.row_groups for one in register.sections if one.code == group.section
            ]:
                page.form.go_to_section(section.code)
                pictures.take(window, f"{code}-{section.code}")
            page.is_edited = False
            page.leave()
    parts_of_a_record(pictures, window, session)
    window.open_record(Destination("hardship_cases"))
    pictures.take(window, "new-record")
    page = window.record_page
    if page is not None:
        page.form.go_to_section("income")
        pictures.take(window, "new-record-income")
        page.leave()


def frame(pictures: Pictures, window: MainWindow, session: Session) -> None:
    """Take the start page, Ctrl+K, and what is done with a selection."""
    wait(lambda: session.counts.are_known)
    window.go_to("workbench")
    pictures.take(window, "workbench")
    window.go_to("hardship_cases")
    page = window.page("hardship_cases")
    assert isinstance(page, RegisterPage)
    page.table.select_ids({page.model.record_id(row) for row in range(min(2, page.model.rowCount()))})
    page.selection.unmask()
    pictures.take(window, "list-selected")
    page.choose_columns()
    page.selection.change_field()
    for name, kind in (("columns", ColumnChooser), ("bulk-change", BulkChange)):
        dialog = page.findChild(kind)
        assert dialog is not None
        pictures.take(dialog, name)
        dialog.reject()
    window.box.open()
    window.box.line.setText("x")
    pictures.take(window, "command-box")
    window.box.close_box()


def parts_of_a_record(pictures: Pictures, window: MainWindow, session: Session) -> None:
    """Show a row as a form, the history, the recovery card and what a draft would change."""
    record_id = session.do(searching.record_ids, session.registers["hardship_cases"])[0]
    window.open_record(Destination("hardship_cases", record_id))
    page = window.record_page
    if page is None:
        return
    page.show_history()
    for dialog in page.findChildren(RecordHistory):
        pictures.take(dialog, "record-history")
        dialog.reject()
    page.correct()
    grid = page.form.grids["members"]
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 1))
    grid._as_form.toggle()
    page.form.verticalScrollBar().setValue(grid.y() - 10)
    pictures.take(window, "record-row-form")
    grid._as_form.toggle()
    page.form.take("address", "罗家镇新址")
    page._drafts.keep()
    page.is_edited = False
    page.leave()
    pictures.take(window, "recovery-card")
    card = window.recovery.cards[0]
    card.look.click()
    for view in card.findChildren(DraftView):
        pictures.take(view, "recovery-look")
        view.reject()
    session.do(drafts.discard, card.found.draft)
    window.recovery.refresh()


def others(pictures: Pictures, window: MainWindow, session: Session, package: Path | None) -> None:
    """Check, submit, verify, import."""
    check = window.page("check")
    window.go_to("check")
    check.run()  # type: ignore[attr-defined]
    wait(lambda: not session.background.is_busy)
    pictures.take(window, "check")
    window.go_to("submit")
    pictures.take(window, "submit")
    window.page("submit").prepare.click()  # type: ignore[attr-defined]
    wait(lambda: not session.background.is_busy)
    pictures.take(window, "submit-review")
    window.page("submit").leave_out.setChecked(True)  # type: ignore[attr-defined]
    window.page("submit").prepare.click()  # type: ignore[attr-defined]
    wait(lambda: not session.background.is_busy)
    pictures.take(window, "submit-without-standing")
    window.go_to("verify")
    if package is not None:
        window.page("verify").verify(str(package))  # type: ignore[attr-defined]
        wait(lambda: not session.background.is_busy)
    pictures.take(window, "verify")
    window.go_to("import")
    page = window.page("import")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "困难职工.csv"
        table.write_text(
            "姓名,身份证号,民族,邮箱\n熊国平,1.1E+17,汉族,x\n罗秀英,360111197604120115,和族,\n", "gb18030"
        )
        page.choose_register("hardship_cases")  # type: ignore[attr-defined]
        page.try_file(str(table))  # type: ignore[attr-defined]
        wait(lambda: not session.background.is_busy)
    pictures.take(window, "import")


def settings(pictures: Pictures, window: MainWindow) -> None:
    """Take the settings, and the dialog of a new user."""
    window.go_to("settings")
    pictures.take(window, "settings")
    page = window.page("settings")
    page.users.add.click()  # type: ignore[attr-defined]
    dialog = page.findChild(UserDialog)
    if dialog is not None:
        dialog.new.password.setText("luojiazhen2026")
        dialog.new.judge()
        pictures.take(dialog, "new-user")
        dialog.reject()


def main() -> None:
    """Make all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--text-size", type=int, default=100, help="percent")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    chosen = parser.parse_args()
    choose(chosen.language)
    qt: QApplication = application.start(chosen.language)
    folder, secret, package = chosen.ledger, chosen.password_file, None
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            made = office.make(Path(temporary) / "office", 1, FEWEST_HOUSEHOLDS, now)
            folder, secret, package = made.ledger, made.password_file, made.package
        background = Background()
        pictures = Pictures(chosen.outdir)
        doors(pictures, folder, background)
        package = package or next((folder.parent / "stick").rglob("*.asice"), None)
        user = users(folder)[0]
        opened = ledger.unlock(folder, user, secret.read_text("utf-8").strip(), now)
        arranged = Settings()
        arranged.put(TEXT_SIZE, chosen.text_size)
        session = Session(opened, background, settings=arranged)
        window = MainWindow(session)
        window.resize(*SIZE)
        window.show()
        frame(pictures, window, session)
        registers(pictures, window, session)
        others(pictures, window, session, package)
        settings(pictures, window)
        window.close()
        background.close()
        opened.close()
        qt.quit()


if __name__ == "__main__":
    main()
