"""Enrolment on real files: request, paper, answer; renewal, loss, revocation; every refusal with its sentence."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from db.messages import ReportableError
from db.store import journal
from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import KnownOffice, Superior
from desktop.exchange import certificates, enrolment, registry, revocation, signing
from desktop.exchange.certificates import KeySigner, OfficeName
from desktop.exchange.root_file import RootSecrets
from desktop.exchange.signed_json import EnrolmentError
from desktop.exchange.trust import Trust
from desktop.services import enrolling, issuing, offices, paper_fingerprint, root_keeping, setting_up
from desktop.services.enrolling import RootDiffersError
from desktop.services.issuing import PaperDiffersError
from tests.support.offices import NOW, PASSWORD, USER

COUNTY = OfficeName("360111", "青山湖区总工会")
TOWNSHIP = OfficeName("360111103", "罗家镇总工会")
CITY = OfficeName("360100", "南昌市总工会")
PAPER = "纸质材料"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def first_ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, bytes]]:
    """Make each office's ledger once: keys are slow."""
    made = {}
    for who in (COUNTY, TOWNSHIP, CITY, OfficeName("360111104", "塘山镇总工会")):
        folder = tmp_path_factory.mktemp(who.code) / "ledger"
        ledger = setting_up.create_ledger(folder, who.code, who.name, USER, PASSWORD, lambda: NOW).ledger
        made[who.code] = (folder, ledger.store.key)
        ledger.close()
    return made


@pytest.fixture
def opened(
    first_ledgers: dict[str, tuple[Path, bytes]], tmp_path: Path, clock: Clock
) -> Iterator[Callable[[str], Ledger]]:
    import shutil

    from db.store import ledger as ledgers

    there: list[Ledger] = []

    def open_(code: str, name: str = "") -> Ledger:
        folder, key = first_ledgers[code]
        copy = tmp_path / (name or code)
        shutil.copytree(folder, copy)
        there.append(ledgers._open(copy, key, USER, "admin", clock))
        return there[-1]

    yield open_
    for ledger in there:
        ledger.close()


@pytest.fixture
def county(opened: Callable[[str], Ledger]) -> Ledger:
    return opened(COUNTY.code)


@pytest.fixture
def township(opened: Callable[[str], Ledger]) -> Ledger:
    return opened(TOWNSHIP.code)


def typed(fingerprint: str, *numbers: int) -> dict[int, str]:
    groups = certificates.grouped(fingerprint).split(" ")
    return {number: groups[number - 1] for number in numbers or (3, 16)}


def root_of(ledger: Ledger) -> RootSecrets:
    return root_keeping.root_secrets(ledger)


def issue(county: Ledger, content: bytes, **options: Any) -> KnownOffice:
    fingerprint = enrolment.read_request(content).request.fingerprint
    line = issuing.issue(county, content, typed(fingerprint), root_of(county), **options)
    with county.store.reading() as session:
        return session.scalars(select(KnownOffice).where(KnownOffice.serial == line.serial)).one()


def answer_of(county: Ledger, line: KnownOffice, stick: Path) -> bytes:
    return issuing.place_answer(county, line.serial, stick).path.read_bytes()


def enrol(township: Ledger, county: Ledger, stick: Path, **options: Any) -> KnownOffice:
    stick.mkdir(exist_ok=True)
    request = enrolling.place_request(township, stick).path.read_bytes()
    line = issue(county, request, **options)
    answer = answer_of(county, line, stick)
    root = certificates.fingerprint(county.office().root_certificate)
    enrolling.take_answer(township, answer, typed(root), PAPER)
    return line


