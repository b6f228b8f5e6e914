"""发回: write to a township all that the county holds of its records, for one that lost them or restored an old backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message, ReportableError
from db.register import Register
from db.registers import all_registers
from db.store import journal, received
from db.store.journal import NO_PACKAGE
from db.store.ledger import Ledger
from desktop.exchange import (
    data_package,
    envelope,
    manifest,
    package,
    pdf_signature,
    picture_file,
    record_codec,
    transport,
)
from desktop.exchange.certificates import OfficeName
from desktop.exchange.package import BuiltPackage
from desktop.exchange.record_codec import Sent
from desktop.exchange.transport import Placed
from desktop.reports import submission_report
from desktop.reports.review_counts import Count
from desktop.reports.submission_content import RegisterPart, SubmissionContent
from desktop.services import offices, packing, sent_pictures
from desktop.services.answering import NotRegisteredError
from desktop.services.contexts import context_of
from desktop.services.issued_receipts import may_send_back
from desktop.services.progress import Progress, Silent
from desktop.services.roles import Action, demand
from desktop.services.signing_keys import require_login

CHANGED, WITHDRAWN = "changed", "withdrawn"


class NothingToSendBackError(ReportableError):
    """No record of the office was ever taken in."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("本单位没有收过“{name}”的记录，没有可以发回的。"), name=name)


@dataclass(frozen=True)
class SentBack:
    """A file that was written for a township, and how many of its records are in it."""

    placed: Placed
    records: int


def send_back(ledger: Ledger, office: str, stick: Path, progress: Progress | None = None) -> SentBack:
    """Write what this county holds of a township's records (code ``office``), signed and sealed to it, to a stick.

    Raises NotRegisteredError, NothingToSendBackError, PinNeededError and what placing a file raises.
    """
    demand(ledger, Action.RECEIVE)
    if not may_send_back(ledger):
        raise ReportableError(N_("只有县区能把记录发回给乡镇（街道）。"))
    require_login(ledger, ledger.office().signing_key)
    progress = progress or Silent()
    progress.step(0, 2, Message(N_("正在写出这个单位的记录")))
    with ledger.store.writing() as session:
        to = offices.name_of(session, office)
        line = offices.line_of(session, office)
        if line is None:
            raise NotRegisteredError(to)
        held = {one.code: held_of(session, one, office) for one in all_registers().values()}
        if not any(held.values()):
            raise NothingToSendBackError(to.name)
        built = _build(ledger, session, to, held)
        sealed = envelope.seal(built.content, [key for key in (line.daily, line.escrow) if key])
        entry = packing.entry(built, ledger.clock(), ledger.user)
        entry.sealed = sealed
        journal.enter(session, entry, ())
    progress.step(1, 2, Message(N_("正在写入并读回核对")))
    placed = transport.place(sealed, transport.inbox(stick), built.file_name + envelope.SUFFIX)
    with ledger.store.writing() as session:
        journal.placed(session, built.manifest.package_id, ledger.clock())
    progress.step(2, 2, Message(N_("已写入并核对")))
    return SentBack(placed, sum(map(len, held.values())))


def held_of(session: Session, register: Register, office: str) -> list[Sent]:
    """Give the records of an office as they stand here; one that was merged into another is the office's all the same."""
    ids = session.scalars(select(register.record.id).where(register.record.office == office)).all()
    merged = {
        record_id
        for record_id, accepted in received.last_accepted(session, register.code, ids).items()
        if accepted.merged_into
    }
    found = queries.load_all(session, register, ids, withdrawn=True)
    return [
        Sent(one, WITHDRAWN if one.deleted_at is not None and one.id not in merged else CHANGED)
        for one in found
    ]


def _build(ledger: Ledger, session: Session, to: OfficeName, held: dict[str, list[Sent]]) -> BuiltPackage:
    office, now, context = ledger.office(), ledger.clock(), context_of(ledger, session)
    registers = [one for one in all_registers().values() if held[one.code]]
    data: dict[str, bytes] = {}
    for register in registers:
        data |= record_codec.encode_register(register, held[register.code], context)
    period = str(Message(N_("发回{name}的记录"), {"name": to.name}))
    counts = {one.code: len(held[one.code]) for one in registers}
    begun = packing.begin_manifest(session, manifest.CORRECTION, office, to, period, counts, now)
    report = submission_report.build(
        SubmissionContent(
            office=office.name,
            office_code=office.area,
            addressee=to.name,
            sequence=begun.seq,
            period=period,
            created=now,
            data_fingerprint=manifest.data_fingerprint(data),
            parts=tuple(_part(register, held[register.code]) for register in registers),
            context=context,
        )
    )
    signer = offices.signer_down(ledger)
    return package.build(
        replace(begun, stands_at=_stands_at(session, to.code)),
        data=data,
        data_package=data_package.describe(
            registers,
            data,
            f"{office.area}-{to.code}-{begun.seq:06d}".lower(),
            f"{office.name} {period}",
        ),
        report=pdf_signature.sign_pdf(report.pdf, signer, now),
        signer=signer,
        when=now,
        attachments=picture_file.write(
            sent_pictures.to_send(
                session, ((code, one.record) for code, sent in held.items() for one in sent)
            )
        ),
    )


def _stands_at(session: Session, sender: str) -> tuple[int, str]:
    """Give number and identity of the last package that was taken in from an office."""
    stream = received.streams(session, received.SUBMISSIONS).get(sender, {})
    return max(stream.items(), default=(0, NO_PACKAGE))


def _part(register: Register, held: Sequence[Sent]) -> RegisterPart:
    withdrawn = sum(one.operation == WITHDRAWN for one in held)
    counts = Count(changed=len(held) - withdrawn, withdrawn=withdrawn)
    return RegisterPart(register, tuple(one.record for one in held), counts)
