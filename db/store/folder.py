"""What the folder of a ledger holds, told without loading the store: the password is asked for before anything else."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_, ReportableError
from db.store import vault
from db.store.vault import Vault

FILE_NAME = "ledger.db"
BACKUPS = "backups"


class NoLedgerError(ReportableError):
    """The folder holds no ledger."""

    def __init__(self, folder: Path) -> None:
        super().__init__(N_("文件夹“{folder}”里没有台账，请检查位置，或新建台账。"), folder=folder)


def exists(folder: Path) -> bool:
    """Tell whether the folder holds a ledger, be it one that has lost its vault; an unfinished creation is none."""
    unfinished = under_construction(folder).exists()
    return (folder / FILE_NAME).exists() or ((folder / vault.FILE_NAME).exists() and not unfinished)


def users(folder: Path) -> tuple[str, ...]:
    """Name who can unlock the ledger."""
    return vault_of(folder).users


def vault_of(folder: Path) -> Vault:
    """Read the key slots; raises NoLedgerError, VaultDamagedError."""
    if not exists(folder):
        raise NoLedgerError(folder)
    return vault.read(folder)


def under_construction(folder: Path) -> Path:
    """Name the file that a ledger is while it is being made."""
    return folder / f"{FILE_NAME}.new"