def test_a_township_asks_and_is_enrolled(township: Ledger, county: Ledger, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    line = enrol(township, county, stick)
    names = sorted(path.relative_to(stick).as_posix() for path in stick.rglob("*.json"))
    assert names == [
        "TAIZHANG/IN/360111_360111103_CRT_000001.json",
        "TAIZHANG/OUT/360111103_360111_CSR_000001.json",
    ]
    with township.store.reading() as session:
        above = offices.superior(session)
        assert above is not None
        assert (above.code, above.name, above.confirmed_by, above.confirmed_how) == (
            *_pair(COUNTY),
            USER,
            PAPER,
        )
        signer = offices.signer_up(township, session)
        trust = offices.trust_of(session, NOW, above=True)
        own_recipients = offices.recipients(session)
    assert signer.certificate == line.certificate
    assert len(trust.crls) == 1
    with county.store.reading() as session:
        below = offices.trust_of(session, NOW)
        assert (above.daily, above.escrow) == offices.recipients(session)
        assert (line.daily,) == own_recipients
        assert line.escrow is None
    signature = signing.sign(b"content", signer, NOW)
    assert signing.check(b"content", signature, below).is_trusted
    receipt = signing.sign(b"receipt", offices.signer_down(county), NOW)
    assert signing.check(b"receipt", receipt, trust).is_trusted
    assert not signing.check(b"content", signature, Trust(roots=(township.office().root_certificate,))).chain


def _pair(who: OfficeName) -> tuple[str, str]:
    return (who.code, who.name)


def test_a_county_is_enrolled_by_its_city_with_an_escrow_key(
    county: Ledger, opened: Callable[[str], Ledger], tmp_path: Path
) -> None:
    city = opened(CITY.code)
    line = enrol(county, city, tmp_path / "stick")
    assert line.escrow is not None
    assert offices.superior_of(county) == CITY
    with pytest.raises(offices.NoSuperiorError):
        offices.superior_of(city)


def test_a_request_and_an_answer_are_written_again_byte_for_byte(
    township: Ledger, county: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = (enrolling.place_request(township, tmp_path / name).path.read_bytes() for name in "ab")
    assert one == two
    first, second = issue(county, one), issue(county, one)
    assert first.serial == second.serial
    assert answer_of(county, first, tmp_path / "a") == answer_of(county, second, tmp_path / "b")


def test_openssl_judges_request_certificate_and_list(
    township: Ledger, county: Ledger, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    line = enrol(township, county, stick)
    request = json.loads(next((stick / "TAIZHANG/OUT").iterdir()).read_bytes())
    answer = json.loads(next((stick / "TAIZHANG/IN").iterdir()).read_bytes())

    def body(values: Any) -> bytes:
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def put(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    def openssl(*arguments: object, code: int = 0) -> str:
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    spki = put("key.der", base64.b64decode(request["request"]["public_key"]))
    openssl("pkey", "-pubin", "-inform", "DER", "-in", spki, "-out", tmp_path / "key.pem")
    signature = put("sig", base64.b64decode(request["signature"]))
    asked = put("body", body(request["request"]))
    assert "Verified OK" in openssl(
        "dgst", "-sha256", "-verify", tmp_path / "key.pem", "-signature", signature, asked
    )
    root = put("root.pem", certificates.as_pem(county.office().root_certificate))
    openssl("x509", "-in", root, "-pubkey", "-noout", "-out", tmp_path / "rootkey.pem")
    answered = put("answer", body(answer["answer"]))
    signature = put("sig2", base64.b64decode(answer["signature"]))
    assert "Verified OK" in openssl(
        "dgst", "-sha256", "-verify", tmp_path / "rootkey.pem", "-signature", signature, answered
    )
    certificate = put("office.pem", certificates.as_pem(line.certificate))
    with county.store.reading() as session:
        kept = offices.revocation_list(session, county.office().root_certificate)
        assert kept is not None
    revocations = put("list.pem", revocation.as_pem(kept.content))
    assert "verify OK" in openssl("crl", "-in", revocations, "-CAfile", root, "-noout", "-text")
    check = (
        "verify",
        "-crl_check",
        "-CAfile",
        root,
        "-CRLfile",
        revocations,
        "-attime",
        int(NOW.timestamp()),
    )
    assert "OK" in openssl(*check, certificate)
    issuing.revoke(county, line.serial, 5, "电脑丢失", root_of(county))
    with county.store.reading() as session:
        kept = offices.revocation_list(session, county.office().root_certificate)
        assert kept is not None
    put("list.pem", revocation.as_pem(kept.content))
    assert "certificate revoked" in openssl(*check, certificate, code=2)


def test_the_county_compares_the_paper(township: Ledger, county: Ledger) -> None:
    content = enrolling.ask(township).content
    fingerprint = enrolment.read_request(content).request.fingerprint
    right = typed(fingerprint)
    for wrong in (
        {},
        {3: right[3]},
        {3: right[3], 16: "0000"},
        {3: right[16], 16: right[3]},
        {3: right[3], 17: "0000"},
    ):
        with pytest.raises(PaperDiffersError):
            issuing.issue(county, content, wrong, root_of(county))
    with county.store.reading() as session:
        assert list(offices.lines(session)) == []
    spoken = {3: f" {right[3].upper()[:2]} {right[3][2:]}", 16: right[16]}
    assert issuing.issue(county, content, spoken, root_of(county)).code == TOWNSHIP.code


def test_two_groups_are_asked_for() -> None:
    for seed in range(50):
        first, second = paper_fingerprint.challenge(Random(seed))
        assert 1 <= first < second <= 16


def test_another_root_than_the_one_on_paper_is_an_alarm(
    township: Ledger, county: Ledger, opened: Any, tmp_path: Path
) -> None:
    request = enrolling.ask(township).content
    answer = answer_of(county, issue(county, request), _made(tmp_path / "stick"))
    root = certificates.fingerprint(county.office().root_certificate)
    with pytest.raises(RootDiffersError, match="警报"):
        enrolling.take_answer(township, answer, typed(root, 1, 2) | {2: "0000"}, PAPER)
    with pytest.raises(RootDiffersError):
        enrolling.take_answer(township, answer, typed(root, 1), PAPER)
    with township.store.reading() as session:
        assert offices.superior(session) is None
        assert enrolling.open_request(session) is not None
    enrolling.take_answer(township, answer, typed(root), PAPER)
    # Pinned is pinned: an answer under a new root of the same name is an alarm before anything is typed.
    forger = opened(COUNTY.code, "forger")
    _new_root(forger)
    renewal = enrolling.ask(township, lost=True).content
    forged = answer_of(forger, issue(forger, renewal), _made(tmp_path / "other"))
    with pytest.raises(RootDiffersError, match="警报"):
        enrolling.inspect_answer(township, forged)


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _new_root(ledger: Ledger) -> None:
    key = certificates.make_key()
    office = ledger.office()
    office.root_key, office.root_certificate = key, certificates.make_root(key, COUNTY, NOW)
    with ledger.store.writing() as session:
        stored = session.scalars(select(Office)).one()
        stored.root_key, stored.root_certificate = office.root_key, office.root_certificate


def test_every_changed_byte_of_request_and_answer_is_refused(
    township: Ledger, county: Ledger, tmp_path: Path
) -> None:
    request = enrolling.ask(township).content
    answer = answer_of(county, issue(county, request), _made(tmp_path / "stick"))
    random = Random(5)
    for content, read in ((request, enrolment.read_request), (answer, enrolment.read_answer)):
        for _ in range(300):
            at = random.randrange(len(content))
            changed = bytearray(content)
            changed[at] ^= 1 << random.randrange(8)
            with pytest.raises(EnrolmentError):
                read(bytes(changed))
        for wrong in (b"", content[:-1], content + b"\n", b" " + content, b"[]", b"{}", b"[" * 99_999):
            with pytest.raises(EnrolmentError):
                read(wrong)


def _request(township: Ledger, *, old: bytes | None = None, **changes: Any) -> bytes:
    """Write a rightly signed request that says something else."""
    from dataclasses import replace

    made = enrolling.ask(township)
    request = enrolment.read_request(made.content).request
    return enrolment.write_request(replace(request, **changes), _by(made.signing_key), old and _by(old))


def _by(key: bytes) -> KeySigner:
    return KeySigner(key, b"", b"")


REFUSED_REQUESTS = {
    "不是报给本单位的": {"receiver": OfficeName("360112", "新建区总工会")},
    "不是本单位的下级": {"sender": OfficeName("360112101", "长堎镇总工会")},
    "已经过期": {"created": NOW - timedelta(days=181)},
    "比本机晚": {"created": NOW + timedelta(days=3)},
}


@pytest.mark.parametrize("sentence", REFUSED_REQUESTS)
def test_the_county_refuses(township: Ledger, county: Ledger, sentence: str) -> None:
    content = _request(township, **REFUSED_REQUESTS[sentence])
    with pytest.raises(EnrolmentError, match=sentence):
        issuing.inspect_request(county, content)


def test_a_living_certificate_is_not_replaced_without_its_key(
    township: Ledger, county: Ledger, tmp_path: Path
) -> None:
    line = enrol(township, county, tmp_path / "stick")
    with pytest.raises(EnrolmentError, match="先吊销旧证书"):
        issuing.inspect_request(county, enrolling.ask(township, lost=True).content)
    stranger = certificates.make_key()
    with pytest.raises(EnrolmentError, match="旧密钥的签名不对"):
        issuing.inspect_request(county, _request(township, old=stranger, old_serial=line.serial))
    with pytest.raises(EnrolmentError, match="以前的申请"):
        issuing.inspect_request(county, _request(township, old=stranger, old_serial="abc"))


def test_renewal_is_signed_by_the_old_key(
    township: Ledger, county: Ledger, tmp_path: Path, clock: Clock
) -> None:
    first = enrol(township, county, tmp_path / "stick")
    clock.now += timedelta(days=900)
    renewal = enrolling.ask(township)
    read = issuing.inspect_request(county, renewal.content)
    assert read.is_renewal
    assert read.current is not None
    assert read.current.serial == first.serial
    second = enrol(township, county, tmp_path / "stick")
    assert second.serial != first.serial
    with county.store.reading() as session:
        known = [(line.serial, line.revoked_from_sequence) for line in offices.lines(session)]
        assert known == [(second.serial, None), (first.serial, 1)]
    with township.store.reading() as session:
        assert offices.signer_up(township, session).certificate == second.certificate
        assert len(session.scalars(select(Superior)).all()) == 2


def test_loss_is_revoked_from_a_number_and_enrolled_again(
    township: Ledger, county: Ledger, opened: Any, tmp_path: Path
) -> None:
    lost = enrol(township, county, tmp_path / "stick")
    issuing.revoke(county, lost.serial, 8, "电脑丢失，见6月15日书面申请", root_of(county))
    fresh = opened(TOWNSHIP.code, "fresh")
    line = enrol(fresh, county, tmp_path / "other", first_seq=8, first_previous="ab" * 32)
    with fresh.store.reading() as session:
        assert journal.next_place(session, TOWNSHIP.code, COUNTY.code) == journal.Place(8, "ab" * 32)
    with county.store.reading() as session:
        trust = offices.trust_of(session, NOW)
        kept = offices.revocation_list(session, county.office().root_certificate)
        assert kept is not None
        facts = revocation.read(kept.content, county.office().root_certificate)
    assert facts.revoked == {lost.serial}
    assert timedelta(days=390) < facts.next_update - NOW < timedelta(days=400)
    assert trust.registry is not None
    answers = {
        number: [
            trust.registry.finding(certificate, TOWNSHIP.code, number).holds
            for certificate in (lost.certificate, line.certificate)
        ]
        for number in (7, 8)
    }
    assert answers == {7: [True, False], 8: [False, True]}
    assert not trust.registry.finding(line.certificate, "360111104", 8).holds
    stranger = fresh.office().certificate
    assert "登记册" in str(trust.registry.finding(stranger, TOWNSHIP.code, 8).message)
    old = signing.sign(
        b"content", certificates.KeySigner(_key(township), lost.certificate, trust.roots[0]), NOW
    )
    status = signing.check(b"content", old, trust)
    assert (status.revoked, status.is_trusted, status.is_only_revoked) == (True, False, True)


def _key(township: Ledger) -> bytes:
    with township.store.reading() as session:
        above = offices.superior(session)
    assert above is not None
    return above.signing_key


def test_revocation_needs_a_reason_and_is_final(township: Ledger, county: Ledger, tmp_path: Path) -> None:
    line = enrol(township, county, tmp_path / "stick", first_seq=3)
    root = root_of(county)
    for number, why, sentence in ((5, " ", "原因"), (2, "丢失", "不能比它小")):
        with pytest.raises(ReportableError, match=sentence):
            issuing.revoke(county, line.serial, number, why, root)
    issuing.revoke(county, line.serial, 5, "丢失", root)
    with pytest.raises(ReportableError, match="以前已经吊销"):
        issuing.revoke(county, line.serial, 5, "丢失", root)


def _answers(township: Ledger, county: Ledger, tmp_path: Path) -> bytes:
    return answer_of(county, issue(county, enrolling.ask(township).content), _made(tmp_path / "stick"))


def test_the_township_refuses_answers_that_are_not_its_own(
    township: Ledger, county: Ledger, opened: Any, tmp_path: Path, clock: Clock
) -> None:
    answer = _answers(township, county, tmp_path)

    def refused(ledger: Ledger, content: bytes, sentence: str) -> None:
        with pytest.raises(EnrolmentError, match=sentence):
            enrolling.inspect_answer(ledger, content)

    refused(opened("360111104"), answer, "不是发给本单位的")
    refused(opened(TOWNSHIP.code, "another"), answer, "不是对本台账的申请")
    clock.now += timedelta(days=400)
    refused(township, answer, "吊销名单已经过期")
    clock.now += timedelta(days=900)
    refused(township, answer, "不在有效期")
    clock.now = NOW
    root = certificates.fingerprint(county.office().root_certificate)
    enrolling.take_answer(township, answer, typed(root), PAPER)
    refused(township, answer, "以前已经读入")


def test_an_answer_to_an_older_request_is_refused(township: Ledger, county: Ledger, tmp_path: Path) -> None:
    answer = _answers(township, county, tmp_path)
    enrolling.ask(township, lost=True)
    with pytest.raises(EnrolmentError, match="以前的申请"):
        enrolling.inspect_answer(township, answer)


def _changed_answer(county: Ledger, content: bytes, **changes: Any) -> bytes:
    from dataclasses import replace

    return enrolment.write_answer(
        replace(enrolment.read_answer(content), **changes), county.office().root_key
    )


def test_an_answer_must_be_of_one_piece(
    township: Ledger, county: Ledger, opened: Any, tmp_path: Path
) -> None:
    answer = _answers(township, county, tmp_path)
    own = county.office()
    request = enrolling.ask(township)
    city = opened(CITY.code).office()
    stranger = certificates.public_key_of(certificates.make_key())
    public = certificates.public_key_of(request.signing_key)
    root = own.root_key, own.root_certificate
    serial = registry.serial_of(enrolment.read_answer(answer).certificate)
    cases = [
        ("root", {"root": city.root_certificate}, "签名不对"),
        ("root", {"root": own.certificate}, "签名不对"),
        (
            "list",
            {"revocation_list": revocation.issue(city.root_key, city.root_certificate, {}, 1, NOW)},
            "签名不对",
        ),
        ("revoked", {"revocation_list": revocation.issue(*root, {serial: NOW}, 9, NOW)}, "已经被吊销"),
        ("sender", {"sender": OfficeName("360111", "别的总工会")}, "不是批复单位自己的"),
        ("receiver", {"certificate": own.certificate}, "不是发给收件单位的"),
        ("key", {"certificate": certificates.issue(*root, stranger, TOWNSHIP, NOW)}, "不是给本单位密钥的"),
        (
            "name",
            {
                "certificate": certificates.issue(*root, public, OfficeName(TOWNSHIP.code, "甲"), NOW),
                "receiver": OfficeName(TOWNSHIP.code, "甲"),
            },
            "单位名称",
        ),
    ]
    for what, changes, sentence in cases:
        content = _changed_answer(county, answer, **changes)
        with pytest.raises(EnrolmentError, match=sentence):
            pytest.fail(f"{what}: {enrolling.inspect_answer(township, content)}")


def test_an_office_that_is_not_above_cannot_answer(
    township: Ledger, opened: Any, county: Ledger, tmp_path: Path
) -> None:
    answer = enrolment.read_answer(_answers(township, county, tmp_path))
    from dataclasses import replace

    city = opened(CITY.code).office()
    public = enrolment.certificate_key(answer.certificate)
    root = city.root_key, city.root_certificate
    forged = replace(
        answer,
        sender=CITY,
        root=city.root_certificate,
        certificate=certificates.issue(*root, public, TOWNSHIP, NOW),
        revocation_list=revocation.issue(*root, {}, 1, NOW),
    )
    with pytest.raises(EnrolmentError, match="不是本单位的上级"):
        enrolling.inspect_answer(township, enrolment.write_answer(forged, city.root_key))


def test_trust_never_goes_back_before_what_the_superior_has_signed(
    township: Ledger, county: Ledger, tmp_path: Path
) -> None:
    enrol(township, county, tmp_path / "stick")
    with township.store.reading() as session:
        assert offices.trust_of(session, NOW - timedelta(days=3000), above=True).moment == NOW
        later = NOW + timedelta(days=1)
        assert offices.trust_of(session, later, above=True).moment == later


def test_a_repeated_request_of_a_revoked_certificate_gets_no_answer(township: Ledger, county: Ledger) -> None:
    content = enrolling.ask(township).content
    line = issue(county, content)
    issuing.revoke(county, line.serial, 1, "误发", root_of(county))
    with pytest.raises(EnrolmentError, match="已经吊销"):
        issue(county, content)
