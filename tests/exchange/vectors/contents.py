"""Vectors of what is signed: who signed with what, what the manifest states, the data, the report, the stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import load_der_x509_certificate

from desktop.exchange import asic_manifest, certificates, csv_rows, pdf_signature, registry, revocation
from desktop.exchange.certificates import OfficeName
from desktop.exchange.manifest import NO_PREVIOUS
from tests.exchange.vectors.forgeries import BOTH, csv_saved_by_a_spreadsheet
from tests.exchange.vectors.scene import CASES, MEMBERS, Scene, now, packed, resigned
from tests.exchange.vectors.vector import (
    ACCEPT,
    PACKAGE_NAME,
    REFUSE,
    WAIT,
    Given,
    Vector,
    package,
    sealed,
)

_HEADER = ["record_uid", "head", "income", "applied_on", "kind"]
Make = Callable[[Scene], bytes]


def _right(scene: Scene) -> bytes:
    return scene.built.content


def _restated(**changes: Any) -> Make:
    """Sign a manifest with other values, in its canonical form; a value of ``...`` leaves the key out."""

    def make(scene: Scene) -> bytes:
        values = json.loads(scene.members["manifest.json"]) | changes
        values = {key: value for key, value in values.items() if value is not ...}
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return resigned(scene.members | {"manifest.json": text.encode()}, scene.office)

    return make


def _rewritten(change: Callable[[bytes], bytes]) -> Make:
    """Sign a manifest whose bytes were changed."""

    def make(scene: Scene) -> bytes:
        text = change(scene.members["manifest.json"])
        return resigned(scene.members | {"manifest.json": text}, scene.office)

    return make


def _with_rows(*rows: list[str], **changes: Any) -> Make:
    """Build a right package with other cases."""

    def make(scene: Scene) -> bytes:
        files = {CASES: csv_rows.write(_HEADER, rows)}
        counts = {"hardship_cases": len(rows)}
        return scene.build(files=files, counts=counts, control_sums={}, **changes).content

    return make


def _with_csv(change: Callable[[bytes], bytes]) -> Make:
    """Sign a package whose CSV is in another form, with a manifest that states its digest."""

    def make(scene: Scene) -> bytes:
        old, new = scene.members[CASES], change(scene.members[CASES])
        values = json.loads(scene.members["manifest.json"])
        for each in values["files"]:
            if each["name"] == CASES:
                each["sha256"], each["bytes"] = hashes_of(new), len(new)
        data = {CASES: new, MEMBERS: scene.members[MEMBERS]}
        values["data_fingerprint"] = fingerprint_of(data)
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert old != new
        return resigned(scene.members | {CASES: new, "manifest.json": text}, scene.office)

    return make


def hashes_of(content: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return digest.finalize().hex()


def fingerprint_of(data: dict[str, bytes]) -> str:
    return hashes_of("".join(f"{hashes_of(data[name])}  {name}\n" for name in sorted(data)).encode())


# --- who signed, and how ------------------------------------------------------------------------------------------------


def _signed_otherwise(digest: hashes.SHA224 | hashes.SHA384 | hashes.SHA512) -> Make:
    """Sign with the right key, but with another digest."""

    def make(scene: Scene) -> bytes:
        key = serialization.load_der_private_key(scene.office.key, password=None)
        builder = pkcs7.PKCS7SignatureBuilder().set_data(scene.members[asic_manifest.PATH])
        certificate = load_der_x509_certificate(scene.office.certificate)
        signature = builder.add_signer(certificate, key, digest).sign(  # type: ignore[arg-type]
            serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        )
        return packed(scene.members | {asic_manifest.SIGNATURE_PATH: signature})

    return make


def _signature(change: Callable[[Any], None]) -> Make:
    """Change the CMS structure of the signature."""

    def make(scene: Scene) -> bytes:
        message = cms.ContentInfo.load(scene.members[asic_manifest.SIGNATURE_PATH])
        change(message["content"])
        return packed(scene.members | {asic_manifest.SIGNATURE_PATH: message.dump(force=True)})

    return make


def _no_certificates(signed: Any) -> None:
    signed["certificates"] = []


def _no_signers(signed: Any) -> None:
    signed["signer_infos"] = []


def _two_signers(signed: Any) -> None:
    signed["signer_infos"] = [signed["signer_infos"][0], signed["signer_infos"][0].copy()]


def _other_digest_named(signed: Any) -> None:
    signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": "md5"}


def _flipped(signed: Any) -> None:
    value = bytearray(signed["signer_infos"][0]["signature"].native)
    value[-1] ^= 1
    signed["signer_infos"][0]["signature"] = bytes(value)


def _zeroed(signed: Any) -> None:
    signed["signer_infos"][0]["signature"] = bytes(384)


def _same_names_other_key(scene: Scene) -> bytes:
    """Take a certificate with our own office's names under a root that is trusted for another office."""
    other = scene.other_office
    public = certificates.public_key_of(other.key)
    certificate = certificates.issue(other.root_key, other.root, public, scene.office.name, now())
    # Trusted by its root, but the report is signed with the true certificate.
    return resigned(scene.members, replace(other, certificate=certificate))


