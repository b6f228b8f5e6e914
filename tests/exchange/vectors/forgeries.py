"""Forged packages with the finding each must give and what ``verify.sh`` says of it: each takes a scene, gives bytes."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from desktop.exchange import asic_manifest, certificates, container, csv_rows, signing
from tests.exchange.vectors.scene import CASES, MEMBERS, Scene, loose_zip, now, packed, resigned


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
    root = certificates.make_root(stranger.root_key, stranger.name, now())
    public = certificates.public_key_of(stranger.key)
    certificate = certificates.issue(stranger.root_key, root, public, stranger.name, now())
    return resigned(scene.members, replace(stranger, root=root, certificate=certificate))


def signed_by_root(scene: Scene) -> bytes:
    """Sign with a root, which may only issue."""
    return resigned(
        scene.members, replace(scene.office, key=scene.office.root_key, certificate=scene.office.root)
    )


def expired_certificate(scene: Scene) -> bytes:
    long_ago = now() - timedelta(days=4 * 365)
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
    signature = signing.sign(evil, scene.office.signer, now())
    return packed(members | {asic_manifest.PATH: evil, asic_manifest.SIGNATURE_PATH: signature})


def wrong_sums(scene: Scene) -> bytes:
    members = scene.members | {"SHA256SUMS": scene.members["SHA256SUMS"].replace(b"a", b"b")}
    payload = {name: content for name, content in members.items() if not name.startswith("META-INF/")}
    asic = asic_manifest.write(
        {name: hashlib.sha256(content).hexdigest() for name, content in payload.items()}
    )
    signature = signing.sign(asic, scene.office.signer, now())
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
    wrong_control_sum: ("E13", "控制数 2000.51 不符"),
    unsigned_report: ("E15", "report.pdf 没有有效的签名"),
    changed_report: ("E15", "report.pdf 没有有效的签名"),
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
# What verify.sh says itself that it leaves to frictionless.
BEYOND_THE_SHELL: dict[Callable[[Scene], bytes], str] = {
    row_against_description: "E12",
}
