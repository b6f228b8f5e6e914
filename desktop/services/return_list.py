"""退回清单 as a list of work: what came back, what is being corrected, and what waits for the next package."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import queries
from db.messages import N_
from db.record import Record, State
from db.register import Register
from db.registers import all_registers
from db.store import journal, received
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedRecord
from desktop.services import field_places
from desktop.services.field_places import FieldPlace

STANDINGS = {
    State.RETURNED: N_("退回，待更正"),
    State.CORRECTION: N_("更正中，还没有通过检查"),
    State.CHECKED: N_("已更正，等下一次上报"),
}
"""How far a record is, the most urgent first."""
_WITHDRAWAL_RETURNED = N_("删除被退回，待更正或再次删除")


@dataclass(frozen=True)
class Todo:
    """A record to be corrected or sent again; ``text`` is empty for a correction that nobody asked for."""

    register: str
    record_id: str
    label: str
    state: State
    place: FieldPlace
    code: str
    text: str
    suggested: str
    is_withdrawal: bool = False

    @property
    def standing(self) -> str:
        """How far it is; one whose withdrawal was returned is in the lists again without the clerk's doing."""
        if self.is_withdrawal and self.state is State.RETURNED:
            return _WITHDRAWAL_RETURNED
        return STANDINGS[self.state]


def todos(ledger: Ledger) -> tuple[Todo, ...]:
    """List what is to be done, returned records first, by register."""
    with ledger.store.reading() as session:
        found = [one for register in all_registers().values() for one in _of(session, register)]
    return tuple(sorted(found, key=lambda one: list(STANDINGS).index(one.state)))


def _of(session: Session, register: Register) -> list[Todo]:
    under_way = [State.RETURNED.value, State.CORRECTION.value]
    ids = set(queries.record_ids(session, register, states=under_way))
    checked = queries.record_ids(session, register, states=[State.CHECKED.value])
    said = received.last_words(session, register.code, ids | set(checked))
    returned = {one: line for one, line in said.items() if line.decision == received.RETURNED}
    listed = ids | {one for one in checked if one in returned}
    return [
        _todo(register, record, returned.get(record.id))
        for record in queries.load_all(session, register, sorted(listed))
    ]


def _todo(register: Register, record: Record, line: ReceivedRecord | None) -> Todo:
    return Todo(
        register.code,
        record.id,
        register.label_of(record),
        State(record.state),
        field_places.read(register, line.field or "" if line else ""),
        line.code or "" if line else "",
        line.text or "" if line else "",
        line.suggested or "" if line else "",
        line is not None and line.operation == journal.WITHDRAWN,
    )
