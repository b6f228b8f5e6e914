"""What goes onto a stick is sealed to the office above, once; an office that is not enrolled writes nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import delete

from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.trust_tables import Superior
from desktop.exchange import envelope
from desktop.exchange.envelope import EnvelopeError
from desktop.services import records, submitting, verifying
from desktop.services.sealing import NotEnrolledError
from tests.support import offices
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


def make(ledger: Ledger) -> str:
    records.save(ledger, UNITS, clean_unit(ledger))
    return submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月"))


def leave(ledger: Ledger) -> None:
    with ledger.store.writing() as session:
        session.execute(delete(Superior))


def test_both_keys_of_the_county_open_it_and_the_sender_cannot(ledger: Ledger, tmp_path: Path) -> None:
    package = make(ledger)
    sealed = submitting.place(ledger, package, tmp_path).path
    (tmp_path / "plain").mkdir()
    plain = submitting.plain_copy(ledger, package, tmp_path / "plain").path
    above = offices.county()
    for key in (above.daily, above.escrow):
        assert envelope.unseal(sealed.read_bytes(), [key.identity]) == plain.read_bytes()
    (tmp_path / "key").write_text(above.escrow.identity)
    done = subprocess.run(["age", "-d", "-i", tmp_path / "key", sealed], check=True, capture_output=True)
    assert done.stdout == plain.read_bytes()
    with pytest.raises(EnvelopeError, match="不是发给本单位的"):
        envelope.unseal(sealed.read_bytes(), [envelope.make_identity().identity])
    assert sorted(path.name for path in tmp_path.rglob("*.asice*")) == sorted([sealed.name, plain.name])
    assert sealed.name == plain.name + ".age"


def test_the_package_is_signed_with_the_certificate_of_the_county(ledger: Ledger, tmp_path: Path) -> None:
    plain = submitting.plain_copy(ledger, make(ledger), tmp_path).path
    (tmp_path / "root").write_bytes(offices.county().root)
    assert verifying.verify_file(plain, ledger).holds
    found = verifying.verify_file(plain, root=tmp_path / "root")
    assert [str(one.message) for one in found.findings if not one.holds] == []


def test_a_sealed_file_is_verified_by_whom_it_is_for(ledger: Ledger, tmp_path: Path) -> None:
    sealed = submitting.place(ledger, make(ledger), tmp_path).path
    for book, sentence in ((ledger, "不是发给本单位的"), (None, "只有接收单位能打开")):
        (finding,) = verifying.verify_file(sealed, book).findings
        assert (finding.code, sentence in str(finding.message)) == ("E02", True)
    damaged = tmp_path / "x.asice.age"
    damaged.write_bytes(sealed.read_bytes()[:-1])
    assert [one.code for one in verifying.verify_file(damaged, ledger).findings] in (["E01"], ["E02"])


def test_an_office_that_is_not_enrolled_neither_signs_nor_writes(ledger: Ledger, tmp_path: Path) -> None:
    package = make(ledger)
    leave(ledger)
    records.save(ledger, UNITS, clean_unit(ledger, unit_name="南昌罗家食品有限公司"))
    with pytest.raises(NotEnrolledError, match="入网"):
        submitting.place(ledger, package, tmp_path)
    with pytest.raises(NotEnrolledError):
        submitting.make(ledger, submitting.prepare(ledger, ["units"], "2026年6月", leave_out_standing=True))
    assert list(tmp_path.rglob("*.age")) == []
    assert len(submitting.packages(ledger)) == 1
