"""Turn chosen records into a signed package: CSVs, their description, the report, the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.record import Record, new_id
from db.register import Context
from db.registers import all_registers
from db.store import history, journal
from db.store.ledger import Ledger
from db.store.shared_tables import Office, Package, PackagedRecord
from db.values import money
from db.withholding import IdentityWithheld, without_identity
from desktop import __version__
from desktop.exchange import data_package, manifest, package, pdf_signature, picture_file, record_codec
from desktop.exchange.certificates import OfficeName
from desktop.exchange.manifest import PackageManifest
from desktop.exchange.package import BuiltPackage
from desktop.exchange.record_codec import Sent
from desktop.reports import submission_report
from desktop.reports.printed_values import form_name
from desktop.reports.record_sheet import Explanation
from desktop.reports.submission_content import ControlSum, LeftOut, RegisterPart, SubmissionContent
from desktop.reports.summary_table import SummaryTable
from desktop.services import offices, sent_pictures, township_tables
from desktop.services.contexts import context_of
from desktop.services.levels import Level, level_of
from desktop.services.progress import Progress
from desktop.services.review import Review, control_sums, differences

Going = dict[str, list[tuple[Record, str]]]


class Packed(NamedTuple):
    """What the journal keeps of a built package, the exact file included."""

    entry: Package
    records: list[PackagedRecord]
    pictures: list[str]
    """By their SHA-256."""


def pack(ledger: Ledger, session: Session, review: Review, going: Going, progress: Progress) -> Packed:
    """Build the package of a review; everything stays in memory until the journal keeps it."""
    office, now = ledger.office(), ledger.clock()
    receiver = offices.superior_in(session, office.area)
    context = context_of(ledger, session)
    registers = [all_registers()[code] for code in review.registers]
    if review.without_identity:
        review, going, context = _without_identity(review, going, context)
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
        _content(office, receiver, review, going, context, manifest.data_fingerprint(data), now, summaries)
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


def _without_identity(review: Review, going: Going, context: Context) -> tuple[Review, Going, Context]:
    """Take out of everything that is written and printed who could be known by it: sentences about persons too."""
    known = all_registers()
    going = {
        code: [(without_identity(known[code], record), operation) for record, operation in sent]
        for code, sent in going.items()
    }
    named = [one for code, sent in going.items() for one in differences(known[code], sent)]
    review = replace(review, differences=tuple(named), reasons=(), left_out=())
    return review, going, replace(context, lookups=IdentityWithheld(context.lookups, known))


def _content(
    office: Office,
    receiver: OfficeName,
    review: Review,
    going: Going,
    context: Context,
    fingerprint: str,
    now: datetime,
    summaries: tuple[SummaryTable, ...],
) -> SubmissionContent:
    parts = []
    sums = []
    for code in review.registers:
        register, records = all_registers()[code], [record for record, _ in going[code]]
        parts.append(RegisterPart(register, tuple(records), review.counts[code]))
        sums += [
            ControlSum(f"{register.title} {register.fields[field].label}", total)
            for field, total in control_sums(register, records).items()
            if total
        ]
    return SubmissionContent(
        office=office.name,
        office_code=office.area,
        addressee=receiver.name,
        sequence=review.sequence,
        period=f"{review.period}，不带身份信息" if review.without_identity else review.period,
        created=now,
        data_fingerprint=fingerprint,
        parts=tuple(parts),
        context=context,
        control_sums=tuple(sums),
        explanations=tuple(
            Explanation(
                form_name(all_registers()[one.register]),
                one.record_id,
                one.label,
                str(one.problem),
                one.reason,
            )
            for one in review.reasons
        ),
        differences=tuple(_differences(review)),
        left_out=tuple(
            LeftOut(
                form_name(all_registers()[one.register]),
                one.label,
                "\n".join(str(problem.message) for problem in one.stands),
            )
            for one in review.left_out
        ),
        summaries=summaries,
    )


def _differences(review: Review) -> Sequence[str]:
    """Put what changed since the package before into sentences; a first package has nothing to differ from."""
    if review.sequence == 1:
        return ()
    return [str(one.sentence()) for one in review.differences]


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
