"""A built package has its fixed order, its own name, and the same bytes each time; others' tools can read it."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange import certificates, csv_rows, package
from desktop.exchange.manifest import data_fingerprint
from desktop.exchange.package import BuiltPackage, NameParts


def test_the_members_stand_in_their_order(built: BuiltPackage) -> None:
    assert zipfile.ZipFile(io.BytesIO(built.content)).namelist() == [
        "mimetype",
        "META-INF/ASiCManifest001.xml",
        "META-INF/signature001.p7s",
        "manifest.json",
        "datapackage.json",
        "data/hardship_cases.csv",
        "data/hardship_cases.members.csv",
        "report.pdf",
        "SHA256SUMS",
    ]


def test_the_same_input_gives_the_same_bytes(build: Callable[..., BuiltPackage]) -> None:
    assert build().content == build().content


def test_the_identity_is_that_of_the_signed_list(built: BuiltPackage) -> None:
    asic = zipfile.ZipFile(io.BytesIO(built.content)).read("META-INF/ASiCManifest001.xml")
    assert built.manifest_sha256 == hashlib.sha256(asic).hexdigest()


def test_the_manifest_lists_files_rows_and_fingerprint(built: BuiltPackage, data: dict[str, bytes]) -> None:
    rows = {entry.name: entry.rows for entry in built.manifest.files}
    assert rows == {
        "datapackage.json": None,
        "data/hardship_cases.csv": 3,
        "data/hardship_cases.members.csv": 3,
        "report.pdf": None,
    }
    assert built.manifest.data_fingerprint == data_fingerprint(data)


def test_the_file_name_says_who_what_and_which(built: BuiltPackage) -> None:
    assert built.file_name == "360111103_360111_SUB_000007.asice"
    assert package.parse_file_name(built.file_name) == NameParts("360111103", "360111", "SUB", 7)
    assert package.parse_file_name("报送.asice") is None


@pytest.fixture
def extracted(built: BuiltPackage, tmp_path: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(built.content)).extractall(tmp_path)
    return tmp_path


def test_openssl_and_sha256sum_accept_it(extracted: Path, office: Any) -> None:
    (extracted / "root.pem").write_bytes(certificates.as_pem(office.root))
    command = (
        "openssl cms -verify -binary -cades -inform DER -in META-INF/signature001.p7s "
        "-content META-INF/ASiCManifest001.xml -CAfile root.pem -purpose any -signer signer.pem -out /dev/null"
    )
    subprocess.run(command.split(), cwd=extracted, check=True, capture_output=True)
    subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=extracted, check=True, capture_output=True
    )


def test_frictionless_accepts_it(extracted: Path, frictionless: Any) -> None:
    report = frictionless.validate(str(extracted / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    rows = (
        frictionless.Package(str(extracted / "datapackage.json")).get_resource("hardship_cases").read_rows()
    )
    assert [row["head"] for row in rows] == ["张三", "𬱖䶮㛃", '李"四"\r\n二']


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_pdfsig_accepts_the_report_in_it(extracted: Path) -> None:
    said = subprocess.run(
        ["pdfsig", "report.pdf"], cwd=extracted, capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in said


def test_csv_rows_have_one_form() -> None:
    rows = [["1", '他说"好"'], ["2", "两\r\n行"], ["", ","]]
    content = csv_rows.write(["a", "b"], rows)
    assert content.startswith(b'\xef\xbb\xbf"a","b"\r\n"1",')
    assert csv_rows.read(content) == (["a", "b"], rows)
    assert csv_rows.count(content) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xef\xbb\xbf", b'"a"\r\n', b'\xef\xbb\xbf"a"\n', b"\xef\xbb\xbfa\r\n", b'\xef\xbb\xbf"a",\r\n',
        b'\xef\xbb\xbf"a"', b'\xef\xbb\xbf"a\r\n', b'\xef\xbb\xbf"\xff"\r\n', b'\xef\xbb\xbf"a"x\r\n', b'\xef\xbb\xbf"a"\r\n\r\n',
    ],
)  # fmt: skip
def test_any_other_form_is_no_csv_of_ours(content: bytes) -> None:
    with pytest.raises(csv_rows.NotStrictCsvError):
        csv_rows.read(content)
