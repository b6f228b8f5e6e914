"""数据接收 as a person works through it: what lies on a stick, what is decided so far, and what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import canonical
from db.registers import all_registers
from db.store import received
from db.store.ledger import Ledger
from desktop.services import comparing, deciding, receiving, taking_in
from desktop.services.changes import Changes
from desktop.services.comparing import ComparedRecord, Comparison
from desktop.services.deciding import Decision, Key, Verdict
from desktop.services.progress import Cancelled, Progress
from desktop.services.receiving import Arrival, Standing
from desktop.services.record_differences import FieldChange, field_changes
from desktop.services.taking_in import TakenIn

Decided = list[tuple[Comparison, Mapping[Key, Decision]]]


@dataclass
class Inbox:
    """The arrivals of one place; everything else is filed under the identity of a package.

    ``confirmed`` are packages in conflict (E11) that a person has cleared up with the sender, ``results`` what was
    written or refused since the place was looked at.
    """

    arrivals: tuple[Arrival, ...] = ()
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    decisions: dict[str, dict[Key, Decision]] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    results: dict[str, TakenIn] = field(default_factory=dict)

    def is_open(self, arrival: Arrival) -> bool:
        """Tell whether decisions on an arrival's records can still be made."""
        result = self.results.get(arrival.identity)
        return arrival.identity in self.comparisons and (result is None or result.error is not None)

    def decision(self, arrival: Arrival, record: ComparedRecord) -> Decision | None:
        """Give what is decided on a record, None when nothing is yet."""
        return self.decisions.get(arrival.identity, {}).get((record.register, record.record_id))

    def decide(self, arrival: Arrival, records: Sequence[ComparedRecord], decision: Decision | None) -> None:
        """Decide on records, or with None take the decision back."""
        made = self.decisions.setdefault(arrival.identity, {})
        for record in records:
            if decision is None:
                made.pop((record.register, record.record_id), None)
            else:
                made[record.register, record.record_id] = decision

    def accept_clean(self) -> int:
        """Accept every record without findings that nothing is decided on; gives how many."""
        count = 0
        for arrival in self.open_arrivals:
            clean = deciding.default_decisions(self.comparisons[arrival.identity])
            made = self.decisions.setdefault(arrival.identity, {})
            count += len(clean.keys() - made.keys())
            self.decisions[arrival.identity] = clean | made
        return count

    @property
    def open_arrivals(self) -> list[Arrival]:
        """The arrivals that wait for decisions or for being written."""
        return [one for one in self.arrivals if self.is_open(one)]

    def undecided(self, arrival: Arrival) -> int:
        """Count the records that nothing is decided on."""
        made = self.decisions.get(arrival.identity, {})
        return len(self.comparisons[arrival.identity].records) - len(made)

    @property
    def decided(self) -> Decided:
        """The packages with a decision on every record, not written yet."""
        return [
            (self.comparisons[one.identity], self.decisions.get(one.identity, {}))
            for one in self.open_arrivals
            if not self.undecided(one)
        ]


@dataclass(frozen=True)
class Written:
    """What became of the packages that were to be written."""

    results: tuple[TakenIn, ...]
    changes: Changes


def look(ledger: Ledger, place: Path, progress: Progress | None = None) -> Inbox:
    """Verify what lies in a place and compare what can be taken in; writes nothing. Raises ReportableError, Cancelled."""
    arrivals = receiving.look(ledger, place, progress)
    ready = [one for one in arrivals if one.standing is Standing.READY]
    compared = comparing.compare_all(ledger, ready, progress) if ready else ()
    return Inbox(arrivals, {one.arrival.identity: one for one in compared})


def compare(ledger: Ledger, arrival: Arrival, progress: Progress | None = None) -> Comparison:
    """Compare a package in conflict that a person has cleared up with its sender."""
    return comparing.compare(ledger, arrival, progress)


def write(ledger: Ledger, inbox: Inbox, progress: Progress | None = None) -> Written:
    """Take in the packages that are decided, and note the files that are refused. Raises what ``apply`` raises.

    Stopped between two packages it says what was written until then.
    """
    decided = inbox.decided
    try:
        results = taking_in.apply(ledger, decided, progress, inbox.confirmed)
    except Cancelled:
        results = _written_before(ledger, decided)
        if not results:
            raise
    taking_in.note_refused(ledger, inbox.arrivals)
    return Written(results, _together(results))


def refuse(ledger: Ledger, arrival: Arrival, reason: str) -> TakenIn:
    """Refuse a whole package with a reason."""
    return taking_in.refuse(ledger, arrival, reason)


def can_refuse(arrival: Arrival) -> bool:
    """Tell whether a package can be refused as a whole."""
    return taking_in.can_refuse(arrival)


def content(ledger: Ledger, record: ComparedRecord) -> tuple[FieldChange, ...]:
    """Give what a record would change, and of one that we do not have all that it says."""
    if record.our_revision or record.sent is None:
        return record.changes
    register = all_registers()[record.register]
    with ledger.store.reading() as session:
        return field_changes(session, register, canonical.differences({}, record.sent.snapshot))


def _written_before(ledger: Ledger, decided: Decided) -> tuple[TakenIn, ...]:
    """Ask the journal which packages were written before a person stopped."""
    written = []
    with ledger.store.reading() as session:
        for comparison, decisions in decided:
            decision = received.decision_on(session, comparison.arrival.identity)
            if decision is not None:
                verdicts = [one.verdict for one in decisions.values()]
                accepted, returned, merged = (verdicts.count(verdict) for verdict in Verdict)
                touched = Changes({record.register: ("",) for record in comparison.records})
                written.append(TakenIn(comparison.arrival, decision, accepted, returned, merged, touched))
    return tuple(written)


def _together(results: Sequence[TakenIn]) -> Changes:
    touched: dict[str, tuple[str, ...]] = {}
    for one in results:
        for register, ids in (one.changes.records if one.changes else {}).items():
            touched[register] = (*touched.get(register, ()), *ids)
    return Changes(touched)
