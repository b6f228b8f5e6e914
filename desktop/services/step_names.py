"""The names of steps and of history entries, as the list of steps, the status bar and the history show them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.registers import all_registers
from db.store import steps
from db.store.shared_tables import HistoryEntry, Step

ACTIONS = {
    "create": N_("新建"),
    "change": N_("修改"),
    "correct": N_("更正"),
    "import": N_("导入"),
    "withdraw": N_("删除"),
    "restore": N_("恢复"),
    "check": N_("逻辑检查"),
    "pack": N_("打包上报"),
    "hand_over": N_("写入 U 盘"),
    "receive": N_("接收"),
    "receipt": N_("收到回执"),
    "take_back": N_("从上级取回"),
    "unmask": N_("查看完整号码"),
    "export": N_("导出列表"),
    "print": N_("打印"),
}
"""What each action of the history is called."""

_OF_ONE_RECORD = {
    steps.SAVE: N_("保存 {subject}"),
    steps.WITHDRAW: N_("删除 {subject}"),
    steps.RESTORE: N_("恢复 {subject}"),
    steps.VERSION: N_("恢复 {subject} 的旧版本"),
}


def name_of(session: Session, step: Step) -> Message:
    """Name a step; one that undoes another carries that one's name."""
    root, depth = root_of(session, step)
    name = _name(session, root)
    if depth == 0:
        return name
    return Message(N_("撤销：{step}") if depth % 2 else N_("重做：{step}"), {"step": name})


def root_of(session: Session, step: Step) -> tuple[Step, int]:
    """Find what a step undoes or redoes in the end, and how often it was turned: 1 undone, 2 redone, …."""
    depth, root = 0, step
    while root.undoes is not None:
        depth, root = depth + 1, session.get_one(Step, root.undoes)
    return root, depth


def action_name(action: str) -> Message:
    """Name a kind of history entry."""
    return Message(ACTIONS.get(action, action))


def _name(session: Session, step: Step) -> Message:
    register = all_registers()[session.get_one(HistoryEntry, step.number).register]
    title, count = Message(register.title), step.number - step.first + 1
    if step.kind == steps.IMPORT:
        return Message(N_("导入 {title} {count} 条"), {"title": title, "count": count})
    if step.kind == steps.TAKE_BACK:
        return Message(N_("从上级取回 {count} 条"), {"count": count})
    if step.kind == steps.BULK:
        label = Message(register.fields[step.subject or ""].label)
        return Message(
            N_("批量修改 {title} {count} 条的“{label}”"), {"title": title, "count": count, "label": label}
        )
    return Message(_OF_ONE_RECORD[step.kind], {"subject": step.subject or title})
