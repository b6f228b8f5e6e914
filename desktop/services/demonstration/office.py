"""Make the office: its ledger, its records, its submission and the verification of it; then the round by stick."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from db import queries
from db.messages import N_, Message, ReportableError
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Clock, Ledger
from desktop.exchange import certificates, container, package
from desktop.exchange.verification import Verification
from desktop.services import offices, setting_up, submitting, verifying
from desktop.services.checking import CheckedRecord
from desktop.services.contexts import context_of
from desktop.services.demonstration import (
    county,
    foundings,
    help_given,
    homes,
    neighbours,
    nominees,
    problems,
    round_trip,
    storing,
    units,
)
from desktop.services.demonstration.households import Households
from desktop.services.demonstration.people import People
from desktop.services.demonstration.places import TOWNSHIP
from desktop.services.demonstration.round_trip import Offices, Played
from desktop.services.levels import usual_name
from desktop.services.progress import Progress, Silent
from desktop.services.review import Reason, Review

OFFICE = "青山湖区罗家镇总工会"
USER = "李晓燕"


@dataclass(frozen=True)
class Demonstration:
    """What was made and where it lies; ``counts`` says for each register how many records exist and how many went."""

    ledger: Path
    office: str
    user: str
    password_file: Path
    package: Path
    """The signed package without its envelope, for verifying by hand."""
    sealed: Path
    """What lies on the stick."""
    ledgers: Mapping[str, Path]
    """The ledger of each office by its name: the township, its neighbours, the county, the city."""
    played: Played
    report: Path
    root_certificate: Path
    counts: dict[str, tuple[int, int]]
    left_out: tuple[CheckedRecord, ...]
    reasons: tuple[Reason, ...]
    verification: Verification

    @property
    def county_ledger(self) -> Path:
        """The ledger of the county."""
        return self.ledger.with_name("county")

    @property
    def city_ledger(self) -> Path:
        """The ledger of the city."""
        return self.ledger.with_name("city")


def make(
    into: Path, seed: int, households: int, clock: Clock, progress: Progress | None = None
) -> Demonstration:
    """Make the office in a folder; the same seed on the same day gives the same people.

    Raises LedgerExistsError when the folder holds a demonstration already.
    """
    progress = progress or Silent()
    password = secrets.token_urlsafe(9)
    people = People(Random(seed), clock().date())  # noqa: S311 - made-up people, not secrets
    with ExitStack() as opened:
        known = _offices(into, password, clock, opened, progress)
        made = _fill(known.township, people, households, progress)
        password_file = into / "password.txt"
        _write_secret(password_file, password)
        review, sealed, placed = _submit(known.township, into, progress)
        verification = verifying.verify_file(placed, known.township)
        report, root = into / "report.pdf", into / "root.pem"
        report.write_bytes(container.unpack(placed.read_bytes()).members[package.REPORT])
        root.write_bytes(certificates.as_pem(_root_above(known.township)))
        played = round_trip.play(known, people, into, progress)
        return Demonstration(
            known.township.folder,
            OFFICE,
            USER,
            password_file,
            placed,
            sealed,
            {one.office().name: one.folder for one in known},
            played,
            report,
            root,
            {code: (number, review.counts[code].total) for code, number in made.items()},
            review.left_out,
            review.reasons,
            verification,
        )


def _offices(into: Path, password: str, clock: Clock, opened: ExitStack, progress: Progress) -> Offices:
    """Make the ledgers of all offices and enrol each with the one above."""
    wanted = (
        ("city", county.CITY, usual_name(county.CITY)),
        ("county", county.CODE, usual_name(county.CODE)),
        ("ledger", TOWNSHIP, OFFICE),
        ("hufang", neighbours.HUFANG.code, neighbours.HUFANG.name),
        ("tangshan", neighbours.TANGSHAN.code, neighbours.TANGSHAN.name),
    )
    made = []
    try:
        for name in ("stick", "plain"):
            (into / name).mkdir(parents=True, exist_ok=True)
        for done, (folder, code, name) in enumerate(wanted):
            progress.step(done, len(wanted), Message(N_("正在新建台账")))
            created = setting_up.create_ledger(into / folder, code, name, USER, password, clock)
            made.append(created.ledger)
            opened.callback(created.ledger.close)
    except OSError as error:
        raise ReportableError(N_("不能在“{folder}”里新建文件，请换一个位置。"), folder=into) from error
    known = Offices(*made)
    enrolling = [(known.city, known.county)]
    enrolling += [(known.county, below) for below in known.townships]
    for above, below in enrolling:
        county.enrol(above, below)
    return known


def _fill(ledger: Ledger, people: People, households: int, progress: Progress) -> dict[str, int]:
    """Make and store the records of all registers; gives how many there are of each."""
    registers = all_registers()
    with ledger.store.writing() as session:
        context = context_of(ledger, session)

        def store(code: str, make: Callable[[Register], list[Record]]) -> list[Record]:
            made = make(registers[code])
            storing.store(ledger, session, registers[code], made, progress)
            return made

        def make_units(register: Register) -> list[Record]:
            made = units.make_units(register, people)
            problems.put_in_units(made)
            return made

        made_units = store("units", make_units)
        known: dict[str, Any] = {
            sketch.name: unit for sketch, unit in zip(units.SKETCHES, made_units, strict=True)
        }
        employers = [unit for unit in known.values() if unit.built_state == units.BUILT]

        def make_households(register: Register) -> list[Record]:
            made = Households(register, people, employers, context).make(households)
            problems.put_in_households(made)
            return made

        def make_nominees(register: Register) -> list[Record]:
            made = nominees.make_nominees(register, known, people)
            problems.put_in_nominees(made)
            return made

        store("worker_homes", lambda register: homes.make_homes(register, known, people))
        cases = store("hardship_cases", make_households)
        store("nominees", make_nominees)
        store("collectives", lambda register: nominees.make_collectives(register, known, people))
        store("inspections", lambda register: homes.make_inspections(register, known, people))
        store("foundings", lambda register: foundings.make_foundings(register, known, people))
        by_id = {unit.id: unit for unit in made_units}
        store(
            "assistance",
            lambda register: help_given.make_help(register, problems.without_mistakes(cases), by_id, people),
        )
        return {
            code: sum(queries.count_by_state(session, register).values())
            for code, register in registers.items()
        }


def _root_above(ledger: Ledger) -> bytes:
    with ledger.store.reading() as session:
        return offices.trust_of(session, ledger.clock(), above=True).roots[0]


def _submit(ledger: Ledger, into: Path, progress: Progress) -> tuple[Review, Path, Path]:
    today = ledger.clock().date()
    period = round_trip.quarter(today, 1)
    everything: Sequence[str] = tuple(all_registers())
    review = submitting.prepare(ledger, everything, period, leave_out_standing=True, progress=progress)
    identity = submitting.make(ledger, review, progress)
    sealed = submitting.place(ledger, identity, into / "stick", progress).path
    return review, sealed, submitting.plain_copy(ledger, identity, into / "plain").path


def _write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first moment on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
