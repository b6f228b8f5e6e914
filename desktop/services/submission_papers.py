"""The papers that go with a package: the slip in two copies, the letter, and the agreement on signatures.

Loaded only by a job that prints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from db.messages import N_, Message
from db.registers import all_registers
from db.store import journal
from db.store.ledger import Ledger
from db.values import dates, money
from desktop.exchange import certificates, container, envelope, manifest, package
from desktop.exchange.manifest import PackageManifest
from desktop.reports import submission_slip
from desktop.reports.forms.catalogue import catalogue
from desktop.reports.forms.printing import draw
from desktop.reports.forms.templates import Occasion
from desktop.reports.page import CHINA
from desktop.reports.printed_values import form_name
from desktop.reports.submission_content import ControlSum
from desktop.reports.submission_slip import Slip, SlipLine
from desktop.services import form_folder, offices
from desktop.services.contexts import context_of
from desktop.services.printables import Paper
from desktop.services.progress import Progress, Silent

_TWO_COPIES = N_("一式两份：报送单位、接收单位各存一份")


def slip_of(ledger: Ledger, package_id: str) -> Slip:
    """Gather what the journal and the package itself know."""
    with ledger.store.reading() as session:
        entry = journal.with_content(session, package_id)
        stated = _manifest_of(entry.content)
        return Slip(
            office=stated.sender.name,
            office_code=stated.sender.code,
            addressee=stated.receiver.name,
            sequence=stated.seq,
            period=stated.period,
            file_name=entry.file_name + envelope.SUFFIX,
            files=len(stated.files),
            made_at=entry.made_at,
            made_by=entry.made_by,
            lines=tuple(_line(code, stated) for code in all_registers() if code in stated.counts),
            fingerprint=entry.identity,
            data_fingerprint=stated.data_fingerprint,
            printed=ledger.clock(),
            file_fingerprint=hashlib.sha256(entry.sealed).hexdigest() if entry.sealed else "",
        )


def slip(ledger: Ledger, package_id: str, progress: Progress | None = None) -> Paper:
    """Print the slip of a package, both copies in one PDF."""
    _begin(progress)
    drawn = submission_slip.build(slip_of(ledger, package_id))
    return Paper(drawn.pdf, drawn.pages, drawn.missing, copies_note=_TWO_COPIES)


def pdf(ledger: Ledger, package_id: str) -> bytes:
    """Give the slip of a package as a PDF."""
    return slip(ledger, package_id).pdf


def letter(ledger: Ledger, package_id: str, progress: Progress | None = None) -> Paper:
    """Print the letter (报送函) that goes with a package; number and who to ask are written by hand."""
    _begin(progress)
    found = slip_of(ledger, package_id)
    made = found.made_at.astimezone(CHINA).date()
    answers = {
        "receiver": found.addressee,
        "period": found.period,
        "sequence": str(found.sequence),
        "registers": "、".join(f"{line.register}{line.records}条" for line in found.lines if line.records),
        "file": found.file_name,
        "date": dates.written(made),
    }
    return _form(ledger, "submission_letter", answers)


def agreement(ledger: Ledger, progress: Progress | None = None) -> Paper:
    """Print the agreement on electronic signatures between the office above and this one."""
    _begin(progress)
    office = ledger.office()
    with ledger.store.reading() as session:
        answers = {
            "county": offices.superior_in(session, office.area).name,
            "own_fingerprint": _printed(offices.signer_up(ledger, session).certificate),
        }
        above = offices.superior(session)
        if above is not None:
            answers["county_fingerprint"] = _printed(above.root)
    return _form(ledger, "signature_agreement", answers)


def _begin(progress: Progress | None) -> None:
    (progress or Silent()).step(0, 1, Message(N_("正在排版")))


def _manifest_of(content: bytes) -> PackageManifest:
    return manifest.parse(container.unpack(content).members[package.MANIFEST])


def _line(code: str, stated: PackageManifest) -> SlipLine:
    """Say what a package has of one register: rows of its groups, and the sums of money that its list shows."""
    register = all_registers()[code]
    rows = {entry.name: entry.rows for entry in stated.files}
    details = []
    for group in register.row_groups:
        count = rows.get(f"{package.DATA_FOLDER}{code}.{group.code}.csv")
        if count:
            details.append(f"{group.title} {count} 行")
    sums = []
    for field_code, field in register.fields.items():
        total = money.parse(stated.control_sums.get(f"{code}.{field_code}", "0")) if field.in_list else 0
        if isinstance(total, int) and total:
            sums.append(ControlSum(field.label, total))
    return SlipLine(form_name(register), stated.counts[code], "；".join(details), tuple(sums))


def _printed(certificate: bytes) -> str:
    return certificates.grouped(certificates.fingerprint(certificate)).upper()


def _form(ledger: Ledger, code: str, answers: Mapping[str, str]) -> Paper:
    """Print a form that no register fills."""
    form = catalogue(form_folder.of(ledger)).forms[code]
    with ledger.store.reading() as session:
        occasion = Occasion(ledger.office().name, context_of(ledger, session), ledger.clock(), answers)
    printed = draw(form, [None], occasion)
    return Paper(printed.pdf, printed.pages, printed.missing, copies_note=form.copies_note)
