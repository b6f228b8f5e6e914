"""Which forms there are: those of the program, and the county's own files in their place."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.messages import N_, Message
from desktop.reports.forms.description import Form
from desktop.reports.forms.mistakes import Mistake
from desktop.reports.forms.reading import Read, read


@dataclass(frozen=True)
class Catalogue:
    """All forms by code; ``mistakes`` are those of the county's files that could not be used."""

    forms: dict[str, Form]
    mistakes: tuple[Mistake, ...] = ()

    def for_register(self, code: str) -> tuple[Form, ...]:
        """Give the forms of one register, in the order of their codes; "" for those of none."""
        return tuple(form for form in self.forms.values() if form.register == code)


def catalogue(folder: Path | None = None) -> Catalogue:
    """Read the forms of the program, and from ``folder`` those that a county has changed or added.

    A county's file takes the place of the form with its code; when it is wrong, the form of the program is used.
    """
    forms = dict(built_in())
    mistakes: list[Mistake] = []
    codes: set[str] = set()
    for name, source in sources(folder, mistakes):
        found = read(source, name)
        mistakes += found.mistakes
        if found.form is None:
            continue
        if found.form.code in codes:
            reason = Message(N_("另一个文件已经用了代码“{code}”，请删去一个。"), {"code": found.form.code})
            mistakes.append(Mistake(name, 1, reason))
            continue
        codes.add(found.form.code)
        forms[found.form.code] = found.form
    return Catalogue(dict(sorted(forms.items())), tuple(mistakes))


def sources(folder: Path | None, mistakes: list[Mistake]) -> Iterator[tuple[str, str]]:
    """Read a county's files in the order of their names; one that is no text is noted among the mistakes."""
    for path in sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ():
        try:
            yield path.name, path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            mistakes.append(Mistake(path.name, 1, Message(N_("读不出来，请用记事本另存为 UTF-8 编码。"))))


@cache
def built_in() -> dict[str, Form]:
    """Read the forms that come with the program; a mistake in one of them is a bug."""
    forms = {}
    for file in sorted(_folder().iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found: Read = read(file.read_text("utf-8"), file.name)
            if found.form is None:
                raise ValueError("\n".join(map(str, found.mistakes)))
            forms[found.form.code] = found.form
    return forms


def source_of(form: Form) -> str:
    """Give the text of a form of the program, for a county to change."""
    return (_folder() / form.source).read_text("utf-8")


def _folder() -> importlib.resources.abc.Traversable:
    return importlib.resources.files("resources") / "forms"
