"""What is said when a ledger came back from a backup: what to do about everything that was exchanged since."""

from __future__ import annotations

from db.messages import N_, Message
from db.store import backup as backups
from db.store.backup import Backup
from db.store.ledger import Ledger
from desktop.services.levels import Level, level_of
from desktop.ui.backup_words import moment

_KEPT = N_("以后做的改动没有丢，在“恢复前”的备份里。")
_USED_UP = N_("恢复单已用过：请管理用户在“用户与设置”中更换恢复码，打印新单。")
_SENT = N_(
    "如果那以后做过上报，或者处理过回执：请上级在“数据接收”的“回执”里点“发回记录…”，拷回来后在“回执与退回”里取回，下一个报送包才接得上。"
)
_RECEIVED = N_("如果那以后接收过下级的报送包：请再接收一次。")
_AFTER = {
    Level.TOWNSHIP: (_SENT,),
    Level.COUNTY: (_SENT, _RECEIVED),
    Level.CITY: (_RECEIVED,),
}


def restored(ledger: Ledger, backup: Backup, *, by_code: bool = False) -> Message:
    """Say as when the ledger is now, and what the office has to do, in one paragraph each."""
    kept = backups.kept(ledger.backups)
    was_kept = any(one.label == "before-restoring" and one.at == kept[0].at for one in kept)
    more = (
        *((_KEPT,) if was_kept else ()),
        *((_USED_UP,) if by_code else ()),
        *_AFTER[level_of(ledger.office().area)],
    )
    said = Message(N_("台账已恢复到{moment} 的样子。"), {"moment": moment(backup.at, ledger.clock())})
    for one in more:
        said = Message("{before}\n\n{after}", {"before": said, "after": Message(one)})
    return said
