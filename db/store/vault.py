"""``vault.json``: the ledger's key, wrapped once for each user and once for the recovery code.

Each slot is AES-256-GCM under Argon2id(64 MiB, t=3, p=4) of a password. The header is
authenticated, and a check value of the key tells a damaged ledger from a wrong password.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from db.store.errors import WrongPasswordError

FORMAT = "taizhang-vault/1"
FILE_NAME = "vault.json"
RECOVERY = "recovery"
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: it is copied from paper
_GROUPS, _GROUP = 8, 4  # 8 groups of 4 characters: 160 bits


@dataclass(frozen=True)
class Slot:
    """One way to the key; ``kind`` is a role (entry, review, admin) or ``recovery``. Bytes are base64."""

    name: str
    kind: str
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def owner(self) -> tuple[bool, str]:
        """Whose it is: the recovery code's, or a user's by name; each has one slot."""
        return (self.kind == RECOVERY, self.name)


@dataclass(frozen=True)
class Vault:
    """The key slots of one ledger; a changed vault is a new value, kept by ``write``."""

    ledger_id: str
    key_check: str
    slots: tuple[Slot, ...]

    @property
    def users(self) -> tuple[str, ...]:
        """The names that can unlock with a password, in the order they were added."""
        return tuple(slot.name for slot in self.slots if slot.kind != RECOVERY)

    def role_of(self, user: str) -> str:
        """Give the role of a user."""
        return next(slot.kind for slot in self.slots if slot.name == user and slot.kind != RECOVERY)

    def unlock(self, user: str, password: str) -> bytes:
        """Give the 32-byte key; raises WrongPasswordError."""
        for slot in self.slots:
            if slot.name == user and slot.kind != RECOVERY:
                return self._open(slot, password)
        raise WrongPasswordError

    def recover(self, code: str) -> bytes:
        """Give the key by the recovery code, groups written with or without separators."""
        for slot in self.slots:
            if slot.kind == RECOVERY:
                return self._open(slot, bare_code(code))
        raise WrongPasswordError

    def with_slot(self, key: bytes, name: str, kind: str, password: str) -> Vault:
        """Add a slot, or put it in the place of the one that the same person (or the recovery code) has."""
        made = _wrap(self.ledger_id, key, name, kind, password)
        place = next((place for place, slot in enumerate(self.slots) if slot.owner == made.owner), None)
        if place is None:
            return replace(self, slots=(*self.slots, made))
        return replace(self, slots=(*self.slots[:place], made, *self.slots[place + 1 :]))

    def with_code(self, key: bytes, code: str) -> Vault:
        """Put a recovery code in the place of the one before."""
        return self.with_slot(key, "", RECOVERY, bare_code(code))

    def without(self, user: str) -> Vault:
        """Take a user's slot away."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.owner != (False, user)))

    def _open(self, slot: Slot, password: str) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - not needed until a password is typed
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

        try:
            secret = AESGCM(_derive(slot, password))
            key = secret.decrypt(_bytes(slot.nonce), _bytes(slot.wrapped), _header(self.ledger_id, slot))
        except InvalidTag as error:
            raise WrongPasswordError from error
        if not hmac.compare_digest(check_value(key), self.key_check):
            raise VaultDamagedError
        return key


class VaultDamagedError(ReportableError):
    """vault.json cannot be read or contradicts itself."""

    def __init__(self) -> None:
        super().__init__(N_("密钥文件 vault.json 已损坏或缺失，请从备份中取回它；不要重新建立台账。"))


def new_vault(ledger_id: str, user: str, password: str) -> tuple[Vault, bytes, str]:
    """Make a vault for a new ledger; gives the vault, the key, and the recovery code to be printed."""
    key, code = secrets.token_bytes(32), new_code()
    vault = Vault(ledger_id, check_value(key), ())
    return vault.with_slot(key, user, "admin", password).with_code(key, code), key, code


def new_code() -> str:
    """Make a recovery code as it is printed: groups of four characters with hyphens between them."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP))
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def bare_code(code: str) -> str:
    """Strip a recovery code of what people write between its groups; full-width letters are plain ones."""
    return "".join(char for char in unicodedata.normalize("NFKC", code).upper() if char in _ALPHABET)


def check_value(key: bytes) -> str:
    """Make a value that proves a key without telling it."""
    return hmac.new(key, b"taizhang key check", hashlib.sha256).hexdigest()


def read(folder: Path) -> Vault:
    """Read the vault of a ledger; raises VaultDamagedError."""
    try:
        content: dict[str, Any] = json.loads((folder / FILE_NAME).read_text("utf-8"))
        body = {name: value for name, value in content.items() if name != "sha256"}
        if content["format"] != FORMAT or content["sha256"] != _digest(body):
            raise VaultDamagedError
        slots = tuple(Slot(**slot) for slot in content["slots"])
        return Vault(content["ledger_id"], content["key_check"], slots)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise VaultDamagedError from error


def sound(folder: Path) -> Vault | None:
    """Read the vault of a ledger, None when it is lost or damaged."""
    try:
        return read(folder)
    except VaultDamagedError:
        return None


def write(folder: Path, vault: Vault) -> None:
    """Keep the vault: the old file stays until the new one is whole on the disk."""
    body = {"format": FORMAT} | asdict(vault)
    text = json.dumps(body | {"sha256": _digest(body)}, ensure_ascii=False, indent=1)
    part = folder / f"{FILE_NAME}.part"
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / FILE_NAME)
    except BaseException:
        with suppress(OSError):  # on a stick that was pulled out
            part.unlink(missing_ok=True)
        raise


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def _wrap(ledger_id: str, key: bytes, name: str, kind: str, password: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - see Vault._open

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    empty = Slot(name, kind, _text(salt), _text(nonce), "")
    secret = AESGCM(_derive(empty, password))
    return replace(empty, wrapped=_text(secret.encrypt(nonce, key, _header(ledger_id, empty))))


def _derive(slot: Slot, password: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - see Vault._open

    # NFC: the same word typed on two systems is the same password; half a character is a wrong one, not a crash.
    secret = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
    return hash_secret_raw(secret, _bytes(slot.salt), slot.passes, slot.memory_kib, slot.lanes, 32, Type.ID)


def _header(ledger_id: str, slot: Slot) -> bytes:
    return canonical_json(
        [FORMAT, ledger_id, slot.name, slot.kind, slot.memory_kib, slot.passes, slot.lanes]
    ).encode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
