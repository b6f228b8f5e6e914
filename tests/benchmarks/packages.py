"""Build, sign and verify a package, beside one RSA-3072 signature, SHA-256 and zip of the same bytes; no PDF."""

from __future__ import annotations

import io
import zipfile
from unittest import mock

from reportlab.pdfgen.canvas import Canvas

from db.store.journal import NO_PACKAGE
from db.store.ledger import Ledger
from desktop.exchange import data_package, pdf_signature, record_codec, verification
from desktop.exchange import package as asic
from desktop.exchange.certificates import KeySigner, OfficeName
from desktop.exchange.manifest import SUBMISSION, PackageManifest
from desktop.exchange.package import BuiltPackage
from desktop.exchange.record_codec import Sent
from desktop.exchange.trust import Trust
from desktop.services.contexts import context_of
from tests.benchmarks import bare_package
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage


def package(stage: Stage) -> list[Measured]:
    """Measure building and verifying; the report in the package is one small signed page."""
    with stage.ledger() as ledger:
        sent = [Sent(record, "new") for record in stage.some_records(ledger)]
        office, now = ledger.office(), ledger.clock()
        key = bare_package.private_key(office.signing_key)
        page = pdf_signature.sign_pdf(one_page(), _signer(ledger), now)
        with ledger.store.reading() as session:
            context = context_of(ledger, session)

        def build() -> BuiltPackage:
            data = record_codec.encode_register(REGISTER, sent, context)
            description = data_package.describe([REGISTER], data, "benchmark", "罗家镇总工会 2026")
            stated = manifest_of(ledger, len(sent))
            return asic.build(
                stated,
                data=data,
                data_package=description,
                report=page,
                signer=_signer(ledger),
                when=now,
            )

        built = build()
        trust = Trust(roots=(office.root_certificate,))
        with zipfile.ZipFile(io.BytesIO(built.content)) as opened:
            members = {name: opened.read(name) for name in opened.namelist()}

        bare, ours = median(lambda: bare_package.sign(key, members), build, 2 * stage.rounds)
        signed = bare_package.sign(key, members)
        status = pdf_signature.check_pdf(page, trust)
        with mock.patch.object(pdf_signature, "check_pdf", return_value=status):
            bare_check, our_check = median(
                lambda: bare_package.check(key.public_key(), signed),
                lambda: verification.verify(built.content, trust=trust),
                2 * stage.rounds,
            )
    many = f"{stage.small} records"
    return [
        Measured(f"build and sign {many}", "RSA-3072, SHA-256, zip", bare, ours, Budget(250)),
        Measured(f"verify {many}", "unzip, SHA-256, RSA", bare_check, our_check, Budget(20)),
    ]


def manifest_of(ledger: Ledger, count: int) -> PackageManifest:
    office = ledger.office()
    return PackageManifest(
        type=SUBMISSION,
        package_id="6f1f7f5e-2f0a-4a55-9d0c-0d9d4f7f0001",
        sender=OfficeName(office.area, office.name),
        receiver=OfficeName(office.area[:6], "青山湖区总工会"),
        seq=1,
        prev=NO_PACKAGE,
        period="2026",
        created_local="2026-05-08T09:30:00",
        tz="+0800",
        app_version="0.1",
        audit_n=1,
        audit_head="0" * 64,
        counts={REGISTER.code: count},
    )


def _signer(ledger: Ledger) -> KeySigner:
    office = ledger.office()
    return KeySigner(office.signing_key, office.certificate, office.root_certificate)


def one_page() -> bytes:
    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    canvas.showPage()
    canvas.save()
    return drawn.getvalue()
