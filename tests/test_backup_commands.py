"""``taizhang backup`` and ``restore``: told in words and as JSON, with exit codes, on the same and on a new computer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from db.store import ledger as ledgers
from desktop.__main__ import main
from desktop.commands import backups, terminal
from tests.support.offices import NOW, PASSWORD, USER, LedgerMaker, clock

NAME = "ledger-20260615-090000.db"


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for module in (terminal, backups):  # a command has its own name for it
        monkeypatch.setattr(module, "clock", clock)

    def do(*arguments: object) -> Said:
        code = main([str(word) for word in arguments])
        return Said(code, *capsys.readouterr())

    return do


@pytest.fixture
def opening(ledger_maker: LedgerMaker, tmp_path: Path) -> Sequence[object]:
    """Give the options that open an empty ledger."""
    ledger_maker.copy(tmp_path / "ledger")
    (tmp_path / "password.txt").write_text(PASSWORD + "\n", "utf-8")
    return ("--ledger", tmp_path / "ledger", "--password-file", tmp_path / "password.txt")


def test_backup_and_restore_are_told_in_words(run: Run, opening: Sequence[object], tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    assert run("backup", *opening[:2], "--list") == (0, "还没有备份。\n", "")
    made = folder / "backups" / NAME
    assert run("backup", *opening) == (0, f"已备份到 {made}，逐页检查通过。\n", "")
    said = run("backup", *opening[:2], "--list")
    size = -(-made.stat().st_size // 1000)
    assert said == (0, f"2026-06-15 09:00:00  {size} kB  {made}\n", "")
    said = run("restore", made, *opening)
    before = folder / "backups" / "ledger-20260615-090000-before-restoring.db"
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"已从备份 {made} 恢复：{folder}",
        f"恢复前的台账留在备份 {before} 里。",
        "如果备份之后做过上报或收过回执，请上级发回记录，再在“回执与退回”里取回。",
    ]


def test_a_copy_on_a_stick_serves_a_new_computer(run: Run, opening: Sequence[object], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    said = run("backup", *opening, "--to", stick)
    assert (said.code, said.out.endswith("，读回核对一致，可以拔出。\n")) == (0, True)
    shutil.rmtree(tmp_path / "ledger")
    (found,) = run("backup", "--ledger", tmp_path / "x", "--list", "--to", stick, "--json").data["backups"]
    assert {key: found[key] for key in ("at", "label")} == {"at": "2026-06-15T09:00:00", "label": ""}
    assert Path(found["path"]).name == NAME
    said = run("restore", found["path"], "--ledger", tmp_path / "new", *opening[2:], "--json")
    assert said.code == 0
    assert said.data == {"ledger": str(tmp_path / "new"), "restored": found, "before": None}
    ledgers.unlock(tmp_path / "new", USER, PASSWORD, clock).close()


def test_backup_gives_one_object(run: Run, opening: Sequence[object], tmp_path: Path) -> None:
    made = tmp_path / "ledger" / "backups" / NAME
    said = run("backup", *opening, "--json")
    assert (said.code, said.data) == (
        0,
        {
            "path": str(made),
            "at": NOW.replace(tzinfo=None).isoformat(),
            "label": "",
            "size": made.stat().st_size,
        },
    )
    assert run("backup", *opening[:2], "--list", "--json").data == {"backups": [said.data]}


def test_restore_by_the_recovery_code(
    run: Run, opening: Sequence[object], tmp_path: Path, ledger_maker: LedgerMaker
) -> None:
    made = run("backup", *opening, "--json").data["path"]
    (tmp_path / "code").write_text(ledger_maker.recovery_code, "utf-8")
    (tmp_path / "password.txt").write_text("蓝天白云飘过 1949", "utf-8")
    said = run("restore", made, *opening, "--code-file", tmp_path / "code", "--user", USER)
    assert (said.code, said.err) == (0, "")
    ledgers.unlock(tmp_path / "ledger", USER, "蓝天白云飘过 1949", clock).close()


def test_what_cannot_be_done_is_one_sentence_and_ends_with_1(
    run: Run, opening: Sequence[object], tmp_path: Path
) -> None:
    made = Path(run("backup", *opening, "--json").data["path"])
    (tmp_path / "wrong").write_text("wrong", "utf-8")
    (tmp_path / "damaged").mkdir()
    shutil.copy(made, tmp_path / "damaged" / NAME)
    with (tmp_path / "damaged" / NAME).open("r+b") as file:
        file.truncate(100_000)
    folder = opening[:2]
    for arguments, sentence in (
        (("restore", tmp_path / "none.db", *opening), "不是备份文件"),
        (("restore", tmp_path / "damaged" / NAME, *opening), "请换一个备份"),
        (("restore", tmp_path / "damaged" / NAME, "--ledger", tmp_path / "new"), "没有完好的密钥文件"),
        (("restore", made, *folder, "--password-file", tmp_path / "wrong"), "密码不对"),
        (("restore", made, *opening, "--code-file", tmp_path / "wrong"), "密码不对"),
        (("backup", *folder, "--password-file", tmp_path / "wrong"), "密码不对"),
        (("backup", *opening, "--to", tmp_path / "gone"), "请插好 U 盘"),
        (("backup", *folder, "--list", "--to", tmp_path / "gone"), "请插好 U 盘"),
    ):
        said = run(*arguments)
        assert (said.code, said.out) == (1, ""), arguments
        assert sentence in said.err, arguments
        assert len(said.err.splitlines()) == 1
    assert run("restore", made).code == 2
    assert run("backup").code == 2
    ledgers.unlock(tmp_path / "ledger", USER, PASSWORD, clock).close()
