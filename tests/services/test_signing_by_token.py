"""An office whose signing key lies on a token (SoftHSM2): enrolment, sending, receipts, renewal there and back."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.store.ledger import Ledger
from db.store.shared_tables import Office, Package
from db.store.trust_tables import EnrolmentRequest, KnownOffice, ReceivingKey, Superior
from desktop.exchange import certificates, enrolment, signing
from desktop.exchange.token import Token
from desktop.exchange.token_errors import NoDriverError, OtherTokenError, TokenMissingError, WrongPinError
from desktop.exchange.token_key import PinNeededError, TokenPlace, token_key
from desktop.services import (
    answering,
    comparing,
    enrolling,
    issuing,
    offices,
    own_key,
    receipts,
    receiving,
    root_keeping,
    signing_keys,
    submitting,
    taking_in,
)
from desktop.services.deciding import ACCEPT
from desktop.services.receiving import Standing
from tests.support.offices import NOW
from tests.support.round_trip import COUNTY, LUOJIA, OfficeMaker, Round, save_unit, send
from tests.support.soft_token import LIBRARY, PIN, SoftTokens

TYPED = (3, 16)


@pytest.fixture
def place(soft_tokens: SoftTokens) -> TokenPlace:
    return soft_tokens.make("罗家镇密码钥匙")


def typed(fingerprint: str) -> dict[int, str]:
    groups = certificates.grouped(fingerprint).split(" ")
    return {number: groups[number - 1] for number in TYPED}


def enrol(trip: Round, on: TokenPlace | None) -> KnownOffice:
    """Let 罗家镇 change its key, the county issue its certificate and the township take it in."""
    content = enrolling.ask(trip.luojia, on=on).content
    assert issuing.inspect_request(trip.county, content).is_renewal
    fingerprint = enrolment.read_request(content).request.fingerprint
    line = issuing.issue(trip.county, content, typed(fingerprint), root_keeping.root_secrets(trip.county))
    root = certificates.fingerprint(trip.county.office().root_certificate)
    enrolling.take_answer(trip.luojia, issuing.answer(trip.county, line.serial), typed(root), "纸质材料")
    return line


def superior(ledger: Ledger) -> Superior:
    with ledger.store.reading() as session:
        found = offices.superior(session)
    assert found is not None
    return found


def rows(ledger: Ledger, table: Any) -> int:
    with ledger.store.reading() as session:
        return len(session.scalars(select(table)).all())


def ready(trip: Round) -> list[Any]:
    return [one for one in receiving.look(trip.county, trip.stick) if one.standing is Standing.READY]


def test_a_township_renews_onto_a_token_and_its_packages_are_accepted(
    trip: Round, place: TokenPlace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(PinNeededError, match="罗家镇密码钥匙"):
        enrolling.ask(trip.luojia, on=place)
    assert rows(trip.luojia, EnrolmentRequest) == 0
    signing_keys.log_in(trip.luojia, place, PIN)
    line = enrol(trip, place)
    above = superior(trip.luojia)
    key = token_key(above.signing_key)
    assert key is not None
    assert (key.place, above.certificate) == (place, line.certificate)
    assert len(key.key_id) == 36
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (one,) = ready(trip)
    assert [str(finding.message) for finding in one.findings if not finding.holds] == []
    assert one.signature is not None
    assert one.signature.certificate == line.certificate
    assert PIN not in caplog.text
    assert PIN not in str(vars(trip.luojia.logins[place.serial]))


def test_renewal_goes_to_the_token_and_back(trip: Round, place: TokenPlace) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    first = enrol(trip, place)
    again = enrol(trip, place)
    one, two = (enrolment.certificate_key(line.certificate) for line in (first, again))
    assert one != two  # a certified key is not used again
    back = enrol(trip, None)
    assert token_key(superior(trip.luojia).signing_key) is None
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (one_sent,) = ready(trip)
    assert one_sent.signature.certificate == back.certificate


def test_a_key_that_is_on_the_token_already_is_used(trip: Round, place: TokenPlace) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    token = trip.luojia.logins[place.serial]
    assert isinstance(token, Token)
    there = token.make_key()
    made = enrolling.ask(trip.luojia, on=place)
    key = token_key(made.signing_key)
    assert key is not None
    assert key.key_id == there
    assert enrolling.ask(trip.luojia, on=place).content == made.content  # the same until it is answered
    other = enrolling.ask(trip.luojia)
    assert token_key(other.signing_key) is None
    assert other.sequence == made.sequence + 1


def test_sending_asks_for_the_pin_once_while_the_ledger_is_open(
    trip: Round, place: TokenPlace, maker: OfficeMaker
) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    enrol(trip, place)
    save_unit(trip.luojia, 1)
    folder = trip.luojia.folder
    trip.luojia.close()
    trip.luojia = maker.reopen(LUOJIA, folder)
    review = submitting.prepare(trip.luojia, ("units",), "2026年6月")
    with pytest.raises(PinNeededError):
        submitting.make(trip.luojia, review)
    assert rows(trip.luojia, Package) == 0
    signing_keys.log_in(trip.luojia, place, PIN)
    for number in (2, 3):
        send(trip.luojia, trip.stick, "units")
        save_unit(trip.luojia, number)
    assert rows(trip.luojia, Package) == 2
    assert len(receiving.look(trip.county, trip.stick)) == 2  # reading needs no token


def test_a_token_that_is_pulled_out_leaves_nothing_half_written(
    trip: Round, place: TokenPlace, soft_tokens: SoftTokens
) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    enrol(trip, place)
    save_unit(trip.luojia, 1)
    review = submitting.prepare(trip.luojia, ("units",), "2026年6月")
    soft_tokens.pull()
    with pytest.raises(TokenMissingError, match="找不到密码钥匙“罗家镇密码钥匙”"):
        submitting.make(trip.luojia, review)
    assert (rows(trip.luojia, Package), list(trip.stick.iterdir())) == (0, [])
    with pytest.raises(TokenMissingError):
        signing_keys.log_in(trip.luojia, place, PIN)
    soft_tokens.make("别的")
    with pytest.raises(OtherTokenError, match="插着的是密码钥匙“别的”"):
        signing_keys.log_in(trip.luojia, place, PIN)
    gone = TokenPlace(Path("/nowhere/driver.so"), place.serial, place.label)
    with pytest.raises(NoDriverError, match=r"driver\.so"):
        signing_keys.log_in(trip.luojia, gone, PIN)
    soft_tokens.plug_in()
    with pytest.raises(PinNeededError):
        submitting.make(trip.luojia, review)
    signing_keys.log_in(trip.luojia, place, PIN)
    submitting.make(trip.luojia, review)
    assert rows(trip.luojia, Package) == 1


def test_a_wrong_pin_makes_no_request(trip: Round, place: TokenPlace) -> None:
    with pytest.raises(WrongPinError, match="还可以试 2 次"):
        signing_keys.log_in(trip.luojia, place, "0000")
    with pytest.raises(PinNeededError):
        enrolling.ask(trip.luojia, on=place)
    assert rows(trip.luojia, EnrolmentRequest) == 0


def test_a_lost_token_is_left_behind_by_a_request_that_it_does_not_sign(
    trip: Round, place: TokenPlace, soft_tokens: SoftTokens
) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    enrol(trip, place)
    soft_tokens.pull()
    with pytest.raises(TokenMissingError):
        enrolling.ask(trip.luojia)
    made = enrolling.ask(trip.luojia, lost=True)
    assert enrolment.read_request(made.content).request.old_serial is None
    keys = rows(trip.luojia, ReceivingKey)
    assert (
        enrolling.ask(trip.luojia, lost=True).content == made.content
    )  # asked once, printed and written alike
    assert rows(trip.luojia, ReceivingKey) == keys
    another = soft_tokens.make("新的")
    with pytest.raises(PinNeededError, match="新的"):
        enrolling.ask(trip.luojia, on=another, lost=True)
    assert rows(trip.luojia, ReceivingKey) == keys


def test_a_county_signs_receipts_with_a_token(trip: Round, soft_tokens: SoftTokens) -> None:
    place = soft_tokens.make("县总工会")
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    decided = [
        (one, {(r.register, r.record_id): ACCEPT for r in one.records})
        for one in comparing.compare_all(trip.county, ready(trip))
    ]
    taking_in.apply(trip.county, decided)
    secrets = root_keeping.root_secrets(trip.county)
    with pytest.raises(PinNeededError):
        own_key.change(trip.county, secrets, on=place)
    signing_keys.log_in(trip.county, place, PIN)
    own_key.change(trip.county, secrets, on=place)
    assert own_key.place_of(trip.county) == place
    with trip.county.store.reading() as session:
        stored = session.scalars(select(Office)).one()
        assert (stored.signing_key, stored.certificate) == (
            trip.county.office().signing_key,
            trip.county.office().certificate,
        )
    trip.county.logins.pop(place.serial).close()
    with pytest.raises(PinNeededError):
        answering.answer(trip.county, trip.stick)
    assert answering.receipts(trip.county) == []
    signing_keys.log_in(trip.county, place, PIN)
    answering.answer(trip.county, trip.stick)
    (found,) = receipts.look(trip.luojia, trip.stick)
    assert (found.standing, found.wrong) == (Standing.READY, ())
    own_key.change(trip.county, secrets)
    assert own_key.place_of(trip.county) is None
    signed = signing.sign(b"x", offices.signer_down(trip.county), NOW)
    with trip.luojia.store.reading() as session:
        trust = offices.trust_of(session, NOW, above=True)
    assert signing.check(b"x", signed, trust).chain


def test_keys_are_reached_by_the_driver_that_was_chosen_last(
    trip: Round, place: TokenPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    enrol(trip, place)
    assert signing_keys.tokens(trip.luojia, LIBRARY) == (place,)
    moved = TokenPlace(Path("/opt/new/driver.so"), place.serial, place.label)
    monkeypatch.setattr(signing_keys, "plugged_in", lambda _: (moved,))
    signing_keys.tokens(trip.luojia, moved.library)
    key = token_key(superior(trip.luojia).signing_key)
    assert key is not None
    assert key.place == moved
    assert trip.luojia.office().area != COUNTY.code


def test_closing_the_ledger_logs_out(trip: Round, place: TokenPlace) -> None:
    signing_keys.log_in(trip.luojia, place, PIN)
    token = trip.luojia.logins[place.serial]
    assert isinstance(token, Token)
    assert token.is_open
    trip.luojia.close()
    assert not token.is_open
