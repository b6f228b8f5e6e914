"""The tables of the ledger that are not registers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BLOB, TEXT, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import IsoDate, JsonText, PlainText, UtcTime, WholeNumber, YesNo
from db.record import Base

_STRICT = {"sqlite_strict": True}


class Office(Base):
    """Whose ledger this is (one row); ``area`` is the township code, ``signing_*`` the office's own key pair.

    The key is PKCS#8 DER, protected by the cipher of the whole file, or a PKCS#11 URI that says on which token it lies.
    """

    __tablename__ = "office"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True)
    area: Mapped[str] = mapped_column(PlainText, nullable=False)
    name: Mapped[str] = mapped_column(PlainText, nullable=False)
    signing_key: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    certificate: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    root_key: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    root_certificate: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class HistoryEntry(Base):
    """One change of one record; ``hash`` covers the entry and the hash before it."""

    __tablename__ = "history"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    by: Mapped[str] = mapped_column(PlainText, nullable=False)
    action: Mapped[str] = mapped_column(PlainText, nullable=False)
    register: Mapped[str] = mapped_column(PlainText, nullable=False)
    record_id: Mapped[str] = mapped_column(PlainText, nullable=False, index=True)
    revision: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    changes: Mapped[dict[str, Any]] = mapped_column(JsonText, nullable=False)
    previous_hash: Mapped[str] = mapped_column(PlainText, nullable=False)
    hash: Mapped[str] = mapped_column(PlainText, nullable=False)


class SearchEntry(Base):
    """The searchable text of a record in one narrow table: ``LIKE`` over it is quick, over the records it is not."""

    __tablename__ = "search"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    register: Mapped[str] = mapped_column(PlainText, primary_key=True)
    record_id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    # Not PlainText: an empty draft is listed too, under an empty text.
    text: Mapped[str] = mapped_column(TEXT, nullable=False)


class FileNumber(Base):
    """The last serial number given in a series such as ``hardship_cases 2026``."""

    __tablename__ = "file_number"
    __table_args__ = _STRICT

    series: Mapped[str] = mapped_column(PlainText, primary_key=True)
    last: Mapped[int] = mapped_column(WholeNumber, nullable=False)


class Package(Base):
    """The journal of packages (报送登记): what was made, for whom, and whether it is on a stick.

    ``identity`` is the SHA-256 of the signed ASiC manifest, ``content`` the exact file and ``sealed`` its envelope as
    first written to a stick, so that the same submission can be written again byte for byte.
    """

    __tablename__ = "package"
    __table_args__ = _STRICT

    id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    sender: Mapped[str] = mapped_column(PlainText, nullable=False)
    receiver: Mapped[str] = mapped_column(PlainText, nullable=False)
    sequence: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    previous: Mapped[str] = mapped_column(PlainText, nullable=False)
    identity: Mapped[str] = mapped_column(PlainText, nullable=False, unique=True)
    file_name: Mapped[str] = mapped_column(PlainText, nullable=False)
    counts: Mapped[dict[str, Any]] = mapped_column(JsonText, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    made_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    placed_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False, deferred=True)
    sealed: Mapped[bytes | None] = mapped_column(BLOB, nullable=True, deferred=True)


class PackagedRecord(Base):
    """Which revision of which record a package carries, and the digest of what was said in it."""

    __tablename__ = "packaged_record"
    __table_args__ = _STRICT

    package_id: Mapped[str] = mapped_column(PlainText, ForeignKey("package.id"), primary_key=True)
    register: Mapped[str] = mapped_column(PlainText, primary_key=True)
    record_id: Mapped[str] = mapped_column(PlainText, primary_key=True, index=True)
    revision: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    operation: Mapped[str] = mapped_column(PlainText, nullable=False)


class PackagedPicture(Base):
    """Which picture a package carries, by the SHA-256 of its bytes."""

    __tablename__ = "packaged_picture"
    __table_args__ = _STRICT

    package_id: Mapped[str] = mapped_column(PlainText, ForeignKey("package.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(PlainText, primary_key=True)


class Attachment(Base):
    """A picture that records name by its ``sha256``; in this file, so that it is encrypted and in every backup."""

    __tablename__ = "attachment"
    __table_args__ = _STRICT

    sha256: Mapped[str] = mapped_column(PlainText, primary_key=True)
    media_type: Mapped[str] = mapped_column(PlainText, nullable=False)
    content: Mapped[bytes] = mapped_column(BLOB, nullable=False)
    added_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class Step(Base):
    """What a person did in one go, over one unbroken run of the history; who, when and where stand there.

    ``number`` is that of its last entry, ``first`` that of its first. ``kind`` is one of ``db.store.steps``, ``subject``
    the name in its sentence, ``undoes`` the step that it takes back. Append-only like the history.
    """

    __tablename__ = "step"
    __table_args__ = _STRICT

    number: Mapped[int] = mapped_column(WholeNumber, primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    kind: Mapped[str] = mapped_column(PlainText, nullable=False)
    subject: Mapped[str | None] = mapped_column(PlainText, nullable=True)
    undoes: Mapped[int | None] = mapped_column(
        WholeNumber, ForeignKey("step.number"), nullable=True, index=True
    )


class KeptDraft(Base):
    """What stands unsaved in the form of one record, as one person typed it; gone when that person saves the record.

    ``based_on`` is the version of the record that was opened, 0 for a record that was never saved. ``typed`` is JSON.
    """

    __tablename__ = "draft"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    record_id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    by: Mapped[str] = mapped_column(PlainText, primary_key=True)
    register: Mapped[str] = mapped_column(PlainText, nullable=False)
    based_on: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    typed: Mapped[str] = mapped_column(TEXT, nullable=False)
    changed_count: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)


class KeptFilter(Base):
    """A filter of a register's list that one person keeps under a name; it may hold names, so it lies in the ledger.

    ``listing`` is the smart list that it narrows, "" for all records; ``conditions`` are ``db.filters.Condition``.
    """

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("by", "register", "name"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    by: Mapped[str] = mapped_column(PlainText, nullable=False)
    register: Mapped[str] = mapped_column(PlainText, nullable=False)
    name: Mapped[str] = mapped_column(PlainText, nullable=False)
    # Not PlainText: "" means all records.
    listing: Mapped[str] = mapped_column(TEXT, nullable=False)
    conditions: Mapped[Any] = mapped_column(JsonText, nullable=False)


class EnteredFigure(Base):
    """A number of a rule table (规则表) that the office has entered itself; see ``db.rule_tables.Figure``.

    ``value`` is a decimal as text. A number that was ``withdrawn`` no longer holds, and stays to be seen.
    """

    __tablename__ = "rule_figure"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    rule_table: Mapped[str] = mapped_column(PlainText, nullable=False)
    name: Mapped[str] = mapped_column(PlainText, nullable=False)
    # Not PlainText: "" is everywhere.
    area: Mapped[str] = mapped_column(TEXT, nullable=False)
    value: Mapped[str] = mapped_column(PlainText, nullable=False)
    valid_from: Mapped[date] = mapped_column(IsoDate, nullable=False)
    valid_to: Mapped[date | None] = mapped_column(IsoDate, nullable=True)
    source: Mapped[str] = mapped_column(PlainText, nullable=False)
    withdrawn: Mapped[bool] = mapped_column(YesNo, nullable=False)


class EnteredCode(Base):
    """A choice that the office has added to a code list, or ended; see ``db.code_lists.OwnItem``.

    What was ``withdrawn`` is no choice any more, and stays to be seen.
    """

    __tablename__ = "own_code"
    __table_args__ = {"sqlite_strict": True, "sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's form

    id: Mapped[str] = mapped_column(PlainText, primary_key=True)
    codes: Mapped[str] = mapped_column(PlainText, nullable=False)
    code: Mapped[str] = mapped_column(PlainText, nullable=False)
    label: Mapped[str] = mapped_column(PlainText, nullable=False)
    valid_from: Mapped[date | None] = mapped_column(IsoDate, nullable=True)
    valid_to: Mapped[date | None] = mapped_column(IsoDate, nullable=True)
    withdrawn: Mapped[bool] = mapped_column(YesNo, nullable=False)
