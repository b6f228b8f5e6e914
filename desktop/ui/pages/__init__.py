"""The pages that concern all registers, each loaded when it is first wanted: they bring the heavy libraries."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.messages import N_
from desktop.services.levels import Level, level_of
from desktop.ui.navigation import Entry
from desktop.ui.session import Session

WORKBENCH = Entry("workbench", N_("工作台"), "")
STRUCTURE_RATIOS = Entry("structure_ratios", N_("结构比例"), N_("先进推荐"), about="nominees")
CHECK = Entry("check", N_("逻辑检查"), N_("报送"))
RECEIVE = Entry("receive", N_("数据接收"), N_("报送"))
LOCKS = Entry("locks", N_("锁定期"), N_("报送"))
SUBMIT = Entry("submit", N_("导出上报"), N_("报送"))
RECEIPTS = Entry("receipts", N_("回执与退回"), N_("报送"))
VERIFY = Entry("verify", N_("校验报送包"), N_("报送"))
ROLL_UP = Entry("rollup", N_("数据汇总"), N_("数据"))
IMPORT = Entry("import", N_("导入表格"), N_("数据"))
SETTINGS = Entry(
    "settings",
    N_("用户与设置"),
    N_("设置"),
    parts=(
        ("password", N_("更改密码")),
        ("text_size", N_("文字大小")),
        ("language", N_("语言（Language）")),
        ("idle", N_("无人操作时锁定")),
        ("users", N_("用户与角色")),
        ("recovery", N_("更换恢复码")),
        ("history", N_("检查修改历史")),
    ),
)

BACKUP = Entry(
    "backup",
    N_("备份"),
    N_("设置"),
    parts=(
        ("now", N_("立即备份")),
        ("elsewhere", N_("另存到 U 盘")),
        ("rehearse", N_("演练恢复")),
        ("restore", N_("从备份恢复")),
    ),
)
RULES = Entry("rules", N_("规则表"), N_("设置"))
CODES = Entry("codes", N_("选项表"), N_("设置"))
ENROLMENT = Entry("enrolment", N_("上级与密钥"), N_("设置"))
OFFICES = Entry("enrolment_offices", N_("下级单位"), N_("设置"))

ENTRIES = (
    STRUCTURE_RATIOS,  # in the group of the registers that it is about
    CHECK,
    RECEIVE,
    LOCKS,
    SUBMIT,
    RECEIPTS,
    VERIFY,
    ROLL_UP,
    IMPORT,
    RULES,
    CODES,
    ENROLMENT,
    OFFICES,
    BACKUP,
    SETTINGS,
)
_NOT_FOR = {
    Level.TOWNSHIP: {RECEIVE, LOCKS, OFFICES},
    Level.COUNTY: set[Entry](),
    Level.CITY: {SUBMIT, RECEIPTS},  # nobody is above a city in this program
}


def entries_for(area: str) -> tuple[Entry, ...]:
    """List the pages that an office has, by the level of its code."""
    hidden = _NOT_FOR[level_of(area)]
    return tuple(entry for entry in ENTRIES if entry not in hidden)


def about(register: str, area: str) -> tuple[Entry, ...]:
    """List the pages of an office that are about one register: its list offers them."""
    return tuple(entry for entry in entries_for(area) if entry.about == register)


def make(code: str, session: Session) -> QWidget:
    """Make a page by the code of its entry: the class ``PAGE`` of its module."""
    page: Callable[[Session], QWidget] = importlib.import_module(f"{__name__}.{code}_page").PAGE
    return page(session)
