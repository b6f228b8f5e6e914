"""Every way a package can be wrong is reported as what it is, by both verifiers."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import struct
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.messages import Severity
from desktop.exchange import asic_manifest, certificates, container, csv_rows, package, signing, verification
from desktop.exchange.certificates import OfficeName
from desktop.exchange.container import Member
from desktop.exchange.manifest import PackageManifest, sums
from desktop.exchange.package import BuiltPackage
from desktop.exchange.signing import Trust
from desktop.exchange.verification import Expected

CASES = "data/hardship_cases.csv"
MEMBERS = "data/hardship_cases.members.csv"
SCRIPT = "resources/verify.sh"


@dataclass(frozen=True)
class Scene:
    """What a forger has in hand: a right package, a way to build others, two offices."""

    built: BuiltPackage
    build: Callable[..., BuiltPackage]
    office: Any
    other_office: Any
    plain_report: bytes
    data: dict[str, bytes]

    @property
    def members(self) -> dict[str, bytes]:
        return dict(container.unpack(self.built.content).members)


@pytest.fixture
def scene(
    built: BuiltPackage,
    build: Callable[..., BuiltPackage],
    office: Any,
    other_office: Any,
    plain_report: bytes,
    data: dict[str, bytes],
) -> Scene:
    return Scene(built, build, office, other_office, plain_report, data)


def packed(members: dict[str, bytes]) -> bytes:
    return container.pack([Member(name, content) for name, content in members.items()])


def resigned(members: dict[str, bytes], by: Any) -> bytes:
    """Sign members again, as only the holder of a key can."""
    payload = {name: content for name, content in members.items() if not name.startswith("META-INF/")}
    payload.pop("SHA256SUMS", None)
    payload["SHA256SUMS"] = sums(payload)
    asic = asic_manifest.write(
        {name: hashlib.sha256(content).hexdigest() for name, content in payload.items()}
    )
    signature = signing.sign(asic, by.signer, _now())
    return packed({asic_manifest.PATH: asic, asic_manifest.SIGNATURE_PATH: signature, **payload})


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def loose_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a ZIP that looks as much like ours as it can, without asking whether the names are allowed."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in {"mimetype": container.MIMETYPE, **members}.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else compression
            archive.writestr(info, content)
    return output.getvalue()


# --- forgeries: each takes a scene and returns the bytes of a package ------------------------------------------------


def changed_member(scene: Scene) -> bytes:
    return packed(scene.members | {CASES: scene.members[CASES].replace(b"1200.50", b"9200.50")})


def removed_member(scene: Scene) -> bytes:
    members = scene.members
    del members[MEMBERS]
    return packed(members)


def added_member(scene: Scene) -> bytes:
    return packed(scene.members | {"data/more.csv": b"x"})


def renamed_member(scene: Scene) -> bytes:
    members = scene.members
    members["data/families.csv"] = members.pop(MEMBERS)
    return packed(members)


def swapped_members(scene: Scene) -> bytes:
    members = scene.members
    return packed(members | {CASES: members[MEMBERS], MEMBERS: members[CASES]})


def removed_signature(scene: Scene) -> bytes:
    members = scene.members
    del members[asic_manifest.SIGNATURE_PATH]
    return packed(members)


def others_signature(scene: Scene) -> bytes:
    """Another office, whose root is trusted too, signs this office's package."""
    return resigned(scene.members, scene.other_office)


def unknown_root(scene: Scene) -> bytes:
    """Make, as a forger, a root and a certificate with the very same names."""
    stranger = replace(
        scene.office,
        root_key=scene.other_office.root_key,
        key=scene.other_office.key,
        root=b"",
        certificate=b"",
    )
    root = certificates.make_root(stranger.root_key, stranger.name, _now())
    public = certificates.public_key_of(stranger.key)
    certificate = certificates.issue(stranger.root_key, root, public, stranger.name, _now())
    return resigned(scene.members, replace(stranger, root=root, certificate=certificate))


