"""The root key (根密钥) in a file of its own, under a passphrase: AES-256-GCM under Argon2id, as the vault's slots.

It lies on two sticks in two safes; the ledger that the clerk opens every day does not hold it.
"""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from desktop.exchange.certificates import fingerprint

FORMAT = "taizhang-root/1"
LARGEST = 64 * 1024
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
SHORTEST = 12  # characters of the passphrase: whoever finds the stick may try for years


@dataclass(frozen=True)
class RootSecrets:
    """What the file protects: the root's private key (PKCS#8 DER) and the secret half of the escrow key."""

    root_key: bytes
    escrow_identity: str


class WrongPassphraseError(ReportableError):
    """The passphrase does not open the file."""

    def __init__(self) -> None:
        super().__init__(N_("根密钥的口令不对，请重新输入（分两人保管的，按先后顺序各输一半）。"))


class RootFileError(ReportableError):
    """The file is damaged, or is none."""

    def __init__(self) -> None:
        super().__init__(N_("根密钥文件读不出来或已损坏，请换用另一份。"))


class ForeignRootError(ReportableError):
    """The file holds the root key of another office."""

    def __init__(self) -> None:
        super().__init__(N_("这个根密钥文件不是本单位的，请换用本单位的根密钥文件。"))


class ShortPassphraseError(ReportableError):
    """The passphrase is too short to lie in a safe for twenty years."""

    def __init__(self) -> None:
        super().__init__(N_("根密钥的口令至少要 {shortest} 个字符，请重新设定。"), shortest=SHORTEST)


def write(secret: RootSecrets, root: bytes, passphrase: str) -> bytes:
    """Protect the secrets of a root certificate (DER); gives the file's bytes."""
    if len(passphrase) < SHORTEST:
        raise ShortPassphraseError
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    header = {
        "format": FORMAT,
        "root_sha256": fingerprint(root),
        "kdf": {"name": "argon2id", "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES},
        "salt": _text(salt),
        "nonce": _text(nonce),
    }
    content = canonical_json({"root_key": _text(secret.root_key), "escrow_identity": secret.escrow_identity})
    sealed = AESGCM(_derive(passphrase, salt)).encrypt(
        nonce, content.encode(), canonical_json(header).encode()
    )
    return canonical_json({**header, "sealed": _text(sealed)}).encode()


def read(content: bytes, root: bytes, passphrase: str) -> RootSecrets:
    """Open such a file; raises WrongPassphraseError, ForeignRootError and RootFileError."""
    header, sealed = _parts(content)
    if header["root_sha256"] != fingerprint(root):
        raise ForeignRootError
    try:
        key = _derive(passphrase, base64.b64decode(header["salt"], validate=True))
        nonce = base64.b64decode(header["nonce"], validate=True)
        opened = AESGCM(key).decrypt(nonce, sealed, canonical_json(header).encode())
    except InvalidTag as error:
        raise WrongPassphraseError from error
    except ValueError as error:
        raise RootFileError from error
    values = json.loads(opened)
    return RootSecrets(base64.b64decode(values["root_key"]), values["escrow_identity"])


def _parts(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Read the header strictly: what derives the key is fixed, so that a file cannot ask for gigabytes."""
    kdf = {"name": "argon2id", "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    try:
        values: Any = json.loads(content.decode("utf-8")) if len(content) <= LARGEST else None
        sealed = base64.b64decode(values.pop("sealed"), validate=True)
        is_right = (
            set(values) == {"format", "root_sha256", "kdf", "salt", "nonce"}
            and values["format"] == FORMAT
            and values["kdf"] == kdf
            and all(isinstance(values[key], str) for key in ("root_sha256", "salt", "nonce"))
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise RootFileError from error
    if not is_right:
        raise RootFileError
    return values, sealed


def _derive(passphrase: str, salt: bytes) -> bytes:
    # NFC: the same words typed on two systems are the same passphrase.
    words = unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass")
    return hash_secret_raw(words, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
