"""A forged package: what a stranger can make who has the program and knows the public keys of the county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from desktop.exchange import certificates, container, envelope, manifest, package
from desktop.exchange.certificates import KeySigner


class Forgery(NamedTuple):
    """The sealed file and its name."""

    content: bytes
    name: str


def forge(genuine: bytes, recipients: Sequence[str], now: datetime) -> Forgery:
    """Make a package that claims the number and the sender of a genuine one, under a county root of the forger's own.

    Name, sums and signature agree with each other; only the root is not the one that the county has.
    """
    members = container.unpack(genuine).members
    stated = manifest.parse(members[package.MANIFEST])
    root_key, key = certificates.make_key(), certificates.make_key()
    root = certificates.make_root(root_key, stated.receiver, now)
    certificate = certificates.issue(root_key, root, certificates.public_key_of(key), stated.sender, now)
    built = package.build(
        stated,
        data={name: content for name, content in members.items() if name.startswith(package.DATA_FOLDER)},
        data_package=members[package.DATA_PACKAGE],
        report=members[package.REPORT],
        signer=KeySigner(key, certificate, root),
        when=now,
    )
    return Forgery(envelope.seal(built.content, recipients), built.file_name + envelope.SUFFIX)
