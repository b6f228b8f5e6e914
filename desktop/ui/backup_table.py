"""A list of backups: when each was made and why, whose it is, and how large."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_, Message
from db.store.backup import Backup
from db.store.ledger import Clock
from desktop.language import _, said
from desktop.services.backing_up import ELSEWHERE
from desktop.ui.backup_words import moment, reason
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("备份时间"), N_("为什么"), N_("大小"))
_WHOSE = N_("单位")


class BackupTable(PlainTable):
    """The newest first; ``own`` is the ledger's own folder, and with it each line says whose backup it is."""

    def __init__(self, clock: Clock, own: Path | None = None) -> None:
        self._clock = clock
        self._own = own
        super().__init__(N_("备份"), (*_HEADS, _WHOSE) if own else _HEADS, self._cells)

    def _cells(self, one: Backup) -> tuple[Cell, ...]:
        size = Message(N_("{n} MB"), {"n": f"{one.size / 2**20:.1f}"})
        cells = (
            Cell(said(moment(one.at, self._clock()))),
            Cell(said(reason(one.label))),
            Cell(said(size)),
        )
        return (*cells, Cell(self._whose(one.path.parent))) if self._own else cells

    def _whose(self, folder: Path) -> str:
        if folder == self._own:
            return _("本台账")
        return folder.name if folder.parent.name == ELSEWHERE else "—"
