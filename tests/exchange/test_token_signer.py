"""Signing with a key on a token (SoftHSM2): a whole package, and every trouble as a sentence."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange import certificates, package, pdf_signature, token_signer, verification
from desktop.exchange.package import BuiltPackage
from desktop.exchange.token_signer import NoDriverError, NoKeyError, Token, TokenMissingError, WrongPinError
from desktop.exchange.trust import Trust

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, LABEL, KEY = "271828", "taizhang", "signing"
pytest.importorskip("pkcs11", reason="the token plug-in is not installed")
pytestmark = pytest.mark.skipif(
    shutil.which("softhsm2-util") is None or not LIBRARY.exists(), reason="SoftHSM2 is not installed"
)


@pytest.fixture(scope="module")
def _token_there(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make a token with an RSA-3072 key, once: the library can be told only once where tokens lie."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    command = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        LABEL,
        "--so-pin",
        "31415926",
        "--pin",
        PIN,
    ]
    subprocess.run(command, check=True, capture_output=True)
    import pkcs11

    with pkcs11.lib(str(LIBRARY)).get_token(token_label=LABEL).open(user_pin=PIN, rw=True) as session:
        session.generate_keypair(pkcs11.KeyType.RSA, 3072, store=True, label=KEY)
    yield
    patch.undo()


@pytest.fixture
def token(_token_there: None) -> Token:
    return Token(LIBRARY, LABEL)


@pytest.fixture
def certificate(token: Token, office: Any) -> bytes:
    from datetime import UTC, datetime

    public = token_signer.public_key(token, PIN, KEY)
    return certificates.issue(office.root_key, office.root, public, office.name, datetime.now(UTC))


def signer(token: Token, certificate: bytes, office: Any, pin: str = PIN) -> token_signer.TokenSigner:
    return token_signer.TokenSigner(token, pin, certificate, (office.root,))


def test_a_package_and_its_report_are_signed_on_the_token(
    token: Token,
    certificate: bytes,
    office: Any,
    build: Callable[..., BuiltPackage],
    plain_report: bytes,
    data: dict[str, bytes],
    manifest: Any,
    tmp_path: Path,
) -> None:
    from datetime import UTC, datetime

    from desktop.exchange import container

    now = datetime.now(UTC).replace(microsecond=0)
    by_token = signer(token, certificate, office)
    report = pdf_signature.sign_pdf(plain_report, by_token, now, "报送")
    description = container.unpack(build().content).members[package.DATA_PACKAGE]
    built = package.build(
        manifest, data=data, data_package=description, report=report, signer=by_token, when=now
    )
    found = verification.verify(built.content, trust=Trust(roots=(office.root,)), file_name=built.file_name)
    assert [str(one.message) for one in found.findings if not one.holds] == []
    assert found.signature is not None
    assert found.signature.certificate == certificate
    (tmp_path / built.file_name).write_bytes(built.content)
    (tmp_path / "root.pem").write_bytes(certificates.as_pem(office.root))
    done = subprocess.run(
        ["sh", "resources/verify.sh", tmp_path / built.file_name, tmp_path / "root.pem"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "结论:核验通过" in done.stdout) == (0, True)


def test_wrong_pins_are_counted_and_not_tried_until_the_token_locks(
    token: Token, certificate: bytes, office: Any
) -> None:
    said = []
    for _ in range(4):
        with pytest.raises(WrongPinError) as caught:
            signer(token, certificate, office, "0000").sign(b"content")
        said.append(str(caught.value))
    assert ["还可以试 2 次" in said[0], "还可以试 1 次" in said[1]] == [True, True]
    assert said[2] == said[3]
    assert "不再尝试" in said[2]
    with pytest.raises(WrongPinError):  # not even the right one, until somebody has looked
        signer(token, certificate, office).sign(b"content")


def test_a_right_pin_begins_the_count_anew(token: Token, certificate: bytes, office: Any) -> None:
    with pytest.raises(WrongPinError):
        signer(token, certificate, office, "0000").sign(b"content")
    assert token.tries_left == 2
    assert len(signer(token, certificate, office).sign(b"content")) == 384
    assert token.tries_left == 3


def test_an_absent_token_driver_or_key_has_its_sentence(
    token: Token, certificate: bytes, office: Any, tmp_path: Path
) -> None:
    with pytest.raises(TokenMissingError, match="没有的"):
        signer(Token(LIBRARY, "没有的"), certificate, office).sign(b"content")
    (tmp_path / "driver.so").write_bytes(b"no library")
    for library in (tmp_path / "gone.so", tmp_path / "driver.so"):
        with pytest.raises(NoDriverError, match="驱动"):
            signer(Token(library, LABEL), certificate, office).sign(b"content")
    with pytest.raises(NoKeyError, match="拿错"):
        signer(token, office.certificate, office).sign(b"content")
    with pytest.raises(NoKeyError):
        token_signer.public_key(token, PIN, "another")
