"""``manifest.json`` has one form and nothing in it is taken on trust."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.store.journal import NO_PACKAGE
from desktop.exchange import manifest as manifests
from desktop.exchange.manifest import FileEntry, ManifestError, PackageManifest


@pytest.fixture
def full(manifest: PackageManifest) -> PackageManifest:
    return replace(
        manifest,
        files=(FileEntry("data/x.csv", "ee" * 32, 12, 3), FileEntry("report.pdf", "dd" * 32, 99)),
        data_fingerprint="ff" * 32,
        missing_glyphs=("U+20BB7",),
        supersedes=manifest.package_id,
    )


def test_it_is_canonical_and_read_back(full: PackageManifest) -> None:
    content = full.to_json()
    assert manifests.parse(content) == full
    assert content.startswith(b'{"app_version":"0.1","audit_head":')
    assert "罗家镇总工会".encode() in content


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", "taizhang-package/2"), ("type", "ZZZ"), ("package_id", "x"), ("from", "a_b"), ("from", ""),
        ("from_name", "x\u202ey"), ("from_name", "x\ny"), ("seq", 0), ("seq", 1_000_000), ("seq", "7"), ("seq", True),
        ("seq", 7.0), ("prev", "0" * 63), ("prev", "G" * 64), ("audit_n", -1), ("audit_n", 2**60), ("counts", []),
        ("counts", {"a b": 1}), ("counts", {"a": -1}), ("control_sums", {"a": 1}), ("control_sums", {"a": "1e5"}),
        ("files", [{"name": "x"}]), ("files", {}), ("missing_glyphs", ["20BB7"]), ("supersedes", "x"),
        ("data_fingerprint", None), ("created_local", "2026-08-01"), ("extra", 1), ("period", ""), ("to", None),
        ("type", "CORR"), ("stands_at", {"seq": 7, "identity": "aa" * 32}),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused(key: str, value: Any, full: PackageManifest) -> None:
    values = json.loads(full.to_json()) | {key: value}
    content = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(ManifestError):
        manifests.parse(content)


@pytest.mark.parametrize("place", [(0, NO_PACKAGE), (7, "aa" * 32)])
def test_a_correction_says_where_its_sender_stands(place: tuple[int, str], full: PackageManifest) -> None:
    sent_back = replace(full, type=manifests.CORRECTION, stands_at=place)
    assert manifests.parse(sent_back.to_json()) == sent_back
    with pytest.raises(ManifestError):
        manifests.parse(replace(sent_back, stands_at=(7, "zz")).to_json())


def test_every_key_is_needed(full: PackageManifest) -> None:
    values = json.loads(full.to_json())
    for key in values:
        rest = {name: value for name, value in values.items() if name != key}
        with pytest.raises(ManifestError):
            manifests.parse(
                json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            )


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"schema":1}'])
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    with pytest.raises(ManifestError):
        manifests.parse(content)


def test_two_spellings_of_one_key_are_refused(full: PackageManifest) -> None:
    content = full.to_json().replace(b'"seq":7', b'"seq":8,"seq":7')
    with pytest.raises(ManifestError, match="不规范"):
        manifests.parse(content)


def test_the_fingerprint_is_what_sha256sum_prints(data: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, content in data.items():
        (tmp_path / name).write_bytes(content)
    command = "LC_ALL=C sha256sum data/*.csv | sha256sum"
    printed = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert manifests.data_fingerprint(data) == printed.split()[0]
    lines = manifests.sums(data).decode().splitlines()
    assert (
        lines[0] == f"{hashlib.sha256(data['data/hardship_cases.csv']).hexdigest()}  data/hardship_cases.csv"
    )