def signed_by_root(scene: Scene) -> bytes:
    """Sign with a root, which may only issue."""
    return resigned(
        scene.members, replace(scene.office, key=scene.office.root_key, certificate=scene.office.root)
    )


def expired_certificate(scene: Scene) -> bytes:
    long_ago = _now() - timedelta(days=4 * 365)
    office = scene.office
    root = certificates.make_root(office.root_key, office.name, long_ago)
    certificate = certificates.issue(
        office.root_key, root, certificates.public_key_of(office.key), office.name, long_ago
    )
    return resigned(scene.members, replace(office, certificate=certificate))


def signature_of_other_content(scene: Scene) -> bytes:
    other = container.unpack(scene.build(seq=8).content).members
    return packed(scene.members | {asic_manifest.SIGNATURE_PATH: other[asic_manifest.SIGNATURE_PATH]})


def junk_in_signature(scene: Scene) -> bytes:
    path = asic_manifest.SIGNATURE_PATH
    return packed(scene.members | {path: scene.members[path] + b"junk"})


def asic_with_doctype(scene: Scene) -> bytes:
    members = scene.members
    evil = members[asic_manifest.PATH].replace(
        b"<asic:ASiCManifest ",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<asic:ASiCManifest ',
        1,
    )
    signature = signing.sign(evil, scene.office.signer, _now())
    return packed(members | {asic_manifest.PATH: evil, asic_manifest.SIGNATURE_PATH: signature})


def wrong_sums(scene: Scene) -> bytes:
    members = scene.members | {"SHA256SUMS": scene.members["SHA256SUMS"].replace(b"a", b"b")}
    payload = {name: content for name, content in members.items() if not name.startswith("META-INF/")}
    asic = asic_manifest.write(
        {name: hashlib.sha256(content).hexdigest() for name, content in payload.items()}
    )
    signature = signing.sign(asic, scene.office.signer, _now())
    return packed({asic_manifest.PATH: asic, asic_manifest.SIGNATURE_PATH: signature, **payload})


def manifest_of_other_schema(scene: Scene) -> bytes:
    text = scene.members["manifest.json"].replace(b"taizhang-package/1", b"taizhang-package/0")
    return resigned(scene.members | {"manifest.json": text}, scene.office)


def manifest_not_canonical(scene: Scene) -> bytes:
    text = json.dumps(json.loads(scene.members["manifest.json"]), ensure_ascii=False).encode()
    return resigned(scene.members | {"manifest.json": text}, scene.office)


def manifest_with_wrong_rows(scene: Scene) -> bytes:
    text = scene.members["manifest.json"].replace(b'"rows":3', b'"rows":4', 1)
    return resigned(scene.members | {"manifest.json": text}, scene.office)


def manifest_with_wrong_digest(scene: Scene) -> bytes:
    digest = hashlib.sha256(scene.members["report.pdf"]).hexdigest().encode()
    text = scene.members["manifest.json"].replace(digest, b"0" * 64)
    return resigned(scene.members | {"manifest.json": text}, scene.office)


def wrong_counts(scene: Scene) -> bytes:
    return scene.build(counts={"hardship_cases": 4}).content


def wrong_control_sum(scene: Scene) -> bytes:
    return scene.build(control_sums={"hardship_cases.income": "2000.51"}).content


def without_report(scene: Scene) -> bytes:
    members = scene.members
    del members["report.pdf"]
    return resigned(members, scene.office)


def signed_but_unexpected_member(scene: Scene) -> bytes:
    return resigned(scene.members | {"setup.exe": b"MZ"}, scene.office)


def csv_saved_by_a_spreadsheet(scene: Scene) -> bytes:
    content = b"record_uid,head,income,applied_on,kind\r\nc1,x,1.1E+17,,ILLNESS\r\n"
    members = scene.members | {CASES: content}
    return resigned(members, scene.office)


def row_against_description(scene: Scene) -> bytes:
    bad = csv_rows.write(
        ["record_uid", "head", "income", "applied_on", "kind"], [["c1", "", "-1", "2026-02-30", "FLU"]]
    )
    files = scene.data | {CASES: bad}
    return scene.build(files=files, counts={"hardship_cases": 1}, control_sums={}).content


