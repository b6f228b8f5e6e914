"""The journal of packages: places in the stream, exact content, and which revision was sent last."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db.store import journal
from db.store.journal import NO_PACKAGE, Place
from db.store.ledger import Ledger
from db.store.shared_tables import Package, PackagedRecord
from tests.support.offices import AREA, NOW, USER


def enter(
    ledger: Ledger,
    number: int,
    *,
    receiver: str = "360111",
    carries: dict[str, tuple[int, str]] | None = None,
) -> str:
    package = Package(
        id=f"package-{number}",
        sender=AREA,
        receiver=receiver,
        sequence=number,
        previous=NO_PACKAGE,
        identity=f"identity-{number}",
        file_name=f"{number}.asice",
        counts={"registers": {"units": 1}},
        made_at=NOW + timedelta(hours=number),
        made_by=USER,
        content=bytes([number]) * 1000,
    )
    records = [
        PackagedRecord(
            package_id=package.id, register="units", record_id=one, revision=revision, operation=operation
        )
        for one, (revision, operation) in (carries or {}).items()
    ]
    with ledger.store.writing() as session:
        journal.enter(session, package, records)
    return package.id


def next_place(ledger: Ledger, receiver: str = "360111") -> Place:
    with ledger.store.reading() as session:
        return journal.next_place(session, AREA, receiver)


def test_places_count_up_and_link_back_for_each_receiver(ledger: Ledger) -> None:
    assert next_place(ledger) == Place(1, "0" * 64)
    enter(ledger, 1)
    enter(ledger, 2)
    assert next_place(ledger) == Place(3, "identity-2")
    assert next_place(ledger, "3601") == Place(1, "0" * 64)


def test_lists_newest_first_without_and_one_with_content(ledger: Ledger) -> None:
    enter(ledger, 1)
    enter(ledger, 2)
    with ledger.store.reading() as session:
        listed = journal.packages(session)
        assert [package.sequence for package in listed] == [2, 1]
        assert "content" not in vars(listed[0])
    with ledger.store.reading() as session:
        assert journal.with_content(session, "package-2").content == b"\2" * 1000


def test_the_newest_revision_counts_even_after_a_withdrawal(ledger: Ledger) -> None:
    enter(ledger, 1, carries={"a": (1, "new"), "b": (1, "new"), "c": (1, "new")})
    enter(ledger, 2, carries={"a": (2, "changed"), "b": (2, "withdrawn")})
    enter(ledger, 3, carries={"b": (3, "new")})
    with ledger.store.reading() as session:
        sent = journal.last_sent(session, "units")
        assert sent == {"a": (2, "changed"), "b": (3, "new"), "c": (1, "new")}
        assert journal.last_sent(session, "worker_homes") == {}
        assert {line.record_id for line in journal.records_of(session, "package-2")} == {"a", "b"}


def test_only_the_first_placing_is_dated(ledger: Ledger) -> None:
    package = enter(ledger, 1)

    def placed(at: datetime) -> datetime | None:
        with ledger.store.writing() as session:
            journal.placed(session, package, at)
        with ledger.store.reading() as session:
            return journal.packages(session)[0].placed_at

    assert placed(NOW) == NOW
    assert placed(NOW + timedelta(days=1)) == NOW


def test_the_same_identity_twice_is_refused_whole(ledger: Ledger) -> None:
    enter(ledger, 1)
    with pytest.raises(IntegrityError), ledger.store.writing() as session:
        journal.enter(
            session,
            Package(
                id="package-9",
                sender=AREA,
                receiver="360111",
                sequence=2,
                previous=NO_PACKAGE,
                identity="identity-1",
                file_name="x",
                counts={},
                made_at=NOW,
                made_by=USER,
                content=b"x",
            ),
            [],
        )
    assert next_place(ledger).sequence == 2
