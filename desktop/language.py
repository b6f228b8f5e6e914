"""Put Chinese source sentences into the language of the screen; no Qt.

Chinese is the message id and needs no catalogue; English is ``resources/translations/en.po`` (built to ``en.mo``).
The language is chosen once at the start of the program.
"""

from __future__ import annotations

import gettext
import importlib.resources
import io
from collections.abc import Mapping

from db.messages import Message, WordInContext

CHINESE = "zh"
ENGLISH = "en"


class _Spoken:
    """The language chosen at the start: the one piece of state that every label shares."""

    language: str = CHINESE
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose(language: str) -> None:
    """Speak ``zh`` or ``en`` from now on."""
    _Spoken.catalogue = gettext.NullTranslations() if language == CHINESE else load(language)
    _Spoken.language = language


def spoken() -> str:
    """Tell the language that is spoken: what keeps words must keep them by it."""
    return _Spoken.language


def _(text: str) -> str:
    """Translate a source string."""
    if isinstance(text, WordInContext):
        return str(_Spoken.catalogue.pgettext(text.context, text))
    return _Spoken.catalogue.gettext(text) if text else ""


def said(message: Message | str) -> str:
    """Put a message into words; messages among its values are translated too."""
    if isinstance(message, str):
        return _(message)
    return _(message.template).format(**_spoken_values(message.values))


def _spoken_values(values: Mapping[str, object]) -> dict[str, object]:
    return {name: said(value) if isinstance(value, Message) else value for name, value in values.items()}


def load(language: str) -> gettext.GNUTranslations:
    """Read a catalogue."""
    # Built from the .po at run time: the catalogue is small, and nothing compiled lies in the repository.
    from babel.messages import mofile, pofile  # noqa: PLC0415 - only the second language needs it

    source = importlib.resources.files("resources") / "translations" / f"{language}.po"
    built = io.BytesIO()
    mofile.write_mo(built, pofile.read_po(io.BytesIO(source.read_bytes())))
    built.seek(0)
    return gettext.GNUTranslations(built)
