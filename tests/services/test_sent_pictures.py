"""A photograph goes up with its nominee, once; the county keeps it, says when it is missing, and can send it back."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, select

from db.record import State
from db.registers import all_registers
from db.store import attachments, journal
from db.store.ledger import Ledger
from db.store.shared_tables import Attachment
from db.withholding import without_identity
from desktop.exchange import container, picture_file
from desktop.services import (
    answering,
    checking,
    comparing,
    pictures,
    receiving,
    records,
    sending_back,
    sent_pictures,
    submitting,
    taking_back,
    taking_in,
)
from desktop.services.deciding import ACCEPT, give_back
from desktop.services.demonstration import nominees, storing, units
from desktop.services.demonstration.people import People
from desktop.services.progress import Silent
from desktop.services.receiving import Arrival, Standing
from tests.support.carrying import use_receipts
from tests.support.round_trip import Round, copy_of, correct, send

NOMINEES = all_registers()["nominees"]
PHOTO: Any = NOMINEES.fields["photo"]


def photograph(ledger: Ledger, folder: Path, colour: str) -> str:
    """Take a picture into a ledger; gives its SHA-256."""
    path = folder / f"{colour}.jpg"
    Image.new("RGB", (413, 579), colour).save(path)
    return pictures.keep(ledger, PHOTO, path).digest


def nominee(ledger: Ledger) -> Any:
    """Save the demonstration's units and nominees; gives a nominee that nothing is the matter with."""
    people = People(Random(1), ledger.clock().date())
    with ledger.store.writing() as session:

        def store(code: str, made: Any) -> Any:
            storing.store(ledger, session, all_registers()[code], made, Silent())
            return made

        made = store("units", units.make_units(all_registers()["units"], people))
        known = {sketch.name: unit for sketch, unit in zip(units.SKETCHES, made, strict=True)}
        store("nominees", nominees.make_nominees(NOMINEES, known, people))
    checking.check_all(ledger, [all_registers()["units"], NOMINEES])
    with ledger.store.reading() as session:
        checked = select(NOMINEES.record.id).where(NOMINEES.record.state == State.CHECKED.value)
        chosen = session.scalars(checked.limit(1)).one()
    return records.open_record(ledger, NOMINEES, chosen)


def with_photograph(ledger: Ledger, folder: Path, colour: str = "red") -> Any:
    return correct(ledger, nominee(ledger), photo=photograph(ledger, folder, colour))


def carried(ledger: Ledger) -> list[str]:
    """Give the pictures in the newest package."""
    newest = submitting.packages(ledger)[0]
    with ledger.store.reading() as session:
        members = container.unpack(journal.with_content(session, newest.id).content).members
    return sorted(picture_file.read(members[picture_file.NAME])) if picture_file.NAME in members else []


def arrived(trip: Round) -> Arrival:
    return next(one for one in receiving.look(trip.county, trip.stick) if one.standing is Standing.READY)


def take_in(trip: Round, decisions: Any = None) -> None:
    """Take in what waits, answer, and let the township use the receipt."""
    compared = comparing.compare(trip.county, arrived(trip))
    every = {(one.register, one.record_id): ACCEPT for one in compared.records} | (decisions or {})
    (result,) = taking_in.apply(trip.county, [(compared, every)])
    assert result.error is None
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)


def up(trip: Round) -> None:
    send(trip.luojia, trip.stick, "units", "nominees")


