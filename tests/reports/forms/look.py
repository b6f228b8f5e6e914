"""Draw a form with sample records and turn its pages into pictures: python -m tests.reports.forms.look CODE FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

from desktop.reports.forms.catalogue import catalogue
from desktop.reports.forms.printing import draw
from tests.reports.forms.form_samples import empty_record, longest_record, occasion, usual_record


def look(code: str, folder: Path, own: Path | None = None) -> None:
    """Write CODE-usual-1.png and so on; ``own`` is a county's folder of forms."""
    found = catalogue(own)
    for mistake in found.mistakes:
        print(mistake)  # noqa: T201 - a tool for whoever writes a form
    form = found.forms[code]
    folder.mkdir(parents=True, exist_ok=True)
    answers = {key: f"（{label}）" for key, label in form.asked.items()}
    for kind, make in (("empty", empty_record), ("usual", usual_record), ("longest", longest_record)):
        records = [make(form.register)] if form.register else [None]
        if form.many and kind == "longest":
            records = [usual_record(form.register, number) for number in range(60)]
        printed = draw(form, records, occasion(**answers))
        (folder / f"{code}-{kind}.pdf").write_bytes(printed.pdf)
        for number, page in enumerate(pypdfium2.PdfDocument(printed.pdf), start=1):
            page.render(scale=80 / 72).to_pil().save(folder / f"{code}-{kind}-{number}.png")


if __name__ == "__main__":
    look(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
