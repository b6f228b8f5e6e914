"""The envelope of a package that goes up: sealed once to the office above, and kept, because age never seals alike."""

from __future__ import annotations

from db.messages import N_, ReportableError
from db.store import journal
from db.store.ledger import Ledger
from desktop.exchange import envelope
from desktop.services import offices
from desktop.services.signing_keys import require_login


class NotEnrolledError(ReportableError):
    """The office above has not given a certificate and its keys yet: nothing personal may go onto a stick."""

    def __init__(self) -> None:
        super().__init__(
            N_("本单位还没有入网，不能加密，所以不能写入 U 盘。请先在“设置”的“上级与密钥”中向上级申请证书。")
        )


def require_enrolled(ledger: Ledger) -> None:
    """Raise NotEnrolledError unless the office above has given a certificate, PinNeededError when its token is shut."""
    with ledger.store.reading() as session:
        above = offices.superior(session)
    if above is None:
        raise NotEnrolledError
    require_login(ledger, above.signing_key)


def sealed(ledger: Ledger, package_id: str) -> tuple[bytes, str]:
    """Give the sealed bytes of a package and their file name, the same every time; raises NotEnrolledError."""
    with ledger.store.reading() as session:
        package = journal.with_content(session, package_id)
        above = offices.superior(session)
    name = package.file_name + envelope.SUFFIX
    if package.sealed is not None:
        return package.sealed, name
    if above is None:
        raise NotEnrolledError
    content = envelope.seal(package.content, [above.daily, above.escrow])
    with ledger.store.writing() as session:
        journal.sealed(session, package_id, content)
    return content, name
