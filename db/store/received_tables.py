"""What came in by stick and what was answered: packages received, decisions on their records, receipts issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BLOB, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import IsoDate, JsonText, PlainText, UtcTime, WholeNumber
from db.record import Base

_STRICT = {"sqlite_strict": True}


class ReceivedPackage(Base):
    """The journal of what was taken in: a township's submissions at the county, the county's receipts at the township.

    ``identity`` is that of the signed manifest, ``answers`` the identity of the package that a receipt is about.
    ``decision`` is accepted, partially or rejected; a refused submission has used its number too. ``content`` is the
    exact signed file, without its envelope.
    """

    __tablename__ = "received_package"
    __table_args__ = _STRICT

    identity: Mapped[str] = mapped_column(PlainText, primary_key=True)
    id: Mapped[str] = mapped_column(PlainText, nullable=False)
    type: Mapped[str] = mapped_column(PlainText, nullable=False)
    sender: Mapped[str] = mapped_column(PlainText, nullable=False, index=True)
    sender_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    previous: Mapped[str] = mapped_column(PlainText, nullable=False)
    period: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    answers: Mapped[str | None] = mapped_column(PlainText, nullable=True, index=True)
    decision: Mapped[str] = mapped_column(PlainText, nullable=False)
    reason: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    findings: Mapped[Any] = mapped_column(JsonText, nullable=False)
    counts: Mapped[dict[str, Any]] = mapped_column(JsonText, nullable=False)
    audit_n: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    audit_head: Mapped[str] = mapped_column(PlainText, nullable=False)
    decided_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    decided_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    file_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False, deferred=True)


class ReceivedRecord(Base):
    """What was decided on one record of a received package, or what a receipt says of one of ours.

    ``digest`` is that of the content as it was accepted; ``decision`` is accepted, returned or merged.
    """

    __tablename__ = "received_record"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    identity: Mapped[str] = mapped_column(
        PlainText, ForeignKey("received_package.identity"), primary_key=True
    )
    register: Mapped[str] = mapped_column(PlainText, primary_key=True)
    record_id: Mapped[str] = mapped_column(PlainText, primary_key=True, index=True)
    revision: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    operation: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    digest: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    decision: Mapped[str] = mapped_column(PlainText, nullable=False)
    merged_into: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    code: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    text: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    field: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    suggested: Mapped[str | None] = mapped_column(PlainText, nullable=True)


class RefusedFile(Base):
    """A file that could not be taken in at all: noted without its bytes, by the SHA-256 of what lay on the stick."""

    __tablename__ = "refused_file"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    sha256: Mapped[str] = mapped_column(PlainText, primary_key=True)
    file_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    findings: Mapped[Any] = mapped_column(JsonText, nullable=False)
    noted_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    noted_by: Mapped[str] = mapped_column(PlainText, nullable=False)


class IssuedReceipt(Base):
    """The journal of receipts (回执) that this office gave: ``content`` as signed, ``sealed`` as written to sticks.

    Both are kept: sealing again would give other bytes, and a lost receipt is written again byte for byte.
    """

    __tablename__ = "issued_receipt"
    __table_args__ = (UniqueConstraint("receiver", "sequence"), _STRICT)

    identity: Mapped[str] = mapped_column(PlainText, primary_key=True)
    answers: Mapped[str] = mapped_column(
        PlainText, ForeignKey("received_package.identity"), nullable=False, unique=True
    )
    type: Mapped[str] = mapped_column(PlainText, nullable=False)
    receiver: Mapped[str] = mapped_column(PlainText, nullable=False)
    sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    previous: Mapped[str] = mapped_column(PlainText, nullable=False)
    file_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    made_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    placed_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False, deferred=True)
    sealed: Mapped[bytes] = mapped_column(BLOB, nullable=False, deferred=True)


class PeriodLock(Base):
    """Up to which day (填写日期) the records of an office are closed: set by the office above, sent down with a receipt."""

    __tablename__ = "period_lock"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    office: Mapped[str] = mapped_column(PlainText, primary_key=True)
    until_on: Mapped[date] = mapped_column(IsoDate, nullable=False)
    reason: Mapped[str] = mapped_column(PlainText, nullable=False)


class LockException(Base):
    """A record of a closed period that may still be changed and sent up to the day ``until_on``."""

    __tablename__ = "lock_exception"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    office: Mapped[str] = mapped_column(PlainText, primary_key=True)
    register: Mapped[str] = mapped_column(PlainText, primary_key=True)
    record_id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    until_on: Mapped[date] = mapped_column(IsoDate, nullable=False)
    reason: Mapped[str] = mapped_column(PlainText, nullable=False)


class OfferedUpdate(Base):
    """An update that a receipt of the office above brought (上级下发), by the SHA-256 of its ``content``.

    ``decision`` is adopted or declined, None while it waits; ``receipt`` is the identity of the receipt.
    """

    __tablename__ = "offered_update"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    digest: Mapped[str] = mapped_column(PlainText, primary_key=True)
    content: Mapped[dict[str, str]] = mapped_column(JsonText, nullable=False)
    receipt: Mapped[str] = mapped_column(PlainText, nullable=False)
    offered_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    decision: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)
    decided_by: Mapped[str | None] = mapped_column(PlainText, nullable=True)


class SentForm(Base):
    """A form of the office's own, by its code, that goes down with every receipt."""

    __tablename__ = "sent_form"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    code: Mapped[str] = mapped_column(PlainText, primary_key=True)
