"""The offices above the made-up township, and the enrolment of an office with the one above."""

from __future__ import annotations

from db.store.ledger import Ledger
from desktop.exchange import certificates, enrolment
from desktop.services import enrolling, issuing, root_keeping
from desktop.services.demonstration.places import TOWNSHIP
from desktop.services.levels import superior_code

CODE = superior_code(TOWNSHIP)
CITY = superior_code(CODE)


def enrol(above: Ledger, below: Ledger) -> None:
    """Enrol an office with the one above, as two clerks do who compare the papers."""
    request = enrolling.ask(below)
    asked = enrolment.read_request(request.content).request
    line = issuing.issue(
        above, request.content, _from_paper(asked.fingerprint), root_keeping.root_secrets(above)
    )
    root = certificates.fingerprint(above.office().root_certificate)
    enrolling.take_answer(below, issuing.answer(above, line.serial), _from_paper(root), "纸质材料")


def _from_paper(fingerprint: str) -> dict[int, str]:
    """Give the two groups that somebody types from the sheet."""
    return {1: fingerprint[:4], 16: fingerprint[-4:]}
