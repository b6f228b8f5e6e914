"""A file is on the stick completely or not at all, whatever call fails."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from db.messages import ReportableError
from desktop.exchange import transport
from tests.support.faults import MediumFaults

CONTENT = bytes(range(256)) * 400
NAME = "360111103_360111_SUB_000007.asice"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return transport.outbox(tmp_path)


def test_the_file_arrives_whole_under_its_name(folder: Path, tmp_path: Path) -> None:
    placed = transport.place(CONTENT, folder, NAME)
    assert placed.path == tmp_path / "TAIZHANG" / "OUT" / NAME
    assert placed.path.read_bytes() == CONTENT
    assert placed.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert [each.name for each in folder.iterdir()] == [NAME]


def test_placing_it_again_changes_nothing(folder: Path) -> None:
    first = transport.place(CONTENT, folder, NAME)
    before = first.path.stat().st_mtime_ns
    assert transport.place(CONTENT, folder, NAME) == first
    assert first.path.stat().st_mtime_ns == before


def test_another_file_under_that_name_is_refused_and_kept(folder: Path) -> None:
    (folder / NAME).write_bytes(b"other")
    with pytest.raises(ReportableError, match="同名但内容不同"):
        transport.place(CONTENT, folder, NAME)
    assert (folder / NAME).read_bytes() == b"other"


def test_a_rest_of_an_interrupted_attempt_is_no_obstacle(folder: Path) -> None:
    (folder / f".{NAME}.part").write_bytes(b"half")
    assert transport.place(CONTENT, folder, NAME).path.read_bytes() == CONTENT
    assert [each.name for each in folder.iterdir()] == [NAME]


def test_a_missing_stick_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportableError, match="插好 U 盘"):
        transport.outbox(tmp_path / "gone")
    with pytest.raises(ReportableError, match="插好 U 盘"):
        transport.place(CONTENT, tmp_path / "gone", NAME)


def test_too_little_room_is_said_before_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=len(CONTENT)))
    monkeypatch.setattr(transport, "_write", lambda *_: pytest.fail("it wrote"))
    with pytest.raises(ReportableError, match="空间不足"):
        transport.place(CONTENT, folder, NAME)


EXPECTED_CALLS = [
    "room", "open", "write", "write", "fsync", "close", "rename", "open", "fsync", "close", "read", "fadvise",
]  # fmt: skip


def test_the_calls_are_those_of_the_tested_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        faults = MediumFaults(patch, None, 0)
        transport.place(CONTENT, folder, NAME)
        calls = list(faults.calls)
    assert calls == EXPECTED_CALLS
    assert (folder / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.ENODEV])
@pytest.mark.parametrize("fail_at", range(1, len(EXPECTED_CALLS) + 1))
def test_a_fault_at_any_call_leaves_nothing(
    fail_at: int, error: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        MediumFaults(patch, fail_at, error)
        with pytest.raises(ReportableError) as raised:
            transport.place(CONTENT, folder, NAME)
    assert list(folder.iterdir()) == []
    words = {errno.EIO: "失败", errno.ENOSPC: "空间不足", errno.EROFS: "只读", errno.ENODEV: "拔出"}
    assert words[error] in str(raised.value)
    # Nothing stands in the way of the next try.
    assert transport.place(CONTENT, folder, NAME).path.read_bytes() == CONTENT


def test_a_stick_that_returns_other_bytes_is_found_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def lying(descriptor: int, content: bytes) -> int:
        return real(descriptor, b"\0" * len(content))

    with monkeypatch.context() as patch:
        patch.setattr(transport.os, "write", lying)
        with pytest.raises(ReportableError, match="不一致"):
            transport.place(CONTENT, folder, NAME)
    assert list(folder.iterdir()) == []


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """Mount a real file system of 1 MB, where the machine allows it."""
    mount = tmp_path / "stick"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine does not allow mounting a tmpfs")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_a_full_stick_keeps_nothing(small_stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = transport.outbox(small_stick)
    with pytest.raises(ReportableError, match="空间不足"):
        transport.place(bytes(2_000_000), folder, NAME)
    # Also when the free space was promised and is gone by the time of writing.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(ReportableError, match="空间不足"):
        transport.place(bytes(2_000_000), folder, NAME)
    assert list(folder.iterdir()) == []


def test_a_read_only_stick_is_said(small_stick: Path) -> None:
    folder = transport.outbox(small_stick)
    subprocess.run(["mount", "-o", "remount,ro", str(small_stick)], check=True)
    with pytest.raises(ReportableError, match="只读"):
        transport.place(CONTENT, folder, NAME)
    assert list(folder.iterdir()) == []
