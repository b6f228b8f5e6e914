"""Answer packages (回执): one signed, sealed receipt for each decided package, kept and written again byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from db.messages import N_, Message, ReportableError
from db.record import new_id
from db.store import history, received
from db.store.journal import NO_PACKAGE, Place
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt, ReceivedPackage
from desktop import __version__
from desktop.exchange import envelope, receipt, revocation, transport
from desktop.exchange.certificates import OfficeName
from desktop.exchange.receipt import RecordDecision, Statement
from desktop.exchange.transport import Placed
from desktop.services import issuing, offices, updates_from_above
from desktop.services.progress import Progress, Silent
from desktop.services.roles import Action, demand
from desktop.services.signing_keys import require_login

_VERDICTS = {
    received.ACCEPTED: receipt.ACCEPTED,
    received.RETURNED: receipt.RETURNED,
    received.MERGED: receipt.MERGED,
}


class NotRegisteredError(ReportableError):
    """The registry has no key that a receipt could be sealed to."""

    def __init__(self, office: OfficeName) -> None:
        super().__init__(
            N_("“{name}”在本单位没有有效的登记，回执不能加密。请先为它办理入网或更换密钥。"), name=office.name
        )


class ListRanOutError(ReportableError):
    """The revocation list is past its end, so that no office below could take a receipt."""

    def __init__(self) -> None:
        super().__init__(
            N_("吊销名单已经过期，现在出具的回执，下级单位不能核验。请先在“下级单位”里续签吊销名单。")
        )


def waiting(ledger: Ledger) -> Sequence[ReceivedPackage]:
    """List the packages that were decided and have no receipt yet."""
    with ledger.store.reading() as session:
        return received.unanswered(session)


def receipts(ledger: Ledger) -> Sequence[IssuedReceipt]:
    """List the receipts given so far, newest first, without their files."""
    with ledger.store.reading() as session:
        given = select(IssuedReceipt).order_by(IssuedReceipt.made_at.desc(), IssuedReceipt.sequence.desc())
        return session.scalars(given).all()


def answer(ledger: Ledger, stick: Path, progress: Progress | None = None) -> tuple[Placed, ...]:
    """Make the receipts that are missing and write all that were never written to a stick.

    Raises NotRegisteredError and what placing a file raises.
    """
    make_all(ledger, progress)
    return place(ledger, stick, [one.identity for one in receipts(ledger) if one.placed_at is None], progress)


def make_all(ledger: Ledger, progress: Progress | None = None) -> tuple[str, ...]:
    """Make the receipts that are missing, each in a transaction of its own; gives their identities."""
    demand(ledger, Action.RECEIVE)
    progress = progress or Silent()
    open_ones = waiting(ledger)
    if open_ones:
        require_login(ledger, ledger.office().signing_key)
        _require_list(ledger)
    made = []
    for done, one in enumerate(open_ones):
        progress.step(done, len(open_ones), Message(N_("正在出具回执")))
        made.append(_make(ledger, one.identity))
    return tuple(made)


def place(
    ledger: Ledger, stick: Path, identities: Sequence[str], progress: Progress | None = None
) -> tuple[Placed, ...]:
    """Write receipts to a stick or folder and read them back: the same bytes every time."""
    demand(ledger, Action.RECEIVE)
    progress = progress or Silent()
    folder = transport.inbox(stick)
    written = []
    for done, identity in enumerate(reversed(identities)):
        progress.step(done, len(identities), Message(N_("正在写入并读回核对")))
        with ledger.store.reading() as session:
            one = session.get_one(IssuedReceipt, identity, options=[undefer(IssuedReceipt.sealed)])
            content, name = one.sealed, one.file_name + envelope.SUFFIX
        written.append(transport.place(content, folder, name))
        with ledger.store.writing() as session:
            kept = session.get_one(IssuedReceipt, identity)
            kept.placed_at = kept.placed_at or ledger.clock()
    progress.step(len(identities), len(identities), Message(N_("已写入并核对")))
    return tuple(written)


def _require_list(ledger: Ledger) -> None:
    """Have every receipt bring a list that holds: the offices below have it from nowhere else."""
    issuing.renew_due_list(ledger)
    with ledger.store.reading() as session:
        kept = offices.revocation_list(session, ledger.office().root_certificate)
        if kept is not None and revocation.is_stale(
            kept.next_update, offices.moment(session, ledger.clock())
        ):
            raise ListRanOutError


def _make(ledger: Ledger, identity: str) -> str:
    office, now = ledger.office(), ledger.clock()
    with ledger.store.writing() as session:
        about = session.get_one(ReceivedPackage, identity)
        to = OfficeName(about.sender, about.sender_name)
        line = offices.line_of(session, about.sender)
        if line is None:
            raise NotRegisteredError(to)
        decided = received.records_of(session, identity)
        stood = _next_place(session, about.sender)
        revoked = offices.revocation_list(session, office.root_certificate)
        chain = history.head(session)
        is_refused = about.decision == received.REJECTED
        numbers = received.streams(session, received.SUBMISSIONS)[about.sender]
        statement = Statement(
            type=receipt.REJECTION if is_refused else receipt.RECEIPT,
            receipt_id=new_id(),
            sender=offices.own_name(office),
            receiver=to,
            seq=stood.sequence,
            prev=stood.previous,
            package_id=about.id,
            manifest_sha256=identity,
            package_seq=about.sequence,
            decision=about.decision,
            counts={name: about.counts.get(name, 0) for name in ("accepted", "returned", "merged")},
            reason=about.reason or "",
            next_expected_seq=max(numbers) + 1,
            crl_number=revocation.read(revoked.content, office.root_certificate).number if revoked else None,
            seen_audit_n=about.audit_n,
            seen_audit_head=about.audit_head,
            audit_n=chain.number,
            audit_head=chain.hash,
            created=now.isoformat(timespec="seconds"),
            app_version=__version__,
        )
        built = receipt.build(
            statement,
            [
                RecordDecision(
                    one.register,
                    one.record_id,
                    one.revision,
                    _VERDICTS[one.decision],
                    one.merged_into or "",
                    one.code or "",
                    one.text or "",
                    one.field or "",
                    one.suggested or "",
                )
                for one in decided
            ],
            offices.signer_down(ledger),
            now,
            revocations=revoked.content if revoked else None,
            updates=updates_from_above.for_office(ledger, session, about.sender).to_json(),
        )
        session.add(
            IssuedReceipt(
                identity=built.identity,
                answers=identity,
                type=statement.type,
                receiver=about.sender,
                sequence=statement.seq,
                previous=statement.prev,
                file_name=built.file_name,
                made_at=now,
                made_by=ledger.user,
                placed_at=None,
                content=built.content,
                sealed=envelope.seal(built.content, [key for key in (line.daily, line.escrow) if key]),
            )
        )
    return built.identity


def _next_place(session: Session, receiver: str) -> Place:
    """Give the number of the next receipt to an office, and the one before it."""
    newest = session.execute(
        select(IssuedReceipt.sequence, IssuedReceipt.identity)
        .where(IssuedReceipt.receiver == receiver)
        .order_by(IssuedReceipt.sequence.desc())
        .limit(1)
    ).first()
    return Place(1, NO_PACKAGE) if newest is None else Place(newest.sequence + 1, newest.identity)