def unsigned_report(scene: Scene) -> bytes:
    return scene.build(pdf=scene.plain_report).content


def changed_report(scene: Scene) -> bytes:
    return scene.build(pdf=scene.members["report.pdf"] + b"\n% added").content


def trailing_junk(scene: Scene) -> bytes:
    return scene.built.content + b"junk"


def trailing_zip(scene: Scene) -> bytes:
    return scene.built.content + scene.build(seq=8).content


def leading_junk(scene: Scene) -> bytes:
    return b"#!/bin/sh\n" + scene.built.content


def truncated(scene: Scene) -> bytes:
    return scene.built.content[:-500]


def empty(_: Scene) -> bytes:
    return b""


def comment(scene: Scene) -> bytes:
    content = scene.built.content
    return content[:-2] + struct.pack("<H", 4) + b"note"


def extra_field(scene: Scene) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in {"mimetype": container.MIMETYPE, **scene.members}.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.extra = struct.pack("<HH", 0xCAFE, 4) + b"data" if name == CASES else b""
            archive.writestr(info, content)
    return output.getvalue()


def symbolic_link(scene: Scene) -> bytes:
    content = scene.built.content
    ordinary, link = struct.pack("<L", 0o100600 << 16), struct.pack("<L", 0o120777 << 16)
    return content[: content.rindex(ordinary)] + link + content[content.rindex(ordinary) + 4 :]


def lying_size(scene: Scene) -> bytes:
    """State another size in the directory than in the header."""
    content = bytearray(scene.built.content)
    place = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[place + 24] ^= 1
    return bytes(content)


def overlapping(scene: Scene) -> bytes:
    """Two entries of the directory share one body."""
    content = bytearray(scene.built.content)
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    third = content.index(b"PK\x01\x02", second + 4)
    content[third + 42 : third + 46] = content[second + 42 : second + 46]
    return bytes(content)


def hidden_between(scene: Scene) -> bytes:
    """Bytes between the last member and the directory, with the directory's place mended."""
    content = scene.built.content
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    hidden = b"hidden"
    end = content[-22:-6] + struct.pack("<LH", start + len(hidden), 0)
    return content[:start] + hidden + content[start:-22] + end


def zip_bomb(scene: Scene) -> bytes:
    return loose_zip(scene.members | {"data/bomb.csv": bytes(20 * 1024 * 1024)})


def too_many_members(scene: Scene) -> bytes:
    return loose_zip(scene.members | {f"data/x{number}.csv": b"" for number in range(70)})


def _named(name: str) -> Callable[[Scene], bytes]:
    def forged(scene: Scene) -> bytes:
        return loose_zip(scene.members | {name: b"x"})

    forged.__name__ = f"named_{name.encode('unicode_escape').decode()}"
    return forged


HOSTILE_NAMES = [
    "../../etc/passwd", "/etc/passwd", "C:/x.csv", "a\\..\\b", "data/../../x", "data/con.txt", "NUL", "data//x",
    "data/./x", "-rf", "data/$(touch x)", "data/`id`", "data/x y", "data/x\ny", "data/x.", "a/b/c/d/e/f",
    "Manifest.JSON", "data/工会.csv", "data/[a-z]*.csv", "x" * 101, "data/",
]  # fmt: skip

