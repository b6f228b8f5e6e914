"""Two offices with real keys, a signed PDF/A report and a submission: made once, because keys are slow."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pikepdf.pdfa
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange import certificates, csv_rows, envelope, package, pdf_signature
from desktop.exchange.certificates import KeySigner, OfficeName
from desktop.exchange.envelope import KeyPair
from desktop.exchange.manifest import PackageManifest
from desktop.exchange.trust import Trust
from desktop.reports import fonts
from tests.exchange.vectors.scene import Scene

COUNTY = OfficeName("360111", "青山湖区总工会")
# Certificates begin now, because openssl judges them by the machine's clock.
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Office:
    """An office with everything it signs with."""

    name: OfficeName
    root_key: bytes
    root: bytes
    key: bytes
    certificate: bytes

    @property
    def signer(self) -> KeySigner:
        return KeySigner(self.key, self.certificate, self.root)

    @property
    def trust(self) -> Trust:
        return Trust(roots=(self.root,))


def make_office(name: OfficeName) -> Office:
    root_key, key = certificates.make_key(), certificates.make_key()
    root = certificates.make_root(root_key, name, NOW)
    public = certificates.public_key_of(key)
    return Office(name, root_key, root, key, certificates.issue(root_key, root, public, name, NOW))


@pytest.fixture(scope="session")
def office() -> Office:
    return make_office(OfficeName("360111103", "罗家镇总工会"))


@pytest.fixture(scope="session")
def other_office() -> Office:
    return make_office(OfficeName("360111104", "塘山镇总工会"))


@pytest.fixture(scope="session")
def county() -> Office:
    return make_office(COUNTY)


@pytest.fixture(scope="session")
def county_keys() -> tuple[KeyPair, KeyPair]:
    """Give the daily and the escrow key of the county."""
    return envelope.make_identity(), envelope.make_identity()


@pytest.fixture
def frictionless() -> Iterator[Any]:
    """Give the independent reader of data packages, which changes the csv module for the whole process."""
    limit = csv.field_size_limit()
    yield pytest.importorskip("frictionless")
    csv.field_size_limit(limit)


@pytest.fixture(scope="session")
def plain_report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a PDF/A-2b that the validator passes, not yet signed."""
    # By the program's own font: reportlab would hand a second one of the same face to whoever asks for the first.
    kai = fonts.font(fonts.KAI).fontName
    drawn = io.BytesIO()
    canvas = Canvas(drawn, initialFontName=kai, invariant=1)
    canvas.setFont(kai, 14)
    canvas.drawString(100, 700, "困难职工档案 汇总")
    canvas.showPage()
    canvas.save()
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    with pikepdf.open(drawn) as pdf:
        for page in pdf.pages:
            if "/Trans" in page:
                del page["/Trans"]
        pikepdf.pdfa.prepare(pdf, "2b")
        pikepdf.pdfa.save(pdf, path, "2b")
    return path.read_bytes()


@pytest.fixture(scope="session")
def report(plain_report: bytes, office: Office) -> bytes:
    return pdf_signature.sign_pdf(plain_report, office.signer, NOW, "报送")


CASES = csv_rows.write(
    ["record_uid", "head", "income", "applied_on", "kind"],
    [
        ["c1", "张三", "1200.50", "2026-01-05", "ILLNESS"],
        ["c2", "𬱖䶮㛃", "800.00", "2026-02-28", "DISASTER"],
        ["c3", '李"四"\r\n二', "", "", "ILLNESS"],
    ],
)
MEMBERS = csv_rows.write(
    ["parent_uid", "row", "name"],
    [["c1", "1", "张小明"], ["c1", "2", "王,五"], ["c2", "1", "阿依古丽·买买提"]],
)


def _resource(path: str, content: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": path.removeprefix("data/").removesuffix(".csv"),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def describe(data: dict[str, bytes]) -> bytes:
    cases = {
        "fields": [
            {
                "name": "record_uid",
                "title": "标识",
                "type": "string",
                "constraints": {"required": True, "unique": True},
            },
            {
                "name": "head",
                "title": "户主",
                "type": "string",
                "constraints": {"required": True, "maxLength": 30},
            },
            {"name": "income", "title": "收入", "type": "number", "constraints": {"minimum": 0}},
            {"name": "applied_on", "title": "申请日期", "type": "date"},
            {
                "name": "kind",
                "title": "类别",
                "type": "string",
                "constraints": {"enum": ["ILLNESS", "DISASTER"]},
            },
        ],
        "primaryKey": ["record_uid"],
    }
    members = {
        "fields": [
            {"name": "parent_uid", "type": "string", "constraints": {"required": True}},
            {"name": "row", "type": "integer", "constraints": {"required": True, "minimum": 1}},
            {"name": "name", "type": "string", "constraints": {"pattern": "[^0-9]+"}},
        ],
        "primaryKey": ["parent_uid", "row"],
        "foreignKeys": [
            {"fields": ["parent_uid"], "reference": {"resource": "hardship_cases", "fields": ["record_uid"]}}
        ],
    }
    schemas = {"data/hardship_cases.csv": cases, "data/hardship_cases.members.csv": members}
    resources = [_resource(path, data[path], schemas[path]) for path in sorted(data) if path in schemas]
    description = {"profile": "tabular-data-package", "name": "taizhang-submission", "resources": resources}
    return json.dumps(description, ensure_ascii=False, sort_keys=True).encode()


@pytest.fixture
def manifest(office: Office) -> PackageManifest:
    return PackageManifest(
        type="SUB",
        package_id="6f1f7f5e-2f0a-4a55-9d0c-0d9d4f7f0001",
        sender=office.name,
        receiver=COUNTY,
        seq=7,
        prev="ab" * 32,
        period="2026",
        created_local="2026-08-01T16:00:00",
        tz="Asia/Shanghai",
        app_version="0.1",
        audit_n=12,
        audit_head="cd" * 32,
        counts={"hardship_cases": 3},
        control_sums={"hardship_cases.income": "2000.50"},
    )


@pytest.fixture
def data() -> dict[str, bytes]:
    return {"data/hardship_cases.csv": CASES, "data/hardship_cases.members.csv": MEMBERS}


@pytest.fixture
def build(
    office: Office, manifest: PackageManifest, report: bytes, data: dict[str, bytes]
) -> Callable[..., package.BuiltPackage]:
    """Build a submission, right in every way but for what the test changes."""

    def built(
        *,
        by: Office = office,
        files: dict[str, bytes] = data,
        description: bytes | None = None,
        pdf: bytes = report,
        **changes: Any,
    ) -> package.BuiltPackage:
        return package.build(
            replace(manifest, **changes),
            data=files,
            data_package=describe(files) if description is None else description,
            report=pdf,
            signer=by.signer,
            when=NOW,
        )

    return built


@pytest.fixture
def built(build: Callable[..., package.BuiltPackage]) -> package.BuiltPackage:
    return build()


@pytest.fixture
def scene(
    built: package.BuiltPackage,
    build: Callable[..., package.BuiltPackage],
    office: Any,
    other_office: Any,
    plain_report: bytes,
    data: dict[str, bytes],
    county: Office,
    county_keys: tuple[KeyPair, KeyPair],
) -> Scene:
    return Scene(built, build, office, other_office, plain_report, data, county, *county_keys)
