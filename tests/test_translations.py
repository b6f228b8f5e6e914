"""The second language is complete: nothing missing, nothing left over, the same placeholders."""

from __future__ import annotations

import importlib.util
import re
import string
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Message

_ROOT = Path(__file__).parents[1]
_PATH = _ROOT / "resources" / "translations" / "catalogue.py"
# Words on the screen are joined by _("、").join, or by listed and listed_names of db.messages.
_JOINED = re.compile(r"""(?<!_\()["'][、；，：]["']\.join""")
_CHINESE_DOCUMENTS = {"submission_papers", "returned_workbook", "workbook_template"}


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", _PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_source_string_has_an_english_translation(catalogue: ModuleType) -> None:
    english = {_key(message): message.string for message in catalogue.english() if message.id}
    missing = [
        source for source in catalogue.source_strings() if not english.get((source.text, source.context))
    ]
    assert missing == []


def test_no_translation_is_left_over(catalogue: ModuleType) -> None:
    sources = {(source.text, source.context) for source in catalogue.source_strings()}
    left_over = [message.id for message in catalogue.english() if message.id and _key(message) not in sources]
    assert left_over == []


def test_translations_keep_the_placeholders(catalogue: ModuleType) -> None:
    differing = [
        message.id
        for message in catalogue.english()
        if message.id and _placeholders(str(message.id)) != _placeholders(str(message.string))
    ]
    assert differing == []


def test_what_a_form_says_of_its_copies_is_asked_for(catalogue: ModuleType) -> None:
    sources = {source.text for source in catalogue.source_strings()}
    assert "一式三份：单位工会、主管（系统）工会、属地总工会帮扶中心各留一份" in sources


def test_no_chinese_sign_joins_words_on_the_screen() -> None:
    ours = [
        (path.relative_to(_ROOT).as_posix(), number)
        for folder in ("commands", "exchange", "services", "ui")
        for path in sorted((_ROOT / "desktop" / folder).rglob("*.py"))
        if path.stem not in _CHINESE_DOCUMENTS and path.parent.name != "demonstration"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _JOINED.search(line)
    ]
    assert ours == []


def _key(message: Message) -> tuple[str, str | None]:
    """Give what tells one entry from all others: its Chinese and its context."""
    return str(message.id), message.context


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
