"""A hardship file (困难职工档案): one household, named after the worker who is its head.

The fields follow the national form as used since 2016, in the order of the paper; they stand in four parts
only because there are many.
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.record import Record, rows
from db.registers.hardship_cases.household import Household
from db.registers.hardship_cases.leaving import Leaving
from db.registers.hardship_cases.procedure import Procedure
from db.registers.hardship_cases.rows import CaseAttachment, HouseholdMember
from db.registers.hardship_cases.visits import HomeVisit
from db.registers.hardship_cases.worker import Worker


class HardshipCase(Worker, Household, Procedure, Leaving, Record):
    """The file of one household; its head is the hardship worker."""

    __tablename__ = "hardship_cases"

    members: Mapped[list[HouseholdMember]] = rows("HouseholdMember")
    attachments: Mapped[list[CaseAttachment]] = rows("CaseAttachment")
    visits: Mapped[list[HomeVisit]] = rows("HomeVisit")


# What waits (一年未复核, 公示中, 公示到期, 未帮扶过) is counted after every change: from this index, never from the wide table.
Index(
    "ix_hardship_cases_waiting",
    HardshipCase.deleted_at,
    HardshipCase.changed_at,
    HardshipCase.notice_from,
    HardshipCase.notice_until,
    HardshipCase.notice_result,
    HardshipCase.exited_on,
    HardshipCase.id,
)
