"""Vectors of the envelope: other kinds of recipients and forms, cuts, and what is in it instead of a package."""

from __future__ import annotations

import base64
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.exchange import envelope
from tests.exchange.vectors.forgeries import changed_member, removed_signature
from tests.exchange.vectors.scene import Scene
from tests.exchange.vectors.vector import PACKAGE_NAME, REFUSE, Given, Vector, seal, sealed

NAME = PACKAGE_NAME + envelope.SUFFIX


def _sealed(change: Callable[[bytes], bytes]) -> Callable[[Scene], Given]:
    """Change the bytes of a right envelope."""
    return lambda scene: Given(change(seal(scene, scene.built.content)), NAME)


def _made(make: Callable[[Scene], bytes]) -> Callable[[Scene], Given]:
    return lambda scene: Given(make(scene), NAME)


def _by_age(*options: str) -> Callable[[Scene], bytes]:
    """Seal with the age program to the daily key of the county."""

    def make(scene: Scene) -> bytes:
        command = ["age", "-r", scene.daily.recipient, *options]
        return subprocess.run(command, input=scene.built.content, capture_output=True, check=True).stdout

    return make


def _to_ssh(scene: Scene) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.pub"
        public = ed25519.Ed25519PrivateKey.generate().public_key()
        key.write_bytes(public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n")
        command = ["age", "-r", scene.daily.recipient, "-R", key]
        return subprocess.run(command, input=scene.built.content, capture_output=True, check=True).stdout


def _passphrase(scene: Scene) -> bytes:
    return bytes(pyrage.passphrase.encrypt(scene.built.content, "secret"))


def _dear_passphrase(scene: Scene) -> bytes:
    """Make a stanza that asks for gigabytes of memory."""
    sealed_content = seal(scene, scene.built.content)
    salt = base64.b64encode(bytes(16)).rstrip(b"=")
    body = base64.b64encode(bytes(32)).rstrip(b"=")
    stanza = b"-> scrypt " + salt + b" 30\n" + body + b"\n"
    return envelope.VERSION + stanza + sealed_content[sealed_content.index(b"\n--- ") + 1 :]


def _to(*recipients: Callable[[Scene], str]) -> Callable[[Scene], bytes]:
    return lambda scene: envelope.seal(scene.built.content, [each(scene) for each in recipients])


def _without_stanzas(content: bytes) -> bytes:
    """Take away every recipient."""
    return envelope.VERSION + content[content.index(b"\n--- ") + 1 :]


def _without_first_stanza(content: bytes) -> bytes:
    """Take away the first recipient: the MAC covers them all."""
    first = content.index(b"-> X25519 ")
    second = content.index(b"-> X25519 ", first + 1)
    return content[:first] + content[second:]


def _in_header(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        end = content.index(b"\n--- ") + 1
        return change(content[:end]) + content[end:]

    return changed


def _many(scene: Scene) -> bytes:
    keys = [pyrage.x25519.Recipient.from_str(envelope.make_identity().recipient) for _ in range(8)]
    return bytes(
        pyrage.encrypt(scene.built.content, [*keys, pyrage.x25519.Recipient.from_str(scene.daily.recipient)])
    )


def _of_another(scene: Scene) -> bytes:
    return envelope.seal(scene.built.content, [envelope.make_identity().recipient])


def vectors() -> Iterator[Vector]:
    yield Vector("sealed to both keys", _sealed(lambda content: content))
    yield Vector("sealed to the daily key", _made(_to(lambda scene: scene.daily.recipient)))
    yield Vector("sealed to the escrow key", _made(_to(lambda scene: scene.escrow.recipient)))
    yield Vector("sealed by age", _made(_by_age()))
    yield Vector("not sealed, under the name of one", _made(lambda scene: scene.built.content))
    yield _refused("sealed to another office", _of_another, "E02")
    yield _refused("sealed to nine keys", _many)
    yield _refused("armored", _by_age("-a"))
    yield _refused("to an ssh key too", _to_ssh)
    yield _refused("with a passphrase", _passphrase)
    yield _refused("with a passphrase of gigabytes", _dear_passphrase)
    yield _refused("sealed twice", lambda scene: seal(scene, seal(scene, scene.built.content)))
    yield _refused("empty inside", lambda scene: seal(scene, b""))
    yield _refused("text inside", lambda scene: seal(scene, "困难职工".encode()))
    yield Vector("sealed, changed inside", sealed(changed_member), REFUSE, "E07")
    yield Vector("sealed, not signed", sealed(removed_signature), REFUSE, "E04")
    for name, change in {
        "cut in the version": lambda content: content[:10],
        "cut behind the version": lambda content: content[: len(envelope.VERSION)],
        "cut in a stanza": lambda content: content[:60],
        "cut before the MAC": lambda content: content[: content.index(b"\n--- ") + 1],
        "cut behind the header": lambda content: content[
            : content.index(b"\n", content.index(b"\n--- ") + 1) + 1
        ],
        "cut in the nonce": lambda content: content[: content.index(b"\n", content.index(b"\n--- ") + 1) + 9],
        "cut in the middle": lambda content: content[: len(content) // 2],
        "cut by one byte": lambda content: content[:-1],
        "with bytes behind": lambda content: content + b"junk",
        "with itself behind": lambda content: content + content,
        "with a bit of the body changed": lambda content: (
            content[:-30] + bytes([content[-30] ^ 1]) + content[-29:]
        ),
        "with a newer version": lambda content: content.replace(b"/v1\n", b"/v2\n", 1),
        "with every recipient removed": _without_stanzas,
        "with one recipient removed": _without_first_stanza,
        "with a recipient changed": _in_header(lambda head: head.replace(b"X25519 ", b"X25518 ", 1)),
        "with a line end of another system": _in_header(lambda head: head.replace(b"\n", b"\r\n")),
        "with an unknown stanza": _in_header(lambda head: head + b"-> hybrid abc\n" + b"A" * 43 + b"\n"),
        "with junk before": lambda content: b"\n" + content,
    }.items():
        yield Vector(f"sealed, {name}", _sealed(change), REFUSE, "E01")


def _refused(name: str, make: Callable[[Scene], bytes], code: str = "E01") -> Vector:
    return Vector(name, _made(make), REFUSE, code)
