"""Revocation lists, the registry by package number, and verify.sh with a list: the dangerous defaults, one by one."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.messages import Severity
from desktop.exchange import certificates, registry, revocation, verification
from desktop.exchange.finding import Finding
from desktop.exchange.package import BuiltPackage
from desktop.exchange.registry import Registered, Registry
from desktop.exchange.trust import Trust

SCRIPT = "resources/verify.sh"


@pytest.fixture
def now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0)


def a_list(office: Any, *revoked: bytes, now: Any, when: Any = None) -> bytes:
    entries = {registry.serial_of(each): when or now for each in revoked}
    return revocation.issue(office.root_key, office.root, entries, 3, now)


def failing(built: BuiltPackage, trust: Trust) -> list[Finding]:
    found = verification.verify(built.content, trust=trust, file_name=built.file_name)
    return [finding for finding in found.findings if not finding.holds]


def shell(built: BuiltPackage, root: bytes, revocations: bytes | None, folder: Path) -> tuple[int, str]:
    (folder / built.file_name).write_bytes(built.content)
    (folder / "root.pem").write_bytes(certificates.as_pem(root))
    arguments = [folder / built.file_name, folder / "root.pem"]
    if revocations is not None:
        (folder / "list.pem").write_bytes(revocation.as_pem(revocations))
        arguments.append(folder / "list.pem")
    done = subprocess.run(["sh", SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_list_says_what_it_is(office: Any, other_office: Any, now: Any) -> None:
    content = a_list(office, office.certificate, now=now)
    facts = revocation.read(content, office.root)
    assert (facts.number, facts.issued) == (3, now)
    assert facts.revoked == {registry.serial_of(office.certificate)}
    assert facts.next_update == now + timedelta(days=396)
    assert revocation.from_pem(revocation.as_pem(content)) == content == revocation.from_pem(content)
    for wrong, root in ((content, other_office.root), (content[:-1], office.root), (b"", office.root)):
        with pytest.raises(revocation.ListError):
            revocation.read(wrong, root)
    with pytest.raises(revocation.ListError):
        revocation.from_pem(b"-----BEGIN X509 CRL-----\nAA\n-----END X509 CRL-----\n")


def test_both_verifiers_agree_on_every_list(
    build: Callable[..., BuiltPackage], office: Any, other_office: Any, now: Any, tmp_path: Path
) -> None:
    built = build()
    long_ago, later = now - timedelta(days=500), now + timedelta(days=2)
    cases: dict[str, tuple[bytes | None, str]] = {
        "no list": (None, ""),
        "good": (a_list(office, now=now), ""),
        "another is revoked": (a_list(office, other_office.certificate, now=now), ""),
        "revoked": (a_list(office, office.certificate, now=now), "已被吊销"),
        "revoked, says a clock that was ahead": (
            a_list(office, office.certificate, now=now, when=later),
            "已被吊销",
        ),
        "stale": (a_list(office, now=long_ago), "吊销名单里查不到"),  # the program also says why
        "stale, and revoked": (a_list(office, office.certificate, now=long_ago), "已被吊销"),
        "of another root": (a_list(other_office, now=now), "吊销名单里查不到"),
    }
    for what, (revocations, sentence) in cases.items():
        trust = Trust(roots=(office.root,), crls=() if revocations is None else (revocations,))
        bad = failing(built, trust)
        code, said = shell(built, office.root, revocations, tmp_path)
        assert [finding.code for finding in bad] == (["E05"] if sentence else []), what
        assert code == (1 if sentence else 0), (what, said)
        if sentence:
            assert sentence in str(bad[0].message), what
            assert sentence in said, what


def test_the_registry_decides_by_number(
    build: Callable[..., BuiltPackage], office: Any, other_office: Any, now: Any
) -> None:
    built = build(seq=7)
    serial = registry.serial_of(office.certificate)
    code = office.name.code

    def found(
        line: Registered | None, *revoked: bytes, root: bytes = office.root
    ) -> list[tuple[str, str, str]]:
        known = {} if line is None else {serial: line}
        trust = Trust((office.root,), (a_list(office, *revoked, now=now),), now, Registry(root, known))
        return [(one.code, one.severity.name, str(one.message)[:6]) for one in failing(built, trust)]

    own = office.certificate
    assert found(Registered(code, 1)) == []
    assert found(Registered(code, 7)) == []
    assert found(Registered(code, 1, 8)) == []
    assert found(Registered(code, 8)) == [("E05", "MUST", "这个证书从第")]
    assert found(Registered(code, 1, 7)) == [("E05", "MUST", "这个证书从第")]
    assert found(None) == [("E05", "MUST", "签名证书不在")]
    assert found(Registered(other_office.name.code, 1)) == [("E06", "MUST", "登记册里这个")]
    # Revoked from number 8 on: number 7 is for a person to judge; without a line, or from 7 on, it is not.
    assert found(Registered(code, 1, 8), own) == [("E05", "EXPLAIN", "签名证书已吊")]
    assert [one[:2] for one in found(Registered(code, 1, 7), own)] == [("E05", "MUST"), ("E05", "MUST")]
    assert [one[:2] for one in found(None, own)] == [("E05", "MUST"), ("E05", "MUST")]


def test_what_is_expired_or_forged_is_not_excused_by_the_registry(
    build: Callable[..., BuiltPackage], office: Any, other_office: Any, now: Any
) -> None:
    serial = registry.serial_of(office.certificate)
    lines = Registry(office.root, {serial: Registered(office.name.code, 1, 8)})
    trust = Trust(
        (office.root,),
        (a_list(office, office.certificate, now=now),),
        now + timedelta(days=4 * 365),
        lines,
    )
    assert Severity.MUST in [one.severity for one in failing(build(seq=7), trust)]
    forged = build(seq=7, by=other_office)
    for roots in ((office.root,), (other_office.root,)):
        severities = [one.severity for one in failing(forged, replace(trust, roots=roots, moment=now))]
        assert Severity.MUST in severities
