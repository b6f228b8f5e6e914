"""Say everything that can be said of a package file, with what this office knows of roots and addressees."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_, ReportableError
from db.store.ledger import Ledger
from desktop.exchange import certificates, verification
from desktop.exchange.signing import Trust
from desktop.exchange.verification import Verification

LARGEST = 512 * 1024 * 1024


def verify_file(path: Path, ledger: Ledger | None = None, root: Path | None = None) -> Verification:
    """Verify a package; its signature is held against ``root``, or the office's own root, or said to be open.

    Raises ReportableError only when there is no file to read; whatever is in the file is a finding.
    """
    roots: tuple[bytes, ...] = ()
    if root is not None:
        roots = (certificates.from_pem(_content(root)),)
    elif ledger is not None:
        roots = (ledger.office().root_certificate,)
    return verification.verify(_content(path), trust=Trust(roots=roots), file_name=path.name)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ReportableError(N_("文件“{name}”太大，不是本程序的报送包。"), name=path.name)
        return path.read_bytes()
    except OSError as error:
        raise ReportableError(
            N_("读不到文件“{path}”，请检查 U 盘是否插好、文件是否还在。"), path=path
        ) from error