def _not_yet_valid(scene: Scene) -> bytes:
    later = now() + timedelta(days=30)
    office = scene.office
    public = certificates.public_key_of(office.key)
    certificate = certificates.issue(office.root_key, office.root, public, office.name, later)
    return resigned(scene.members, replace(office, certificate=certificate))


def _self_signed(scene: Scene) -> bytes:
    office = scene.office
    certificate = certificates.make_root(office.key, office.name, now())
    return resigned(scene.members, replace(office, certificate=certificate, root=certificate))


def _under_another_office(scene: Scene) -> bytes:
    """Issue a certificate with a township's own key, which may not issue."""
    town, other = scene.office, scene.other_office
    public = certificates.public_key_of(other.key)
    certificate = certificates.issue(town.key, town.certificate, public, town.name, now())
    return resigned(scene.members, replace(other, certificate=certificate, root=town.certificate))


def _listed(*, ours: bool, days_ago: int = 0, of_other: bool = False) -> Callable[[Scene], Given]:
    """Give the right package with a revocation list that names our certificate or another."""

    def make(scene: Scene) -> Given:
        issuer = scene.other_office if of_other else scene.office
        serial = registry.serial_of((scene.office if ours else scene.other_office).certificate)
        moment = now() - timedelta(days=days_ago)
        revocations = revocation.issue(issuer.root_key, issuer.root, {serial: moment}, 1, moment)
        return Given(scene.built.content, PACKAGE_NAME, (scene.office.root,), revocations)

    return make


def _trusted(*, other: bool) -> Callable[[Scene], Given]:
    def make(scene: Scene) -> Given:
        root = scene.other_office.root if other else scene.office.root
        return Given(scene.built.content, PACKAGE_NAME, (root,))

    return make


def _signing() -> Iterator[Vector]:
    yield Vector("trusted by one root", _trusted(other=False))
    yield Vector("only another root is trusted", _trusted(other=True), REFUSE, "E05")
    yield Vector("another certificate is revoked", _listed(ours=False))
    yield Vector("revoked", _listed(ours=True), REFUSE, "E05")
    yield Vector("the list is stale", _listed(ours=False, days_ago=500), REFUSE, "E05")
    yield Vector("the list is another root's", _listed(ours=False, of_other=True), REFUSE, "E05")
    yield _refused("not yet valid", _not_yet_valid, "E05")
    yield _refused("self-signed", _self_signed, "E05")
    yield _refused("issued by a township", _under_another_office, "E05")
    yield _refused("our names under another root", _same_names_other_key, "E15")
    yield _refused("signed with SHA-512", _signed_otherwise(hashes.SHA512()), "E04")
    yield _refused("signed with SHA-224", _signed_otherwise(hashes.SHA224()), "E04")
    yield _refused("signed with SHA-384", _signed_otherwise(hashes.SHA384()), "E04")
    for name, change in {
        "no certificate in the signature": _no_certificates,
        "no signer": _no_signers,
        "two signers": _two_signers,
        "md5 named as the digest": _other_digest_named,
        "one bit of the signature": _flipped,
        "zeros for a signature": _zeroed,
    }.items():
        yield _refused(name, _signature(change), "E04")
    for name, content in {"empty": b"", "text": b"signed", "half": None}.items():
        yield _refused(f"signature {name}", _signature_of(content), "E04")


