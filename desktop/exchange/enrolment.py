"""The two files of an enrolment (入网): an office's request for a certificate, and the answer of the office above.

Both are canonical JSON with the signature beside what is signed, so that ``openssl dgst -sha256 -verify`` can judge
them. They hold names, codes and public keys only, so they travel without an envelope.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from db.messages import N_
from desktop.exchange import certificates, revocation
from desktop.exchange.certificates import OfficeName, Signer
from desktop.exchange.registry import serial_of
from desktop.exchange.signed_json import (
    NOT_CANONICAL,
    EnrolmentError,
    Taking,
    as_text,
    binary,
    canonical,
    holds,
    public_key,
    read_signed,
    sign,
    write_signed,
)
from desktop.exchange.strict_json import is_digest, is_sequence, is_uuid, matching, optional

REQUEST_SCHEMA, ANSWER_SCHEMA = "taizhang-request/1", "taizhang-answer/1"
REQUEST, ANSWER = "CSR", "CRT"

_is_serial = matching(r"[0-9a-f]{1,40}")


@dataclass(frozen=True)
class Request:
    """What an office asks for: a certificate for its public key, and where to seal what is sent to it.

    ``seq`` counts its requests, ``next_seq`` is the number of its next package; ``old_serial`` names the certificate
    whose key signs the request too (换发), ``None`` for a first one or after a loss.
    """

    request_id: str
    sender: OfficeName
    receiver: OfficeName
    seq: int
    public_key: bytes
    recipients: tuple[str, ...]
    next_seq: int
    created: datetime
    app_version: str
    old_serial: str | None = None

    @property
    def file_name(self) -> str:
        """Name the file ``<from>_<to>_CSR_<seq6>.json``."""
        return f"{self.sender.code}_{self.receiver.code}_{REQUEST}_{self.seq:06d}.json"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key (SubjectPublicKeyInfo), 64 hex digits: what the paper shows."""
        return key_fingerprint(self.public_key)

    def body(self) -> bytes:
        """Write what is signed."""
        return canonical(
            {
                "schema": REQUEST_SCHEMA,
                "request_id": self.request_id,
                "from": self.sender.code,
                "from_name": self.sender.name,
                "to": self.receiver.code,
                "to_name": self.receiver.name,
                "seq": self.seq,
                "public_key": as_text(self.public_key),
                "recipients": list(self.recipients),
                "next_seq": self.next_seq,
                "created": self.created.isoformat(timespec="seconds"),
                "app_version": self.app_version,
                "old_serial": self.old_serial,
            }
        )


@dataclass(frozen=True)
class SignedRequest:
    """A request whose own signature is right; ``old_signature`` still has to be held against the registry."""

    request: Request
    old_signature: bytes | None

    def is_signed_by(self, certificate: bytes) -> bool:
        """Say whether the key of an older certificate (DER) signed it too."""
        owner = x509.load_der_x509_certificate(certificate).public_key()
        return self.old_signature is not None and holds(owner, self.old_signature, self.request.body())


@dataclass(frozen=True)
class Answer:
    """What the office above gives: the certificate, its root and recipients, its revocation list, the office's line.

    ``seq`` is that of the request; packages signed with the certificate begin at ``first_seq``, the first one follows
    ``first_previous`` (the identity of the package before, ``None`` when there is none).
    """

    request_id: str
    sender: OfficeName
    receiver: OfficeName
    seq: int
    certificate: bytes
    root: bytes
    recipients: tuple[str, ...]
    revocation_list: bytes
    first_seq: int
    first_previous: str | None
    created: datetime
    app_version: str

    @property
    def file_name(self) -> str:
        """Name the file ``<from>_<to>_CRT_<seq6>.json``."""
        return f"{self.sender.code}_{self.receiver.code}_{ANSWER}_{self.seq:06d}.json"

    @property
    def root_fingerprint(self) -> str:
        """SHA-256 of the root certificate, as openssl prints it: what the paper of the office above shows."""
        return certificates.fingerprint(self.root)

    def body(self) -> bytes:
        """Write what the root signs."""
        return canonical(
            {
                "schema": ANSWER_SCHEMA,
                "request_id": self.request_id,
                "from": self.sender.code,
                "from_name": self.sender.name,
                "to": self.receiver.code,
                "to_name": self.receiver.name,
                "seq": self.seq,
                "certificate": as_text(self.certificate),
                "root": as_text(self.root),
                "recipients": list(self.recipients),
                "revocation_list": as_text(self.revocation_list),
                "first_seq": self.first_seq,
                "first_previous": self.first_previous,
                "created": self.created.isoformat(timespec="seconds"),
                "app_version": self.app_version,
            }
        )


