"""Signing with a key on a token (SoftHSM2): a whole package, and every trouble as a sentence."""

from __future__ import annotations

import builtins
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange import certificates, container, package, pdf_signature, verification
from desktop.exchange.package import BuiltPackage
from desktop.exchange.token import Token, plugged_in
from desktop.exchange.token_errors import (
    CannotMakeKeyError,
    NoDriverError,
    NoKeyError,
    NoPluginError,
    OtherTokenError,
    TokenFailedError,
    TokenLockedError,
    TokenMissingError,
    WrongPinError,
)
from desktop.exchange.token_key import PinNeededError, TokenKey, TokenPlace, token_key
from desktop.exchange.token_signer import TokenSigner
from desktop.exchange.trust import Trust
from tests.support.soft_token import LIBRARY, PIN, SoftTokens

KEY = b"key 1"


@pytest.fixture
def token(soft_tokens: SoftTokens) -> Token:
    return Token(soft_tokens.make("罗家镇"))


def signer(token: Token, office: Any) -> TokenSigner:
    """Make a key on an open token, and a certificate for it."""
    key_id = token.make_key()
    public = token.public_key(key_id)
    certificate = certificates.issue(office.root_key, office.root, public, office.name, datetime.now(UTC))
    return TokenSigner(token, key_id, public, certificate, (office.root,))


