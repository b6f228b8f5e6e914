# ruff: noqa: INP001 - a recipe beside its results, not a module of the program
"""The catalogue of the second language: ``python resources/translations/catalogue.py`` brings en.po up to date.

New source strings arrive with an empty translation (the test suite names them), strings that are gone are dropped.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Catalog, extract, pofile

ROOT = Path(__file__).parents[2]
ENGLISH = Path(__file__).with_name("en.po")
SOURCES = ("db", "desktop")
HEADER = b"""# English words of Taizhang; kept up to date by catalogue.py.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_KEYWORDS: dict[str, None] = {"_": None, "N_": None}


class Source(NamedTuple):
    """A source string, the file that has it, and what tells it from the same word elsewhere (gettext's msgctxt)."""

    text: str
    module: str
    context: str | None = None


def source_strings() -> Iterator[Source]:
    """Find every string marked for translation, every label of a code list, the words of the rule tables and forms' titles."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            with path.open("rb") as module:
                for _, text, _, _ in extract.extract("python", module, keywords=_KEYWORDS):
                    if isinstance(text, str) and text:
                        yield Source(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "codes").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as codes:
            for row in csv.DictReader(codes):
                yield Source(row["label"], path.relative_to(ROOT).as_posix(), row.get("context") or None)
    for path in sorted((ROOT / "resources" / "rules").glob("*.toml")):
        for text in dict.fromkeys(_words_of_rules(tomllib.loads(path.read_text("utf-8")))):
            yield Source(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "forms").rglob("*.toml")):
        for text in _words_of_form(tomllib.loads(path.read_text("utf-8"))):
            yield Source(text, path.relative_to(ROOT).as_posix())


def _words_of_form(form: dict[str, Any]) -> Iterator[str]:
    """Give what the screen says of a printed form or packet: title, copies, questions. The paper stays Chinese."""
    yield form["title"]
    yield from filter(None, [form.get("copies_note")])
    yield from form.get("ask", {}).values()


def _words_of_rules(table: dict[str, Any]) -> Iterator[str]:
    """Give title, labels, units and sources of a rule table, and the groups in the names of ratios."""
    yield table["title"]
    for kind in table.get("kind", ()):
        yield from (kind["label"], kind["unit"])
    for figure in table["figure"]:
        yield figure["source"]
        yield from figure["name"].split("/")[2:]


def template() -> Catalog:
    """Gather the source strings into a catalogue; line numbers are left out, since they change all the time."""
    catalogue = Catalog(charset="utf-8")
    for text, module, context in source_strings():
        catalogue.add(text, locations=[(module, None)], context=context)  # type: ignore[list-item]  # Babel writes no line for None
    return catalogue


def english() -> Catalog:
    """Read en.po."""
    return pofile.read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def main() -> None:
    """Merge the source strings into en.po."""
    merged = template()
    known = (
        {(message.id, message.context): message.string for message in english()} if ENGLISH.exists() else {}
    )
    for message in merged:
        if message.id:
            message.string = known.get((message.id, message.context)) or ""
            message.flags = set()
    written = io.BytesIO()
    pofile.write_po(written, merged, width=110, omit_header=True, sort_output=True, include_lineno=False)
    ENGLISH.write_bytes(HEADER + written.getvalue())


if __name__ == "__main__":
    main()
