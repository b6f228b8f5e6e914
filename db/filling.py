"""What a resident ID number says about its holder, as values of the record's own fields."""

from __future__ import annotations

from typing import Any

from db.fields import IdentityField
from db.values import resident_id


def filled_by(field: IdentityField, number: str) -> dict[str, Any]:
    """Give the values that a whole and valid number fills, by field code; empty for any other text."""
    facts = resident_id.facts(number)
    if facts is None:
        return {}
    by_target = {field.sex: facts.sex_code, field.birth: facts.birth, field.area: facts.area}
    return {code: value for code, value in by_target.items() if code}
