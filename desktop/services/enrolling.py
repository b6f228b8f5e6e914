"""Enrolment (入网) seen from below: ask the office above for a certificate, and take its answer in.

The fingerprint of the root above is typed from paper before anything is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.messages import N_, ReportableError
from db.record import new_id
from db.store import journal
from db.store.ledger import Ledger
from db.store.trust_tables import EnrolmentRequest, ReceivingKey, Superior
from desktop import __version__
from desktop.exchange import certificates, enrolment, envelope, registry, revocation, transport
from desktop.exchange.enrolment import Answer, Request
from desktop.exchange.signed_json import EnrolmentError
from desktop.exchange.token_key import TokenPlace, token_key
from desktop.exchange.transport import Placed
from desktop.services import offices, signing_keys
from desktop.services.levels import superior_code
from desktop.services.paper_fingerprint import agrees
from desktop.services.roles import Action, demand


class RootDiffersError(ReportableError):
    """The alarm: the root in the answer is not the one on the paper, or not the one pinned before."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(
            N_(
                "警报：根证书的指纹不一致，没有写入。可能有人冒充上级单位。请停止操作，"
                "当面或打电话与上级核对这个指纹：{fingerprint}"
            ),
            fingerprint=certificates.grouped(fingerprint),
        )


def ask(ledger: Ledger, *, on: TokenPlace | None = None, lost: bool = False) -> EnrolmentRequest:
    """Make a request with a new key, or give the one that still waits; an enrolled office renews with its old key.

    The key lies ``on`` a token, else in the ledger. ``lost``: the old key is gone or may be in foreign hands: it signs
    nothing, and a new receiving key is made too. Raises PinNeededError and the errors of ``token_errors``.
    """
    demand(ledger, Action.SETTINGS)
    offices.prepare_keys(ledger)
    with ledger.store.reading() as session:
        waiting = open_request(session)
        office, now = ledger.office(), ledger.clock()
        to = offices.superior_in(session, office.area)
        last = session.scalar(select(func.max(EnrolmentRequest.sequence))) or 0
        enrolled = offices.superior(session)
        place = journal.next_place(session, office.area, to.code)
        recipients = offices.recipients(session)
    if waiting is not None and _lies(waiting, on) and (not lost or (enrolled and _is_first(waiting))):
        return waiting
    # Written at the end, in one transaction: what a token refuses leaves nothing behind.
    above, old = None if lost else enrolled, None
    if above is not None:
        signing_keys.require_login(ledger, above.signing_key)
        old = signing_keys.signer_of(ledger, above.signing_key, above.certificate, above.root)
    key = signing_keys.new_key(ledger, on)
    receiving = _new_receiving_key(now) if lost else None
    request = Request(
        request_id=new_id(),
        sender=offices.own_name(office),
        receiver=to,
        seq=last + 1,
        public_key=key.public,
        recipients=recipients if receiving is None else (receiving.recipient, *recipients[1:]),
        next_seq=place.sequence,
        created=now,
        app_version=__version__,
        old_serial=None if above is None else registry.serial_of(above.certificate),
    )
    content = enrolment.write_request(request, key.signer, old)
    made = EnrolmentRequest(
        sequence=request.seq,
        request_id=request.request_id,
        signing_key=key.kept,
        file_name=request.file_name,
        content=content,
        made_at=now,
    )
    with ledger.store.writing() as session:
        for older in session.scalars(select(EnrolmentRequest).where(EnrolmentRequest.answered_at.is_(None))):
            older.abandoned_at = older.abandoned_at or now
        session.add_all(one for one in (made, receiving) if one is not None)
    return made


def open_request(session: Session) -> EnrolmentRequest | None:
    """Give the request that still waits for its answer."""
    return session.scalars(
        select(EnrolmentRequest)
        .where(EnrolmentRequest.answered_at.is_(None), EnrolmentRequest.abandoned_at.is_(None))
        .order_by(EnrolmentRequest.sequence.desc())
    ).first()


def place_request(ledger: Ledger, stick: Path, *, on: TokenPlace | None = None, lost: bool = False) -> Placed:
    """Write the waiting request to a stick, the same bytes each time; ``ask`` says what may be raised."""
    made = ask(ledger, on=on, lost=lost)
    return transport.place(made.content, transport.outbox(stick), made.file_name)


