"""Whom this office trusts: its receiving keys, the office above it, the offices below it, and revocation lists."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BLOB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import PlainText, UtcTime, WholeNumber
from db.record import Base

_STRICT = {"sqlite_strict": True}


class ReceivingKey(Base):
    """An age key of this office; ``identity`` is secret, and gone once an escrow key (托管) lies in its safe.

    ``purpose`` is daily or escrow. Old keys stay: they open what was sealed to them.
    """

    __tablename__ = "receiving_key"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True)
    purpose: Mapped[str] = mapped_column(PlainText, nullable=False)
    identity: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    recipient: Mapped[str] = mapped_column(PlainText, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class EnrolmentRequest(Base):
    """A request (申请) of this office for a certificate, with the key that it is for; ``content`` is the exact file.

    ``signing_key`` is PKCS#8 DER, or a PKCS#11 URI that says on which token the key lies; so it is everywhere.
    ``answered_at`` is when its certificate was taken in, ``abandoned_at`` when a newer request took its place.
    """

    __tablename__ = "enrolment_request"
    __table_args__ = _STRICT

    sequence: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    request_id: Mapped[str] = mapped_column(PlainText, nullable=False, unique=True)
    signing_key: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    file_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)
    abandoned_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)


class Superior(Base):
    """The office above (上级): its pinned root, its recipients, and the certificate that it gave us; the newest holds.

    ``first_sequence`` is the number of the first package signed with this certificate, ``first_previous`` the
    identity of the one before it as the superior knows it.
    """

    __tablename__ = "superior"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True)
    code: Mapped[str] = mapped_column(PlainText, nullable=False)
    name: Mapped[str] = mapped_column(PlainText, nullable=False)
    root: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    daily: Mapped[str] = mapped_column(PlainText, nullable=False)
    escrow: Mapped[str] = mapped_column(PlainText, nullable=False)
    signing_key: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    certificate: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    first_sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    first_previous: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    confirmed_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    confirmed_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    confirmed_how: Mapped[str] = mapped_column(PlainText, nullable=False)


class KnownOffice(Base):
    """One certificate in the registry (登记册) of the offices below; an office has a line for each it ever had.

    It counts for packages from ``valid_from_sequence`` up to the one before ``revoked_from_sequence``.
    ``answer`` is the exact file that the office was given.
    """

    __tablename__ = "known_office"
    __table_args__ = _STRICT

    serial: Mapped[str] = mapped_column(PlainText, primary_key=True)
    code: Mapped[str] = mapped_column(PlainText, nullable=False, index=True)
    name: Mapped[str] = mapped_column(PlainText, nullable=False)
    certificate: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    daily: Mapped[str] = mapped_column(PlainText, nullable=False)
    escrow: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    valid_from_sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    revoked_from_sequence: Mapped[int | None] = mapped_column(WholeNumber, nullable=True)
    enrolled_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    enrolled_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)
    revoked_why: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    request_id: Mapped[str] = mapped_column(PlainText, nullable=False, unique=True)
    request_sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    answer_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    answer: Mapped[bytes] = mapped_column(BLOB, nullable=False, deferred=True)


class RevocationList(Base):
    """The newest revocation list (吊销名单) of a root, named by the root's fingerprint; DER."""

    __tablename__ = "revocation_list"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    root: Mapped[str] = mapped_column(TEXT, primary_key=True)
    number: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    next_update: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class TrustedTime(Base):
    """The latest moment that the office above has signed (one row): a clock before it is wrong."""

    __tablename__ = "trusted_time"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class RootExport(Base):
    """When the root key was taken out of the ledger, and by whom (one row once it was)."""

    __tablename__ = "root_export"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    by: Mapped[str] = mapped_column(PlainText, nullable=False)
    file_sha256: Mapped[str] = mapped_column(PlainText, nullable=False)
