"""One finding of a verification, and the two ways to make one."""

from __future__ import annotations

from dataclasses import dataclass

from db.messages import Message, Severity


@dataclass(frozen=True)
class Finding:
    """What one check found.

    ``code`` is E01 … E15 of security.md §9; ``severity`` says what a failing one means (``MUST`` rejects the package);
    ``subject`` names the member or register concerned, empty for the package as a whole.
    """

    code: str
    holds: bool
    severity: Severity
    message: Message
    subject: str = ""


def holding(code: str, message: Message, subject: str = "") -> Finding:
    """Say that something is as it should be."""
    return Finding(code, holds=True, severity=Severity.HINT, message=message, subject=subject)


def failing(code: str, message: Message, subject: str = "", *, severity: Severity = Severity.MUST) -> Finding:
    """Say that something is not as it should be."""
    return Finding(code, holds=False, severity=severity, message=message, subject=subject)