def test_a_package_and_its_report_are_signed_on_the_token(
    token: Token,
    office: Any,
    build: Callable[..., BuiltPackage],
    plain_report: bytes,
    data: dict[str, bytes],
    manifest: Any,
    tmp_path: Path,
) -> None:
    token.log_in(PIN)
    now = datetime.now(UTC).replace(microsecond=0)
    by_token = signer(token, office)
    report = pdf_signature.sign_pdf(plain_report, by_token, now, "报送")
    description = container.unpack(build().content).members[package.DATA_PACKAGE]
    built = package.build(
        manifest, data=data, data_package=description, report=report, signer=by_token, when=now
    )
    found = verification.verify(built.content, trust=Trust(roots=(office.root,)), file_name=built.file_name)
    assert [str(one.message) for one in found.findings if not one.holds] == []
    assert found.signature is not None
    assert found.signature.certificate == by_token.certificate
    (tmp_path / built.file_name).write_bytes(built.content)
    (tmp_path / "root.pem").write_bytes(certificates.as_pem(office.root))
    done = subprocess.run(
        ["sh", "resources/verify.sh", tmp_path / built.file_name, tmp_path / "root.pem"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "结论:核验通过" in done.stdout) == (0, True)


def test_the_private_key_cannot_be_read_out(token: Token) -> None:
    import pkcs11

    token.log_in(PIN)
    key_id = token.make_key()
    (key,) = token._private_keys(key_id)
    assert (key[pkcs11.Attribute.SENSITIVE], key[pkcs11.Attribute.EXTRACTABLE]) == (True, False)
    with pytest.raises(pkcs11.PKCS11Error):
        key[pkcs11.Attribute.PRIVATE_EXPONENT]
    assert token.usable_key() == key_id
    assert token.usable_key([key_id]) is None


def test_a_key_that_is_too_short_is_not_used(token: Token) -> None:
    import pkcs11

    token.log_in(PIN)
    with token._find().open(rw=True) as session:
        session.generate_keypair(pkcs11.KeyType.RSA, 2048, id=b"short", store=True)
    assert token.usable_key() is None


def test_wrong_pins_are_counted_and_not_tried_until_the_token_locks(token: Token) -> None:
    said = []
    for _ in range(4):
        with pytest.raises(WrongPinError) as caught:
            token.log_in("0000")
        said.append(str(caught.value))
    assert ["还可以试 2 次" in said[0], "还可以试 1 次" in said[1]] == [True, True]
    assert said[2] == said[3]
    assert "不再尝试" in said[2]
    with pytest.raises(WrongPinError):  # not even the right one, until somebody has looked
        token.log_in(PIN)
    assert not token.is_open


def test_a_right_pin_begins_the_count_anew(token: Token, office: Any) -> None:
    for _ in range(2):
        with pytest.raises(WrongPinError, match="还可以试 2 次"):
            token.log_in("0000")
        token.log_in(PIN)
    assert len(signer(token, office).sign(b"content")) == 384


class _Flagged:
    """A token that says something of its PIN: SoftHSM never locks."""

    def __init__(self, token: Any, flags: Any) -> None:
        self.flags, self.open, self.serial, self.label = flags, token.open, token.serial, token.label


def test_a_token_that_is_locked_or_has_one_try_left_says_so(
    token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pkcs11

    real = token._find()
    flagged = _Flagged(real, pkcs11.TokenFlag.USER_PIN_FINAL_TRY)
    monkeypatch.setattr(token, "_find", lambda: flagged)
    with pytest.raises(WrongPinError, match="最后一次"):
        token.log_in("0000")
    flagged.flags = pkcs11.TokenFlag.USER_PIN_LOCKED
    with pytest.raises(TokenLockedError, match="锁死"):
        token.log_in(PIN)
    assert not token.is_open

    def locks(**_: Any) -> Any:
        raise pkcs11.PinLocked

    flagged.flags, flagged.open = pkcs11.TokenFlag(0), locks
    with pytest.raises(TokenLockedError, match="发放单位"):
        token.log_in(PIN)


def test_a_token_that_was_pulled_out_is_missed_and_put_back_wants_its_pin(
    token: Token, office: Any, soft_tokens: SoftTokens
) -> None:
    with pytest.raises(PinNeededError, match="罗家镇"):
        token.sign(KEY, b"", b"content")
    token.log_in(PIN)
    by_token = signer(token, office)
    soft_tokens.pull()
    with pytest.raises(TokenMissingError, match="请插好"):
        by_token.sign(b"content")
    assert not token.is_open
    soft_tokens.plug_in()
    with pytest.raises(PinNeededError):
        by_token.sign(b"content")
    token.log_in(PIN)
    soft_tokens.pull()
    soft_tokens.plug_in()
    with pytest.raises(PinNeededError):  # the login went with it
        by_token.sign(b"content")
    token.log_in(PIN)
    assert len(by_token.sign(b"content")) == 384


def test_another_token_and_another_key_have_their_sentences(token: Token, office: Any) -> None:
    other = Token(replace(token.place, serial="0123", label="旧钥匙"))
    with pytest.raises(OtherTokenError, match="插着的是密码钥匙“罗家镇”，不是本单位签名用的“旧钥匙”"):
        other.log_in(PIN)
    token.log_in(PIN)
    with pytest.raises(NoKeyError, match="重新入网"):
        token.sign(KEY, b"", b"content")
    mine = signer(token, office)
    strange = certificates.public_key_of(office.key)
    with pytest.raises(NoKeyError, match="相配"):
        token.sign(mine._key_id, strange, b"content")
    with pytest.raises(NoKeyError):
        token.public_key(KEY)


@pytest.mark.usefixtures("soft_tokens")
def test_a_driver_that_is_gone_or_none_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "driver.so").write_bytes(b"no library")
    for library in (tmp_path / "gone.so", tmp_path / "driver.so"):
        with pytest.raises(NoDriverError, match="重新选择驱动程序"):
            plugged_in(library)
    assert plugged_in(LIBRARY) == ()


def test_without_the_plug_in_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name == "pkcs11":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoPluginError, match="python-pkcs11"):
        plugged_in(LIBRARY)
    with pytest.raises(NoPluginError):
        Token(TokenPlace(LIBRARY, "1", "x")).log_in(PIN)


def test_a_token_that_cannot_make_such_a_key_says_so(token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    import pkcs11

    token.log_in(PIN)
    real = token._find()

    class Refuses:
        serial, label = real.serial, real.label

        def open(self, **_: Any) -> Any:
            raise pkcs11.TokenWriteProtected

    monkeypatch.setattr(token, "_find", Refuses)
    with pytest.raises(CannotMakeKeyError, match="RSA-3072"):
        token.make_key()


def test_an_error_of_the_token_itself_is_named(token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    import pkcs11

    token.log_in(PIN)

    def fails(_: Any = None) -> Any:
        raise pkcs11.DeviceError

    monkeypatch.setattr(token, "_private_keys", fails)
    with pytest.raises(TokenFailedError, match="DeviceError"):
        token.usable_key()


def test_where_a_key_lies_is_written_as_a_pkcs11_uri() -> None:
    place = TokenPlace(Path("C:/Program Files/钥匙/p11;x.dll"), "A1 b2", "罗家镇=工会?1")
    key = TokenKey(place, bytes(range(5)))
    assert token_key(key.uri()) == key
    assert key.uri().startswith(b"pkcs11:token=%E7%BD%97")
    assert key.uri().count(b"?") == 1
    assert token_key(certificates.make_key()) is None
