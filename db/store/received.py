"""The journal of what came in: which packages of each sender were taken in, and what was decided on their records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, undefer

from db.canonical_json import canonical_json
from db.store import steps
from db.store.bulk import insert_rows
from db.store.received_tables import IssuedReceipt, ReceivedPackage, ReceivedRecord

ACCEPTED, RETURNED, MERGED = "accepted", "returned", "merged"
PARTIALLY, REJECTED = "partially", "rejected"
"""What is decided on a record and, with the last two, on a package."""
SUBMISSIONS, RECEIPTS, CORRECTIONS = ("SUB",), ("RCP", "REJ"), ("CORR",)


@dataclass(frozen=True)
class Accepted:
    """How a record stood when it was last accepted, or merged into another one, and from whom."""

    sender: str
    revision: int
    digest: str
    operation: str
    merged_into: str | None


def digest(snapshot: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a record's content (``db.canonical.snapshot``)."""
    return hashlib.sha256(canonical_json(snapshot).encode()).hexdigest()


def streams(session: Session, types: Sequence[str]) -> dict[str, dict[int, str]]:
    """Give for every sender the identity last taken in under each number.

    When a number came in a second time (after a sender had gone back to an old backup, and a person had cleared that
    up), what had followed the first one is no longer part of the stream.
    """
    found: dict[str, dict[int, str]] = {}
    taken = select(ReceivedPackage.sender, ReceivedPackage.sequence, ReceivedPackage.identity)
    taken = taken.where(ReceivedPackage.type.in_(types)).order_by(
        ReceivedPackage.decided_at, ReceivedPackage.sequence
    )
    for sender, sequence, identity in session.execute(taken):
        stream = found.setdefault(sender, {})
        if sequence in stream:
            found[sender] = stream = {number: one for number, one in stream.items() if number < sequence}
        stream[sequence] = identity
    return found


def decision_on(session: Session, identity: str) -> str | None:
    """Say what was decided on a package, None when it never came in."""
    return session.scalar(select(ReceivedPackage.decision).where(ReceivedPackage.identity == identity))


