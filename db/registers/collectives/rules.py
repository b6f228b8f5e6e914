"""Rules."""

from __future__ import annotations

from db.register import Computed, Rule

COMPUTED: tuple[Computed, ...] = ()
RULES: tuple[Rule, ...] = ()
