"""Township, county and stick in any order: sent, lost, repeated, reordered, returned, corrected, restored from a backup.

In the end, after enough ordinary rounds, both sides hold the same of every record of the township. What an old backup
took away was announced by an alarm before, and the county sends back what it holds (发回).
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import canonical, queries
from db.record import State
from db.store import history
from db.store.ledger import Ledger
from desktop.services import (
    answering,
    comparing,
    receipt_using,
    receipts,
    receiving,
    records,
    sending_back,
    submitting,
    taking_back,
    taking_in,
    undoing,
)
from desktop.services.comparing import Kind
from desktop.services.deciding import Decision, default_decisions, give_back
from desktop.services.receiving import Arrival, Standing
from desktop.services.step_back import UndoRefusedError
from desktop.services.taking_back import BackRecord
from tests.support.carrying import back_up
from tests.support.offices import NOW
from tests.support.round_trip import COUNTY, LUOJIA, UNITS, OfficeMaker, copy_of, correct, save_unit

MOST_ROUNDS = 12
_maker: list[OfficeMaker] = []


class Offices(RuleBasedStateMachine):
    """One township and its county; files go between them in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="round-trip-"))
        self.numbers = itertools.count(1)
        self.names = itertools.count(1)
        self.alarmed = False
        self.backups: dict[str, Path] = {}

    @initialize()
    def begin(self) -> None:
        _maker[
            0
        ].clock.now = NOW  # after some hundred runs the contracts of the sample units would have ended
        trip = _maker[0].round(self.folder)
        trip.tangshan.close()
        self.township, self.county, self.stick = trip.luojia, trip.county, trip.stick

    def teardown(self) -> None:
        if hasattr(self, "county"):
            try:
                self.settle()
            finally:
                self.township.close()
                self.county.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what people do ------------------------------------------------------------------------------------------

    @rule()
    def write(self) -> None:
        save_unit(self.township, next(self.numbers))

    @precondition(lambda self: self.live())
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.live()))
        correct(self.township, record, employees=200 + next(self.names))

    @precondition(lambda self: any(not State(one.state).is_locked for one in self.live()))
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        open_ones = [one for one in self.live() if not State(one.state).is_locked]
        records.withdraw(self.township, UNITS, data.draw(st.sampled_from(open_ones)).id)

    @precondition(lambda self: self.withdrawn())
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        records.restore(self.township, UNITS, data.draw(st.sampled_from(self.withdrawn())))

    @rule(only_changed=st.booleans())
    def send(self, *, only_changed: bool = True) -> None:
        review = submitting.prepare(
            self.township, ["units"], "2026年6月", only_changed=only_changed, leave_out_standing=True
        )
        if any(count.total for count in review.counts.values()):
            submitting.make(self.township, review)

    @precondition(lambda self: self.packages())
    @rule(data=st.data(), returning=st.booleans())
    def bring_up(self, data: st.DataObject, *, returning: bool) -> None:
        """Carry some of the packages, in any order and as often as one likes."""
        chosen = data.draw(st.sets(st.sampled_from(self.packages()), min_size=1))
        self.receive(chosen, returning=returning)

    @precondition(lambda self: self.packages())
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        """Refuse a whole package when it is its turn."""
        for one in self.carry_up([data.draw(st.sampled_from(self.packages()))]):
            if one.standing is Standing.READY:
                taking_in.refuse(self.county, one, "请重新报送")

    @rule()
    def answer(self) -> None:
        answering.make_all(self.county)

    @precondition(lambda self: answering.receipts(self.county))
    @rule(data=st.data())
    def bring_down(self, data: st.DataObject) -> None:
        given = [one.identity for one in answering.receipts(self.county)]
        self.use_receipts(data.draw(st.sets(st.sampled_from(given), min_size=1)))

    @rule(side=st.sampled_from(["township", "county"]))
    def back_up(self, side: str) -> None:
        ledger: Ledger = getattr(self, side)
        folder = self.folder / f"backup-{side}-{next(self.names)}"
        ledger.close()
        self.backups[side] = back_up(ledger, folder)
        self.reopen(side, ledger.folder)

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        side = data.draw(st.sampled_from(sorted(self.backups)))
        ledger: Ledger = getattr(self, side)
        ledger.close()
        folder = self.folder / f"restored-{side}-{next(self.names)}"
        shutil.copytree(self.backups[side], folder)
        self.reopen(side, folder)

    @precondition(lambda self: self.held_above())
    @rule(data=st.data())
    def get_back(self, data: st.DataObject) -> None:
        """Have the county write what it holds; of two different revisions either may be chosen."""
        self.take_back(lambda _: data.draw(st.booleans()))

    @precondition(lambda self: self.steps())
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Undo one of the last steps, or redo it; getting back is one of them."""
        step = data.draw(st.sampled_from(self.steps()))
        turn = undoing.outlook(self.township, step).turn
        try:
            undoing.undo(self.township, turn)
        except UndoRefusedError:
            assert undoing.outlook(self.township, step).obstacle

    # --- what that does ------------------------------------------------------------------------------------------

    def reopen(self, side: str, folder: Path) -> None:
        setattr(self, side, _maker[0].reopen(LUOJIA if side == "township" else COUNTY, folder))

    def live(self) -> list[Any]:
        with self.township.store.reading() as session:
            return queries.load_all(session, UNITS)

    def withdrawn(self) -> list[str]:
        with self.township.store.reading() as session:
            return queries.record_ids(session, UNITS, withdrawn=True)

    def steps(self) -> list[int]:
        return [one.number for one in undoing.steps(self.township, limit=3)]

    def packages(self) -> list[str]:
        return sorted(one.id for one in submitting.packages(self.township))

    def carry_up(self, packages: Any) -> tuple[Arrival, ...]:
        stick = self.fresh_stick()
        for package in packages:
            submitting.place(self.township, package, stick)
        arrivals = receiving.look(self.county, stick)
        assert all(one.standing is not Standing.REFUSED for one in arrivals), [one.wrong for one in arrivals]
        self.alarmed |= any(one.standing is Standing.FORKED for one in arrivals)
        return arrivals

    def receive(self, packages: Any, *, returning: bool = False, patient: bool = False) -> None:
        arrivals = self.carry_up(packages)
        cleared = {one.identity for one in arrivals if patient and one.standing is Standing.FORKED}
        for one in arrivals:
            if one.standing is Standing.READY or one.identity in cleared:
                comparison = comparing.compare(self.county, one)
                decisions: dict[tuple[str, str], Decision] = default_decisions(comparison)
                for record in comparison.records:
                    key = record.register, record.record_id
                    if key not in decisions:
                        assert record.kind in {Kind.OLDER, Kind.CONFLICTING}, record.findings
                        self.alarmed = True
                    if key not in decisions or returning:
                        decisions[key] = give_back("请核对后改正", "R102")
                (result,) = taking_in.apply(self.county, [(comparison, decisions)], confirmed=cleared)
                if result.error is not None:  # another one of the same stick has come into the way
                    assert not patient, str(result.error)

    def use_receipts(self, identities: Any, *, patient: bool = False) -> None:
        stick = self.fresh_stick()
        answering.place(self.county, stick, list(identities))
        arrivals = receipts.look(self.township, stick)
        self.alarmed |= any(finding.code == "E11" for one in arrivals for finding in one.wrong)
        cleared = {one.identity for one in arrivals if patient and one.standing is Standing.FORKED}
        usable = [one for one in arrivals if one.standing is Standing.READY or one.identity in cleared]
        receipt_using.apply(self.township, usable, confirmed=cleared)

    def take_back(self, choose: Callable[[BackRecord], bool]) -> None:
        stick = self.fresh_stick()
        sending_back.send_back(self.county, LUOJIA.code, stick)
        (offer,) = taking_back.look(self.township, stick)
        assert offer.arrival.standing is Standing.READY, offer.arrival.wrong
        choices = {one.key: choose(one) for one in offer.records if one.is_choice}
        taking_back.take(self.township, offer, choices)

    def held_above(self) -> bool:
        return bool(self.contents(self.county))

    def fresh_stick(self) -> Path:
        stick = self.folder / f"stick-{next(self.names)}"
        stick.mkdir()
        return stick

    # --- how it must end -----------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Do ordinary rounds with nothing lost until both sides agree."""
        for number in range(MOST_ROUNDS):
            for returned in receipt_using.returns(self.township):
                correct(
                    self.township, copy_of(self.township, UNITS, returned.record_id), employees=1000 + number
                )
            self.send()
            self.receive(self.packages(), patient=True)
            answering.make_all(self.county)
            self.use_receipts([one.identity for one in answering.receipts(self.county)], patient=True)
            if self.agree():
                break
            if self.alarmed and number > 2 and self.held_above():  # the county sends back what it holds
                self.take_back(lambda one: one.kind is not taking_back.Kind.CONFLICTING)
        assert self.agree(), self.differences()
        for ledger in (self.township, self.county):
            with ledger.store.reading() as session:
                assert history.first_break(session) is None

    def agree(self) -> bool:
        return not self.differences()

    def differences(self) -> dict[str, Any]:
        ours, theirs = self.contents(self.township), self.contents(self.county)
        keys = ours.keys() | theirs.keys()
        wrong = {key: (ours.get(key), theirs.get(key)) for key in keys if ours.get(key) != theirs.get(key)}
        waiting = {one.id: one.state for one in self.live() if one.state != State.RECEIVED.value}
        return wrong | waiting

    def contents(self, ledger: Ledger) -> dict[str, tuple[int, Any]]:
        with ledger.store.reading() as session:
            return {
                one.id: (one.revision, canonical.snapshot(UNITS, one))
                for one in queries.load_all(session, UNITS)
            }


@pytest.fixture
def maker(tmp_path: Path) -> None:
    _maker[:] = [OfficeMaker(tmp_path)]


@pytest.mark.usefixtures("maker")
@pytest.mark.parametrize(
    ("examples", "steps"),
    [(3, 10), pytest.param(60, 30, marks=[pytest.mark.slow, pytest.mark.timeout(7200)])],
)
def test_both_sides_agree_in_the_end(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
