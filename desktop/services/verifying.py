"""Say everything that can be said of a package file, with what this office knows of roots and addressees."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_, Message, ReportableError
from db.store.ledger import Ledger
from desktop.exchange import certificates, envelope, revocation, verification
from desktop.exchange.envelope import EnvelopeError
from desktop.exchange.finding import failing, holding
from desktop.exchange.trust import Trust
from desktop.exchange.verification import Verification
from desktop.services import offices


def verify_file(
    path: Path, ledger: Ledger | None = None, root: Path | None = None, revocations: Path | None = None
) -> Verification:
    """Verify a package; its signature is held against ``root``, or what the ledger trusts, or said to be open.

    A sealed one is opened with the ledger's keys. Raises ReportableError only when there is no file to read;
    whatever is in the file is a finding.
    """
    content, name = _content(path), path.name
    if envelope.is_sealed(content) or name.endswith(envelope.SUFFIX):
        if ledger is None:
            text = N_("文件是加密的，只有接收单位能打开。请在接收单位的台账里核验。")
            return Verification((failing("E02", Message(text)),))
        try:
            content = envelope.unseal(content, _identities(ledger))
        except EnvelopeError as error:
            return Verification((failing(error.code, error.message),))
        opened = verify_file_content(content, name.removesuffix(envelope.SUFFIX), ledger, root, revocations)
        first = holding("E02", Message(N_("加密信封完好，已用本单位的密钥打开。")))
        return verification.with_first(opened, first)
    return verify_file_content(content, name, ledger, root, revocations)


def verify_file_content(
    content: bytes, name: str, ledger: Ledger | None, root: Path | None, revocations: Path | None
) -> Verification:
    """Verify the bytes of a package that needs no opening."""
    if root is not None:
        crls = () if revocations is None else (revocation.from_pem(_content(revocations)),)
        trust = Trust(roots=(certificates.from_pem(_content(root)),), crls=crls)
        return verification.verify(content, trust=trust, file_name=name)
    if ledger is None:
        return verification.verify(content, trust=Trust(), file_name=name)
    with ledger.store.reading() as session:
        now, is_enrolled = ledger.clock(), offices.superior(session) is not None
        from_below = offices.trust_of(session, now)
        from_above = offices.trust_of(session, now, above=True)
    found = verification.verify(content, trust=from_below, file_name=name)
    if is_enrolled and found.signature is not None and not found.signature.chain:
        return verification.verify(content, trust=from_above, file_name=name)
    return found


def _identities(ledger: Ledger) -> tuple[str, ...]:
    with ledger.store.reading() as session:
        return offices.identities(session)


def _content(path: Path) -> bytes:
    try:
        return envelope.read(path)
    except OSError as error:
        raise ReportableError(
            N_("读不到文件“{path}”，请检查 U 盘是否插好、文件是否还在。"), path=path
        ) from error
