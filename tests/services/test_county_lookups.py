"""What rules hear at the county of records that are only on their way in."""

from __future__ import annotations

from datetime import date

import pytest

from db.plain_records import plain
from db.record import new_id
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records
from desktop.services.county_lookups import Arriving, CountyLookups

CASES = all_registers()["hardship_cases"]


@pytest.mark.parametrize(("exited_on", "is_closed"), [(None, False), (date(2026, 3, 1), True)])
def test_a_file_that_arrives_closed_is_said_to_be(
    ledger: Ledger, exited_on: date | None, is_closed: bool
) -> None:
    case = records.new(ledger, CASES)
    values = {code: getattr(case, code) for code in CASES.fields} | {
        "id": new_id(),
        "id_no": "360121197906121237",
        "exited_on": exited_on,
        **{group.code: [] for group in CASES.row_groups},
    }
    arriving = Arriving(CASES, plain(CASES.record, values), "36012100", is_live=True)
    with ledger.store.reading() as session:
        (holder,) = CountyLookups(session, [arriving]).holders("hardship_cases", "id_no", values["id_no"])
    assert (holder.record_id, holder.is_closed) == (values["id"], is_closed)
