"""Vectors of what is signed: what the manifest states, the data, the report, the stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from db.store.journal import NO_PACKAGE
from desktop.exchange import csv_rows, pdf_signature
from desktop.exchange import package as package_names
from desktop.exchange.certificates import OfficeName
from desktop.exchange.manifest import data_fingerprint
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
                each["sha256"], each["bytes"] = package_names.sha256(new), len(new)
        data = {CASES: new, MEMBERS: scene.members[MEMBERS]}
        values["data_fingerprint"] = data_fingerprint(data)
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert old != new
        return resigned(scene.members | {CASES: new, "manifest.json": text}, scene.office)

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
    built = scene.build(seq=1, prev=NO_PACKAGE)
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
    yield from _stating()
    yield from _holding()
    yield from _streaming()
