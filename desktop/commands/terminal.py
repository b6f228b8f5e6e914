"""What all commands share: their options, the password, progress on stderr, words and data on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from db.messages import N_, Message, ReportableError, listed_names
from db.store import folder as folders
from db.store import ledger as ledgers
from db.store.ledger import Ledger
from desktop.language import _, said

LedgerFolder = Annotated[Path, typer.Option("--ledger", help=_("台账所在的文件夹。"))]
PasswordFile = Annotated[
    Path | None, typer.Option(help=_("第一行是密码的文件；不给就在终端里输入。密码不能写在命令里。"))
]
User = Annotated[str, typer.Option(help=_("用户名；台账只有一个用户时可以不写。"))]
Json = Annotated[bool, typer.Option("--json", help=_("在标准输出上只写一个 JSON 对象。"))]


def clock() -> datetime:
    """Give the machine's local time with its offset."""
    return datetime.now().astimezone()


@contextmanager
def opened(folder: Path, user: str, password_file: Path | None) -> Iterator[Ledger]:
    """Unlock a ledger and close it again."""
    user = user or only_one(folders.users(folder))
    ledger = ledgers.unlock(folder, user, password(password_file), clock)
    try:
        yield ledger
    finally:
        ledger.close()


def password(file: Path | None, *, new: bool = False) -> str:
    """Read the password from the first line of a file, or ask for it (twice for a ``new`` one)."""
    if file is None:
        typed = str(typer.prompt(_("密码"), hide_input=True, err=True))
        if new and typer.prompt(_("再输一次"), hide_input=True, err=True) != typed:
            raise ReportableError(N_("两次输入的密码不一样，什么都没有做。请重新运行。"))
        return typed
    return first_line(file)


def first_line(file: Path) -> str:
    """Read a secret from the first line of a file."""
    lines = read_file(file).decode("utf-8-sig", "replace").splitlines()
    if not lines or not lines[0]:
        raise ReportableError(N_("文件“{path}”的第一行是空的，应为密码（或恢复码）。"), path=file)
    return lines[0]


def read_file(path: Path) -> bytes:
    """Read a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportableError(
            N_("读不到文件“{path}”，请检查位置和名称，并确认它没有被别的程序打开。"), path=path
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the user named."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ReportableError(
            N_("写不了文件“{path}”，请检查位置和空间，并确认它没有被别的程序打开。"), path=path
        ) from error


def say(sentence: str = "") -> None:
    """Write a line for people."""
    sys.stdout.write(f"{sentence}\n")


def tell(template: str, **values: object) -> None:
    """Write a sentence of the catalogue for people."""
    say(said(Message(template, values)))


def give(data: dict[str, Any]) -> None:
    """Write the one JSON object for machines."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


class Bar:
    """Progress on stderr, in one line that is written over; nothing when nobody sees it."""

    def __init__(self) -> None:
        self._shown = ""

    def step(self, done: int, total: int, what: Message) -> None:
        """Show how far the job is."""
        line = f"{said(what)} {100 * done // total if total else 100}%"
        if sys.stderr.isatty() and line != self._shown:
            self._shown = line
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextmanager
def progress() -> Iterator[Bar]:
    """Show a job's progress until it ends."""
    bar = Bar()
    try:
        yield bar
    finally:
        bar.clear()


def only_one(users: Sequence[str]) -> str:
    """Take the user who need not be named; raises ReportableError when there are several."""
    if len(users) != 1:
        raise ReportableError(
            N_("这个台账有几个用户：{users}。请用 --user 写明是哪一个。"), users=listed_names(users)
        )
    return users[0]
