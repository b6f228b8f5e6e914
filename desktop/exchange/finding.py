"""One finding of a verification, and the two ways to make one."""

from __future__ import annotations

from dataclasses import dataclass

from db.messages import Message, Severity


@dataclass(frozen=True)
class Finding:
    """What one check found.

    ``code`` is one of E01 unreadable, E03 container, E04 signature, E05 certificate, E06 signer is not sender,
    E07 digest, E08 unsigned member, E09 replay, E10 gap, E11 fork, E12 schema, E13 counts, E14 addressee, E15 report;
    ``severity`` says what a failing one means (``MUST`` rejects the package);
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
