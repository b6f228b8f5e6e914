"""The root key apart from the daily keys: two files, out of the ledger, and back with its passphrase only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from db.messages import ReportableError
from db.store import ledger as ledgers
from db.store.ledger import Ledger
from desktop.exchange import envelope, root_file
from desktop.exchange.envelope import EnvelopeError
from desktop.exchange.root_file import (
    ForeignRootError,
    RootFileError,
    ShortPassphraseError,
    WrongPassphraseError,
)
from desktop.services import offices, root_keeping, root_reminder, setting_up
from desktop.services.root_keeping import RootNeededError
from tests.support.offices import PASSWORD, USER, clock

PASSPHRASE = "钥匙一半 另外一半 1949"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("county") / "ledger"
    made = setting_up.create_ledger(folder, "360111", "青山湖区总工会", USER, PASSWORD, clock).ledger
    key = made.store.key
    made.close()
    return folder, key


@pytest.fixture
def county(first: tuple[Path, bytes], tmp_path: Path) -> Iterator[Ledger]:
    shutil.copytree(first[0], tmp_path / "ledger")
    opened = ledgers._open(tmp_path / "ledger", first[1], USER, "admin", clock)
    yield opened
    opened.close()


@pytest.fixture
def safes(tmp_path: Path) -> list[Path]:
    folders = [tmp_path / "safe one", tmp_path / "safe two"]
    for folder in folders:
        folder.mkdir()
    return folders


def test_the_key_leaves_the_ledger_and_comes_back_for_one_act(
    county: Ledger, safes: list[Path], first: tuple[Path, bytes]
) -> None:
    before = root_keeping.root_secrets(county)
    assert "两个 U 盘" in str(root_reminder.reminder(county))
    with county.store.reading() as session:
        recipients = offices.recipients(session)
        assert len(offices.identities(session)) == 2
    sealed = envelope.seal(b"content", recipients[1:])
    placed = root_keeping.root_export(county, PASSPHRASE, safes)
    one, two = (place.path.read_bytes() for place in placed)
    assert one == two
    assert placed[0].path.name == "360111_root_20260615.root"
    assert root_reminder.reminder(county) is None
    with pytest.raises(RootNeededError):
        root_keeping.root_secrets(county)
    assert root_keeping.root_secrets(county, placed[1].path, PASSPHRASE) == before
    assert root_keeping.open_by_escrow(sealed, before) == b"content"
    with county.store.reading() as session:
        assert len(offices.identities(session)) == 1
        assert offices.recipients(session) == recipients
        with pytest.raises(EnvelopeError):
            envelope.unseal(sealed, offices.identities(session))
    folder = county.folder
    county.close()
    opened = ledgers._open(folder, first[1], USER, "admin", clock)
    assert opened.office().root_key == b""
    opened.close()


def test_what_is_removed_is_overwritten_in_the_file(
    county: Ledger, safes: list[Path], first: tuple[Path, bytes]
) -> None:
    key = root_keeping.root_secrets(
        county
    ).root_key  # its end is secret, its beginning stands in the certificate
    folder = county.folder
    assert key[-100:-60] in without_cipher(first[0], first[1])
    root_keeping.root_export(county, PASSPHRASE, safes)
    county.close()
    assert key[-100:-60] not in without_cipher(folder, first[1])


def without_cipher(folder: Path, key: bytes) -> bytes:
    """Read every page of a closed ledger, free ones too: AES-256-CBC, 4096 bytes, of which 80 are vector and HMAC."""
    content = (folder / "ledger.db").read_bytes()
    plain = []
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        begins = 16 if start == 0 else 0  # the salt of the file
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        plain.append(decryptor.update(page[begins:-80]) + decryptor.finalize())
    assert b"receiving_key" in plain[0] + b"".join(plain)
    return b"".join(plain)


def test_nothing_is_removed_unless_both_copies_are_there(
    county: Ledger, safes: list[Path], tmp_path: Path
) -> None:
    for passphrase, folders in (
        (PASSPHRASE, safes[:1]),
        (PASSPHRASE, [safes[0], safes[0]]),
        (PASSPHRASE, [safes[0], tmp_path / "gone"]),
        ("short", safes),
    ):
        with pytest.raises(ReportableError):
            root_keeping.root_export(county, passphrase, folders)
    assert county.office().root_key
    assert root_reminder.reminder(county) is not None
    with pytest.raises(ShortPassphraseError, match="12"):
        root_keeping.root_export(county, "x" * 11, safes)


def test_it_is_exported_once(county: Ledger, safes: list[Path]) -> None:
    root_keeping.root_export(county, PASSPHRASE, safes)
    with pytest.raises(ReportableError, match="已经导出"):
        root_keeping.root_export(county, PASSPHRASE, safes)


def test_wrong_files_and_passphrases_have_their_sentences(
    county: Ledger, safes: list[Path], tmp_path: Path
) -> None:
    path = root_keeping.root_export(county, PASSPHRASE, safes)[0].path
    good = json.loads(path.read_bytes())

    def trouble(**changes: Any) -> None:
        other = tmp_path / "other.root"
        other.write_text(json.dumps({**good, **changes}))
        root_keeping.root_secrets(county, other, PASSPHRASE)

    with pytest.raises(WrongPassphraseError):
        root_keeping.root_secrets(county, path, PASSPHRASE + " ")
    with pytest.raises(WrongPassphraseError):
        trouble(nonce="AAAAAAAAAAAAAAAA")
    with pytest.raises(ForeignRootError):
        trouble(root_sha256="00" * 32)
    for changes in (
        {"format": "taizhang-root/2"},
        {"kdf": {**good["kdf"], "memory_kib": 64 * 1024 * 1024}},
        {"kdf": {**good["kdf"], "passes": 1}},
        {"salt": "not base64"},
        {"sealed": 7},
        {"more": 1},
    ):
        with pytest.raises(RootFileError):
            trouble(**changes)
    for content in (b"", b"[]", b"[" * 60_000, b"\xff", b"{}", bytes(root_file.LARGEST + 1)):
        (tmp_path / "x.root").write_bytes(content)
        with pytest.raises(RootFileError):
            root_keeping.root_secrets(county, tmp_path / "x.root", PASSPHRASE)
    with pytest.raises(ReportableError, match="读不到"):
        root_keeping.root_secrets(county, tmp_path / "gone.root", PASSPHRASE)


def test_a_township_is_not_reminded(ledger: Ledger) -> None:
    assert root_reminder.reminder(ledger) is None
