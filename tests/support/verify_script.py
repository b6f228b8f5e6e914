"""``resources/verify.sh`` on the bytes of a package, as somebody without the program would run it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

SCRIPT = Path(__file__).parents[2] / "resources" / "verify.sh"


def said_by_script(package: bytes, name: str, root: bytes, folder: Path) -> str:
    """Give what the script prints about a package called ``name`` with a root (DER)."""
    folder.mkdir()
    (folder / name).write_bytes(package)
    pem = x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM)
    (folder / "root.pem").write_bytes(pem)
    command = ["sh", SCRIPT, folder / name, folder / "root.pem"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout
