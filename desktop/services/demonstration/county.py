"""The made-up office's county: a ledger of its own, and the enrolment of the township with it."""

from __future__ import annotations

from pathlib import Path

from db.store.ledger import Clock, Ledger
from desktop.exchange import certificates, enrolment
from desktop.services import enrolling, issuing, root_keeping, setting_up
from desktop.services.demonstration.places import TOWNSHIP
from desktop.services.levels import superior_code, usual_name

CODE = superior_code(TOWNSHIP)
OFFICE = usual_name(CODE)


def make(folder: Path, user: str, password: str, clock: Clock) -> Ledger:
    """Make the county's ledger, open; its root key still lies in it, because nobody keeps two sticks of a demonstration."""
    return setting_up.create_ledger(folder, CODE, OFFICE, user, password, clock).ledger


def enrol(county: Ledger, township: Ledger) -> None:
    """Enrol a township with the county, as two clerks do who compare the papers."""
    request = enrolling.ask(township)
    asked = enrolment.read_request(request.content).request
    line = issuing.issue(
        county, request.content, _from_paper(asked.fingerprint), root_keeping.root_secrets(county)
    )
    root = certificates.fingerprint(county.office().root_certificate)
    enrolling.take_answer(township, issuing.answer(county, line.serial), _from_paper(root), "纸质材料")


def _from_paper(fingerprint: str) -> dict[int, str]:
    """Give the two groups that somebody types from the sheet."""
    return {1: fingerprint[:4], 16: fingerprint[-4:]}
