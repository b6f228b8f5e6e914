"""``self-check``: prove that this program is whole."""

from __future__ import annotations

import typer

from db.messages import N_
from desktop.commands.terminal import Json, give, say, tell
from desktop.language import said
from desktop.services import self_checking


def self_check(as_json: Json = False) -> None:
    """Try every part that a broken build could lack."""
    found = self_checking.check_program()
    holds = all(one.holds for one in found)
    if as_json:
        give(
            {
                "holds": holds,
                "parts": [
                    {"part": one.part, "holds": one.holds, "message": said(one.message)} for one in found
                ],
            }
        )
    else:
        for one in found:
            say(f"{'✓' if one.holds else '✗'} {said(one.message)}")
        tell(N_("本程序完整。") if holds else N_("本程序不完整，请重新安装。"))
    if not holds:
        raise typer.Exit(1)
