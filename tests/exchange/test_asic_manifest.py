"""ASiCManifest001.xml is read in the one form it is written in."""

from __future__ import annotations

import pytest
from lxml import etree

from desktop.exchange import asic_manifest
from desktop.exchange.asic_manifest import NotCanonicalError, SignedFile

DIGESTS = {
    "manifest.json": "00" * 32,
    "data/x.csv": "a1" * 32,
    "report.pdf": "ff" * 32,
    "SHA256SUMS": "12" * 32,
}
WRITTEN = asic_manifest.write(DIGESTS)


def test_it_is_read_back_in_order() -> None:
    assert asic_manifest.read(WRITTEN) == tuple(SignedFile(name, digest) for name, digest in DIGESTS.items())


def test_it_is_the_xml_of_the_standard() -> None:
    root = etree.fromstring(WRITTEN)
    asic, ds = "{http://uri.etsi.org/02918/v1.2.1#}", "{http://www.w3.org/2000/09/xmldsig#}"
    assert root.tag == f"{asic}ASiCManifest"
    assert [child.tag for child in root] == [f"{asic}SigReference", *[f"{asic}DataObjectReference"] * 4]
    assert [child.get("MimeType") for child in root][1:] == [
        "application/json", "text/csv", "application/pdf", "text/plain",
    ]  # fmt: skip
    assert root[1].find(f"{ds}DigestMethod").get("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha256"
    assert root[1].find(f"{ds}DigestValue").text == "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            b"<asic:ASiCManifest ",
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><asic:ASiCManifest ',
        ),
        (b"</asic:ASiCManifest>", b"&e;</asic:ASiCManifest>"),
        (b"</asic:ASiCManifest>\n", b"</asic:ASiCManifest>\n<!-- x -->"),
        (b"xmlenc#sha256", b"xmldsig-more#md5"),
        (b"signature001", b"signature002"),
        (b'encoding="UTF-8"', b'encoding="UTF-7"'),
        (b"data/x.csv", b"manifest.json"),
        (b'URI="data/x.csv"', b'URI="data/x.csv" Rootfile="true"'),
        (b"AAAA=", b"AAAB="),
        (b"\n", b"\r\n"),
        (b"data/x.csv", "数据".encode()),
    ],
)
def test_any_other_form_is_refused(old: bytes, new: bytes) -> None:
    changed = WRITTEN.replace(old, new)
    assert changed != WRITTEN
    with pytest.raises(NotCanonicalError):
        asic_manifest.read(changed)


@pytest.mark.parametrize("content", [b"", b"<a/>", asic_manifest.write({})])
def test_an_empty_list_signs_nothing(content: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        asic_manifest.read(content)
