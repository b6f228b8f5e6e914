"""Receive a stick of 50 packages, some of them repeated, out of order, changed or cut, beside the bare limit of the same bytes."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import tempfile
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from db import queries
from db.store.journal import NO_PACKAGE
from db.store.ledger import Ledger
from desktop.exchange import data_package, envelope, package, pdf_signature, record_codec, transport
from desktop.exchange.certificates import KeySigner, OfficeName
from desktop.exchange.package import BuiltPackage
from desktop.exchange.record_codec import Sent
from desktop.services import comparing, offices, receiving, taking_in
from desktop.services.contexts import context_of
from desktop.services.deciding import ACCEPT
from desktop.services.receiving import Arrival, Standing
from tests.benchmarks import bare_package
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.packages import manifest_of, one_page
from tests.benchmarks.stage import Stage
from tests.support.round_trip import COUNTY, LUOJIA, TANGSHAN, OfficeMaker, Round

READY, OUT_OF_ORDER, REPEATED, TAMPERED, CUT = 43, 2, 3, 1, 1
RIGHT = {
    Standing.READY: READY,
    Standing.WAITING: OUT_OF_ORDER,
    Standing.REPEATED: REPEATED,
    Standing.REFUSED: 2,
}
_ROWS_OF_HOUSEHOLD = 4  # itself, two members, one paper


def receive(stage: Stage) -> list[Measured]:
    """Measure looking through the stick, and that with comparing, a backup and taking in what is ready."""
    built_count = READY + OUT_OF_ORDER + TAMPERED + CUT
    each = max(1, stage.imported // _ROWS_OF_HOUSEHOLD // built_count)
    with tempfile.TemporaryDirectory(dir=stage.cache) as name, stage.ledger(each * built_count) as source:
        folder = Path(name)
        maker = OfficeMaker(folder / "offices")
        trip = maker.round(folder / "round")
        sealed = _fill(trip, source, each)
        key = bare_package.private_key(trip.luojia.office().signing_key)
        trip.close()
        copies = (folder / f"county-{number}" for number in count())

        def county() -> Ledger:
            copy = next(copies)
            shutil.copytree(trip.county.folder, copy)
            return maker.reopen(COUNTY, copy)

        looking = county()
        identities = receiving.keys_of(looking).identities
        bare = _Bare(key.public_key(), sealed, identities, folder)
        look = median(bare.verify, lambda: _require_right(receiving.look(looking, trip.stick)), stage.rounds)
        looking.close()
        waiting = [county() for _ in range(stage.rounds + 1)]
        whole = median(bare.insert, lambda: _take_in(waiting.pop(), trip.stick), stage.rounds)
    rows = f"{each * built_count * _ROWS_OF_HOUSEHOLD} rows"
    return [
        Measured(f"look through 50 packages, {rows}", "age, unzip, RSA, parse", *look, Budget(2000)),
        Measured("and compare, back up, take in", "the same, one insert", *whole, Budget(10, "×")),
    ]


def _require_right(arrivals: tuple[Arrival, ...]) -> tuple[Arrival, ...]:
    """Let no figure stand for a wrong decision."""
    found = Counter(one.standing for one in arrivals)
    if found != RIGHT:
        raise AssertionError(found, [str(one.message) for arrival in arrivals for one in arrival.wrong][:9])
    return arrivals


def _take_in(county: Ledger, stick: Path) -> None:
    ready = [one for one in _require_right(receiving.look(county, stick)) if one.standing is Standing.READY]
    decided = [
        (seen, {(one.register, one.record_id): ACCEPT for one in seen.records})
        for seen in comparing.compare_all(county, ready)
    ]
    errors = [str(one.error) for one in taking_in.apply(county, decided) if one.error]
    county.close()
    if errors:
        raise AssertionError(errors)


class _Bare:
    """The least that any program must do with the genuine packages of the stick."""

    def __init__(self, key: Any, sealed: list[bytes], identities: tuple[str, ...], folder: Path) -> None:
        self._key, self._sealed, self._identities = key, sealed, identities
        self._files = (folder / f"bare-{number}.db" for number in count())

    def verify(self) -> list[list[str]]:
        """Open, unzip, check one signature over all digests, parse; gives the rows."""
        rows: list[list[str]] = []
        for content in self._sealed:
            packed = envelope.unseal(content, self._identities)
            bare_package.check(self._key, packed)
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                for name in archive.namelist():
                    if name.startswith("data/"):
                        rows += list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        return rows

    def insert(self) -> None:
        """Do the same and keep the rows in one transaction."""
        connection = sqlite3.connect(next(self._files))
        connection.execute("CREATE TABLE rows (first TEXT, rest TEXT)")
        rows = ((row[0], "\x1f".join(row[1:])) for row in self.verify())
        connection.executemany("INSERT INTO rows VALUES (?, ?)", rows)
        connection.commit()
        connection.close()


def _fill(trip: Round, source: Ledger, each: int) -> list[bytes]:
    """Write the stick; gives the members of the genuine packages signed and sealed in the bare way."""
    with source.store.reading() as session:
        records = list(queries.load_all(session, REGISTER))
        context = context_of(source, session)
    parts = (records[start : start + each] for start in count(0, each))
    with trip.county.store.reading() as session:
        recipients = offices.recipients(session)
    out = transport.outbox(trip.stick)

    def built(who: OfficeName, township: Ledger, seq: int, prev: str) -> BuiltPackage:
        part, office = next(parts), township.office()
        signer = KeySigner(office.signing_key, office.certificate, office.root_certificate)
        data = record_codec.encode_register(REGISTER, [Sent(one, "new") for one in part], context)
        stated = replace(
            manifest_of(source, len(part)), sender=who, receiver=COUNTY, seq=seq, prev=prev,
            package_id=f"6f1f7f5e-2f0a-4a55-9d0c-{who.code}{seq:03d}",
        )  # fmt: skip
        return package.build(
            stated,
            data=data,
            data_package=data_package.describe([REGISTER], data, "benchmark", "2026"),
            report=pdf_signature.sign_pdf(one_page(), signer, township.clock()),
            signer=signer,
            when=township.clock(),
        )

    def put(one: BuiltPackage, content: bytes, before: str = "") -> None:
        (out / (before + one.file_name + envelope.SUFFIX)).write_bytes(content)

    previous, bare = NO_PACKAGE, []
    key = bare_package.private_key(trip.luojia.office().signing_key)
    for seq in (*range(1, READY + 1), READY + 2, READY + 3):
        one = built(LUOJIA, trip.luojia, seq, previous if seq != READY + 2 else "ab" * 32)
        previous = one.manifest_sha256
        put(one, envelope.seal(one.content, recipients))
        if seq <= REPEATED:
            put(one, envelope.seal(one.content, recipients), before="copy_")
        with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        bare.append(envelope.seal(bare_package.sign(key, members), recipients))
    tampered = built(TANGSHAN, trip.tangshan, 1, NO_PACKAGE)
    changed = bytearray(tampered.content)
    changed[len(changed) // 2] ^= 1
    put(tampered, envelope.seal(bytes(changed), recipients))
    cut = built(TANGSHAN, trip.tangshan, 2, tampered.manifest_sha256)
    put(cut, envelope.seal(cut.content, recipients)[:-500])
    return bare
