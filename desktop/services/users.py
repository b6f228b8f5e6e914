"""The people who may open the ledger (用户): add and remove them, change passwords, roles and the recovery code.

All users hold the same key of the ledger, wrapped by their passwords: roles keep honest people in order, and a removed
user who kept a copy of the folder can still open that copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from db.disk import is_full
from db.messages import N_, ReportableError
from db.store import history, ledger, vault
from db.store.errors import DiskFullError, LedgerReadOnlyError, WrongPasswordError
from db.store.folder import vault_of
from db.store.history import Change
from db.store.ledger import Clock, Ledger
from db.store.vault import Vault
from db.values import names
from db.values.password_strength import strength
from desktop.services.roles import Action, Role, demand

HISTORY = "users"
"""The register under which the history files what happened to a user, by name."""

NEW_CODE = "new recovery code"
"""What it says of a recovery code that was made: from then on the code waits for its proof (``services.recovery``)."""

_NUMBER_BEHIND = re.compile(r"\d{1,3}$")  # tells namesakes apart


class WeakPasswordError(ReportableError):
    """The password would be guessed; says what to do."""


class UserNameError(ReportableError):
    """The name is taken, or cannot be a name."""


class UnknownUserError(ReportableError):
    """Nobody has this name, perhaps any more."""

    def __init__(self, user: str) -> None:
        super().__init__(N_("没有用户“{user}”，请刷新用户列表。"), user=user)


class LastAdminError(ReportableError):
    """Without an admin nobody could add users any more."""

    def __init__(self, user: str) -> None:
        super().__init__(N_("“{user}”是唯一的管理用户，请先把另一位用户设为“管理”。"), user=user)


def listed(ledger: Ledger) -> list[tuple[str, Role]]:
    """Name the users with their roles, in the order in which they were added."""
    slots = vault.read(ledger.folder)
    return [(user, Role(slots.role_of(user))) for user in slots.users]


def refuse_weak(password: str, *words: str) -> None:
    """Raise WeakPasswordError for a password that is not strong enough; ``words`` are names (office, user)."""
    found = strength(password, words)
    if not found.is_enough:
        raise WeakPasswordError(found.message.template, **found.message.values)


def change_password(ledger: Ledger, old: str, new: str) -> None:
    """Give the user of an open ledger a new password.

    Raises WrongPasswordError for the old one, WeakPasswordError for the new one.
    """
    vault.read(ledger.folder).unlock(ledger.user, old)
    refuse_weak(new, ledger.office().name, ledger.user)
    _keep(
        ledger,
        "change password",
        ledger.user,
        lambda slots: slots.with_slot(ledger.store.key, ledger.user, slots.role_of(ledger.user), new),
    )


def add_user(ledger: Ledger, name: str, role: Role, password: str) -> str:
    """Let another person open the ledger; gives the name as it is kept.

    Raises NotAllowedError, UserNameError, WeakPasswordError.
    """
    demand(ledger, Action.USERS)
    name = _checked_name(name, vault.read(ledger.folder).users)
    refuse_weak(password, ledger.office().name, name)
    _keep(
        ledger,
        "add user",
        name,
        lambda slots: slots.with_slot(ledger.store.key, name, role.value, password),
        role=[None, role.value],
    )
    return name


def change_role(ledger: Ledger, user: str, role: Role, password: str) -> None:
    """Give a user another role; ``password`` is the user's own or a new one, because it seals the role.

    Raises NotAllowedError, UnknownUserError, LastAdminError, WeakPasswordError.
    """
    demand(ledger, Action.USERS)
    slots = vault.read(ledger.folder)
    before = _role_of(slots, user)
    if role is not Role.ADMIN:
        _refuse_last_admin(slots, user)
    if not _opens(slots, user, password):
        refuse_weak(password, ledger.office().name, user)
    _keep(
        ledger,
        "change role",
        user,
        lambda slots: slots.with_slot(ledger.store.key, user, role.value, password),
        role=[before.value, role.value],
    )
    if user == ledger.user:
        ledger.role = role.value


def remove_user(ledger: Ledger, user: str) -> None:
    """Take a user's password away; the user's name stays in the history.

    Raises NotAllowedError, UnknownUserError, LastAdminError, UserNameError for oneself.
    """
    demand(ledger, Action.USERS)
    slots = vault.read(ledger.folder)
    before = _role_of(slots, user)
    _refuse_last_admin(slots, user)
    if user == ledger.user:
        raise UserNameError(N_("不能删除正在使用的用户，请由另一位管理用户来做。"))
    _keep(ledger, "remove user", user, lambda slots: slots.without(user), role=[before.value, None])


def reset_password(ledger: Ledger, user: str, new: str) -> None:
    """Give a user who forgot the password a new one.

    Raises NotAllowedError, UnknownUserError, WeakPasswordError.
    """
    demand(ledger, Action.USERS)
    role = _role_of(vault.read(ledger.folder), user)
    refuse_weak(new, ledger.office().name, user)
    _keep(
        ledger,
        "reset password",
        user,
        lambda slots: slots.with_slot(ledger.store.key, user, role.value, new),
    )


def new_recovery_code(ledger: Ledger) -> str:
    """Replace the recovery code, and give the new one to be printed; the paper with the old one is worth nothing now.

    Raises NotAllowedError.
    """
    demand(ledger, Action.RECOVERY)
    code = vault.new_code()
    _keep(ledger, NEW_CODE, vault.RECOVERY, lambda slots: slots.with_code(ledger.store.key, code))
    return code


def recover(folder: Path, code: str, user: str, new_password: str, clock: Clock) -> Ledger:
    """Open a ledger by the recovery code, give one of its users a new password, and note it.

    Raises WrongPasswordError for the code, UnknownUserError, WeakPasswordError, and what opening raises.
    """
    _role_of(vault_of(folder), user)
    refuse_weak(new_password, user)
    opened = ledger.recover(folder, code, user, new_password, clock)
    try:
        with opened.store.writing() as session:
            history.note(session, clock(), user, [Change("recover", HISTORY, user, 0, {})])
    except BaseException:
        opened.close()
        raise
    return opened


def _keep(
    ledger: Ledger, action: str, user: str, change: Callable[[Vault], Vault], **changes: list[str | None]
) -> None:
    """Change the vault and note it: both or neither, and the vault can be read at every moment."""
    before = vault.read(ledger.folder)
    after = change(before)  # derives a key, which takes a while: not in the transaction
    try:
        with ledger.store.writing() as session:
            history.note(
                session, ledger.clock(), ledger.user, [Change(action, HISTORY, user, 0, dict(changes))]
            )
            session.flush()
            vault.write(ledger.folder, after)
    except BaseException as error:
        # What is told as failed must not have happened: the old password is the one that people remember.
        if vault.read(ledger.folder) != before:
            vault.write(ledger.folder, before)
        if isinstance(error, OSError):
            raise (DiskFullError if is_full(error) else LedgerReadOnlyError) from error
        raise


def _checked_name(name: str, taken: Sequence[str]) -> str:
    """Give the name as it is kept; a number may follow it, to tell namesakes apart."""
    name = names.normal(name)
    wrong = names.check(_NUMBER_BEHIND.sub("", name))
    if wrong is not None:
        raise UserNameError(wrong.template, **wrong.values)
    if name.casefold() in map(str.casefold, taken):
        raise UserNameError(N_("已经有用户“{name}”，请在姓名后加一个数字来区分。"), name=name)
    return name


def _role_of(slots: Vault, user: str) -> Role:
    if user not in slots.users:
        raise UnknownUserError(user)
    return Role(slots.role_of(user))


def _refuse_last_admin(slots: Vault, user: str) -> None:
    if [one for one in slots.users if slots.role_of(one) == Role.ADMIN] == [user]:
        raise LastAdminError(user)


def _opens(slots: Vault, user: str, password: str) -> bool:
    try:
        slots.unlock(user, password)
    except WrongPasswordError:
        return False
    return True
