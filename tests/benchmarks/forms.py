"""Draw 1 000 full hardship files, beside bare pages with the same grid of text and beside LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from db.record import Record
from desktop.reports.forms import printing
from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.templates import Occasion
from desktop.services.contexts import context_of
from tests.benchmarks.measure import Budget, Measured, median, milliseconds
from tests.benchmarks.reports import LINE, LINES, canvas
from tests.benchmarks.stage import Stage

_FORM = "hardship_file"
_MEGABYTE = 1_000_000
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document'
    ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet" office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<style:style style:name="new" style:family="table-row"><style:table-row-properties fo:break-before="page"/>'
    '</style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="pages">'
    "<table:table-column/>"
)
_FOOT = "</table:table></office:spreadsheet></office:body></office:document>"


def forms(stage: Stage) -> list[Measured]:
    """Measure time and size; 1 000 forms of two pages may take 4 s and 2 MB."""
    count = stage.imported // 10
    with stage.ledger() as ledger:
        some = list(stage.some_records(ledger))
        records = [some[number % len(some)] for number in range(count)]
        with ledger.store.reading() as session:
            occasion = Occasion("罗家镇总工会", context_of(ledger, session), ledger.clock())
    pages = _draw(records, occasion).pages
    bare, ours = median(lambda: canvas(pages), lambda: _draw(records, occasion), min(3, stage.rounds))
    job = f"{count} hardship files, {pages} pages"
    size = len(_draw(records, occasion).pdf) / _MEGABYTE
    measured = [
        Measured(job, "canvas, same pages", bare, ours, Budget(4000)),
        Measured(
            "the same, size", "canvas, same pages", len(canvas(pages)) / _MEGABYTE, size, Budget(2, "MB")
        ),
    ]
    office = shutil.which("soffice")
    if office:
        peer = milliseconds(lambda: _convert(office, pages))
        measured.append(Measured("the same, beside a peer", "LibreOffice", peer, ours, Budget(1, "×")))
    return measured


def _draw(records: Sequence[Record], occasion: Occasion) -> printing.Printed:
    return printing.draw(built_in()[_FORM], records, occasion)


def _convert(office: str, pages: int) -> None:
    """Have LibreOffice turn as many pages of boxes into PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages.fods"
        cell = f"<table:table-cell><text:p>{escape(LINE)}</text:p></table:table-cell></table:table-row>"
        page = f'<table:table-row table:style-name="new">{cell}' + f"<table:table-row>{cell}" * (LINES - 1)
        source.write_text(_HEAD + page * pages + _FOOT, "utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, source]
        subprocess.run(command, check=True, capture_output=True)
        if not source.with_suffix(".pdf").exists():  # it ends with 0 when it could not read its source
            raise FileNotFoundError(source)
