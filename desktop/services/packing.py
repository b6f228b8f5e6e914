"""Turn chosen records into a signed package: CSVs, their description, the report, the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.record import new_id
from db.registers import all_registers
from db.store import history, journal
from db.store.ledger import Ledger
from db.store.shared_tables import Office, Package, PackagedRecord
from db.values import money
from desktop import __version__
from desktop.exchange import data_package, manifest, package, pdf_signature, picture_file, record_codec
from desktop.exchange.certificates import OfficeName
from desktop.exchange.manifest import PackageManifest
from desktop.exchange.package import BuiltPackage
from desktop.exchange.record_codec import Sent
from desktop.reports import submission_report
from desktop.reports.summary_table import SummaryTable
from desktop.services import gathering, offices, sent_pictures, township_tables
from desktop.services.gathering import Going
from desktop.services.levels import Level, level_of
from desktop.services.progress import Progress
from desktop.services.review import Review, control_sums


class Packed(NamedTuple):
    """What the journal keeps of a built package, the exact file included."""

    entry: Package
    records: list[PackagedRecord]
    pictures: list[str]
    """By their SHA-256."""


def pack(ledger: Ledger, session: Session, review: Review, going: Going, progress: Progress) -> Packed:
    """Build the package of a review; everything stays in memory until the journal keeps it."""
    office, receiver, going, context, content = gathering.gather(ledger, session, review, going)
    now = content.created
    registers = [all_registers()[code] for code in review.registers]
    summaries: tuple[SummaryTable, ...] = ()
    if level_of(office.area) is Level.COUNTY:
        summaries = township_tables.tables(session, office, registers, now.date())
    progress.step(0, 4, Message(N_("正在写出数据")))
    data: dict[str, bytes] = {}
    for register in registers:
        sent = [Sent(record, operation) for record, operation in going[register.code]]
        data |= record_codec.encode_register(register, sent, context)
    title = f"{office.name} {review.period}"
    description = data_package.describe(
        registers, data, f"{office.area}-{review.sequence:06d}".lower(), title
    )

    progress.step(1, 4, Message(N_("正在生成报表")))
    report = submission_report.build(
        replace(content, data_fingerprint=manifest.data_fingerprint(data), summaries=summaries)
    )
    progress.step(2, 4, Message(N_("正在签名")))
    signer = offices.signer_up(ledger, session)
    every = ((code, record) for code, sent in going.items() for record, _ in sent)
    known = journal.pictures_sent(session) if review.only_changed else ()
    pictures = sent_pictures.to_send(session, every, known)
    counts = {code: len(sent) for code, sent in going.items()}
    begun = begin_manifest(session, manifest.SUBMISSION, office, receiver, review.period, counts, now)
    built = package.build(
        replace(
            begun,
            control_sums=_control_sums(going),
            missing_glyphs=tuple(report.missing_glyphs),
            withheld=manifest.IDENTITY if review.without_identity else "",
        ),
        data=data,
        data_package=description,
        report=pdf_signature.sign_pdf(report.pdf, signer, now),
        signer=signer,
        when=now,
        attachments=picture_file.write(pictures),
    )
    progress.step(3, 4, Message(N_("正在登记")))
    return Packed(entry(built, now, ledger.user), _records(built, going), list(pictures))


def begin_manifest(
    session: Session,
    kind: str,
    office: Office,
    receiver: OfficeName,
    period: str,
    counts: Mapping[str, int],
    now: datetime,
) -> PackageManifest:
    """Say of a new package (kind SUB or CORR) what every one says: its place in the stream, the clock, the history."""
    place = journal.next_place(session, office.area, receiver.code)
    chain = history.head(session)
    return PackageManifest(
        type=kind,
        package_id=new_id(),
        sender=offices.own_name(office),
        receiver=receiver,
        seq=place.sequence,
        prev=place.previous,
        period=period,
        created_local=now.replace(tzinfo=None).isoformat(timespec="seconds"),
        tz=now.strftime("%z"),
        app_version=__version__,
        audit_n=chain.number,
        audit_head=chain.hash,
        counts=counts,
    )


def _control_sums(going: Going) -> dict[str, str]:
    return {
        f"{code}.{field}": money.plain(total)
        for code, sent in going.items()
        for field, total in control_sums(all_registers()[code], [record for record, _ in sent]).items()
    }


def entry(built: BuiltPackage, now: datetime, user: str) -> Package:
    """Give what the journal says of a built package, its exact file included."""
    stated = built.manifest
    return Package(
        id=stated.package_id,
        sender=stated.sender.code,
        receiver=stated.receiver.code,
        sequence=stated.seq,
        previous=stated.prev,
        identity=built.manifest_sha256,
        file_name=built.file_name,
        counts={
            "period": stated.period,
            "registers": dict(stated.counts),
            "sha256": package.sha256(built.content),
        },
        made_at=now,
        made_by=user,
        placed_at=None,
        content=built.content,
    )


def _records(built: BuiltPackage, going: Going) -> list[PackagedRecord]:
    return [
        PackagedRecord(
            package_id=built.manifest.package_id,
            register=code,
            record_id=record.id,
            revision=record.revision,
            operation=operation,
        )
        for code, sent in going.items()
        for record, operation in sent
    ]
