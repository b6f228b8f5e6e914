"""A unit (单位) of the township together with its grass-roots union (基层工会).

Fields follow the union system's own registration form (工会组织信息登记表) and its yearly survey; they stand in
three parts only because there are many.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from db.fields import TextField, TextForm, stored
from db.messages import N_
from db.record import Record, Row, belongs_to, rows
from db.registers.units.employer import Employer
from db.registers.units.grass_roots_union import GrassRootsUnion
from db.registers.units.labour_relations import LabourRelations


class CoveredUnit(Row):
    """A unit covered (覆盖单位) by a joint or regional union; it counts as 已建会."""

    __tablename__ = "units_covers"

    record_id: Mapped[str] = belongs_to("units")
    unit_name: Mapped[str | None] = stored(TextField(N_("单位名称"), required=True, max_length=120))
    credit_code: Mapped[str | None] = stored(
        TextField(N_("统一社会信用代码"), max_length=18, form=TextForm.CREDIT_CODE)
    )


class Unit(Employer, GrassRootsUnion, LabourRelations, Record):
    """One unit, whether it has a union or not: the list behind the 建会率 (share of units with a union)."""

    __tablename__ = "units"

    covers: Mapped[list[CoveredUnit]] = rows("CoveredUnit")
