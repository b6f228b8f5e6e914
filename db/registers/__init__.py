"""The registers of the office: every folder below holds one, found without a list."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from db.register import Register


@cache
def all_registers() -> dict[str, Register]:
    """Find every register by code, in the order of the navigation."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").REGISTER
        for module in pkgutil.iter_modules(__path__)
        if module.ispkg
    ]
    return {register.code: register for register in sorted(found, key=lambda one: (one.order, one.code))}
