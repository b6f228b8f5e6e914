"""Make the office: its ledger, its records, its submission, the verification of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from db import queries
from db.messages import N_, ReportableError
from db.record import Record, State
from db.register import Context, Register
from db.registers import all_registers
from db.store.ledger import Clock, Ledger
from db.values import dates
from desktop.exchange import certificates, container, package
from desktop.exchange.verification import Verification
from desktop.services import offices, setting_up, submitting, verifying
from desktop.services.bulk_saving import store_new
from desktop.services.checking import CheckedRecord
from desktop.services.contexts import context_of
from desktop.services.demonstration import county, foundings, help_given, homes, nominees, problems, units
from desktop.services.demonstration.households import Households
from desktop.services.demonstration.people import People
from desktop.services.demonstration.places import TOWNSHIP
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
    county_ledger: Path
    report: Path
    root_certificate: Path
    counts: dict[str, tuple[int, int]]
    left_out: tuple[CheckedRecord, ...]
    reasons: tuple[Reason, ...]
    verification: Verification


def make(
    into: Path, seed: int, households: int, clock: Clock, progress: Progress | None = None
) -> Demonstration:
    """Make the office in a folder; the same seed on the same day gives the same people.

    Raises LedgerExistsError when the folder holds a demonstration already.
    """
    progress = progress or Silent()
    password = secrets.token_urlsafe(9)
    ledger = _empty_ledger(into, password, clock)
    try:
        made = _fill(ledger, Random(seed), households, progress)  # noqa: S311 - made-up people, not secrets
        password_file = into / "password.txt"
        _write_secret(password_file, password)
        _enrol(ledger, into / "county", password, clock)
        review, sealed, placed = _submit(ledger, into, progress)
        verification = verifying.verify_file(placed, ledger)
        report, root = into / "report.pdf", into / "root.pem"
        report.write_bytes(container.unpack(placed.read_bytes()).members[package.REPORT])
        root.write_bytes(certificates.as_pem(_root_above(ledger)))
        counts = {code: (number, review.counts[code].total) for code, number in made.items()}
        return Demonstration(
            ledger.folder,
            OFFICE,
            USER,
            password_file,
            placed,
            sealed,
            into / "county",
            report,
            root,
            counts,
            review.left_out,
            review.reasons,
            verification,
        )
    finally:
        ledger.close()


def _empty_ledger(into: Path, password: str, clock: Clock) -> Ledger:
    try:
        into.mkdir(parents=True, exist_ok=True)
        for name in ("stick", "plain"):
            (into / name).mkdir(exist_ok=True)
        return setting_up.create_ledger(into / "ledger", TOWNSHIP, OFFICE, USER, password, clock).ledger
    except OSError as error:
        raise ReportableError(N_("不能在“{folder}”里新建文件，请换一个位置。"), folder=into) from error


def _fill(ledger: Ledger, random: Random, households: int, progress: Progress) -> dict[str, int]:
    """Make and store the records of all registers; gives how many there are of each."""
    registers = all_registers()
    people = People(random, ledger.clock().date())
    with ledger.store.writing() as session:
        context = context_of(ledger, session)

        def store(code: str, make: Callable[[Register], list[Record]]) -> list[Record]:
            made = make(registers[code])
            for record in made:
                _begin(registers[code], record, context)
            store_new(ledger, session, registers[code], made, progress)
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


def _begin(register: Register, record: Record, context: Context) -> None:
    """Give a record what the office writes on every new one, as ``records.new`` does."""
    record.revision, record.state, record.office = 1, State.DRAFT.value, context.area
    record.written_on = record.written_on or context.today
    record.reasons = record.reasons or {}
    for group in register.row_groups:
        if group.code not in vars(record):
            setattr(record, group.code, [])


def _enrol(ledger: Ledger, folder: Path, password: str, clock: Clock) -> None:
    above = county.make(folder, USER, password, clock)
    try:
        county.enrol(above, ledger)
    finally:
        above.close()


def _root_above(ledger: Ledger) -> bytes:
    with ledger.store.reading() as session:
        return offices.trust_of(session, ledger.clock(), above=True).roots[0]


def _submit(ledger: Ledger, into: Path, progress: Progress) -> tuple[Review, Path, Path]:
    today = ledger.clock().date()
    period = f"{dates.written(today.replace(month=1, day=1))}至{dates.written(today)}"
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