# The forgery -> the code that must be among the failing findings, and what verify.sh must say.
BOTH: dict[Callable[[Scene], bytes], tuple[str, str]] = {
    changed_member: ("E07", "改动或调换"),
    removed_member: ("E07", "不见了"),
    added_member: ("E08", "data/more.csv 没有被签名"),
    renamed_member: ("E08", "data/families.csv 没有被签名"),
    swapped_members: ("E07", "改动或调换"),
    removed_signature: ("E04", "签名缺失"),
    others_signature: ("E06", "签名的却是"),
    unknown_root: ("E05", "不是由受信任的根证书"),
    signed_by_root: ("E05", "不是由受信任的根证书"),
    expired_certificate: ("E05", "不在有效期内"),
    signature_of_other_content: ("E04", "与内容不符"),
    junk_in_signature: ("E04", "签名缺失"),
    asic_with_doctype: ("E03", "签名清单缺失或写法不规范"),
    wrong_sums: ("E07", "SHA256SUMS 与各文件不一致"),
    manifest_of_other_schema: ("E12", "manifest.json 缺失、写法不规范"),
    manifest_not_canonical: ("E12", "manifest.json 缺失、写法不规范"),
    manifest_with_wrong_rows: ("E13", "行数与 manifest.json 登记的 4 行不符"),
    manifest_with_wrong_digest: ("E07", "report.pdf 与 manifest.json 登记的不一致"),
    wrong_counts: ("E13", "hardship_cases 登记了 4 条"),
    without_report: ("E03", "缺少必需的文件 report.pdf"),
    signed_but_unexpected_member: ("E03", "规定之外的文件 setup.exe"),
    csv_saved_by_a_spreadsheet: ("E12", "与 manifest.json 登记的不一致"),
    trailing_junk: ("E01", "不完整"),
    trailing_zip: ("E03", "夹带"),
    leading_junk: ("E03", "夹带"),
    truncated: ("E01", "不完整"),
    empty: ("E01", "不完整"),
    comment: ("E01", "不完整"),
    extra_field: ("E03", "夹带"),
    symbolic_link: ("E03", "夹带"),
    lying_size: ("E03", "目录与内容对不上"),
    overlapping: ("E03", "目录与内容对不上"),
    hidden_between: ("E03", "夹带"),
    zip_bomb: ("E03", "压缩炸弹"),
    too_many_members: ("E03", "个数"),
} | {_named(name): ("E03", "") for name in HOSTILE_NAMES}
# What verify.sh says itself that it leaves to pdfsig and frictionless.
BEYOND_THE_SHELL: dict[Callable[[Scene], bytes], str] = {
    wrong_control_sum: "E13",
    row_against_description: "E12",
    unsigned_report: "E15",
    changed_report: "E15",
}


@dataclass
class Shell:
    """Runs verify.sh in a folder of its own."""

    folder: Path

    def __call__(self, content: bytes, name: str, *roots: bytes) -> subprocess.CompletedProcess[str]:
        path = self.folder / name
        path.write_bytes(content)
        arguments = [str(path)]
        if roots:
            pem = self.folder / "roots.pem"
            pem.write_bytes(b"".join(certificates.as_pem(root) for root in roots))
            arguments.append(str(pem))
        left = self.folder / "tmp"
        left.mkdir(exist_ok=True)
        result = subprocess.run(
            ["sh", SCRIPT, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(left)},
        )
        assert list(left.iterdir()) == [], "verify.sh left its working folder behind"
        assert result.stderr == ""
        return result


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def failing_codes(result: verification.Verification) -> set[str]:
    return {
        finding.code for finding in result.findings if not finding.holds and finding.severity is Severity.MUST
    }


def test_a_right_package_holds_in_both(scene: Scene, shell: Shell) -> None:
    built, office = scene.built, scene.office
    result = verification.verify(built.content, trust=office.trust, file_name=built.file_name)
    assert [str(finding.message) for finding in result.findings if not finding.holds] == []
    assert result.holds
    assert result.identity == built.manifest_sha256
    assert result.manifest == built.manifest
    assert result.signature is not None
    assert result.signature.signer == office.name
    said = shell(built.content, built.file_name, office.root)
    assert said.returncode == 0, said.stdout
    assert "核验通过" in said.stdout
    assert office.name.name in said.stdout


