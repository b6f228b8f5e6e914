"""Findings about what is inside a package: sums, counts, each CSV against its description, the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from db.messages import N_, Message
from desktop.exchange import csv_rows, data_package_check, package, pdf_signature
from desktop.exchange.finding import Finding, failing, holding
from desktop.exchange.manifest import PackageManifest, data_fingerprint, sums
from desktop.exchange.signing import SignatureStatus
from desktop.exchange.trust import Trust


def content_findings(
    members: Mapping[str, bytes],
    tables: Mapping[str, csv_rows.Table],
    manifest: PackageManifest | None,
    status: SignatureStatus,
    trust: Trust,
) -> Iterator[Finding]:
    """Check the payload; without a readable ``manifest`` only what does not need it.

    ``tables`` are the data files that can be read; the others are found by the check against datapackage.json.
    """
    data = data_of(members)
    yield from _sums_findings(members)
    if manifest is not None:
        yield from _file_findings(members, manifest)
        yield from _count_findings(data, tables, manifest)
    yield from _data_findings(members.get(package.DATA_PACKAGE, b""), data, tables)
    yield from _report_findings(members.get(package.REPORT), status, trust)


def data_of(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Pick the data files out of the members."""
    return {name: content for name, content in members.items() if name.startswith(package.DATA_FOLDER)}


def _sums_findings(members: Mapping[str, bytes]) -> Iterator[Finding]:
    listed = {name: content for name, content in members.items() if package.is_listed_in_sums(name)}
    if members.get(package.SUMS) == sums(listed):
        yield holding("E07", Message(N_("校验和清单 SHA256SUMS 与各文件一致。")), package.SUMS)
    else:
        text = N_("校验和清单 SHA256SUMS 与各文件不一致。不要使用，请让对方重新导出。")
        yield failing("E07", Message(text), package.SUMS)


def _file_findings(members: Mapping[str, bytes], manifest: PackageManifest) -> Iterator[Finding]:
    """Compare ``manifest.files`` with the members: the same names, digests and sizes."""
    listed = {entry.name: (entry.sha256, entry.bytes) for entry in manifest.files}
    actual = {
        name: (package.sha256(content), len(content))
        for name, content in members.items()
        if package.is_listed_in_sums(name) and name != package.MANIFEST
    }
    differing = sorted(name for name in {*listed, *actual} if listed.get(name) != actual.get(name))
    for name in differing:
        text = N_("文件 {file} 与 manifest.json 登记的不一致。不要使用，请让对方重新导出。")
        yield failing("E07", Message(text, {"file": name}), name)
    if not differing:
        yield holding("E07", Message(N_("各文件与 manifest.json 登记的一致。")), package.MANIFEST)


def _count_findings(
    data: Mapping[str, bytes], tables: Mapping[str, csv_rows.Table], manifest: PackageManifest
) -> Iterator[Finding]:
    """Compare rows, registers' counts, control sums and the fingerprint printed in the report."""
    problems: list[Finding] = []
    for entry in manifest.files:
        rows = len(tables[entry.name][1]) if entry.name in tables else None
        if rows != entry.rows and entry.name in {*tables, *data}:
            text = N_("{file} 有 {rows} 行，manifest.json 登记的是 {listed} 行。请让对方重新导出。")
            values = {"file": entry.name, "rows": rows, "listed": entry.rows}
            problems.append(failing("E13", Message(text, values), entry.name))
    for register, count in manifest.counts.items():
        table = tables.get(f"{package.DATA_FOLDER}{register}.csv")
        if table is None or len(table[1]) != count:
            text = N_("{register} 登记了 {count} 条，与数据文件的行数不符。请让对方重新导出。")
            problems.append(failing("E13", Message(text, {"register": register, "count": count}), register))
    for key, listed in manifest.control_sums.items():
        if _total(tables, key) != Decimal(listed):
            text = N_("{column} 的合计与登记的控制数 {listed} 不符。请让对方重新导出。")
            problems.append(failing("E13", Message(text, {"column": key, "listed": listed}), key))
    if manifest.data_fingerprint != data_fingerprint(data):
        problems.append(
            failing("E15", Message(N_("数据指纹与数据文件不符，报表与数据可能不是同一次导出的。")))
        )
    yield from problems
    if not problems:
        values = {"rows": sum(len(rows) for _, rows in tables.values()), "files": len(tables)}
        yield holding("E13", Message(N_("{files} 个数据文件共 {rows} 行，行数、控制数与登记一致。"), values))


def _total(tables: Mapping[str, csv_rows.Table], key: str) -> Decimal | None:
    """Add up the column that ``<csv>.<column>`` names; ``None`` when it cannot be added up."""
    stem, _, column = key.rpartition(".")
    header, rows = tables.get(f"{package.DATA_FOLDER}{stem}.csv", ([], []))
    if column not in header:
        return None
    place = header.index(column)
    try:
        return sum((Decimal(row[place]) for row in rows if row[place]), Decimal(0))
    except (InvalidOperation, IndexError):
        return None


def _data_findings(
    description: bytes, data: Mapping[str, bytes], tables: Mapping[str, csv_rows.Table]
) -> Iterator[Finding]:
    try:
        problems = data_package_check.check(description, data, tables)
    except (ValueError, KeyError, TypeError, AttributeError):
        text = N_("数据说明 datapackage.json 读不懂，数据无法核对。请让对方升级软件后重新导出。")
        yield failing("E12", Message(text), package.DATA_PACKAGE)
        return
    for problem in problems:
        yield failing(problem.code, problem.message, problem.file)
    for name in sorted(set(data) - {problem.file for problem in problems}):
        yield holding("E12", Message(N_("{file} 逐项符合 datapackage.json 的说明。"), {"file": name}), name)


def _report_findings(report: bytes | None, status: SignatureStatus, trust: Trust) -> Iterator[Finding]:
    """Check that the report carries the signature of the same certificate as the package."""
    if report is None:
        return  # its absence is reported with the members
    # Whether that certificate was revoked is asked once, for the package (E05).
    checked = pdf_signature.check_pdf(report, replace(trust, crls=()))
    if checked.is_acceptable and checked.signature.certificate == status.certificate:
        text = N_("报表 report.pdf 的签名完好，与报送包是同一证书签署，签名后没有改动。")
        yield holding("E15", Message(text), package.REPORT)
    else:
        text = N_(
            "报表 report.pdf 没有有效的签名，或与报送包不是同一证书签署。数据以 CSV 为准，请让对方重新导出报表。"
        )
        yield failing("E15", Message(text), package.REPORT)