def inspect_answer(ledger: Ledger, content: bytes) -> Answer:
    """Read an answer and say whether it is the one that this office waits for; writes nothing.

    Raises EnrolmentError, and RootDiffersError when the root is not the one pinned before.
    """
    answer = enrolment.read_answer(content)
    office = ledger.office()
    if answer.receiver.code != office.area:
        raise EnrolmentError(
            N_("这个批复文件是发给“{name}”的，不是发给本单位的。请交还上级。"), name=answer.receiver.name
        )
    if answer.sender.code != superior_code(office.area):
        raise EnrolmentError(
            N_("批复单位“{name}”（{code}）不是本单位的上级，不能接受。"),
            name=answer.sender.name,
            code=answer.sender.code,
        )
    with ledger.store.reading() as session:
        request = session.scalars(
            select(EnrolmentRequest).where(EnrolmentRequest.request_id == answer.request_id)
        ).first()
        pinned = offices.superior(session)
        moment = offices.moment(session, ledger.clock())
        kept = None if pinned is None else offices.revocation_list(session, pinned.root)
    if request is None:
        raise EnrolmentError(N_("这个批复文件不是对本台账的申请作的，不能接受。请核对是不是别的电脑申请的。"))
    if request.answered_at is not None:
        raise EnrolmentError(N_("这个批复文件以前已经读入，不用再读。"))
    if request.abandoned_at is not None:
        raise EnrolmentError(N_("这个批复文件是对以前的申请作的，后来又申请过。请读入最新的批复文件。"))
    if enrolment.certificate_key(answer.certificate) != _asked(request).public_key:
        raise EnrolmentError(N_("批复文件里的证书不是给本单位密钥的，不能接受。请向上级重新要批复文件。"))
    if certificates.office_of(answer.certificate) != offices.own_name(office):
        raise EnrolmentError(
            N_("证书上的单位名称与本台账的“{name}”不同，不能接受。请上级按申请上的名称重新签发。"),
            name=office.name,
        )
    if pinned is not None and pinned.root != answer.root:
        raise RootDiffersError(answer.root_fingerprint)
    _require_in_time(answer, moment)
    facts = revocation.read(answer.revocation_list, answer.root)
    if kept is not None and facts.number < kept.number:
        raise EnrolmentError(N_("批复文件里的吊销名单比本单位已有的旧。请向上级要最新的批复文件。"))
    return answer


def take_answer(ledger: Ledger, content: bytes, typed: Mapping[int, str], how: str) -> Answer:
    """Pin the root whose fingerprint was typed from the paper, and use the certificate from now on.

    ``how`` says where the fingerprint came from (纸质材料, 电话). Raises RootDiffersError and what inspecting raises.
    """
    demand(ledger, Action.SETTINGS)
    answer = inspect_answer(ledger, content)
    if not agrees(answer.root_fingerprint, typed):
        raise RootDiffersError(answer.root_fingerprint)
    now = ledger.clock()
    with ledger.store.writing() as session:
        request = session.scalars(
            select(EnrolmentRequest).where(EnrolmentRequest.request_id == answer.request_id)
        ).one()
        request.answered_at = now
        session.add(
            Superior(
                code=answer.sender.code,
                name=answer.sender.name,
                root=answer.root,
                daily=answer.recipients[0],
                escrow=answer.recipients[-1],
                signing_key=request.signing_key,
                certificate=answer.certificate,
                first_sequence=answer.first_seq,
                first_previous=answer.first_previous,
                confirmed_at=now,
                confirmed_by=ledger.user,
                confirmed_how=how,
            )
        )
        offices.keep_list(session, answer.revocation_list, answer.root)
        offices.saw(session, revocation.read(answer.revocation_list, answer.root).issued)
    return answer


def _asked(request: EnrolmentRequest) -> Request:
    return enrolment.read_request(request.content).request


def _lies(request: EnrolmentRequest, on: TokenPlace | None) -> bool:
    key = token_key(request.signing_key)
    return (key and key.place.serial) == (on and on.serial)


def _is_first(request: EnrolmentRequest) -> bool:
    """Tell whether no older key signed it: a first one, or one after a loss."""
    return _asked(request).old_serial is None


def _require_in_time(answer: Answer, moment: datetime) -> None:
    begins, ends = enrolment.validity(answer.certificate)
    if not begins <= moment <= ends:
        raise EnrolmentError(N_("批复的证书不在有效期内。请检查本机日期；日期无误则请上级重新签发。"))
    if revocation.is_stale(revocation.read(answer.revocation_list, answer.root).next_update, moment):
        raise EnrolmentError(N_("批复文件里的吊销名单已经过期。请检查本机日期；日期无误则请上级重新批复。"))


def _new_receiving_key(now: datetime) -> ReceivingKey:
    identity, recipient = envelope.make_identity()
    return ReceivingKey(purpose=offices.DAILY, identity=identity, recipient=recipient, made_at=now)
