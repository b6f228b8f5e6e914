"""The settings page: passwords, users with roles, a new recovery code, what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.store import vault
from db.store.vault import Slot
from desktop.services import recovery, users
from desktop.services.roles import Role
from desktop.settings import IDLE, LANGUAGE, TEXT_SIZE
from desktop.ui.pages.settings_page import SettingsPage
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.pages.user_dialog import UserDialog
from desktop.ui.session import Session
from tests.support.offices import PASSWORD, USER
from tests.support.typing import type_text

NEW = "brass kettle 66"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive new slots with 64 KiB instead of 64 MiB."""
    values = {"memory_kib": 64, "passes": 1, "lanes": 1}

    def cheap(*given: str, **named: str | int) -> Slot:
        return Slot(*given, **(named if "memory_kib" in named else values | named))  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "Slot", cheap)


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> SettingsPage:
    made: SettingsPage = show(SettingsPage(session))
    return made


def dialog_of(page: SettingsPage) -> UserDialog:
    dialog = page.users.findChild(UserDialog)
    assert dialog is not None
    return dialog


def fill(dialog: UserDialog, password: str, role: Role | None = None) -> None:
    for line in (dialog.new.password, dialog.new.again):
        line.clear()
        type_text(line, password)
    if role is not None:
        dialog.role.setCurrentIndex(dialog.role.findData(role.value))
    dialog.give.click()


def test_the_own_password_is_changed_after_the_old_one(
    page: SettingsPage, session: Session, qtbot: QtBot
) -> None:
    own = page.own_password
    for line, text in ((own.old, "wrong"), (own.new.password, NEW), (own.new.again, NEW)):
        type_text(line, text)
    own.change.click()
    qtbot.waitUntil(lambda: "密码不对" in own.problem.text(), timeout=30_000)
    own.old.setText(PASSWORD)
    own.change.click()
    qtbot.waitUntil(lambda: own.isEnabled() and not own.old.text(), timeout=30_000)
    assert vault.read(session.ledger.folder).unlock(USER, NEW) == session.ledger.store.key


def test_users_come_change_and_go(page: SettingsPage, session: Session, recorded: Any, qtbot: QtBot) -> None:
    def listed() -> list[tuple[str, Role]]:
        return users.listed(session.ledger)

    page.users.add.click()
    dialog = dialog_of(page)
    type_text(dialog.name, "李会计")
    fill(dialog, "likuaiji1")
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))  # weak: refused by the use case, said in the dialog
    assert listed() == [(USER, Role.ADMIN)]
    fill(dialog, NEW)
    qtbot.waitUntil(lambda: len(page.users.table.items) == 2)
    assert listed()[1] == ("李会计", Role.ENTRY)
    page.users.table.choose(1)
    qtbot.waitUntil(lambda: page.users.findChild(UserDialog) is None)
    page.users.change.click()
    fill(dialog_of(page), NEW, Role.REVIEW)
    qtbot.waitUntil(lambda: listed()[1] == ("李会计", Role.REVIEW))
    qtbot.waitUntil(lambda: page.users.findChild(UserDialog) is None)
    page.users.table.choose(1)
    page.users.reset.click()
    fill(dialog_of(page), "copper lantern 52")
    qtbot.waitUntil(lambda: page.users.findChild(UserDialog) is None)
    assert vault.read(session.ledger.folder).unlock("李会计", "copper lantern 52")
    page.users.table.choose(1)
    page.users.remove.click()
    recorded.answer("删除用户")
    qtbot.waitUntil(lambda: len(page.users.table.items) == 1)
    assert listed() == [(USER, Role.ADMIN)]


def test_the_only_admin_stays(page: SettingsPage, recorded: Any, qtbot: QtBot) -> None:
    page.users.table.choose(0)
    page.users.remove.click()
    recorded.answer("删除用户")
    qtbot.waitUntil(lambda: len(recorded.errors) == 1)
    assert isinstance(recorded.errors[0], users.LastAdminError)


def test_a_new_recovery_code_is_proved(
    page: SettingsPage, session: Session, recorded: Any, qtbot: QtBot
) -> None:
    page.recovery.replace.click()
    recorded.answer("更换")
    qtbot.waitUntil(lambda: page.recovery.replace.dialog is not None)
    dialog = page.recovery.replace.dialog
    assert dialog is not None
    code = dialog.card.code
    assert vault.read(session.ledger.folder).recover(code) == session.ledger.store.key
    assert not dialog.done_button.isEnabled()
    dialog.card.check_button.click()
    for number, line in zip(dialog.card.asked, dialog.card.answers, strict=True):
        type_text(line, recovery.groups(code)[number - 1])
    said: list[str] = []
    session.spoken.connect(said.append)
    dialog.done_button.click()
    assert said == ["恢复码已更换。请销毁旧的恢复单。"]


def test_a_code_that_was_not_proved_is_said(
    page: SettingsPage, session: Session, recorded: Any, qtbot: QtBot
) -> None:
    page.recovery.replace.click()
    recorded.answer("更换")
    qtbot.waitUntil(lambda: page.recovery.replace.dialog is not None)
    said: list[str] = []
    session.spoken.connect(said.append)
    assert page.recovery.replace.dialog is not None
    page.recovery.replace.dialog.reject()
    assert "没有核对" in said[0]


@pytest.mark.parametrize(
    ("role", "users_are_able", "may_submit"),
    [("admin", True, True), ("review", False, True), ("entry", False, False)],
)
def test_what_one_may_not_do_is_grey_and_says_who_may(
    session: Session, show: Callable[[Any], Any], role: str, users_are_able: bool, may_submit: bool
) -> None:
    session.ledger.role = role
    page = show(SettingsPage(session))
    for box in (page.users, page.recovery):
        assert box.isEnabled() is users_are_able
        assert (USER in box.toolTip()) is not users_are_able
    assert page.own_password.isEnabled()
    submit = show(SubmitPage(session))
    assert submit.prepare.isEnabled() is may_submit
    assert (USER in submit.toolTip()) is not may_submit


def test_what_is_arranged_is_remembered(page: SettingsPage, session: Session, qtbot: QtBot) -> None:
    page.language.setCurrentIndex(1)
    page.language.activated.emit(1)
    assert session.settings.get(LANGUAGE) == "en"
    with qtbot.waitSignal(session.arranged):
        page.idle.setValue(5)
    assert session.settings.get(IDLE) == 5
    with qtbot.waitSignal(session.text_size_wanted) as wanted:
        page.text_size.setCurrentIndex(page.text_size.count() - 1)
        page.text_size.activated.emit(page.text_size.currentIndex())
    assert wanted.args == [150]
    assert session.settings.get(TEXT_SIZE) == 100  # the frame takes it, and remembers it
