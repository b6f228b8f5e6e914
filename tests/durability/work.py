"""Work that is killed: each job opens the ledger and says after every committed step what it has done."""

from __future__ import annotations

from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from db import queries
from db.record import new_id
from db.registers import all_registers
from db.store import ledger as ledgers
from db.store.ledger import Ledger
from desktop.services import (
    answering,
    bulk_changing,
    comparing,
    drafts,
    importing,
    packing,
    receiving,
    records,
    sealing,
    submitting,
    taking_in,
    undoing,
)
from desktop.services.deciding import ACCEPT
from desktop.services.drafts import Draft, Typed
from desktop.services.receiving import Standing
from tests.support.offices import USER, clock
from tests.support.sample_records import another_unit, clean_household

_ = packing, sealing  # loaded beforehand: the kill shall hit the work, not the loading of libraries
REGISTERS = all_registers()
UNITS, CASES, INSPECTIONS = REGISTERS["units"], REGISTERS["hardship_cases"], REGISTERS["inspections"]
BATCH = 40
"""Rows of one imported file."""


def opened(folder: Path, key: bytes) -> Ledger:
    """Open by the key: it costs no password."""
    return ledgers._open(folder, key, USER, "admin", clock)


def save(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Save new households and change each, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    while True:
        case: Any = records.save(ledger, CASES, clean_household(ledger)).record
        said.send((case.id, case.version, case.mobile, len(case.members)))
        case.mobile = "13970054321"
        del case.members[0]
        case = records.save(ledger, CASES, case).record
        said.send((case.id, case.version, case.mobile, len(case.members)))


def import_files(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Import one file after another, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    with ledger.store.reading() as session:
        first = len(queries.record_ids(session, INSPECTIONS)) // BATCH
    codes = ("inspected_on", "place", "inspectors", "findings", "needs_rectifying")
    header = ",".join(INSPECTIONS.fields[code].label for code in codes)
    for number in count(first):
        rows = [f"2026.5.8,第{number}批{line}号厂,万秀英,没有发现问题,否" for line in range(BATCH)]
        data = "\n".join([header, *rows]).encode()
        preview = importing.dry_run(ledger, INSPECTIONS, data, "inspections.csv")
        if preview.accepted != BATCH:
            raise AssertionError([str(problem.message) for problem in preview.problems])
        importing.apply(ledger, preview)
        said.send(number)


def submit(folder: Path, key: bytes, stick: Path, said: Connection) -> None:
    """Save a unit, make its package, put it on the stick, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    for package in submitting.packages(ledger):  # what the killed one before has left behind
        submitting.place(ledger, package.id, stick)
        said.send(("placed", package.id))
    with ledger.store.reading() as session:
        first = len(queries.record_ids(session, UNITS))
    for number in count(first):
        records.save(ledger, UNITS, another_unit(ledger, number))
        package = submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月"))
        said.send(("made", package))
        submitting.place(ledger, package, stick)
        said.send(("placed", package))


def receive(folder: Path, key: bytes, stick: Path, said: Connection) -> None:
    """Take in everything on the stick, package by package, and write the receipts."""
    ledger = opened(folder, key)
    said.send("open")
    for arrival in receiving.look(ledger, stick):
        if arrival.standing is Standing.READY:
            (seen,) = comparing.compare_all(ledger, [arrival])
            decisions = {(one.register, one.record_id): ACCEPT for one in seen.records}
            (result,) = taking_in.apply(ledger, [(seen, decisions)])
            if result.error is not None:
                raise AssertionError(str(result.error))
            said.send(("taken in", arrival.identity))
    for identity in answering.make_all(ledger):
        said.send(("answered", identity))
    for placed in answering.answer(ledger, stick):
        said.send(("placed", placed.path.name))
    said.send(("done", ""))
    said.recv()


def migrate(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Open a ledger of an older program."""
    said.send("open")
    opened(folder, key)
    said.send("migrated")
    said.recv()


def type_drafts(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Type into one new record after another, keep the draft at every stroke and save at the end, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    while True:
        record: Any = clean_household(ledger)
        record.id = new_id()
        for strokes in range(1, 6):
            typed = Typed({"name": "熊" * strokes}, {"members": [{"name": "万"}] * strokes})
            drafts.keep(ledger, Draft(CASES.code, record.id, 0, typed, strokes))
            said.send((record.id, strokes))
        records.save(ledger, CASES, record)
        said.send((record.id, 0))


def undo(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Undo and redo the newest step, an import or a bulk change, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    while True:
        step = undoing.steps(ledger, 1)[0]
        said.send(undoing.undo(ledger, step.number).step)


def change_many(folder: Path, key: bytes, _: Path, said: Connection) -> None:
    """Give all inspections another place, for ever."""
    ledger = opened(folder, key)
    said.send("open")
    with ledger.store.reading() as session:
        ids = queries.record_ids(session, INSPECTIONS)
    for number in count():
        shown = bulk_changing.preview(ledger, INSPECTIONS, ids, "inspectors", f"李{number:04}")
        said.send(bulk_changing.apply(ledger, shown).step)
