"""Users: every change keeps the vault whole, is noted without secrets, and never leaves the office without an admin."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy import select

from db.store import history, vault
from db.store import ledger as ledgers
from db.store.errors import DiskFullError, LedgerReadOnlyError, WrongPasswordError
from db.store.folder import NoLedgerError
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry
from db.store.vault import Slot, Vault
from desktop.services import roles, users
from desktop.services.roles import Action, NotAllowedError, Role
from desktop.services.users import LastAdminError, UnknownUserError, UserNameError, WeakPasswordError
from tests.support.offices import PASSWORD, USER, LedgerMaker, clock

CLERK = "李会计"
FIRST, SECOND = "桂花 自行车 1987", "brass kettle 66"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive new slots with 64 KiB instead of 64 MiB."""
    values = {"memory_kib": 64, "passes": 1, "lanes": 1}

    def cheap(*given: str, **named: str | int) -> Slot:
        return Slot(*given, **(named if "memory_kib" in named else values | named))  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "Slot", cheap)


def notes(ledger: Ledger) -> list[tuple[str, str, dict[str, object]]]:
    with ledger.store.reading() as session:
        entries = session.scalars(select(HistoryEntry).order_by(HistoryEntry.number)).all()
        assert history.first_break(session) is None
        assert {(entry.register, entry.by) for entry in entries} <= {("users", USER)}
        return [(entry.action, entry.record_id, entry.changes) for entry in entries]


def opens(ledger: Ledger, user: str, password: str) -> bool:
    try:
        return vault.read(ledger.folder).unlock(user, password) == ledger.store.key
    except WrongPasswordError:
        return False


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("entry", {Action.SAVE, Action.IMPORT, Action.CHECK}),
        (
            "review",
            {
                Action.SAVE,
                Action.IMPORT,
                Action.CHECK,
                Action.SUBMIT,
                Action.RECEIVE,
                Action.MARK,
                Action.RULES,
            },
        ),
        ("admin", set(Action)),
    ],
)
def test_roles_may_more_and_more(role: str, allowed: set[Action]) -> None:
    assert {action for action in Action if roles.may(role, action)} == allowed
    assert {one.label for one in Role} == {"录入", "审核", "管理"}


def test_a_user_is_added_with_a_role_and_opens_the_ledger(ledger: Ledger) -> None:
    assert users.add_user(ledger, " 李 会计 ", Role.ENTRY, FIRST) == CLERK
    assert users.listed(ledger) == [(USER, Role.ADMIN), (CLERK, Role.ENTRY)]
    assert notes(ledger) == [("add user", CLERK, {"role": [None, "entry"]})]
    ledger.close()
    opened = ledgers.unlock(ledger.folder, CLERK, FIRST, clock)
    try:
        assert (opened.user, opened.role) == (CLERK, "entry")
        with pytest.raises(NotAllowedError, match="您的角色不能做“用户管理”，请由万秀英来做"):
            users.add_user(opened, "王主席", Role.ADMIN, SECOND)
        for refused in (
            lambda: users.change_role(opened, CLERK, Role.ADMIN, FIRST),
            lambda: users.remove_user(opened, USER),
            lambda: users.reset_password(opened, USER, SECOND),
            lambda: users.new_recovery_code(opened),
        ):
            with pytest.raises(NotAllowedError):
                refused()
        users.change_password(opened, FIRST, SECOND)
        assert opens(opened, CLERK, SECOND)
        assert not opens(opened, CLERK, FIRST)
    finally:
        opened.close()


@pytest.mark.parametrize("name", ["李", "李会计\u200b", "李\ue000计", "李/计", "李会计1234", ""])
def test_what_is_no_name_is_refused(ledger: Ledger, name: str) -> None:
    with pytest.raises(UserNameError):
        users.add_user(ledger, name, Role.ENTRY, FIRST)
    assert vault.read(ledger.folder).users == (USER,)
    assert notes(ledger) == []


