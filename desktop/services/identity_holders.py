"""Who in the ledger already has a resident ID number: records, and rows of records, of every register."""

from __future__ import annotations

from dataclasses import dataclass

from db import queries
from db.fields import IdentityField
from db.register import Holder, Register
from db.registers import all_registers
from db.store.ledger import Ledger


@dataclass(frozen=True)
class IdentityHolder(Holder):
    """Where a number stands, with the field that holds it: who receives help and who fetches it are in one record."""

    field: str = ""


def identity_holders(ledger: Ledger, number: str, besides: str = "") -> tuple[IdentityHolder, ...]:
    """Find everyone with a number, except in the record ``besides``."""
    with ledger.store.reading() as session:
        lookups = queries.Lookups(session, all_registers())
        found = [
            IdentityHolder(**vars(holder), field=path.rpartition(".")[2])
            for register in all_registers().values()
            for path in _paths(register)
            for holder in lookups.holders(register.code, path, number)
        ]
    return tuple(holder for holder in found if holder.record_id != besides)


def _paths(register: Register) -> list[str]:
    own = [code for code, field in register.fields.items() if isinstance(field, IdentityField)]
    return own + [
        f"{group.code}.{code}"
        for group in register.row_groups
        for code, field in group.fields.items()
        if isinstance(field, IdentityField)
    ]
