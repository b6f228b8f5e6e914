"""The office above (上级) in an enrolment: read a request, compare it with the paper, issue, renew and revoke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session, undefer

from db.messages import N_, ReportableError
from db.store.ledger import Ledger
from db.store.trust_tables import KnownOffice
from desktop import __version__
from desktop.exchange import certificates, enrolment, registry, revocation, transport
from desktop.exchange.enrolment import Answer, Request, SignedRequest
from desktop.exchange.root_file import RootSecrets
from desktop.exchange.signed_json import EnrolmentError
from desktop.exchange.transport import Placed
from desktop.services import offices
from desktop.services.levels import NoSuperiorError, superior_code
from desktop.services.paper_fingerprint import agrees
from desktop.services.roles import Action, demand

OLDEST_REQUEST = timedelta(days=180)
FRESH_CLOCK = timedelta(days=2)  # how far ahead of ours the clock of an office below may be


class PaperDiffersError(ReportableError):
    """What was typed from the paper is not what the file says: the county's clerk must not go on."""

    def __init__(self) -> None:
        super().__init__(
            N_("输入的指纹与申请文件不一致。请先核对是否抄错；确实不同就不要签发，文件可能被人换过。")
        )


@dataclass(frozen=True)
class ReadRequest:
    """A request as the office above sees it before it decides; ``current`` is the office's line so far."""

    signed: SignedRequest
    current: KnownOffice | None
    is_renewal: bool
    answered: KnownOffice | None

    @property
    def request(self) -> Request:
        """What is asked for."""
        return self.signed.request


def inspect_request(ledger: Ledger, content: bytes) -> ReadRequest:
    """Read a request of an office below and say what it is; writes nothing. Raises EnrolmentError."""
    signed = enrolment.read_request(content)
    request, own = signed.request, ledger.office()
    if request.receiver.code != own.area:
        raise EnrolmentError(
            N_("这份申请是报给“{name}”的，不是报给本单位的。请退回申请单位。"), name=request.receiver.name
        )
    if _above(request.sender.code) != own.area:
        raise EnrolmentError(
            N_("“{name}”（{code}）不是本单位的下级，不能签发。请核对申请单位的编码。"),
            name=request.sender.name,
            code=request.sender.code,
        )
    with ledger.store.reading() as session:
        known = offices.lines(session, request.sender.code)
        answered = next((line for line in known if line.request_id == request.request_id), None)
        current = offices.line_of(session, request.sender.code)
    if answered is not None:
        return ReadRequest(signed, current, is_renewal=False, answered=answered)
    _require_fresh(request, ledger.clock())
    is_renewal = _require_right_old_key(signed, current)
    return ReadRequest(signed, current, is_renewal, None)


def issue(
    ledger: Ledger,
    content: bytes,
    typed: Mapping[int, str],
    root: RootSecrets,
    *,
    first_seq: int | None = None,
    first_previous: str | None = None,
) -> KnownOffice:
    """Issue the certificate of a request whose fingerprint agrees with the paper; a repeated one gets the same answer.

    ``first_seq`` is the number of the office's next package and ``first_previous`` the identity of the last one that
    came, where they are known better here than by an office that lost its ledger.
    """
    demand(ledger, Action.SETTINGS)
    read = inspect_request(ledger, content)
    request = read.request
    if not agrees(request.fingerprint, typed):
        raise PaperDiffersError
    if read.answered is not None and read.answered.revoked_at is not None:
        raise EnrolmentError(N_("这份申请的证书签发后已经吊销，不能再用。请申请单位重新申请。"))
    if read.answered is not None:
        return read.answered
    offices.prepare_keys(ledger)
    own, now = ledger.office(), ledger.clock()
    begins = first_seq or request.next_seq
    certificate = certificates.issue(
        root.root_key, own.root_certificate, request.public_key, request.sender, now
    )
    with ledger.store.writing() as session:
        if read.current is not None:  # renewed: the certificate before counts for the numbers before
            session.get_one(KnownOffice, read.current.serial).revoked_from_sequence = begins
        renewed = _renew_list(session, own.root_certificate, root, now)
        given = Answer(
            request_id=request.request_id,
            sender=offices.own_name(own),
            receiver=request.sender,
            seq=request.seq,
            certificate=certificate,
            root=own.root_certificate,
            recipients=offices.recipients(session),
            revocation_list=renewed,
            first_seq=begins,
            first_previous=first_previous,
            created=now,
            app_version=__version__,
        )
        line = KnownOffice(
            serial=registry.serial_of(certificate),
            code=request.sender.code,
            name=request.sender.name,
            certificate=certificate,
            daily=request.recipients[0],
            escrow=request.recipients[1] if len(request.recipients) > 1 else None,
            valid_from_sequence=begins,
            enrolled_at=now,
            enrolled_by=ledger.user,
            request_id=request.request_id,
            request_sequence=request.seq,
            answer_name=given.file_name,
            answer=enrolment.write_answer(given, root.root_key),
        )
        session.add(line)
    return line