def test_names_are_unique_and_namesakes_get_a_number(ledger: Ledger) -> None:
    users.add_user(ledger, "Anna", Role.ENTRY, FIRST)
    for taken in (USER, "万 秀英", "anna", "ＡＮＮＡ"):
        with pytest.raises(UserNameError, match="请在姓名后加一个数字"):
            users.add_user(ledger, taken, Role.ENTRY, FIRST)
    assert users.add_user(ledger, "万秀英2", Role.ENTRY, FIRST) == "万秀英2"


def test_weak_passwords_are_refused_everywhere(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.ENTRY, FIRST)
    before = vault.read(ledger.folder)
    for attempt in (
        lambda: users.add_user(ledger, "王主席", Role.REVIEW, "123456"),
        lambda: users.add_user(ledger, "王主席", Role.REVIEW, "wangzhuxi2026"),
        lambda: users.change_password(ledger, PASSWORD, "luojiazhen2026"),
        lambda: users.change_password(ledger, PASSWORD, ""),
        lambda: users.reset_password(ledger, CLERK, "lihuiji1"),
        lambda: users.change_role(ledger, CLERK, Role.REVIEW, "12345678"),
    ):
        with pytest.raises(WeakPasswordError, match="请"):
            attempt()
    assert vault.read(ledger.folder) == before


def test_a_password_is_changed_only_by_who_knows_the_old_one(ledger: Ledger) -> None:
    with pytest.raises(WrongPasswordError):
        users.change_password(ledger, "red flag 1926", SECOND)
    assert notes(ledger) == []
    users.change_password(ledger, PASSWORD, SECOND)
    assert opens(ledger, USER, SECOND)
    assert not opens(ledger, USER, PASSWORD)
    assert notes(ledger) == [("change password", USER, {})]


def test_an_admin_resets_a_forgotten_password(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.REVIEW, FIRST)
    users.reset_password(ledger, CLERK, SECOND)
    assert opens(ledger, CLERK, SECOND)
    assert not opens(ledger, CLERK, FIRST)
    assert users.listed(ledger)[1] == (CLERK, Role.REVIEW)
    with pytest.raises(UnknownUserError):
        users.reset_password(ledger, "王主席", SECOND)


def test_a_role_changes_under_the_users_own_password_or_a_new_one(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.ENTRY, FIRST)
    users.change_role(ledger, CLERK, Role.REVIEW, FIRST)
    assert opens(ledger, CLERK, FIRST)
    users.change_role(ledger, CLERK, Role.ADMIN, SECOND)
    assert opens(ledger, CLERK, SECOND)
    assert users.listed(ledger) == [(USER, Role.ADMIN), (CLERK, Role.ADMIN)]
    assert notes(ledger)[1:] == [
        ("change role", CLERK, {"role": ["entry", "review"]}),
        ("change role", CLERK, {"role": ["review", "admin"]}),
    ]
    users.change_role(ledger, USER, Role.ENTRY, PASSWORD)
    assert ledger.role == "entry"
    with pytest.raises(NotAllowedError, match="李会计"):
        users.remove_user(ledger, CLERK)


def test_the_last_admin_stays(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.REVIEW, FIRST)
    with pytest.raises(LastAdminError, match="唯一的管理用户"):
        users.remove_user(ledger, USER)
    with pytest.raises(LastAdminError):
        users.change_role(ledger, USER, Role.REVIEW, PASSWORD)
    users.change_role(ledger, CLERK, Role.ADMIN, FIRST)
    with pytest.raises(UserNameError, match="不能删除正在使用的用户"):
        users.remove_user(ledger, USER)


