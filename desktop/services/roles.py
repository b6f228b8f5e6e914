"""What somebody is trusted with (角色): 录入 enters, 审核 also submits, 管理 also looks after users and settings."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from db.messages import N_, Message, ReportableError, listed_names
from db.store import vault
from db.store.ledger import Ledger


class Role(enum.StrEnum):
    """What somebody is trusted with; the vault keeps the name."""

    ENTRY = "entry"
    REVIEW = "review"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The Chinese word shown for the role."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {Role.ENTRY: N_("录入"), Role.REVIEW: N_("审核"), Role.ADMIN: N_("管理")}


class Action(enum.Enum):
    """What a role may be needed for, in the words of a sentence."""

    SAVE = N_("保存记录")
    IMPORT = N_("导入表格")
    CHECK = N_("逻辑检查")
    SUBMIT = N_("导出上报")
    RECEIVE = N_("数据接收")
    MARK = N_("审核记录")
    USERS = N_("用户管理")
    RECOVERY = N_("更换恢复码")
    SETTINGS = N_("修改设置")
    RULES = N_("修改规则表")
    RESTORE = N_("从备份恢复")


_ENTRY = frozenset({Action.SAVE, Action.IMPORT, Action.CHECK})
_REVIEW = _ENTRY | {Action.SUBMIT, Action.RECEIVE, Action.MARK, Action.RULES}
_MAY = {Role.ENTRY: _ENTRY, Role.REVIEW: _REVIEW, Role.ADMIN: _REVIEW | set(Action)}


class NotAllowedError(ReportableError):
    """The user's role does not reach; names who can do it."""

    def __init__(self, action: Action, able: Sequence[str]) -> None:
        super().__init__(
            N_("您的角色不能做“{action}”，请由{names}来做。"),
            action=Message(action.value),
            names=listed_names(able),
        )


def may(role: str, action: Action) -> bool:
    """Say whether a role is enough for an action."""
    return action in _MAY[Role(role)]


def demand(ledger: Ledger, action: Action) -> None:
    """Raise NotAllowedError unless the user of an open ledger may do something."""
    if not may(ledger.role, action):
        slots = vault.read(ledger.folder)
        able = [user for user in slots.users if may(slots.role_of(user), action)]
        raise NotAllowedError(action, able)
