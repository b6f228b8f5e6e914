"""Show a masked value in full, and note who looked at what: the field, never the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import queries
from db.fields import Sensitivity
from db.messages import N_, ReportableError
from db.register import Register
from db.store import history
from db.store.history import Change
from db.store.ledger import Ledger
from db.wording import worded
from desktop.language import _


def unmask(ledger: Ledger, register: Register, record_id: str, field: str) -> str:
    """Give the full value of one field of one record in words, "" for nothing."""
    return unmask_lines(ledger, register, [record_id], field)[record_id]


def unmask_lines(
    ledger: Ledger, register: Register, record_ids: Sequence[str], field: str
) -> Mapping[str, str]:
    """Give the full values of one field for some lines of a list; one history entry for each record that has one.

    Raises ReportableError when a record is gone; then nothing is shown and nothing noted.
    """
    declared = register.fields[field]
    if declared.sensitivity is Sensitivity.NONE:
        raise ValueError(field)
    with ledger.store.writing() as session:
        found: dict[str, tuple[Any, ...]] = {}
        for start in range(0, len(record_ids), 500):  # SQLite takes a limited number of bound values
            part = record_ids[start : start + 500]
            lines = queries.lines(session, register, part, ["id", "revision", field])
            found |= {line[0]: line[1:] for line in lines}
        if found.keys() != set(record_ids):
            raise ReportableError(N_("这条记录已不存在，请刷新列表。"))
        looked_at = [
            Change("unmask", register.code, one, revision, {"unmasked": [None, field]})
            for one, (revision, value) in found.items()
            if value is not None
        ]
        history.note(session, ledger.clock(), ledger.user, looked_at)
    return {one: worded(declared, value, _) for one, (_revision, value) in found.items()}
