"""Prove that this program is whole: every part that a build could lack is really used once."""

from __future__ import annotations

import importlib.resources
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import areas
from db.code_lists import code_list
from db.fields import ChoiceField, MultiChoiceField
from db.messages import N_, Message, ReportableError, listed, listed_names
from db.record import Base
from db.registers import all_registers
from db.rule_tables import shipped
from db.store.folder import FILE_NAME
from db.store.ledger import Ledger
from desktop import language

RARE = "𬱖䶮㛃"
"""Characters of real names that most fonts lack."""

_BROKEN = (ImportError, LookupError, OSError, ReportableError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Part:
    """One part of the program and whether it works."""

    part: str
    holds: bool
    message: Message


def check_program() -> list[Part]:
    """Try all parts; a broken one is named with what it said."""
    return [_tried(part, attempt) for part, attempt in _PARTS.items()]


def _tried(part: str, attempt: Callable[[], Message]) -> Part:
    try:
        return Part(part, holds=True, message=attempt())
    except _BROKEN as error:
        sentence = N_("{part} 坏了或缺失：{why}")
        return Part(part, holds=False, message=Message(sentence, {"part": part, "why": error}))


def _fonts() -> Message:
    from desktop.reports import fonts  # noqa: PLC0415 - reportlab is large

    names = sorted({name for files in fonts.FILES.values() for name in files})
    for name in names:
        fonts.font(name)
    lacking = fonts.missing(RARE)
    if lacking:
        raise LookupError("".join(lacking))
    return Message(
        N_("字体齐全：{count} 个，含生僻字 {rare}。"), {"count": len(names), "rare": listed_names(RARE)}
    )


def _code_lists() -> Message:
    folder = importlib.resources.files("resources") / "codes"
    names = sorted(
        entry.name.removesuffix(".csv") for entry in folder.iterdir() if entry.name.endswith(".csv")
    )
    items = sum(len(code_list(name).items) for name in names)
    for name in _used_lists():
        if not code_list(name).items:
            raise LookupError(name)
    shipped()
    return Message(
        N_("代码表和政策标准可读：{lists} 张代码表，共 {items} 项。"), {"lists": len(names), "items": items}
    )


def _used_lists() -> Iterator[str]:
    for register in all_registers().values():
        for fields in (register.fields, *(group.fields for group in register.row_groups)):
            for field in fields.values():
                if isinstance(field, ChoiceField | MultiChoiceField):
                    yield field.codes


def _places() -> Message:
    name = areas.full_name("360111103")
    if name == "360111103":
        raise LookupError(name)
    return Message(N_("行政区划可查：360111103 是{name}。"), {"name": name})


def _registers() -> Message:
    registers = all_registers()
    if not registers:
        raise LookupError("db.registers")
    titles = listed(register.title for register in registers.values())
    return Message(N_("台账 {count} 种：{titles}。"), {"count": len(registers), "titles": titles})


def _ledger() -> Message:
    """Make a ledger in a temporary folder: cipher, migrations, keys and certificate in one go."""
    from db.store import ledger, schema  # noqa: PLC0415 - the driver and Alembic are loaded only here
    from desktop.services import setting_up  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger"
        made = setting_up.create_ledger(place, "360111103", "自检", "自检", "self-check", _now)
        try:
            version = _cipher_version(made.ledger)
            _tables_are_there(made.ledger)
        finally:
            made.ledger.close()
        if (place / FILE_NAME).read_bytes()[:6] == b"SQLite":
            raise RuntimeError("ledger.db is not encrypted")
        ledger.unlock(place, "自检", "self-check", _now).close()
    values = {"version": version, "revision": schema.needed()}
    return Message(N_("加密台账可用：SQLCipher {version}，结构 {revision}。"), values)


def _cipher_version(made: Ledger) -> str:
    with made.store.connection() as connection:
        version = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    if not version:
        raise RuntimeError("no SQLCipher")
    return str(version)


def _tables_are_there(made: Ledger) -> None:
    """Compare the tables that the migrations made with those that the program knows."""
    with made.store.connection() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars()
        lacking = set(Base.metadata.tables) - set(names)
    if lacking:
        raise LookupError(", ".join(sorted(lacking)))


def _signing() -> Message:
    from desktop.exchange import certificates, signing  # noqa: PLC0415 - pyHanko is large
    from desktop.exchange.certificates import KeySigner, OfficeName  # noqa: PLC0415 - as above
    from desktop.exchange.trust import Trust  # noqa: PLC0415 - as above

    office, now = OfficeName("360111103", "自检"), _now()
    root_key, key = certificates.make_key(), certificates.make_key()
    root = certificates.make_root(root_key, office, now)
    certificate = certificates.issue(root_key, root, certificates.public_key_of(key), office, now)
    signature = signing.sign(b"content", KeySigner(key, certificate, root), now)
    trust = Trust(roots=(root,))
    if not signing.check(b"content", signature, trust).is_trusted:
        raise RuntimeError("signature")
    if signing.check(b"changed", signature, trust).is_whole:
        raise RuntimeError("changed content")
    return Message(N_("签名可用：RSA-3072，签好的验得过，改动过的验不过。"))


def _catalogue() -> Message:
    language.load(language.ENGLISH)
    return Message(N_("英文译文可读。"))


def _now() -> datetime:
    return datetime.now().astimezone()


_PARTS: dict[str, Callable[[], Message]] = {
    "fonts": _fonts,
    "codes": _code_lists,
    "places": _places,
    "registers": _registers,
    "ledger": _ledger,
    "signing": _signing,
    "catalogue": _catalogue,
}
