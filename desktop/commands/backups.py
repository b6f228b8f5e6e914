"""``backup`` and ``restore``: a verified copy of the ledger, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from db.messages import N_, ReportableError
from db.store import backup as backups
from db.store.backup import Backup
from desktop.commands.terminal import (
    Json,
    LedgerFolder,
    PasswordFile,
    User,
    clock,
    first_line,
    give,
    only_one,
    opened,
    password,
    tell,
)
from desktop.language import _
from desktop.services import backing_up, restoring


def backup(
    ledger: LedgerFolder,
    to: Annotated[Path | None, typer.Option(help=_("再写一份到这个 U 盘或文件夹，并读回核对。"))] = None,
    listed: Annotated[
        bool, typer.Option("--list", help=_("只列出已有的备份，新的在前；和 --to 一起写时列出那里的。"))
    ] = False,
    user: User = "",
    password_file: PasswordFile = None,
    as_json: Json = False,
) -> None:
    """Make a backup, on another disk too, or list what is there; a listing needs no password."""
    if listed:
        _list(backing_up.found_in(to or ledger), as_json=as_json)
        return
    with opened(ledger, user, password_file) as book:
        made = backing_up.copy_to(book, to) if to else backing_up.back_up(book)
    if as_json:
        give(_as_data(made))
    elif to:
        tell(N_("已备份到 {path}，读回核对一致，可以拔出。"), path=made.path)
    else:
        tell(N_("已备份到 {path}，逐页检查通过。"), path=made.path)


def restore(
    file: Annotated[
        Path, typer.Argument(help=_("备份文件，如 ledger-20260615-090000.db；同一文件夹里要有 vault.json。"))
    ],
    ledger: LedgerFolder,
    user: User = "",
    password_file: PasswordFile = None,
    code_file: Annotated[
        Path | None,
        typer.Option(help=_("忘了密码时：第一行是恢复码的文件；密码则是给这个用户的新密码。")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Let a backup be the ledger of a folder; what was there becomes one more backup."""
    chosen = backups.described(file.absolute())
    if chosen is None:
        raise ReportableError(
            N_("“{path}”不是备份文件。请用 taizhang backup --list 看有哪些备份，写出其中一个。"), path=file
        )
    user = user or only_one(restoring.users_of(chosen, ledger))
    if code_file is None:
        book = restoring.restore(ledger, chosen, user, password(password_file), clock)
    else:
        code = first_line(code_file)
        new = password(password_file, new=True)
        book = restoring.restore_by_code(ledger, chosen, code, user, new, clock)
    before = next((one for one in backups.kept(book.backups) if one.label == "before-restoring"), None)
    book.close()
    if as_json:
        give({"ledger": str(ledger), "restored": _as_data(chosen), "before": before and _as_data(before)})
        return
    tell(N_("已从备份 {path} 恢复：{ledger}"), path=chosen.path, ledger=ledger)
    if before:
        tell(N_("恢复前的台账留在备份 {path} 里。"), path=before.path)
    tell(N_("如果备份之后做过上报或收过回执，请上级发回记录，再在“回执与退回”里取回。"))


def _list(found: tuple[Backup, ...], *, as_json: bool) -> None:
    if as_json:
        give({"backups": [_as_data(one) for one in found]})
        return
    for one in found:
        tell(
            "{at}  {size} kB  {path}",
            at=f"{one.at:%Y-%m-%d %H:%M:%S}",
            size=-(-one.size // 1000),
            path=one.path,
        )
    if not found:
        tell(N_("还没有备份。"))


def _as_data(one: Backup) -> dict[str, Any]:
    return {"path": str(one.path), "at": one.at.isoformat(), "label": one.label, "size": one.size}