def key_fingerprint(public_key: bytes) -> str:
    """SHA-256 of a public key (SubjectPublicKeyInfo DER), 64 hex digits."""
    return hashlib.sha256(public_key).hexdigest()


def certificate_key(certificate: bytes) -> bytes:
    """Give the public key (SubjectPublicKeyInfo DER) that a certificate is for."""
    owner = x509.load_der_x509_certificate(certificate).public_key()
    return owner.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def validity(certificate: bytes) -> tuple[datetime, datetime]:
    """Give from when to when a certificate is valid."""
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.not_valid_before_utc, loaded.not_valid_after_utc


def write_request(request: Request, new_key: Signer, old_key: Signer | None = None) -> bytes:
    """Sign a request with the new key, and for a renewal with the old one too."""
    body = request.body()
    old = None if old_key is None else as_text(old_key.sign(body))
    return write_signed("request", body, {"old_signature": old, "signature": as_text(new_key.sign(body))})


def read_request(content: bytes) -> SignedRequest:
    """Read a request strictly and check its own signature; raises EnrolmentError."""
    values, body = read_signed(content, "request", REQUEST_SCHEMA, ("signature", "old_signature"))
    take = Taking(values["request"])
    request = Request(
        request_id=take("request_id", is_uuid),
        sender=OfficeName(*take.office("from")),
        receiver=OfficeName(*take.office("to")),
        seq=take("seq", is_sequence),
        public_key=take.binary("public_key"),
        recipients=take.recipients(),
        next_seq=take("next_seq", is_sequence),
        created=take.moment("created"),
        app_version=take.text("app_version"),
        old_serial=take("old_serial", optional(_is_serial)),
    )
    if request.body() != body:
        raise EnrolmentError(NOT_CANONICAL)
    if not holds(public_key(request.public_key), binary(values["signature"]), body):
        raise EnrolmentError(N_("申请文件的签名不对：文件被改动过或已损坏。请让对方重新制作申请文件。"))
    old = values["old_signature"]
    if (old is None) != (request.old_serial is None):
        raise EnrolmentError(NOT_CANONICAL)
    return SignedRequest(request, None if old is None else binary(old))


def write_answer(answer: Answer, root_key: bytes) -> bytes:
    """Sign an answer with the root key (PKCS#8 DER)."""
    body = answer.body()
    return write_signed("answer", body, {"signature": as_text(sign(root_key, body))})


def read_answer(content: bytes) -> Answer:
    """Read an answer strictly: root, certificate, list and signature must belong together; raises EnrolmentError.

    Whether the root is the right one only the paper can tell.
    """
    values, body = read_signed(content, "answer", ANSWER_SCHEMA, ("signature",))
    take = Taking(values["answer"])
    answer = Answer(
        request_id=take("request_id", is_uuid),
        sender=OfficeName(*take.office("from")),
        receiver=OfficeName(*take.office("to")),
        seq=take("seq", is_sequence),
        certificate=take.binary("certificate"),
        root=take.binary("root"),
        recipients=take.recipients(),
        revocation_list=take.binary("revocation_list"),
        first_seq=take("first_seq", is_sequence),
        first_previous=take("first_previous", optional(is_digest)),
        created=take.moment("created"),
        app_version=take.text("app_version"),
    )
    if answer.body() != body:
        raise EnrolmentError(NOT_CANONICAL)
    _require_one_whole(answer, binary(values["signature"]), body)
    return answer


_TAMPERED = N_("批复文件的签名不对：文件被改动过或已损坏。请向上级重新要批复文件。")


def _require_one_whole(answer: Answer, signature: bytes, body: bytes) -> None:
    """Refuse an answer whose root, signature, certificate and list do not belong together."""
    try:
        root = x509.load_der_x509_certificate(answer.root)
        certificate = x509.load_der_x509_certificate(answer.certificate)
        key = public_key(answer.root)
        root.verify_directly_issued_by(root)
        is_root = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        is_whole = is_root and holds(key, signature, body)
        certificate.verify_directly_issued_by(root)
        facts = revocation.read(answer.revocation_list, answer.root)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound, revocation.ListError) as error:
        raise EnrolmentError(_TAMPERED) from error
    if not is_whole:
        raise EnrolmentError(_TAMPERED)
    if certificates.office_of(answer.root) != answer.sender:
        raise EnrolmentError(N_("批复文件里的根证书不是批复单位自己的，不能接受。请向上级重新要批复文件。"))
    if certificates.office_of(answer.certificate) != answer.receiver:
        raise EnrolmentError(N_("批复文件里的证书不是发给收件单位的，不能接受。请向上级重新要批复文件。"))
    if serial_of(answer.certificate) in facts.revoked:
        raise EnrolmentError(N_("批复文件里的证书已经被吊销，不能使用。请重新申请。"))