def test_a_photograph_goes_up_once_and_stands_beside_its_nominee(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    up(trip)
    assert carried(trip.luojia) == [one.photo]
    take_in(trip)
    assert copy_of(trip.county, NOMINEES, one.id).photo == one.photo
    assert pictures.content_of(trip.county, one.photo) == pictures.content_of(trip.luojia, one.photo)

    correct(trip.luojia, one, birth_place="江西进贤")
    up(trip)
    assert carried(trip.luojia) == []
    take_in(trip)

    changed = correct(
        trip.luojia, copy_of(trip.luojia, NOMINEES, one.id), photo=photograph(trip.luojia, tmp_path, "blue")
    )
    up(trip)
    assert carried(trip.luojia) == [changed.photo]


def test_everything_sent_again_brings_the_photographs_again(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    up(trip)
    take_in(trip)
    again = submitting.prepare(
        trip.luojia, ("units", "nominees"), "2026年6月", only_changed=False, leave_out_standing=True
    )
    submitting.make(trip.luojia, again)
    assert carried(trip.luojia) == [one.photo]


def test_a_returned_nominee_comes_again_without_its_photograph(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    up(trip)
    take_in(trip, {("nominees", one.id): give_back("请补充籍贯等内容", "R301")})
    assert copy_of(trip.county, NOMINEES, one.id) is None
    correct(trip.luojia, copy_of(trip.luojia, NOMINEES, one.id), birth_place="江西进贤")
    up(trip)
    assert carried(trip.luojia) == []
    take_in(trip)
    assert pictures.content_of(trip.county, one.photo) is not None


def test_a_rejected_package_makes_the_photograph_go_again(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    up(trip)
    taking_in.refuse(trip.county, arrived(trip), "报告期不对，请重新报送")
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert pictures.content_of(trip.county, one.photo) is None
    up(trip)
    assert carried(trip.luojia) == [one.photo]


def test_the_county_is_told_of_a_photograph_that_did_not_come(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    with trip.luojia.store.writing() as session:
        session.execute(delete(Attachment))
    up(trip)
    compared = comparing.compare(trip.county, arrived(trip))
    (record,) = [each for each in compared.records if each.record_id == one.id]
    assert [problem.code for problem in record.stands] == ["picture"]
    others = [each for each in compared.records if each.register == "nominees" and each.record_id != one.id]
    assert others
    assert all("picture" not in [problem.code for problem in each.stands] for each in others)


def test_what_is_sent_back_brings_the_photographs_back(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    up(trip)
    take_in(trip)
    with trip.luojia.store.writing() as session:
        session.execute(delete(Attachment))
    sending_back.send_back(trip.county, trip.luojia.office().area, trip.stick)
    (offer,) = taking_back.look(trip.luojia, trip.stick)
    taking_back.take(trip.luojia, offer, {})
    assert pictures.content_of(trip.luojia, one.photo) == pictures.content_of(trip.county, one.photo)


def test_no_photograph_goes_without_identity(trip: Round, tmp_path: Path) -> None:
    one = with_photograph(trip.luojia, tmp_path)
    with trip.luojia.store.reading() as session:
        assert list(sent_pictures.to_send(session, [("nominees", one)])) == [one.photo]
        withheld = without_identity(NOMINEES, one)
        assert sent_pictures.to_send(session, [("nominees", withheld)]) == {}


def jpeg(**options: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 50)).save(written, "JPEG", **options)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ" + bytes(400), jpeg()[:-200], jpeg(comment=b"<script>"), jpeg() + bytes(300 * 1024)],
    ids=["nothing", "program", "cut", "page", "large"],
)
def test_what_is_no_photograph_is_not_kept(trip: Round, content: bytes) -> None:
    one = nominee(trip.luojia)
    with trip.luojia.store.writing() as session:
        digest = attachments.put(session, content, attachments.JPEG, trip.luojia.clock())
    one = correct(trip.luojia, one, photo=digest)
    up(trip)
    take_in(trip)
    assert copy_of(trip.county, NOMINEES, one.id).photo == digest
    assert pictures.content_of(trip.county, digest) is None


@pytest.mark.parametrize(
    "member", [b"", b"[]", b"{", b'{"x": "eA=="}', b'{"' + b"0" * 64 + b'": "eA=="}', b"[" * 9999]
)
def test_a_damaged_member_holds_no_pictures(member: bytes) -> None:
    assert picture_file.read(member) == {}


def test_a_member_reads_back_as_it_was_written() -> None:
    content = jpeg()
    kept = {hashlib.sha256(content).hexdigest(): content}
    assert picture_file.read(picture_file.write(kept)[picture_file.NAME]) == kept