def place_answer(ledger: Ledger, serial: str, stick: Path) -> Placed:
    """Write an answer to a stick, the same bytes each time."""
    line = _with_answer(ledger, serial)
    return transport.place(line.answer, transport.inbox(stick), line.answer_name)


def answer(ledger: Ledger, serial: str) -> bytes:
    """Give the answer that holds a certificate, as its office was given it."""
    return _with_answer(ledger, serial).answer


def _with_answer(ledger: Ledger, serial: str) -> KnownOffice:
    with ledger.store.reading() as session:
        return session.get_one(KnownOffice, serial, options=[undefer(KnownOffice.answer)])


def revoke(ledger: Ledger, serial: str, from_seq: int, why: str, root: RootSecrets) -> None:
    """Revoke a certificate from a package number on (n+1 when n is the last that counts), and renew the list."""
    demand(ledger, Action.SETTINGS)
    if not why.strip():
        raise ReportableError(N_("请写明吊销原因，如“电脑丢失，见某月某日书面申请”。"))
    own, now = ledger.office(), ledger.clock()
    with ledger.store.writing() as session:
        line = session.get_one(KnownOffice, serial)
        if line.revoked_at is not None:
            raise ReportableError(N_("“{name}”的这个证书以前已经吊销。"), name=line.name)
        if from_seq < line.valid_from_sequence:
            raise ReportableError(
                N_("这个证书从第 {first} 号起有效，吊销的起始号不能比它小。"), first=line.valid_from_sequence
            )
        line.revoked_from_sequence = min(from_seq, line.revoked_from_sequence or from_seq)
        line.revoked_at, line.revoked_why = now, why.strip()
        session.flush()
        _renew_list(session, own.root_certificate, root, now)


def renew_list(ledger: Ledger, root: RootSecrets) -> None:
    """Issue the revocation list again before it runs out (13 months), or after."""
    demand(ledger, Action.SETTINGS)
    with ledger.store.writing() as session:
        _renew_list(session, ledger.office().root_certificate, root, ledger.clock())


def renew_due_list(ledger: Ledger) -> None:
    """Renew a list older than a month by itself, while the root key lies in the ledger; no right is asked for.

    Where the key was exported nothing happens: ``root_reminder`` asks for it in time.
    """
    own = ledger.office()
    with ledger.store.reading() as session:
        kept = offices.revocation_list(session, own.root_certificate)
        now = offices.moment(session, ledger.clock())
    if own.root_key and kept is not None and revocation.is_due(kept.next_update, now):
        with ledger.store.writing() as session:
            _renew_list(session, own.root_certificate, RootSecrets(own.root_key, ""), now)


def _above(code: str) -> str:
    try:
        return superior_code(code)
    except NoSuperiorError:
        return ""


def _renew_list(session: Session, root_certificate: bytes, root: RootSecrets, now: datetime) -> bytes:
    kept = offices.revocation_list(session, root_certificate)
    revoked = {line.serial: line.revoked_at for line in offices.lines(session) if line.revoked_at is not None}
    number = 1 if kept is None else kept.number + 1
    content = revocation.issue(root.root_key, root_certificate, revoked, number, now)
    offices.keep_list(session, content, root_certificate)
    return content


def _require_fresh(request: Request, now: datetime) -> None:
    if request.created < now - OLDEST_REQUEST:
        raise EnrolmentError(N_("这份申请是半年以前做的，已经过期。请申请单位重新制作申请文件。"))
    if request.created > now + FRESH_CLOCK:
        raise EnrolmentError(N_("申请文件的时间比本机晚。请核对两边电脑的日期，改正后重新制作申请文件。"))


def _require_right_old_key(signed: SignedRequest, current: KnownOffice | None) -> bool:
    """Tell whether it is a renewal signed by the present key; refuse what would quietly replace a living certificate."""
    request = signed.request
    if request.old_serial is None:
        if current is not None:
            raise EnrolmentError(
                N_("“{name}”已有有效的证书。换发要用旧密钥签名；旧密钥丢失的，请先吊销旧证书再签发。"),
                name=current.name,
            )
        return False
    if current is None or current.serial != request.old_serial:
        raise EnrolmentError(
            N_("这份换发申请用的旧证书不是登记册里现用的证书，可能是以前的申请。请申请单位重新制作。")
        )
    if not signed.is_signed_by(current.certificate):
        raise EnrolmentError(N_("换发申请上旧密钥的签名不对，不能签发。请与申请单位核实。"))
    return True