def test_without_a_pinned_root_both_ask_to_compare_the_paper(scene: Scene, shell: Shell) -> None:
    printed = certificates.grouped(certificates.fingerprint(scene.office.root))
    result = verification.verify(scene.built.content, trust=Trust(), file_name=scene.built.file_name)
    open_ones = [finding for finding in result.findings if not finding.holds]
    assert [(finding.code, finding.severity) for finding in open_ones] == [("E05", Severity.EXPLAIN)]
    assert printed in str(open_ones[0].message)
    assert result.holds
    said = shell(scene.built.content, scene.built.file_name)
    assert said.returncode == 0, said.stdout
    assert printed in said.stdout


@pytest.mark.parametrize("forge", BOTH, ids=lambda forge: forge.__name__)
def test_a_forgery_is_reported_as_what_it_is_by_both(
    forge: Callable[[Scene], bytes], scene: Scene, shell: Shell
) -> None:
    content, (code, words) = forge(scene), BOTH[forge]
    # Both offices' roots are trusted, as they are at the county.
    trust = Trust(roots=(scene.office.root, scene.other_office.root))
    result = verification.verify(content, trust=trust, file_name=scene.built.file_name)
    assert code in failing_codes(result), [str(each.message) for each in result.findings]
    assert not result.holds
    said = shell(content, scene.built.file_name, *trust.roots)
    assert said.returncode == 1, said.stdout
    assert "核验不通过" in said.stdout
    assert words in "\n".join(line for line in said.stdout.splitlines() if line.startswith("✗"))


@pytest.mark.parametrize("forge", BEYOND_THE_SHELL, ids=lambda forge: forge.__name__)
def test_what_only_the_program_can_read_is_reported_by_it(
    forge: Callable[[Scene], bytes], scene: Scene
) -> None:
    result = verification.verify(forge(scene), trust=scene.office.trust)
    assert failing_codes(result) == {BEYOND_THE_SHELL[forge]}, [str(each.message) for each in result.findings]


def test_an_older_package_under_a_new_name_is_reported_as_that_by_both(scene: Scene, shell: Shell) -> None:
    new_name = package.file_name(replace(scene.built.manifest, seq=8))
    result = verification.verify(scene.built.content, trust=scene.office.trust, file_name=new_name)
    assert failing_codes(result) == {"E09"}
    assert any("改了名字" in str(finding.message) for finding in result.findings)
    said = shell(scene.built.content, new_name, scene.office.root)
    assert said.returncode == 1
    assert "改了名字" in said.stdout


def test_a_copy_under_a_free_name_is_only_a_hint(scene: Scene, shell: Shell) -> None:
    result = verification.verify(
        scene.built.content, trust=scene.office.trust, file_name="报送包 - 副本.asice"
    )
    assert result.holds
    assert ("E09", Severity.HINT) in {
        (each.code, each.severity) for each in result.findings if not each.holds
    }
    assert shell(scene.built.content, "报送包 - 副本.asice", scene.office.root).returncode == 0


def test_sentences_name_the_member(scene: Scene) -> None:
    def sentences(content: bytes) -> str:
        return "\n".join(str(each.message) for each in verification.verify(content, trust=Trust()).findings)

    assert f"文件 {MEMBERS} 被改名为 data/families.csv" in sentences(renamed_member(scene))
    assert f"文件 {CASES} 的内容其实是 {MEMBERS} 的" in sentences(swapped_members(scene))
    assert f"签过名的文件 {MEMBERS} 不见了" in sentences(removed_member(scene))
    assert "data/more.csv 没有被签名" in sentences(added_member(scene))
    assert "第 1 行“head”不符合说明" in sentences(row_against_description(scene))


@pytest.mark.parametrize(
    ("expected", "codes"),
    [
        (lambda _: Expected(receiver="999999"), {"E14"}),
        (lambda built: Expected(received={7: built.manifest_sha256}), {"E09"}),
        (lambda _: Expected(received={7: "00" * 32}), {"E11"}),
        (lambda _: Expected(received={6: "00" * 32}), {"E11"}),
        (lambda _: Expected(received={6: "ab" * 32}), set()),
        (lambda _: Expected(receiver="360111"), set()),
        (lambda _: Expected(received={4: "00" * 32}), set()),
    ],
)
def test_the_stream_so_far_decides(
    expected: Callable[[BuiltPackage], Expected], codes: set[str], scene: Scene
) -> None:
    result = verification.verify(
        scene.built.content, trust=scene.office.trust, expected=expected(scene.built)
    )
    assert failing_codes(result) == codes


