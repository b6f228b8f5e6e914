"""Sending, receiving and answering when any call fails: the file whole or not there, the ledger as it was or as it should be."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.messages import ReportableError
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt
from desktop.exchange import envelope, transport
from desktop.services import (
    answering,
    comparing,
    receipt_using,
    receipts,
    receiving,
    sealing,
    submitting,
    taking_in,
)
from desktop.services.deciding import ACCEPT
from desktop.services.receiving import Standing
from tests.support.faults import LedgerFaults, MediumFaults
from tests.support.round_trip import Round, save_unit, send

WORDS = {errno.ENOSPC: "空间不足", errno.EIO: "失败", errno.EROFS: "只读", errno.ENODEV: "拔出"}
MESSAGES = {"database or disk is full": "空间", "disk I/O error": "损坏"}


def content_of(ledger: Ledger) -> dict[str, list[Any]]:
    """Give all rows of all tables."""
    with ledger.store.reading() as session:
        tables = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'")
        ).all()
        return {
            table: sorted(map(repr, session.execute(text(f'SELECT * FROM "{table}"')))) for table in tables
        }


@dataclass
class Work:
    """A job of ``ledger`` that writes one file to a stick: ``bytes`` of it, and what it must end with."""

    ledger: Ledger
    place: Callable[[Path], Any]
    file_name: str
    content: bytes


def sending(trip: Round) -> Work:
    """Let a made and sealed package be placed."""
    save_unit(trip.luojia, 1)
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    package = submitting.make(trip.luojia, review)
    content, name = sealing.sealed(trip.luojia, package)
    return Work(trip.luojia, lambda stick: submitting.place(trip.luojia, package, stick), name, content)


def answered(trip: Round) -> Work:
    """Let a made receipt be placed."""
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    receive(trip)
    (identity,) = answering.make_all(trip.county)
    stick = trip.stick.parent / "first"
    stick.mkdir()
    with trip.county.store.reading() as session:
        one = session.get_one(IssuedReceipt, identity)
        content, name = one.sealed, one.file_name + envelope.SUFFIX
    return Work(trip.county, lambda stick: answering.place(trip.county, stick, [identity]), name, content)


def receive(trip: Round) -> Any:
    """Take in what is ready, every record accepted."""
    ready = [one for one in receiving.look(trip.county, trip.stick) if one.standing is Standing.READY]
    decided = [
        (one, {(record.register, record.record_id): ACCEPT for record in one.records})
        for one in comparing.compare_all(trip.county, ready)
    ]
    return taking_in.apply(trip.county, decided)


def failure(job: Callable[[], Any]) -> str | None:
    """Do the job; give what is said when it fails."""
    try:
        job()
    except ReportableError as error:
        return str(error)
    return None


def files_on(stick: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stick.rglob("*") if path.is_file()}


@pytest.mark.parametrize("begin", [sending, answered])
def test_a_fault_at_any_call_of_placing_leaves_file_and_ledger_as_they_were(
    begin: Callable[[Round], Work], trip: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = begin(trip)
    before = content_of(work.ledger)
    stick = tmp_path / "other"
    stick.mkdir()
    for folder in (transport.outbox, transport.inbox):
        folder(stick)  # so that the same calls come each time
    failed: list[str] = []
    for fail_at in itertools.count(1):
        for error, words in WORDS.items():
            with monkeypatch.context() as patch:
                faults = MediumFaults(patch, fail_at, error)
                said = failure(lambda: work.place(stick))
            if said is None:
                assert len(faults.calls) < fail_at, f"a fault at {faults.calls[-1]} was passed over"
                break
            assert words in said, (fail_at, faults.calls[-1])
            assert said.endswith("。")
            assert files_on(stick) == {}, (fail_at, faults.calls[-1])
            assert content_of(work.ledger) == before
        else:
            failed.append(faults.calls[fail_at - 1])
            continue
        break
    assert {"mkdir", "room", "open", "write", "fsync", "rename", "read", "fadvise"} <= set(failed)
    assert files_on(stick) == {work.file_name: work.content}
    assert content_of(work.ledger) != before


@pytest.mark.parametrize("begin", [sending, answered])
def test_a_stick_pulled_at_any_call_has_the_whole_file_or_none(
    begin: Callable[[Round], Work], trip: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = begin(trip)
    before = content_of(work.ledger)
    for fail_at in itertools.count(1):
        stick = tmp_path / f"pulled-{fail_at}"
        stick.mkdir()
        with monkeypatch.context() as patch:
            MediumFaults(patch, fail_at, errno.ENODEV, lasting=True)
            said = failure(lambda stick=stick: work.place(stick))
        if said is None:
            break
        assert "拔出" in said
        left = {name: content for name, content in files_on(stick).items() if not name.startswith(".")}
        assert left in ({}, {work.file_name: work.content}), fail_at
        assert content_of(work.ledger) == before
    assert fail_at > 10
    assert files_on(stick) == {work.file_name: work.content}


def jobs(trip: Round) -> Iterator[tuple[str, Ledger, Callable[[], Any]]]:
    """Give the jobs of one round, each after the one before was done."""
    save_unit(trip.luojia, 1)
    save_unit(trip.luojia, 2)
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    yield "make", trip.luojia, lambda: submitting.make(trip.luojia, review)
    (package,) = submitting.packages(trip.luojia)
    yield "send", trip.luojia, lambda: submitting.place(trip.luojia, package.id, trip.stick)
    yield "receive", trip.county, lambda: receive(trip)
    yield "answer", trip.county, lambda: answering.make_all(trip.county)
    answering.answer(trip.county, trip.stick)
    arrivals = receipts.look(trip.luojia, trip.stick)
    yield "use", trip.luojia, lambda: receipt_using.apply(trip.luojia, arrivals)


@pytest.mark.parametrize(
    "message", [pytest.param(one, marks=[pytest.mark.slow] * (one != "disk I/O error")) for one in MESSAGES]
)
def test_a_fault_at_any_statement_leaves_the_ledger_as_it_was(
    message: str, trip: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: dict[str, int] = {}
    for name, ledger, job in jobs(trip):
        before = content_of(ledger)
        # Sealing is a step of its own: what was sealed is kept and goes onto the stick at the next try.
        allowed = [before]
        for fail_at in itertools.count(1):
            with monkeypatch.context() as patch:
                faults = LedgerFaults(patch, ledger, fail_at, message)
                said = failure(job)
            if said is None:
                assert len(faults.calls) < fail_at, (name, fail_at, "was passed over")
                break
            assert said.endswith("。"), name
            now = content_of(ledger)
            if name == "send" and fail_at > 1 and now != allowed[-1]:
                assert {table for table in now if now[table] != before[table]} == {"package"}
                allowed.append(now)
            assert now == allowed[-1], (name, fail_at, faults.calls[-1])
        counted[name] = len(faults.calls)
        assert content_of(ledger) != before, name
    assert counted.keys() == {"make", "send", "receive", "answer", "use"}
    assert min(counted.values()) > 5, counted
    assert len(allowed) <= 2
