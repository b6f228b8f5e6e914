"""Put a file on a stick (U 盘) completely or not at all.

The order is one that survives a stick pulled out: temporary name, fsync, rename, fsync of the folder,
drop the cache, read back and compare. Only then may the program say 可以拔出.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import BinaryIO

from db.disk import sync_names
from db.messages import N_, ReportableError

OUT = Path("TAIZHANG", "OUT")  # what goes up: submissions and requests
IN = Path("TAIZHANG", "IN")  # what comes down: receipts and answers
# Room for the folder's own growth and the file system's rounding.
SPARE = 64 * 1024
_PIECE = 1024 * 1024

_SENTENCES = {
    errno.ENOSPC: N_("“{folder}”空间不足，文件没有写入。请清理后重试，或换一个 U 盘。"),
    errno.EDQUOT: N_("“{folder}”空间不足，文件没有写入。请清理后重试，或换一个 U 盘。"),
    errno.EROFS: N_("“{folder}”是只读的，不能写入。请打开 U 盘的写保护开关，或换一个 U 盘。"),
    errno.EACCES: N_("没有权限写入“{folder}”。请换一个文件夹，或换一个 U 盘。"),
    errno.EPERM: N_("没有权限写入“{folder}”。请换一个文件夹，或换一个 U 盘。"),
    errno.ENOENT: N_("找不到“{folder}”。请插好 U 盘后重试。"),
    errno.ENODEV: N_("写入时 U 盘被拔出，文件没有写入。请插好后重试。"),
    errno.ENXIO: N_("写入时 U 盘被拔出，文件没有写入。请插好后重试。"),
    errno.EFBIG: N_("文件太大，“{folder}”所在的盘放不下这么大的单个文件。请换一个 U 盘。"),
}
_OTHERWISE = N_("写入“{folder}”失败，文件没有写入。请拔下 U 盘重新插好后重试，仍不行请换一个。")


@dataclass(frozen=True)
class Placed:
    """Where a file is, read back and equal; ``sha256`` is of its content."""

    path: Path
    sha256: str


def outbox(root: Path) -> Path:
    """Return ``TAIZHANG/OUT`` below a stick's root, made when it is missing; the root itself must exist."""
    return _folder(root, OUT)


def inbox(root: Path) -> Path:
    """Return ``TAIZHANG/IN`` below a stick's root, made when it is missing; the root itself must exist."""
    return _folder(root, IN)


def place(content: bytes | mmap, folder: Path, name: str) -> Placed:
    """Write ``content``, which may be a mapped file, under ``name``, or raise a ``ReportableError`` and leave nothing behind.

    The same file already there is fine; another file under that name is refused.
    """
    path = folder / name
    try:
        if path.exists():
            return _already_there(content, path)
        _require_room(len(content), folder)
        _write(content, folder, path)
    except OSError as error:
        raise told(error, folder) from error
    return Placed(path, hashlib.sha256(content).hexdigest())


def told(error: OSError, folder: Path) -> ReportableError:
    """Put what happened to a folder on a stick into a sentence."""
    return ReportableError(_SENTENCES.get(error.errno or 0, _OTHERWISE), folder=folder)


def _folder(root: Path, below: Path) -> Path:
    if not root.is_dir():
        raise ReportableError(_SENTENCES[errno.ENOENT], folder=root)
    folder = root / below
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise told(error, root) from error
    return folder


def _require_room(size: int, folder: Path) -> None:
    if shutil.disk_usage(folder).free < size + SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _already_there(content: bytes | mmap, path: Path) -> Placed:
    with path.open("rb") as file:
        differs = not _is_same(content, file)
    if differs:
        raise ReportableError(
            N_("“{folder}”里已有同名但内容不同的文件 {name}，没有覆盖。请先核对并移走那个文件。"),
            folder=path.parent,
            name=path.name,
        )
    return Placed(path, hashlib.sha256(content).hexdigest())


def _write(content: bytes | mmap, folder: Path, path: Path) -> None:
    temporary = folder / f".{path.name}.part"
    renamed = False
    try:
        _write_through(content, temporary)
        temporary.rename(path)
        renamed = True
        sync_names(folder)
        _compare(content, path)
    except BaseException:
        # A stick that is gone cannot be tidied; the first error is the one to tell.
        for left in (temporary, path) if renamed else (temporary,):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def _write_through(content: bytes | mmap, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _compare(content: bytes | mmap, path: Path) -> None:
    """Read the file from the medium, not from the system's memory of what was just written."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if not _is_same(content, file):
            raise ReportableError(
                N_("写入后读回的内容不一致，这个 U 盘可能已损坏。文件已删除，请换一个 U 盘。")
            )


def _is_same(content: bytes | mmap, file: BinaryIO) -> bool:
    """Compare piece by piece: a ledger with its pictures would fill the memory."""
    if os.fstat(file.fileno()).st_size != len(content):
        return False
    return all(file.read(_PIECE) == content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