def test_a_gap_waits_and_is_no_rejection(scene: Scene) -> None:
    expected = Expected(received={4: "00" * 32})
    result = verification.verify(scene.built.content, trust=scene.office.trust, expected=expected)
    assert [each.code for each in result.findings if not each.holds] == ["E10"]
    assert result.holds


def test_a_name_with_quotes_means_the_same_to_both(scene: Scene, shell: Shell, office: Any) -> None:
    name = OfficeName("360111103", '罗家"镇\\总工会')
    certificate = certificates.issue(
        office.root_key, office.root, certificates.public_key_of(office.key), name, _now()
    )
    quoted = replace(office, certificate=certificate)
    text = scene.members["manifest.json"].replace("罗家镇总工会".encode(), '罗家\\"镇\\\\总工会'.encode())
    content = resigned(scene.members | {"manifest.json": text}, quoted)
    # Only the report's signature, by the certificate with the other name, is out of place.
    assert failing_codes(verification.verify(content, trust=office.trust)) == {"E15"}
    assert shell(content, scene.built.file_name, office.root).returncode == 0


def test_json_is_plain_data(scene: Scene) -> None:
    result = verification.verify(changed_member(scene), trust=scene.office.trust)
    value = json.loads(json.dumps(verification.to_json(result), ensure_ascii=False))
    assert value["holds"] is False
    assert value["signer"]["name"] == "罗家镇总工会"
    assert re.fullmatch("[0-9a-f]{64}", value["identity"])
    assert {"code": "E07", "holds": False, "severity": "MUST", "subject": CASES} in [
        {key: each[key] for key in ("code", "holds", "severity", "subject")} for each in value["findings"]
    ]


def test_verify_sh_says_how_it_is_used() -> None:
    for arguments in ([], ["/no/such/file"], ["a", "b", "c"], ["a", "b", "c", "d"]):
        result = subprocess.run(["sh", SCRIPT, *arguments], capture_output=True, text=True, check=False)
        assert (result.returncode, "用法" in result.stderr) == (2, True)


def _mutated(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 1, 2, 8])):
        place = rng.randrange(len(changed))
        match rng.randrange(4):
            case 0:
                changed[place] ^= 1 << rng.randrange(8)
            case 1:
                changed[place] = rng.randrange(256)
            case 2:
                del changed[place]
            case _:
                changed.insert(place, rng.randrange(256))
    return bytes(changed)


def _run_mutations(scene: Scene, count: int, shell: Shell | None, shell_every: int) -> None:
    original = {
        name: content for name, content in scene.members.items() if name != asic_manifest.SIGNATURE_PATH
    }
    rng = random.Random(20260801)
    for number in range(count):
        content = _mutated(scene.built.content, rng)
        result = verification.verify(content, trust=scene.office.trust, file_name=scene.built.file_name)
        same = False
        if result.holds:
            members = dict(container.unpack(content).members)
            del members[asic_manifest.SIGNATURE_PATH]
            same = members == original
            assert same, f"mutation {number} was accepted with different content"
        if shell is not None and number % shell_every == 0:
            said = shell(content, scene.built.file_name, scene.office.root)
            assert said.returncode == (0 if result.holds else 1), (number, said.stdout, result.findings)


def test_no_small_mutation_is_accepted_with_different_content(scene: Scene, shell: Shell) -> None:
    _run_mutations(scene, 200, shell, shell_every=10)


@pytest.mark.slow
def test_no_mutation_is_accepted_with_different_content(scene: Scene, shell: Shell) -> None:
    _run_mutations(scene, 2000, shell, shell_every=10)


def test_what_the_manifest_says_survives(built: BuiltPackage, manifest: PackageManifest) -> None:
    assert replace(built.manifest, files=(), data_fingerprint="") == manifest
