"""Pictures of every printed paper, to be held against the real ones: ``python tests/picturing/forms.py OUT``.

Each form is drawn from the demonstration's fullest record, and once more with the longest believable data. OUT gets a
picture of each with its pages side by side, ``sheet-….png`` with those of a family, ``typical.png`` with the forms that
README shows, and ``index.html``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image, ImageDraw

from db import queries
from db.record import Record
from db.register import Register, fields_of
from db.registers import all_registers
from db.store import journal
from db.store.ledger import Ledger
from desktop.exchange import container
from desktop.exchange.package import REPORT
from desktop.reports import recovery_sheet
from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.description import Form
from desktop.reports.forms.printing import draw
from desktop.reports.forms.templates import Subject
from desktop.services import (
    enrolment_papers,
    form_printing,
    indicator_papers,
    printing_records,
    structure_papers,
    structure_ratios,
    submission_papers,
    summaries,
)
from desktop.services.demonstration import FEWEST_HOUSEHOLDS, office
from desktop.services.printables import Wanted
from desktop.services.progress import Silent
from tests.picturing.ledgers import Prepared, now, unlocked
from tests.reports.forms.form_samples import longest_record, occasion, usual_record

_ANSWERS = {
    "batch": "2026年春节第一批",
    "center": "青山湖区居民家庭经济状况核对中心",
    "contact": "李晓燕",
    "days": "5",
    "from": "2026年5月8日",
    "fund_no": "青工发〔2026〕3号",
    "number": "罗工〔2026〕5号",
    "phone": "0791-88321234",
    "place": "罗家镇总工会公示栏",
    "signer": "王德明",
    "title": "2026年南昌市劳动模范",
    "until": "2026年5月14日",
    "voucher": "记账第36号",
    "year": "2026",
}
_MOST_PAGES = 6  # of one paper on a picture
_TALL = 420  # pixels of a page on a contact sheet
_WIDE = 1800
_LINE = 16
_LINES = 4  # of pictures on a contact sheet
_TYPICAL = (
    (
        ("hardship_cases/hardship_file", 1),
        ("hardship_cases/hardship_file", 2),
        ("nominees/nominee_approval", 1),
    ),
    (("worker_homes/home_scores", 1), ("assistance/payment_list", 1), ("foundings/founding_request", 1)),
)
_SHADES = 28  # of grey and red: README's picture stays small


class Picture(NamedTuple):
    """A paper to be looked at."""

    family: str
    name: str
    pdf: bytes


def from_demonstration(ledger: Ledger) -> Iterator[Picture]:
    """Print what a clerk can print of the demonstration."""
    for register in all_registers().values():
        records = _records(ledger, register)
        every = [record.id for record in records]
        for form in _forms(register):
            ids = (
                every
                if form.many
                else [one.id for one in records if form.suits(Subject(one), occasion())][:1]
            )
            if ids:
                wanted = Wanted(register, ids, answers=_ANSWERS)
                paper = form_printing.form_of(form.code, ledger, wanted, Silent())
                yield Picture(register.code, f"{form.code}-demo", paper.pdf)
        wanted = Wanted(register, every[:1], answers=_ANSWERS)
        if form_printing.offered(ledger, register).printables[-1].code == "packet":
            paper = form_printing.packet_of(ledger, wanted, Silent())
            yield Picture("packets", f"{register.code}-cover", _pages(paper.pdf, paper.whole[0].last))
        listed = Wanted(register, every, [code for code, one in register.fields.items() if one.in_list])
        yield Picture(
            "lists", f"{register.code}-list", printing_records.list_of(ledger, listed, Silent()).pdf
        )
        yield Picture(
            "lists", f"{register.code}-sheet", printing_records.sheets_of(ledger, wanted, Silent()).pdf
        )
        for one in summaries.offered(register):
            yield Picture("summaries", one.code, one.make(ledger, Wanted(register, every), Silent()).pdf)


def from_samples() -> Iterator[Picture]:
    """Draw every form of a register with the longest believable data."""
    for form in built_in().values():
        if form.register:
            number = 40 if form.many else 1
            records = [usual_record(form.register, one) for one in range(number - 1)]
            records.append(longest_record(form.register))
            printed = draw(form, records, occasion(**_ANSWERS))
            yield Picture(form.register, f"{form.code}-longest", printed.pdf)


def of_the_office(ledger: Ledger, above: Ledger) -> Iterator[Picture]:
    """Print the papers of packages, enrolment, indicators and keys."""
    with ledger.store.reading() as session:
        package = journal.packages(session)[0]
        report = container.unpack(journal.with_content(session, package.id).content).members[REPORT]
    yield Picture("packages", "slip", submission_papers.pdf(ledger, package.id))
    yield Picture("packages", "review", _pages(report, 2))
    yield Picture("packages", "letter", submission_papers.letter(ledger, package.id).pdf)
    yield Picture("packages", "agreement", submission_papers.agreement(ledger).pdf)
    yield Picture("packages", "request", enrolment_papers.request_paper(ledger).pdf)
    serial = enrolment_papers.registry(above)[0][0].serial
    yield Picture("packages", "answer", enrolment_papers.answer_paper(above, serial).pdf)
    yield Picture("summaries", "indicators", indicator_papers.sheet(ledger).pdf)
    for batch in structure_ratios.batches(ledger)[:1]:
        paper = structure_papers.sheet(ledger, structure_ratios.structure(ledger, batch))
        yield Picture("summaries", "structure", paper.pdf)
    yield Picture("packages", "calibration", form_printing.calibration(ledger).pdf)
    code = "-".join(("ABCD",) * 8)
    yield Picture("packages", "recovery", recovery_sheet.build(ledger.office().name, "李晓燕", code, now()))


def _records(ledger: Ledger, register: Register) -> list[Record]:
    """Give all records, the one with the most in it first."""
    with ledger.store.reading() as session:
        return sorted(queries.load_all(session, register), key=lambda one: -_filled(register, one))


def _filled(register: Register, record: Record) -> int:
    filled = sum(getattr(record, code) not in (None, "", ()) for code in register.fields)
    for group in register.row_groups:
        for row in getattr(record, group.code):
            filled += sum(getattr(row, code) not in (None, "", ()) for code in fields_of(group.row))
    return filled


def _forms(register: Register) -> list[Form]:
    return [form for form in built_in().values() if form.register == register.code]


def _pages(pdf: bytes, last: int) -> bytes:
    """Keep the first pages."""
    done = ["qpdf", "--empty", "--pages", "-", f"1-{last}", "--", "-"]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done[3] = file.name
        return subprocess.run(done, check=True, capture_output=True).stdout


def save(picture: Picture, folder: Path, dots: int) -> Path:
    """Write a picture of the pages side by side, and the PDF beside it."""
    into = folder / picture.family
    into.mkdir(parents=True, exist_ok=True)
    pdf = into / f"{picture.name}.pdf"
    pdf.write_bytes(picture.pdf)
    with tempfile.TemporaryDirectory() as drawn:
        command = ["pdftoppm", "-r", str(dots), "-png", "-l", str(_MOST_PAGES), pdf, f"{drawn}/page"]
        subprocess.run(command, check=True)
        pages = [Image.open(one).convert("RGB") for one in sorted(Path(drawn).glob("*.png"))]
    gap = 6
    whole = Image.new(
        "RGB", (sum(one.width + gap for one in pages), max(one.height for one in pages)), "#555"
    )
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width + gap
    path = pdf.with_suffix(".png")
    whole.save(path, optimize=True)
    return path


def contact_sheets(pictures: list[Path], into: Path) -> None:
    """Put pictures in lines on sheets INTO-1.png and so on, each under its name."""
    lines: list[list[tuple[str, Image.Image]]] = [[]]
    left = 0
    for path in pictures:
        with Image.open(path) as picture:
            small = picture.convert("RGB")
        small.thumbnail((_WIDE, _TALL), Image.Resampling.LANCZOS)
        if left and left + small.width > _WIDE:
            lines.append([])
            left = 0
        lines[-1].append((path.stem, small))
        left += small.width + 8
    for number, start in enumerate(range(0, len(lines), _LINES), 1):
        some = lines[start : start + _LINES]
        sheet = Image.new("RGB", (_WIDE, len(some) * (_TALL + _LINE)), "#555")
        writing = ImageDraw.Draw(sheet)
        for place, line in enumerate(some):
            left, top = 0, place * (_TALL + _LINE)
            for name, small in line:
                writing.text((left + 4, top + 2), name, fill="white")
                sheet.paste(small, (left, top + _LINE))
                left += small.width + 8
        sheet.save(into.with_name(f"{into.name}-{number}.png"), optimize=True)


def typical(folder: Path) -> None:
    """Make the picture of README from the PDFs of the demonstration, a page of each."""
    tall, gap = 400, 8
    lines = []
    for line in _TYPICAL:
        pages = [_page(folder / f"{name}-demo.pdf", number, tall) for name, number in line]
        lines.append(pages)
    across = max(sum(page.width + gap for page in pages) for pages in lines) + gap
    whole = Image.new("RGB", (across, len(lines) * (tall + gap) + gap), "#b8b8b8")
    for place, pages in enumerate(lines):
        left = gap
        for page in pages:
            whole.paste(page, (left, gap + place * (tall + gap)))
            left += page.width + gap
    whole.quantize(_SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        folder / "typical.png", optimize=True
    )


def _page(pdf: Path, number: int, tall: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as drawn:
        command = ["pdftoppm", "-png", "-singlefile", "-f", str(number), "-r", "150", pdf, f"{drawn}/page"]
        subprocess.run(command, check=True)
        page = Image.open(f"{drawn}/page.png").convert("RGB")
    return page.resize((round(page.width * tall / page.height), tall), Image.Resampling.LANCZOS)


def index(folder: Path) -> None:
    """Write a page with all pictures, by family."""
    parts = ['<!doctype html><meta charset="utf-8"><title>Forms</title>']
    for family in sorted(one for one in folder.iterdir() if one.is_dir()):
        parts.append(f"<h2>{family.name}</h2>")
        for path in sorted(family.glob("*.png")):
            place = path.relative_to(folder).as_posix()
            parts.append(
                f'<figure><figcaption><a href="{place[:-3]}pdf">{path.stem}</a></figcaption>'
                f'<img src="{place}" loading="lazy" style="max-width:100%"></figure>'
            )
    (folder / "index.html").write_text("\n".join(parts) + "\n", "utf-8")


def main() -> None:
    """Read the command line and make all pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--dots", type=int, default=60, help="dots per inch")
    parser.add_argument(
        "--demonstration", type=Path, help="a folder made by `taizhang demo`; else one is made"
    )
    parser.add_argument("--only", default="", help="a part of the names of pictures")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = chosen.demonstration or Path(folder)
        if not chosen.demonstration:
            office.make(made, 1, FEWEST_HOUSEHOLDS, now)
        password = (made / "password.txt").read_text("utf-8").strip()
        ledger = unlocked(Prepared(made / "ledger", password))
        above = unlocked(Prepared(made / "county", password))
        done = count()
        for make in (from_demonstration(ledger), of_the_office(ledger, above), from_samples()):
            for picture in make:
                if chosen.only in picture.name:
                    save(picture, chosen.out, chosen.dots)
                    next(done)
        ledger.close()
        above.close()
    for family in sorted(one for one in chosen.out.iterdir() if one.is_dir()):
        contact_sheets(sorted(family.glob("*.png")), chosen.out / f"sheet-{family.name}")
    if not chosen.only:
        typical(chosen.out)
    index(chosen.out)
    sys.stdout.write(f"{chosen.out / 'index.html'}: {next(done)} papers\n")


if __name__ == "__main__":
    main()
