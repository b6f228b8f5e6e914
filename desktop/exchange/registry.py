"""The registry (登记册) of certificates that an office has issued: which package numbers each one may sign.

A revocation list knows times, and times can be wrong; the order of packages is their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509

from db.messages import N_, Message, Severity
from desktop.exchange.finding import Finding, failing, holding


@dataclass(frozen=True)
class Registered:
    """One certificate: whose it is, and that it counts from ``valid_from`` up to before ``revoked_from``."""

    code: str
    valid_from: int
    revoked_from: int | None = None

    def covers(self, number: int) -> bool:
        """Say whether a package of this number may be signed with the certificate."""
        return self.valid_from <= number and (self.revoked_from is None or number < self.revoked_from)


@dataclass(frozen=True)
class Registry:
    """All certificates issued under ``root`` (DER), by their serial number as ``serial_of`` writes it."""

    root: bytes
    certificates: Mapping[str, Registered]

    def of(self, certificate: bytes) -> Registered | None:
        """Find the line of a certificate (DER)."""
        return self.certificates.get(serial_of(certificate))

    def finding(self, certificate: bytes, sender: str, number: int) -> Finding:
        """Say whether this certificate may sign this number for this sender (E05, E06)."""
        line = self.of(certificate)
        if line is None:
            text = N_("签名证书不在本单位的登记册里，不能接受。请对方重新申请证书。")
            return failing("E05", Message(text))
        values = {"number": number, "first": line.valid_from, "revoked": line.revoked_from}
        if line.code != sender:
            return failing("E06", Message(N_("登记册里这个证书属于别的单位，不能接受。请与两个单位核实。")))
        if number < line.valid_from:
            text = N_("这个证书从第 {first} 号报送包起才有效，不能签第 {number} 号。请与对方核实。")
            return failing("E05", Message(text, values))
        if not line.covers(number):
            text = N_("这个证书从第 {revoked} 号报送包起已吊销，第 {number} 号不能接受。请与对方核实。")
            return failing("E05", Message(text, values))
        return holding("E05", Message(N_("证书在本单位的登记册里，可以签第 {number} 号。"), values))


def serial_of(certificate: bytes) -> str:
    """Write a certificate's serial number as lower-case hex, as openssl prints it in upper case."""
    return f"{x509.load_der_x509_certificate(certificate).serial_number:x}"


def revoked_before_its_turn(number: int) -> Finding:
    """Say that a revoked certificate signed a number from before its revocation: a person must decide."""
    text = N_("签名证书已吊销，但第 {number} 号在吊销之前。请先与对方电话核实这一号是不是对方报的。")
    return failing("E05", Message(text, {"number": number}), severity=Severity.EXPLAIN)
