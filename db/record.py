"""Base classes of all records and of the rows that repeat inside a record."""

from __future__ import annotations

import enum
import os
import time
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from db.column_types import IsoDate, JsonText, PlainText, UtcTime, WholeNumber
from db.messages import N_


class State(enum.StrEnum):
    """Where a record stands between the clerk's desk and the county; the store keeps the name."""

    DRAFT = "draft"
    CHECKED = "checked"
    PACKED = "packed"  # in a package that is not on a stick yet
    HANDED_OVER = "handed_over"  # on a stick, no receipt yet
    RECEIVED = "received"
    RETURNED = "returned"
    CORRECTION = "correction"  # a locked record reopened as revision n+1

    @property
    def label(self) -> str:
        """The Chinese word shown for the state."""
        return _STATE_LABELS[self]

    @property
    def is_locked(self) -> bool:
        """Whether a change must open a new revision."""
        return self in {State.PACKED, State.HANDED_OVER, State.RECEIVED}


_STATE_LABELS = {
    State.DRAFT: N_("草稿"),
    State.CHECKED: N_("已检查"),
    State.PACKED: N_("已打包"),
    State.HANDED_OVER: N_("已交"),
    State.RECEIVED: N_("已收"),
    State.RETURNED: N_("退回"),
    State.CORRECTION: N_("更正"),
}


class Base(DeclarativeBase):
    """All tables of the ledger."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


_VARIANT = {f"{digit:x}": f"{8 | digit & 3:x}" for digit in range(16)}
"""A random digit as the one that begins with the two bits of the variant (RFC 9562 §4.1)."""


def new_id() -> str:
    """Make a UUIDv7: sorts by the moment of making and never collides between offices."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Make many ids that sort in the order of the list: 4096ths of a millisecond are counted on (RFC 9562 §6.2)."""
    start = time.time_ns() * 4096 // 1_000_000 & (2**60 - 1)
    random = os.urandom(8 * count).hex()
    ids = []
    for place, moment in enumerate(range(start, start + count)):
        when, tail = f"{moment >> 12:012x}", random[16 * place : 16 * place + 16]
        ids.append(f"{when[:8]}-{when[8:]}-7{moment & 0xFFF:03x}-{_VARIANT[tail[0]]}{tail[1:4]}-{tail[4:]}")
    return ids


class Record(Base):
    """What every record has besides its own fields.

    ``version`` counts saves and guards against overwriting a newer copy; ``revision`` counts what the county has
    seen. ``written_on`` decides the generation of code lists and rules. ``reasons`` maps a problem's key to the
    clerk's written reason (核实). ``deleted_at`` marks a withdrawn record: nothing is ever removed.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(PlainText, primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(WholeNumber, nullable=False)
    revision: Mapped[int] = mapped_column(WholeNumber, nullable=False, default=1)
    state: Mapped[str] = mapped_column(PlainText, nullable=False, default=State.DRAFT.value)
    office: Mapped[str] = mapped_column(PlainText, nullable=False)
    written_on: Mapped[date] = mapped_column(IsoDate, nullable=False)
    reasons: Mapped[dict[str, str]] = mapped_column(JsonText, nullable=False, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    created_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(UtcTime, nullable=False)
    changed_by: Mapped[str] = mapped_column(PlainText, nullable=False)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime, nullable=True)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        states = ", ".join(f"'{state.value}'" for state in State)
        return (
            CheckConstraint(f"state IN ({states})", name="state"),
            CheckConstraint("revision >= 1", name="revision"),
            # Lists and counts of live records read this index and never the wide table.
            Index(None, "deleted_at", "id", "state"),
            {"sqlite_strict": True},
        )


class Row(Base):
    """One line of a repeating group; ``position`` counts from 0 in the order on the form."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(PlainText, primary_key=True, default=new_id)
    position: Mapped[int] = mapped_column(WholeNumber, nullable=False, default=0)

    def __init__(self, **values: Any) -> None:
        # Known before the first save: a reason is filed under the row's id.
        super().__init__(**{"id": new_id()} | values)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> dict[str, Any]:
        return {"sqlite_strict": True}


def belongs_to(register: str) -> Any:
    """Give a row's column that points at its record."""
    return mapped_column(PlainText, ForeignKey(f"{register}.id"), nullable=False, index=True)


def rows(row_class: str) -> Any:
    """Give a record's list of rows, loaded only on purpose (``db.queries.load``) and saved with the record."""
    return relationship(
        row_class, order_by=f"{row_class}.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
