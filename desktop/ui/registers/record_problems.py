"""Which problems are told while a form is just being filled: only those of what was begun."""

from __future__ import annotations

from db.messages import Problem
from db.record import Record, Row


def is_begun(record: Record, problem: Problem) -> bool:
    """Tell whether something was typed where a problem is."""
    if problem.code == "refused":
        return True
    holder: Record | Row = record
    if problem.rows and problem.row is not None:
        holder = getattr(record, problem.rows)[problem.row]
    return bool(problem.field) and getattr(holder, problem.field, None) not in (None, "", ())
