"""The envelope (加密信封) around a package on a stick: age v1, binary, to X25519 keys only, in memory only.

``age -d -i key`` opens what is sealed here, and what ``age -r … -o …`` makes is opened here. The header is read
before anything is decrypted: a passphrase stanza could ask for gigabytes of memory, so none is ever tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyrage

from db.messages import N_, ReportableError
from desktop.exchange import container

SUFFIX = ".age"
VERSION = b"age-encryption.org/v1\n"
# A package of the largest allowed size, and what age adds: its header and 16 bytes for every 64 KiB.
LARGEST = container.TOTAL_LIMIT + 1024 * 1024
_HEADER_LIMIT = 8 * 1024
_MOST_RECIPIENTS = 8

_KEY = rb"[A-Za-z0-9+/]{43}"  # 32 bytes in base64 without padding
_X25519 = re.compile(rb"-> X25519 " + _KEY + rb"\n" + _KEY + rb"\n")
# The Rust library adds one meaningless stanza to every file, so that readers stay used to skipping unknown ones.
_GREASE = re.compile(
    rb"-> [!-~]{0,16}-grease(?: [!-~]{1,64}){0,8}\n(?:[A-Za-z0-9+/]{64}\n){0,8}[A-Za-z0-9+/]{0,63}\n"
)
_MAC = re.compile(rb"--- " + _KEY + rb"\n")

_UNREADABLE = N_("加密文件不完整或已损坏，读不出来，已拒收。请让对方重新写入 U 盘，再拷贝一次。")
_NOT_OURS = N_("这个加密文件不是发给本单位的，本单位的密钥打不开。请退回对方，让对方核对接收单位后重新写入。")
_FOREIGN = N_(
    "这个加密文件不是本软件的写法（用了口令、文本格式或别的密钥），已拒收。请让对方用本软件重新写入。"
)
_TOO_LARGE = N_("加密文件超过 {limit} MB，不是报送包，没有读取。请让对方重新导出。")


class EnvelopeError(ReportableError):
    """An envelope that cannot be opened: ``code`` is E01 (unreadable, partial, too large) or E02 (not for us)."""

    def __init__(self, code: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.code = code


class KeyPair(NamedTuple):
    """An office's key for receiving: ``identity`` is secret (AGE-SECRET-KEY-1…), ``recipient`` is told (age1…)."""

    identity: str
    recipient: str


def make_identity() -> KeyPair:
    """Make a key pair for receiving."""
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity), str(identity.to_public()))


def is_recipient(text: str) -> bool:
    """Say whether a text is an X25519 recipient of age, exactly as age writes it."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def is_sealed(content: bytes) -> bool:
    """Say whether bytes claim to be an age file."""
    return content.startswith(VERSION)


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """Seal content to every recipient; two calls give different bytes, so keep what was sent."""
    if not 1 <= len(recipients) <= _MOST_RECIPIENTS:
        raise ValueError(len(recipients))
    keys = [pyrage.x25519.Recipient.from_str(each) for each in dict.fromkeys(recipients)]
    return bytes(pyrage.encrypt(content, keys))


def unseal(content: bytes, identities: Sequence[str]) -> bytes:
    """Open an envelope with any of our identities; raises EnvelopeError and never writes anything to a disk."""
    if len(content) > LARGEST:
        raise _too_large()
    _require_own_profile(content)
    keys = [pyrage.x25519.Identity.from_str(each) for each in identities]
    if not keys:
        raise EnvelopeError("E02", _NOT_OURS)
    try:
        return bytes(pyrage.decrypt(content, keys))
    except pyrage.DecryptError as error:
        # The library tells the two apart only by this sentence.
        if "No matching keys" in str(error):
            raise EnvelopeError("E02", _NOT_OURS) from error
        raise EnvelopeError("E01", _UNREADABLE) from error


def read(path: Path) -> bytes:
    """Read a file from a stick, never one that is too large; raises EnvelopeError and OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)  # not stat: what a stick says of a size is not what it gives
    if len(content) > LARGEST:
        raise _too_large()
    return content


def _too_large() -> EnvelopeError:
    return EnvelopeError("E01", _TOO_LARGE, limit=LARGEST // 1024 // 1024)


def _require_own_profile(content: bytes) -> None:
    """Walk over the header's stanzas: X25519 and at most one grease, then the MAC line."""
    if not content.startswith(VERSION):
        looks_like_age = content.startswith((b"age-encryption.org/", b"-----BEGIN AGE"))
        raise EnvelopeError("E01", _FOREIGN if looks_like_age else _UNREADABLE)
    header = content[:_HEADER_LIMIT]
    at, recipients, greases = len(VERSION), 0, 0
    while header.startswith(b"-> ", at):
        if found := _X25519.match(header, at):
            recipients += 1
        elif found := _GREASE.match(header, at):
            greases += 1
        else:
            raise EnvelopeError("E01", _FOREIGN if b"\n--- " in header else _UNREADABLE)
        at = found.end()
    if not _MAC.match(header, at):
        raise EnvelopeError("E01", _UNREADABLE)
    if not 1 <= recipients <= _MOST_RECIPIENTS or greases > 1:
        raise EnvelopeError("E01", _FOREIGN)
