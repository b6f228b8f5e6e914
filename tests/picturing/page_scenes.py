"""The pages that concern all registers: check, submit, verify, import, rule tables, settings, steps, and the lock."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook

from db.store.backup import NoRoomForBackupError
from desktop.exchange.updates import ChoiceUpdate, FigureUpdate, FormUpdate
from desktop.services import updates_from_above
from desktop.services.levels import superior_code
from desktop.ui import messages
from desktop.ui.closing import BackupBeforeClosing
from desktop.ui.main_window import MainWindow
from desktop.ui.preview.calibration import Calibration
from desktop.ui.restored_words import restored
from desktop.ui.session import Session
from desktop.ui.unlock import Unlock
from tests.picturing.album import Album, open_dialogs, wait
from tests.picturing.doors import CODE
from tests.picturing.ledgers import Prepared, now

_PEOPLE = (
    ("推荐人选汇总表",),
    ("序号", "推荐称号", "申报级别", "年度", "姓名", "身份证", "民族", "政治面貌", "工作单位", "人员类别"),
    (1, "11", "1", 2026, "熊国平", "360111197604120117", "汉族", "群众", "罗家镇制衣厂", "企业一线工人"),
    (2, "11", "1", 2026, "李䶮", "3.6E+17", "和族", "群众", "罗家镇制衣厂", "企业一线工人"),
)
_RESUME = (
    ("所属人选个人", "起始年份月份", "终止年月", "单位", "职务"),
    (1, "2010.1", "2015年6月", "甲厂", "工人"),
    (2, "2011-1", "", "丙厂", "工人"),
)

_PRINTERS = ("Canon LBP2900", "\\\\办公室\\HP LaserJet Professional P1108（财务）")


def take(album: Album, window: MainWindow, session: Session, prepared: Prepared) -> None:
    """Take all of them."""
    _structure(album, window, session)
    take_check(album, window, session)
    _submit(album, window, session)
    _verify(album, window, session, prepared)
    _import(album, window, session)
    _rules(album, window)
    _updates(album, window, session)
    _backup(album, window, session)
    _settings(album, window, session)
    window.show_steps()
    for dialog in open_dialogs():
        steps: Any = dialog
        wait(lambda steps=steps: steps.model.is_read)
        steps.table.selectRow(0)
        wait(lambda steps=steps: bool(steps.outlook.text()))
    album.dialogs("steps")
    lock = Unlock(prepared.folder, now, session.background, session.ledger.user)
    lock.show()
    album.take(lock, "lock")
    lock.close()


def _structure(album: Album, window: MainWindow, session: Session) -> None:
    window.go_to("structure_ratios")
    page: Any = window.page("structure_ratios")
    wait(lambda: page.shown is not None)
    album.take(window, "structure-ratios")
    if page.print.isEnabled():
        page.print.click()
        wait(lambda: not session.background.is_busy)
        album.dialogs("structure-ratios-paper")


def take_check(album: Album, window: MainWindow, session: Session, *, to_the_end: bool = True) -> None:
    """Take the check before it ran and afterwards, or while it runs."""
    window.go_to("check")
    page: Any = window.page("check")
    album.take(window, "check-begin")
    page.run()
    if to_the_end:
        wait(lambda: not session.background.is_busy)
        album.take(window, "check")
    else:
        wait(lambda: bool(page.job._what.text()))
        album.take(window, "check-running")
        page.job._stop.click()
        wait(lambda: not session.background.is_busy)
        album.take(window, "check-stopped")


def _submit(album: Album, window: MainWindow, session: Session) -> None:
    window.go_to("submit")
    page: Any = window.page("submit")
    album.take(window, "submit")
    _click(page.prepare, session)
    album.take(window, "submit-review")
    page.leave_out.setChecked(True)
    page.only_changed.setChecked(False)
    _click(page.prepare, session)
    album.take(window, "submit-everything")
    page.only_changed.setChecked(True)
    _click(page.prepare, session)
    with TemporaryDirectory(prefix="U") as stick:
        page.place.show_folder(Path(stick))
        album.take(window, "submit-without-standing")
        if page.make.isEnabled():
            _click(page.make, session)
            wait(lambda: not session.background.is_busy)
            album.take(window, "submit-written")
    album.dialogs("submit-error")


def _verify(album: Album, window: MainWindow, session: Session, prepared: Prepared) -> None:
    window.go_to("verify")
    page: Any = window.page("verify")
    album.take(window, "verify-begin")
    if prepared.package is None:
        return
    page.verify(str(prepared.package))
    wait(lambda: not session.background.is_busy)
    album.take(window, "verify")
    with TemporaryDirectory() as folder:
        damaged = Path(folder) / prepared.package.name
        content = bytearray(prepared.package.read_bytes())
        content[len(content) // 2] ^= 1
        damaged.write_bytes(content)
        page.verify(str(damaged))
        wait(lambda: not session.background.is_busy)
        album.take(window, "verify-damaged")


def _import(album: Album, window: MainWindow, session: Session) -> None:
    window.go_to("import")
    page: Any = window.page("import")
    page.show_part("nominees")
    album.take(window, "import-begin")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "推荐人选.xlsx"
        _write(path)
        page.try_file(str(path))
        wait(lambda: not session.background.is_busy)
        album.take(window, "import-questions")
        for box in page.questions.boxes.values():
            box.fill()
            box.setCurrentIndex(1)
        _click(page.again, session)
        album.take(window, "import-tried")
        page.apply.click()
        album.take(window, "import-ask", *open_dialogs())
        album.dialogs("question-import")
        if page.apply.isEnabled():
            page._import()
            wait(lambda: not session.background.is_busy)
            album.take(window, "import-done")
        table = Path(folder) / "困难职工.csv"
        table.write_text(
            "姓名,身份证号,民族,邮箱\n熊国平,1.1E+17,汉族,x\n罗秀英,360111197604120115,和族,\n", "gb18030"
        )
        page.show_part("hardship_cases")
        page.try_file(str(table))
        wait(lambda: not session.background.is_busy)
        album.take(window, "import-damaged")


def _write(path: Path) -> None:
    made = Workbook()
    main = made.worksheets[0]
    main.title = "个人"
    rows = made.create_sheet("个人简历表")
    for sheet, lines in ((main, _PEOPLE), (rows, _RESUME)):
        for line in lines:
            sheet.append(line)
    made.save(path)


def _rules(album: Album, window: MainWindow) -> None:
    window.go_to("rules")
    page: Any = window.page("rules")
    for number in range(page.tables.count()):
        page.tables.setCurrentIndex(number)
        page.tables.activated.emit(number)
        album.take(window, f"rules-{page.table}")
    page.add.click()
    album.dialogs("rule-dialog")


def _updates(album: Album, window: MainWindow, session: Session) -> None:
    """Take what the office above sends down, and the choices after one was adopted."""
    source = (importlib.resources.files("resources") / "forms" / "deeds.toml").read_text("utf-8")
    area = superior_code(session.ledger.office().area)
    sent = (
        FigureUpdate("low_income_line", "low_income_line", area, "1105.5", "2026-01-01", "", "青民发〔2026〕3号"),
        ChoiceUpdate("assistance_kind", "X01", "冬季取暖补贴", "2026-01-01", ""),
        FormUpdate("deeds", source + "# 本县\n"),
        FormUpdate("relief", 'code = "relief"\ntitle = "救助表"\nregister = "reliefs"\n'),
    )  # fmt: skip
    with session.ledger.store.writing() as opened:
        updates_from_above.learn(opened, sent, "-", session.ledger.clock())
    window.go_to("rules")
    page: Any = window.page("rules")
    page.refresh()
    wait(lambda: len(page.updates.table.items) == len(sent))
    album.take(window, "rules-updates")
    page.updates.table.selectAll()
    page.updates.adopt.click()
    wait(lambda: len(page.updates.table.items) == 1)
    album.take(window, "rules-adopted")
    window.go_to("codes")
    codes: Any = window.page("codes")
    codes.refresh("X01")
    album.take(window, "codes")
    codes.change.click()
    album.dialogs("code-dialog")


def _backup(album: Album, window: MainWindow, session: Session) -> None:
    window.go_to("backup")
    page: Any = window.page("backup")
    album.take(window, "backup-none")
    page.make.click()
    wait(lambda: not session.backups.is_running)
    for name in ("20260402-170300", "20260515-091000-before-receiving", "20251231-170000-before-0027"):
        (session.ledger.backups / f"ledger-{name}.db").write_bytes(page.table.current.path.read_bytes())
    page.refresh()
    _click(page.rehearsal.rehearse, session)
    with TemporaryDirectory(prefix="U") as stick:
        page.place.show_folder(Path(stick))
        _click(page.copy, session)
        album.take(window, "backup")
    session.backups.note_failed(NoRoomForBackupError())
    album.take(window, "backup-failed")
    page.restore.click()
    album.dialogs("question-restore")
    closing = BackupBeforeClosing(session, window)
    closing.show()
    album.dialogs("closing")
    messages.tell(window, restored(session.ledger, page.table.current))
    album.dialogs("restored")


def _settings(album: Album, window: MainWindow, session: Session) -> None:
    window.go_to("settings")
    page: Any = window.page("settings")
    album.take(window, "settings")
    page.own_password.new.password.setText("luojiazhen2026")
    page.own_password.new.judge()
    album.take(window, "settings-password")
    page.users.add.click()
    for dialog in open_dialogs():
        dialog.new.password.setText("luojiazhen2026")  # type: ignore[attr-defined]
        dialog.new.judge()  # type: ignore[attr-defined]
    album.dialogs("new-user")
    page.users.table.choose(0)
    page.users.change.click()
    album.dialogs("user-role")
    page.users.reset.click()
    album.dialogs("user-password")
    for name, printers in (("calibration", list(_PRINTERS)), ("calibration-no-printer", [])):
        asked = Calibration(session, window, printers)
        asked.open()
        asked.across.setValue(18.5)
        album.dialogs(name)
    page.recovery.replace._ask()
    album.dialogs("question-recovery")
    page.recovery.replace._show(CODE)
    album.dialogs("recovery-dialog")
    wait(lambda: not session.background.is_busy)


def _click(button: Any, session: Session) -> None:
    button.click()
    wait(lambda: not session.background.is_busy)
