"""What can be wrong with the ledger on this machine, each with the sentence that says what to do."""

from __future__ import annotations

from db.messages import N_, ReportableError


class WrongPasswordError(ReportableError):
    """The password (or recovery code) opens no slot of the vault; the data is untouched."""

    def __init__(self) -> None:
        super().__init__(N_("密码不对，请重新输入（注意大小写和输入法）。数据没有损坏。"))


class LedgerDamagedError(ReportableError):
    """The key is right, but the file cannot be read."""

    def __init__(self, what: str) -> None:
        super().__init__(N_("台账文件已损坏（{what}），请不要继续录入，从备份恢复。密码是对的。"), what=what)


class LedgerInUseError(ReportableError):
    """Another program holds the ledger's lock."""

    def __init__(self) -> None:
        super().__init__(N_("这个台账正在另一个窗口或命令中使用，请先关闭那一个。"))


class LedgerNewerError(ReportableError):
    """The ledger was written by a newer program than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            N_("这个台账由更新版本的程序写过（结构 {revision}），请先升级本程序再打开。"), revision=revision
        )


class DiskFullError(ReportableError):
    """The disk is full; the transaction was rolled back."""

    def __init__(self) -> None:
        super().__init__(N_("磁盘已满，这次没有保存，之前的数据完好。请清理磁盘后再保存一次。"))


class RecordChangedError(ReportableError):
    """Someone saved the record after this copy was read."""

    def __init__(self) -> None:
        super().__init__(N_("这条记录刚被别处改过，请重新打开后再修改，以免覆盖新的内容。"))


class LedgerBusyError(ReportableError):
    """A long job of this program holds the one writing transaction."""

    def __init__(self) -> None:
        super().__init__(N_("另一项工作正在写入台账，这次没有保存。请等它完成后再试。"))


class LedgerReadOnlyError(ReportableError):
    """The folder or the file may not be written."""

    def __init__(self) -> None:
        super().__init__(
            N_("台账所在的文件夹不能写入，这次没有保存。请检查文件夹的权限，或磁盘是否被写保护。")
        )