def _signature_of(content: bytes | None) -> Make:
    def make(scene: Scene) -> bytes:
        path = asic_manifest.SIGNATURE_PATH
        whole = scene.members[path]
        return packed(scene.members | {path: whole[: len(whole) // 2] if content is None else content})

    return make


# --- what the manifest states --------------------------------------------------------------------------------------------


def _stating() -> Iterator[Vector]:
    for name, changes in {
        "schema newer": {"schema": "taizhang-package/2"},
        "schema missing": {"schema": ...},
        "an unknown type": {"type": "XXX"},
        "an unknown key": {"extra": 1},
        "a key missing": {"tz": ...},
        "package id in capitals": {"package_id": "6F1F7F5E-2F0A-4A55-9D0C-0D9D4F7F0001"},
        "a sender with a slash": {"from": "3601/11103"},
        "a name with a line end": {"from_name": "罗家镇\n总工会"},
        "a period with a reversed text": {"period": "2026\u202e"},
        "number 0": {"seq": 0},
        "number as text": {"seq": "7"},
        "number true": {"seq": True},
        "number 7.0": {"seq": 7.0},
        "number 1000000": {"seq": 1_000_000},
        "previous too short": {"prev": "ab" * 31},
        "previous in capitals": {"prev": "AB" * 32},
        "a time with a zone": {"created_local": "2026-08-01T16:00:00Z"},
        "negative history": {"audit_n": -1},
        "negative count": {"counts": {"hardship_cases": -3}},
        "count as text": {"counts": {"hardship_cases": "3"}},
        "control sum as number": {"control_sums": {"hardship_cases.income": 2000.5}},
        "control sum NaN": {"control_sums": {"hardship_cases.income": "NaN"}},
        "files not a list": {"files": {}},
        "supersedes a number": {"supersedes": 6},
    }.items():
        yield _refused(f"manifest: {name}", _restated(**changes), "E12")
    for name, change in {
        "a line end behind": lambda text: text + b"\n",
        "a BOM before": lambda text: b"\xef\xbb\xbf" + text,
        "a key twice": lambda text: text.replace(b'"seq":7', b'"seq":7,"seq":7'),
        "characters escaped": lambda text: json.dumps(
            json.loads(text), sort_keys=True, separators=(",", ":")
        ).encode(),
        "keys in another order": lambda text: text.replace(
            b'"seq":7,"supersedes":null', b'"supersedes":null,"seq":7'
        ),
        "cut": lambda text: text[:-1],
        "a list": lambda text: b"[" + text + b"]",
        "nested 100 000 deep": lambda _: b"[" * 100_000,
        "empty": lambda _: b"",
        "not UTF-8": lambda text: text.replace("罗家镇".encode(), "罗家镇".encode("gbk")),
    }.items():
        yield _refused(f"manifest: {name}", _rewritten(change), "E12")
    yield _refused("manifest: another sender", _restated(**{"from": "360111104"}), "E06")
    yield _refused("manifest: another name", _restated(from_name="塘山镇总工会"), "E06")
    yield _refused("manifest: another receiver", _restated(to="360112"), "E14")
    yield _refused("manifest: another number than the name", _restated(seq=8), "E09")
    yield _refused("manifest: an answer", _restated(type="RCP"), "E09")
    yield _refused("manifest: another fingerprint", _restated(data_fingerprint="0" * 64), "E15")
    yield _refused("manifest: no files", _restated(files=[]), "E07")
    yield _refused("manifest: a register without a file", _restated(counts={"units": 1}), "E13")
    yield _refused(
        "manifest: a sum too large", _restated(control_sums={"hardship_cases.income": "2001.50"}), "E13"
    )
    yield _refused("manifest: a sum of no column", _restated(control_sums={"hardship_cases.x": "0"}), "E13")
    yield _refused("manifest: a sum of no file", _restated(control_sums={"units.income": "0"}), "E13")
    yield Vector("manifest: no sums", package(_restated(control_sums={})))
    yield Vector("manifest: missing glyphs", package(_restated(missing_glyphs=["U+2CB79"])))


# --- the data and the report ---------------------------------------------------------------------------------------------


def _swapped_report(scene: Scene) -> bytes:
    """Put the report of another office into a package, with a manifest that states its digest."""
    return scene.build(
        pdf=pdf_signature.sign_pdf(scene.plain_report, scene.other_office.signer, now())
    ).content


def _report(change: Callable[[bytes], bytes]) -> Make:
    return lambda scene: scene.build(pdf=change(scene.members["report.pdf"])).content


def _shadowed(report: bytes) -> bytes:
    """Add a revision with another page behind the signed one, as an incremental update does."""
    start = report.rindex(b"startxref") + 10
    previous = report[start : report.index(b"\n", start)].strip()
    added = b"\n9999 0 obj\n<< /Type /Page >>\nendobj\n"
    table = b"xref\n9999 1\n%010d 00000 n \ntrailer\n<< /Size 10000 /Prev %s >>\n" % (
        len(report) + 1,
        previous,
    )
    return report + added + table + b"startxref\n%d\n%%%%EOF\n" % (len(report) + len(added))


def _byte_range(report: bytes) -> bytes:
    """Say that less was signed."""
    at = report.index(b"/ByteRange")
    return report[:at] + report[at:].replace(b"[0 ", b"[1 ", 1)


def _holding() -> Iterator[Vector]:
    for name, cell in {
        "a formula": '=HYPERLINK("http://x","y")',
        "a command": "=cmd|' /C calc'!A0",
        "plus": "+1+1",
        "at": "@SUM(1)",
        "a tab": "\t=1",
        "full width": "＝１＋１",
        "rare characters": "𬱖䶮㛃",
        "quotes and line ends": '李"四"\r\n,二',
    }.items():
        yield Vector(f"a cell with {name}", package(_with_rows(["c1", cell, "1.00", "", "ILLNESS"])))
    yield Vector("no rows", package(_with_rows()))
    for name, change in {
        "without BOM": lambda text: text.removeprefix(csv_rows.BOM),
        "with two BOMs": lambda text: csv_rows.BOM + text,
        "with bare line ends": lambda text: text.replace(b"\r\n", b"\n"),
        "with bare fields": lambda text: text.replace(b'"', b""),
        "with semicolons": lambda text: text.replace(b'","', b'";"'),
        "without the last line end": lambda text: text[:-2],
        "with an empty line": lambda text: text + b"\r\n",
        "in GB 18030": lambda text: csv_rows.BOM + text.removeprefix(csv_rows.BOM).decode().encode("gb18030"),
        "with an open quote": lambda text: text[:-3] + b"\r\n",
        "empty": lambda _: b"",
    }.items():
        yield _refused(f"a CSV {name}", _with_csv(change), "E12")
    yield Vector("sealed, saved by a spreadsheet", sealed(csv_saved_by_a_spreadsheet), REFUSE, "E12")
    yield _refused("the report of another office", _swapped_report, "E15")
    for name, change in {
        "cut": lambda report: report[: len(report) // 2],
        "with a revision behind": _shadowed,
        "with a smaller range": _byte_range,
        "with a changed page": lambda report: report.replace(b"/MediaBox", b"/MediaBix", 1),
        "with its mark removed": lambda report: report.replace(b"/ByteRange", b"/ByteRanger", 1),
        "empty": lambda _: b"",
        "a program": lambda _: b"MZ\x90\x00",
    }.items():
        yield _refused(f"a report {name}", _report(change), "E15")


# --- the stream ------------------------------------------------------------------------------------------------------------


def _after(received: Callable[[str], dict[int, str]]) -> Callable[[Scene], Given]:
    """Give package 7, whose predecessor is abab…, after the packages that came before."""
    return lambda scene: Given(
        scene.built.content, PACKAGE_NAME, received=received(scene.built.manifest_sha256)
    )


def _first(scene: Scene) -> Given:
    built = scene.build(seq=1, prev=NO_PREVIOUS)
    return Given(built.content, built.file_name)


def _to_another(scene: Scene) -> Given:
    built = scene.build(receiver=OfficeName("360112", "另一个县总工会"))
    return Given(built.content, built.file_name)


def _streaming() -> Iterator[Vector]:
    before = {6: "ab" * 32}
    yield Vector("the first of a stream", _first)
    yield Vector("the next", _after(lambda _: before))
    yield Vector("the one before is missing", _after(lambda _: {5: "cd" * 32}), WAIT, "E10")
    yield Vector("again", _after(lambda own: {**before, 7: own}), REFUSE, "E09")
    yield Vector("again, much later", _after(lambda own: {**before, 7: own, 8: "ef" * 32}), REFUSE, "E09")
    yield Vector("again, under another number", _after(lambda own: {9: own}), REFUSE, "E09")
    yield Vector("another with its number came", _after(lambda _: {**before, 7: "cd" * 32}), REFUSE, "E11")
    yield Vector("another came before it", _after(lambda _: {6: "cd" * 32}), REFUSE, "E11")
    yield Vector("to another office", _to_another, REFUSE, "E14")
    repacked = _after(lambda own: {**before, 7: own})
    yield Vector(
        "again, packed anew",
        lambda scene: replace(repacked(scene), content=packed(dict(reversed(scene.members.items())))),
        REFUSE,
        "E09",
    )


def _refused(name: str, make: Make, code: str) -> Vector:
    return Vector(name, package(make), REFUSE, code)


def vectors() -> Iterator[Vector]:
    yield Vector("as it should be", package(_right))
    yield Vector("under a free name", package(_right, "报送包 (1).asice"), ACCEPT)
    yield Vector(
        "under the name of another number", package(_right, PACKAGE_NAME.replace("7", "8")), REFUSE, "E09"
    )
    for forge, (code, _) in BOTH.items():
        yield _refused(forge.__name__, forge, code)
    yield from _signing()
    yield from _stating()
    yield from _holding()
    yield from _streaming()