def test_a_removed_user_is_out_and_stays_in_the_history(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.ENTRY, FIRST)
    users.remove_user(ledger, CLERK)
    assert users.listed(ledger) == [(USER, Role.ADMIN)]
    assert not opens(ledger, CLERK, FIRST)
    assert notes(ledger)[-1] == ("remove user", CLERK, {"role": ["entry", None]})
    with pytest.raises(UnknownUserError):
        users.remove_user(ledger, CLERK)


def test_a_new_recovery_code_ends_the_old_one(ledger_maker: LedgerMaker, ledger: Ledger) -> None:
    code = users.new_recovery_code(ledger)
    slots = vault.read(ledger.folder)
    assert slots.recover(code) == ledger.store.key
    with pytest.raises(WrongPasswordError):
        slots.recover(ledger_maker.recovery_code)
    assert notes(ledger) == [("new recovery code", "recovery", {})]


def test_no_secret_is_noted(ledger: Ledger) -> None:
    users.add_user(ledger, CLERK, Role.ENTRY, FIRST)
    users.change_password(ledger, PASSWORD, SECOND)
    code = users.new_recovery_code(ledger)
    with ledger.store.reading() as session:
        entries = session.scalars(select(HistoryEntry)).all()
        said = " ".join(str(value) for entry in entries for value in vars(entry).values())
    text = said + (ledger.folder / "vault.json").read_text("utf-8")
    for secret in (FIRST, SECOND, PASSWORD, code, code.replace("-", ""), ledger.store.key.hex()):
        assert secret not in text


def test_recovery_gives_a_new_password_and_is_noted(ledger_maker: LedgerMaker, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    ledger_maker.copy(folder)
    with pytest.raises(UnknownUserError):
        users.recover(folder, ledger_maker.recovery_code, "王主席", FIRST, clock)
    with pytest.raises(WeakPasswordError):
        users.recover(folder, ledger_maker.recovery_code, USER, "wanxiuying", clock)
    with pytest.raises(NoLedgerError):
        users.recover(tmp_path / "nowhere", ledger_maker.recovery_code, USER, FIRST, clock)
    opened = users.recover(folder, ledger_maker.recovery_code.lower(), USER, FIRST, clock)
    try:
        assert opens(opened, USER, FIRST)
        assert notes(opened) == [("recover", USER, {})]
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("error", "told"), [(errno.ENOSPC, DiskFullError), (errno.EACCES, LedgerReadOnlyError)]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_change_has_not_happened(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, step: str, error: int, told: type[Exception]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(error, "made to fail")

    with monkeypatch.context() as patched:
        patched.setattr(*((vault.os, "fsync") if step == "fsync" else (Path, "replace")), fail)
        with pytest.raises(told):
            users.change_password(ledger, PASSWORD, SECOND)
    assert opens(ledger, USER, PASSWORD)
    assert not opens(ledger, USER, SECOND)
    assert notes(ledger) == []


def test_a_change_that_could_not_be_noted_has_not_happened(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = vault.write

    def interrupted(folder: Path, slots: Vault) -> None:
        write(folder, slots)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(vault, "write", lambda *given: (patched.undo(), interrupted(*given)))
        with pytest.raises(KeyboardInterrupt):
            users.change_password(ledger, PASSWORD, SECOND)
    assert opens(ledger, USER, PASSWORD)
    assert notes(ledger) == []


def test_the_vault_can_be_read_at_every_moment(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []
    replace, fsync = Path.replace, vault.os.fsync

    def look_and_replace(path: Path, target: Path) -> Path:
        seen.append(vault.read(ledger.folder).users)
        done = replace(path, target)
        seen.append(vault.read(ledger.folder).users)
        return done

    def look_and_sync(number: int) -> None:
        seen.append(vault.read(ledger.folder).users)
        fsync(number)

    monkeypatch.setattr(Path, "replace", look_and_replace)
    monkeypatch.setattr(vault.os, "fsync", look_and_sync)
    users.add_user(ledger, CLERK, Role.ENTRY, FIRST)
    assert seen == [(USER,), (USER,), (USER, CLERK)]
