"""The envelope: judged by the age program in both directions, and by damaging every byte of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest

from desktop.exchange import envelope
from desktop.exchange.envelope import EnvelopeError, KeyPair

CONTENT = "困难职工 𬱖䶮㛃\r\n".encode() * 40
needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")


@pytest.fixture(scope="module")
def daily() -> KeyPair:
    return envelope.make_identity()


@pytest.fixture(scope="module")
def escrow() -> KeyPair:
    return envelope.make_identity()


@pytest.fixture(scope="module")
def sealed(daily: KeyPair, escrow: KeyPair) -> bytes:
    return envelope.seal(CONTENT, [daily.recipient, escrow.recipient])


def refusal(content: bytes, *identities: str) -> str:
    with pytest.raises(EnvelopeError) as caught:
        envelope.unseal(content, identities)
    assert str(caught.value).endswith("。")
    return caught.value.code


def test_either_key_opens_it_and_no_other(sealed: bytes, daily: KeyPair, escrow: KeyPair) -> None:
    assert envelope.unseal(sealed, [daily.identity]) == CONTENT
    assert envelope.unseal(sealed, [envelope.make_identity().identity, escrow.identity]) == CONTENT
    assert refusal(sealed, envelope.make_identity().identity) == "E02"
    assert refusal(sealed) == "E02"


@needs_age
def test_age_opens_ours(sealed: bytes, escrow: KeyPair, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(escrow.identity + "\n")
    (tmp_path / "p.age").write_bytes(sealed)
    opened = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", tmp_path / "p.age"], capture_output=True, check=True
    )
    assert opened.stdout == CONTENT


@needs_age
def test_we_open_what_age_seals_but_not_its_armor(daily: KeyPair, escrow: KeyPair, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(CONTENT)
    command = ["age", "-r", escrow.recipient, "-r", daily.recipient]
    binary = subprocess.run([*command, tmp_path / "plain"], capture_output=True, check=True).stdout
    assert envelope.unseal(binary, [daily.identity]) == CONTENT
    armored = subprocess.run([*command, "-a", tmp_path / "plain"], capture_output=True, check=True).stdout
    assert refusal(armored, daily.identity) == "E01"


def test_every_flipped_byte_every_cut_and_anything_behind_it_is_refused(
    sealed: bytes, daily: KeyPair
) -> None:
    for at in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[at] ^= 1 << at % 8
        assert refusal(bytes(flipped), daily.identity) in {"E01", "E02"}, at
        assert refusal(sealed[:at], daily.identity) == "E01", at
    for tail in (b"\0", b"\n", sealed, sealed[-16:]):
        assert refusal(sealed + tail, daily.identity) == "E01"


def test_a_cut_between_chunks_is_refused(daily: KeyPair) -> None:
    chunk = 64 * 1024
    sealed = envelope.seal(bytes(3 * chunk), [daily.recipient])
    assert refusal(sealed[: -(chunk + 16)], daily.identity) == "E01"


def test_a_passphrase_is_never_tried(monkeypatch: pytest.MonkeyPatch, daily: KeyPair) -> None:
    with_passphrase = pyrage.passphrase.encrypt(CONTENT, "made-up")
    monkeypatch.setattr(pyrage, "decrypt", lambda *_: pytest.fail("must be refused by its header"))
    assert refusal(with_passphrase, daily.identity) == "E01"
    assert refusal(with_passphrase.replace(b" 1", b" 3", 1), daily.identity) == "E01"


STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
MAC = b"--- " + b"A" * 43 + b"\n"


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"-> ssh-ed25519 AAAA " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n",
        b"-> ssh-rsa AAAA\n" + b"A" * 64 + b"\nAA\n",
        b"-> scrypt " + b"A" * 22 + b" 23\n" + b"A" * 43 + b"\n",
        b"-> piv-p256 AAAA\n" + b"A" * 43 + b"\n",
        STANZA + b"-> scrypt " + b"A" * 22 + b" 18\n" + b"A" * 43 + b"\n",
        STANZA * 9,
        STANZA + b"-> a-grease\n\n" * 2,
        b"-> a-grease\n\n",
        b"-> X25519 " + b"A" * 42 + b"=\n" + b"A" * 43 + b"\n",
        STANZA.replace(b"\n", b"\r\n"),
    ],
)
def test_other_headers_are_refused_before_decrypting(
    header: bytes, daily: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyrage, "decrypt", lambda *_: pytest.fail("must be refused by its header"))
    assert refusal(envelope.VERSION + header + MAC + bytes(64), daily.identity) == "E01"


def test_what_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, daily: KeyPair
) -> None:
    path = tmp_path / "p.age"
    with path.open("wb") as file:
        file.truncate(envelope.LARGEST + 1)
    monkeypatch.setattr(envelope, "LARGEST", 1000)
    with pytest.raises(EnvelopeError, match="没有读取"):
        envelope.read(path)
    assert refusal(bytes(1001), daily.identity) == "E01"


def test_recipients_are_read_strictly(daily: KeyPair) -> None:
    assert envelope.is_recipient(daily.recipient)
    for text in ("", daily.identity, daily.recipient.upper(), daily.recipient + "\n", daily.recipient[:-1]):
        assert not envelope.is_recipient(text)
