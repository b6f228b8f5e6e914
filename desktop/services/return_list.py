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
UNDER_WAY = (State.RETURNED, State.CORRECTION)
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


def about(ledger: Ledger, register: Register, record: Record) -> Todo | None:
    """Say why a record came back that was not corrected yet, or is being corrected; None for every other one."""
    if State(record.state) not in UNDER_WAY:
        return None
    with ledger.store.reading() as session:
        line = received.last_words(session, register.code, [record.id]).get(record.id)
        return _todo(register, record, line) if line is not None and _is_why(line, record) else None


def following(ledger: Ledger, register: str, record_id: str) -> Todo | None:
    """Give the next returned record after one, from the last on to the first; None without another."""
    listed = todos(ledger)
    keys = [(one.register, one.record_id) for one in listed]
    here = keys.index((register, record_id)) if (register, record_id) in keys else -1
    others = (*listed[here + 1 :], *listed[: max(here, 0)])
    return next((one for one in others if one.state is State.RETURNED), None)


def _of(session: Session, register: Register) -> list[Todo]:
    ids = set(queries.record_ids(session, register, states=[one.value for one in UNDER_WAY]))
    checked = queries.record_ids(session, register, states=[State.CHECKED.value])
    said = received.last_words(session, register.code, ids | set(checked))
    listed = ids | {one for one in checked if one in said and said[one].decision == received.RETURNED}
    found: list[Todo] = []
    for record in queries.load_all(session, register, sorted(listed)):
        line = said.get(record.id)
        why = line if line is not None and _is_why(line, record) else None
        if why is not None or record.id in ids:
            found.append(_todo(register, record, why))
    return found


def _is_why(line: ReceivedRecord, record: Record) -> bool:
    """Tell whether a receipt is why the record is corrected: not when it was sent again since."""
    return line.decision == received.RETURNED and 0 <= record.revision - line.revision <= 1


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
