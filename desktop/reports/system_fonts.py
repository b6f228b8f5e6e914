"""Faces of the computer that may not be bundled but may be embedded: 仿宋 and 楷体 of Windows, 统信 and 麒麟."""

from __future__ import annotations

import os
import struct
from pathlib import Path

FOLDERS = (
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
)
FANG = ("simfang.ttf", "STFANGSO.TTF", "FZFSK.TTF")
KAI = ("simkai.ttf", "STKAITI.TTF", "FZKTK.TTF")
_FORBIDDEN = 0x0202  # fsType: restricted licence, or bitmaps only
_OUTLINES = b"\x00\x01\x00\x00"  # TrueType: what reportlab can cut


def embeddable(names: tuple[str, ...]) -> Path | None:
    """Find the first of the files that is there, has outlines that can be cut and allows embedding."""
    for folder in FOLDERS:
        for name in names:
            for path in (
                folder / name,
                *sorted(folder.glob(f"*/{name}")),
                *sorted(folder.glob(f"*/*/{name}")),
            ):
                if path.is_file() and _allows_embedding(path):
                    return path
    return None


def _allows_embedding(path: Path) -> bool:
    """Read the licence bits of the OS/2 table (OpenType, fsType)."""
    try:
        content = path.read_bytes()
        if content[:4] != _OUTLINES:
            return False
        (count,) = struct.unpack(">H", content[4:6])
        for entry in range(count):
            tag, _, offset, _ = struct.unpack(">4sLLL", content[12 + 16 * entry : 28 + 16 * entry])
            if tag == b"OS/2":
                (licence,) = struct.unpack(">H", content[offset + 8 : offset + 10])
                return not licence & _FORBIDDEN
    except (OSError, struct.error):
        return False
    return False
