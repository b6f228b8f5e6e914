"""The fields of a register as choices of a box: found by any part of their label or its pinyin initials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from db.fields import Field
from db.messages import N_, Message
from db.register import Register
from db.values import pinyin
from desktop.language import _, said
from desktop.ui.fields.choice_box import Choice


def field_choices(register: Register, fields: Mapping[str, Field]) -> tuple[Choice, ...]:
    """Offer every field; those that share a label are told apart by their section."""
    labels = Counter(_(field.label) for field in fields.values())
    sections = {section.code: section.title for section in register.sections}

    def label(field: Field) -> str:
        if labels[_(field.label)] == 1 or field.section not in sections:
            return _(field.label)
        values = {"field": Message(field.label), "section": Message(sections[field.section])}
        return said(Message(N_("{field}（{section}）"), values))

    return tuple(choice(code, label(field), field.label) for code, field in fields.items())


def choice(code: str, label: str, chinese: str) -> Choice:
    """Make a choice that is found by its label, and by the pinyin of its Chinese."""
    return Choice(code, label, f"{label.lower()} {pinyin.search_keys(chinese)}")
