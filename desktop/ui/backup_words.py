"""What the window says of backups: when the last one was made, and why each was."""

from __future__ import annotations

from datetime import UTC, date, datetime

from db.messages import N_, Message
from db.store.backup import Backup
from db.store.ledger import Ledger
from desktop.services import undoing

_REASONS = {
    "": N_("日常"),
    "before-receiving": N_("接收前"),
    "before-taking-back": N_("取回前"),
    "before-restoring": N_("恢复前"),
}
_COUNTED = 500  # steps


def moment(at: datetime, now: datetime) -> Message:
    """Say a local time as people do: 今天 09:10, 昨天 17:02, 5月8日 09:10, 2025年5月8日 09:10."""
    return Message(N_("{day} {time}"), {"day": day(at.date(), now.date()), "time": f"{at:%H:%M}"})


def day(one: date, today: date) -> Message:
    """Say a day: 今天, 昨天, 4月2日, 2025年4月2日."""
    values = {"year": one.year, "month": one.month, "day": one.day}
    days = (today - one).days
    if days == 0:
        return Message(N_("今天"))
    if days == 1:
        return Message(N_("昨天"))
    return Message(
        N_("{month}月{day}日") if one.year == today.year else N_("{year}年{month}月{day}日"), values
    )


def left_behind(ledger: Ledger, backup: Backup) -> Message:
    """Say how much was done after a backup, and where that stays when it is restored."""
    done = sum(_local(step.at, ledger) > backup.at for step in undoing.steps(ledger, _COUNTED))
    if not done:
        return Message(N_("那以后没有改动过记录。"))
    words = N_("那以后的改动（{n} 步）会留在恢复前的备份里，台账里不再有。")
    if done == _COUNTED:
        words = N_("那以后的改动（{n} 步以上）会留在恢复前的备份里，台账里不再有。")
    return Message(words, {"n": done})


def _local(at: datetime, ledger: Ledger) -> datetime:
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(ledger.clock().tzinfo).replace(tzinfo=None)


def reason(label: str) -> Message:
    """Say why a backup was made, by its label; an upgrade's names the revision that the ledger had."""
    return Message(_REASONS.get(label, N_("升级前")))
