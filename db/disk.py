"""What a disk must be told, and what it answers: new names that last, and no room."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def sync_names(folder: Path) -> None:
    """Make new names in a folder durable; Windows has no such call, and a folder cannot be opened there."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_full(error: OSError) -> bool:
    """Tell whether a disk, or what a user may have of it, is full."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
