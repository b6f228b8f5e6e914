"""The signed report: valid for pdfsig, no PDF/A violation, and changes after signing are refused."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pikepdf.pdfa
import pytest
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata import xmp_xml

from desktop.exchange import pdf_signature
from desktop.exchange.trust import Trust

NOW = datetime.now(UTC).replace(microsecond=0)


def test_the_report_is_accepted(report: bytes, office: Any) -> None:
    status = pdf_signature.check_pdf(report, office.trust)
    assert (status.fields, status.certified, status.unchanged) == (("Township",), True, True)
    assert status.is_acceptable
    assert status.signature.is_trusted
    assert status.signature.signer == office.name


def test_the_same_input_gives_the_same_bytes_at_any_time(
    plain_report: bytes, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pdf_signature.sign_pdf(plain_report, office.signer, NOW, "报送")
    later = SimpleNamespace(
        now=lambda tz=None: datetime(2033, 1, 1, tzinfo=tz), fromisoformat=datetime.fromisoformat
    )
    monkeypatch.setattr(xmp_xml, "datetime", later)
    assert pdf_signature.sign_pdf(plain_report, office.signer, NOW, "报送") == first


def test_signing_adds_no_pdfa_violation(plain_report: bytes, report: bytes) -> None:
    findings = {}
    for name, content in {"plain": plain_report, "signed": report}.items():
        checked = pikepdf.pdfa.validate_written(io.BytesIO(content), "2b")
        findings[name] = (
            [str(each) for each in checked.violations],
            {str(each) for each in checked.unsupported},
        )
    assert findings["plain"] == ([], set())
    violations, unsupported = findings["signed"]
    assert violations == []
    # The validator does not look inside forms; anything else it cannot judge would be new.
    assert all("/AcroForm" in each or "/Perms" in each for each in unsupported), unsupported


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_pdfsig_says_valid(report: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Field Name: Township" in said
    assert "ETSI.CAdES.detached" in said


def _with_update(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _open_action(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils.generic import DictionaryObject

    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): pdf_string("1")}
    )
    writer.root[NameObject("/OpenAction")] = action
    writer.update_root()


def _resaved(pdf: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(output)
    return output.getvalue()


def _stripped(pdf: bytes) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root["/AcroForm"], opened.pages[0]["/Annots"]
        opened.save(output)
    return output.getvalue()


ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "junk after the end": lambda pdf: pdf + b"\n%%EOF\n",
    "open action": lambda pdf: _with_update(pdf, _open_action),
    "empty update": lambda pdf: _with_update(pdf, lambda writer: writer.update_root()),
    "saved again": _resaved,
    "stripped": _stripped,
    "flipped byte": lambda pdf: pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:],
    "no byte range": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangf"),
    "truncated": lambda pdf: pdf[:-200],
    "not a PDF": lambda _: b"hello",
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_without_raising(attack: str, report: bytes, office: Any) -> None:
    assert not pdf_signature.check_pdf(ATTACKS[attack](report), office.trust).is_acceptable


def test_an_unsigned_report_and_anothers_signature_are_told_apart(
    plain_report: bytes, office: Any, other_office: Any
) -> None:
    unsigned = pdf_signature.check_pdf(plain_report, office.trust)
    assert (unsigned.readable, unsigned.fields, unsigned.is_acceptable) == (True, (), False)
    others = pdf_signature.sign_pdf(plain_report, other_office.signer, NOW)
    status = pdf_signature.check_pdf(others, office.trust)
    assert (status.unchanged, status.signature.intact, status.signature.chain) == (True, True, False)
    assert pdf_signature.check_pdf(others, Trust(roots=(other_office.root,))).is_acceptable


def test_a_second_signature_is_not_expected_here(report: bytes, office: Any) -> None:
    def add_field(writer: IncrementalPdfFileWriter) -> None:
        from pyhanko.sign.fields import SigFieldSpec, append_signature_field

        append_signature_field(writer, SigFieldSpec("County"))

    assert not pdf_signature.check_pdf(_with_update(report, add_field), office.trust).is_acceptable
