"""A ledger of very many hardship households that are all right: made once in bulk, kept between runs."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.search_text import search_text
from db.store import history, ledger, schema
from db.store.folder import exists
from db.store.ledger import Ledger
from db.store.shared_tables import FileNumber, SearchEntry
from desktop.services.setting_up import create_ledger
from tests.benchmarks.made_up_households import REGISTER, TOWNSHIP, households
from tests.benchmarks.password import NOW, PASSWORD, USER, clock

_BATCH = 2_000


def opened(cache: Path, count: int) -> Ledger:
    """Open the ledger of ``count`` households, made first where ``cache`` does not hold it yet."""
    folder = cache / f"ledger-{count}-{schema.needed()}"
    if not exists(folder):
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        _make(part, count).close()
        part.rename(folder)
    return unlocked(folder)


def unlocked(folder: Path) -> Ledger:
    """Open such a ledger, or a copy of one."""
    return ledger.unlock(folder, USER, PASSWORD, clock)


def _make(folder: Path, count: int) -> Ledger:
    made = create_ledger(folder, TOWNSHIP, "罗家镇总工会", USER, PASSWORD, clock).ledger
    all_cases = households(count)
    # One transaction for each batch: together they would leave a write-ahead log as large as the ledger.
    for _ in range(0, count, _BATCH):
        cases = list(islice(all_cases, _BATCH))
        with made.store.writing() as session:
            _store(session, cases)
    with made.store.writing() as session:
        session.add(FileNumber(series=f"{REGISTER.code} {NOW.year}", last=count))
    return made


def _store(session: Session, cases: list[Any]) -> None:
    groups = {group.code for group in REGISTER.row_groups}
    values = [{code: value for code, value in vars(case).items() if code not in groups} for case in cases]
    session.execute(insert(REGISTER.record.__table__), values)
    for group in REGISTER.row_groups:
        rows = [vars(line) for case in cases for line in group.of(case)]
        if rows:
            session.execute(insert(group.row.__table__), rows)
    texts = [
        {"register": REGISTER.code, "record_id": case.id, "text": search_text(REGISTER, case)}
        for case in cases
    ]
    session.execute(insert(SearchEntry), texts)
    history.note(
        session, NOW, USER, [history.Change("create", REGISTER.code, case.id, 1, {}) for case in cases]
    )