def references_at_the_end(session: Session) -> None:
    """Let records of one transaction point at each other in any order: the commit looks whether all are there."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def enter(session: Session, package: ReceivedPackage, records: Sequence[Mapping[str, Any]]) -> None:
    """Enter a package with what was decided on each of its records (columns of ``ReceivedRecord``)."""
    session.add(package)
    session.flush()
    insert_rows(session, ReceivedRecord, records, {"identity": package.identity})


def last_accepted(session: Session, register: str, ids: Collection[str]) -> dict[str, Accepted]:
    """Give for each of some records how it was last accepted from below."""
    lines = (
        select(
            ReceivedRecord.record_id,
            ReceivedPackage.sender,
            ReceivedRecord.revision,
            ReceivedRecord.digest,
            ReceivedRecord.operation,
            ReceivedRecord.merged_into,
        )
        .join(ReceivedPackage, ReceivedPackage.identity == ReceivedRecord.identity)
        .where(
            ReceivedRecord.register == register,
            ReceivedRecord.record_id.in_(listed(ids)),
            ReceivedRecord.decision.in_((ACCEPTED, MERGED)),
            ReceivedPackage.type.in_(SUBMISSIONS),
        )
        .order_by(ReceivedPackage.decided_at, ReceivedPackage.sequence)
    )
    return {
        found.record_id: Accepted(
            found.sender, found.revision, found.digest, found.operation, found.merged_into
        )
        for found in session.execute(lines)
    }


def accepted_anew(session: Session, register: str, sent_at: Mapping[str, datetime]) -> set[str]:
    """Find the records that came from below with another content after they were last sent up (``sent_at``).

    Of two different ones of the same revision a person may have taken the second: its revision does not tell.
    """
    lines = (
        select(ReceivedRecord.record_id, ReceivedRecord.digest, ReceivedPackage.decided_at)
        .join(ReceivedPackage, ReceivedPackage.identity == ReceivedRecord.identity)
        .where(
            ReceivedRecord.register == register,
            ReceivedRecord.decision.in_((ACCEPTED, MERGED)),
            ReceivedPackage.type.in_(SUBMISSIONS),
        )
        .order_by(ReceivedPackage.decided_at, ReceivedPackage.sequence)
    )
    carried: dict[str, str | None] = {}
    now: dict[str, str | None] = {}
    for record_id, content, decided_at in session.execute(lines):
        if record_id in sent_at:
            now[record_id] = content
            if decided_at <= sent_at[record_id]:
                carried[record_id] = content
    return {record_id for record_id, content in now.items() if content != carried.get(record_id, content)}


def without_identity(session: Session) -> set[tuple[str, str]]:
    """Give (register, id) of the records that were last accepted from a package without identity (不带身份信息)."""
    sent = {one.identity: "withheld" in one.counts for one in packages(session)}
    if not any(sent.values()):
        return set()
    lines = (
        select(ReceivedRecord.register, ReceivedRecord.record_id, ReceivedRecord.identity)
        .join(ReceivedPackage, ReceivedPackage.identity == ReceivedRecord.identity)
        .where(ReceivedRecord.decision.in_((ACCEPTED, MERGED)), ReceivedPackage.type.in_(SUBMISSIONS))
        .order_by(ReceivedPackage.decided_at, ReceivedPackage.sequence)
    )
    last = {(line.register, line.record_id): line.identity for line in session.execute(lines)}
    return {key for key, identity in last.items() if sent[identity]}


def packages(session: Session, types: Sequence[str] = SUBMISSIONS) -> Sequence[ReceivedPackage]:
    """List what was taken in, newest first, without the files."""
    listed = select(ReceivedPackage).where(ReceivedPackage.type.in_(types))
    return session.scalars(listed.order_by(ReceivedPackage.decided_at.desc())).all()


def with_content(session: Session, identity: str) -> ReceivedPackage:
    """Give one package with its file."""
    return session.get_one(ReceivedPackage, identity, options=[undefer(ReceivedPackage.content)])


def records_of(session: Session, identity: str) -> Sequence[ReceivedRecord]:
    """List what was decided on the records of a package."""
    decided = select(ReceivedRecord).where(ReceivedRecord.identity == identity)
    return session.scalars(decided.order_by(ReceivedRecord.register, ReceivedRecord.record_id)).all()


def answers(session: Session) -> dict[str, str]:
    """Say of every package of ours that was answered what was decided: identity → decision of the newest receipt."""
    given = select(ReceivedPackage.answers, ReceivedPackage.decision)
    given = given.where(ReceivedPackage.answers.is_not(None)).order_by(
        ReceivedPackage.decided_at, ReceivedPackage.sequence
    )
    return {str(about): decision for about, decision in session.execute(given)}


def stands_above(session: Session) -> ReceivedPackage | None:
    """Give what the office above last sent back (发回) of what it holds; one whose taking back was undone is no news."""
    sent_back = packages(session, CORRECTIONS)
    undone = steps.undone(session, [one.counts["step"] for one in sent_back if one.counts["step"]])
    return next((one for one in sent_back if one.counts["step"] not in undone), None)


def last_words(session: Session, register: str, ids: Iterable[str]) -> dict[str, ReceivedRecord]:
    """Give for each of our records what the newest receipt that names it says."""
    lines = (
        select(ReceivedRecord)
        .join(ReceivedPackage, ReceivedPackage.identity == ReceivedRecord.identity)
        .where(
            ReceivedRecord.register == register,
            ReceivedRecord.record_id.in_(listed(ids)),
            ReceivedPackage.type.in_(RECEIPTS),
        )
        .order_by(ReceivedPackage.decided_at, ReceivedPackage.sequence)
    )
    return {line.record_id: line for line in session.scalars(lines)}


def unanswered(session: Session) -> Sequence[ReceivedPackage]:
    """List the submissions that have no receipt yet, in the order in which they were decided."""
    answered = exists().where(IssuedReceipt.answers == ReceivedPackage.identity)
    open_ones = select(ReceivedPackage).where(ReceivedPackage.type.in_(SUBMISSIONS), ~answered)
    return session.scalars(open_ones.order_by(ReceivedPackage.decided_at, ReceivedPackage.sequence)).all()


def listed(ids: Iterable[str]) -> Any:
    """Put ids into one bound value: SQLite takes a limited number of them."""
    asked = func.json_each(json.dumps(sorted(ids))).table_valued("value")
    return select(asked.c.value)
