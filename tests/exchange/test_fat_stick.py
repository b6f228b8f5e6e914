"""A real FAT or exFAT file system, as sticks have them, where the machine can make and mount one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from db.messages import ReportableError
from desktop.exchange import transport

CONTENT = bytes(range(256)) * 400
NAME = "360111103_360111_SUB_000007.asice.age"
MAKERS = {"vfat": "mkfs.vfat", "exfat": "mkfs.exfat"}


def done(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(params=MAKERS)
def stick(request: Any, tmp_path: Path) -> Iterator[Path]:
    """Mount an image of 8 MB."""
    kind = request.param
    maker = shutil.which(MAKERS[kind], path="/usr/sbin:/sbin:/usr/bin:/bin")
    if maker is None:
        pytest.skip(f"{MAKERS[kind]} is not installed")
    image, mount = tmp_path / "stick.img", tmp_path / "stick"
    with image.open("wb") as file:
        file.truncate(8 * 1024 * 1024)
    mount.mkdir()
    assert done(maker, str(image))
    if not done("mount", "-t", kind, "-o", "loop", str(image), str(mount)):
        pytest.skip(f"this machine cannot mount {kind}: no support in the kernel, or not the right to mount")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_a_file_arrives_whole_and_is_there_after_the_stick_was_pulled(stick: Path) -> None:
    placed = transport.place(CONTENT, transport.outbox(stick), NAME)
    assert placed.path.read_bytes() == CONTENT
    assert [path.name for path in placed.path.parent.iterdir()] == [NAME]
    assert transport.place(CONTENT, transport.outbox(stick), NAME) == placed
    # FAT knows no case: another file under the same letters is the same file.
    with pytest.raises(ReportableError, match="同名但内容不同"):
        transport.place(b"other", placed.path.parent, NAME.replace("SUB", "sub"))
    # As another machine sees it: mounted anew, nothing kept in memory.
    source = subprocess.run(
        ["findmnt", "-no", "SOURCE,FSTYPE", str(stick)], capture_output=True, text=True, check=True
    ).stdout.split()
    subprocess.run(["umount", str(stick)], check=True)
    subprocess.run(["mount", "-t", source[1], "-o", "loop", str(stick) + ".img", str(stick)], check=True)
    assert placed.path.read_bytes() == CONTENT


def test_a_full_stick_keeps_nothing(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = transport.outbox(stick)
    with pytest.raises(ReportableError, match="空间不足"):
        transport.place(bytes(9_000_000), folder, NAME)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(ReportableError, match="空间不足"):
        transport.place(bytes(9_000_000), folder, NAME)
    assert list(folder.iterdir()) == []


def test_a_read_only_stick_is_said(stick: Path) -> None:
    folder = transport.outbox(stick)
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    with pytest.raises(ReportableError, match="只读"):
        transport.place(CONTENT, folder, NAME)
    assert list(folder.iterdir()) == []
