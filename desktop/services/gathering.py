"""What goes into a package, and what its paper says of it: read once for the package and for the draft of its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.record import Record
from db.register import Context
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.withholding import IdentityWithheld, without_identity
from desktop.exchange.certificates import OfficeName
from desktop.reports.printed_values import form_name
from desktop.reports.record_sheet import Explanation
from desktop.reports.submission_content import ControlSum, LeftOut, RegisterPart, SubmissionContent
from desktop.services import offices
from desktop.services.contexts import context_of
from desktop.services.review import Review, control_sums, differences

Going = dict[str, list[tuple[Record, str]]]
"""By register, the records that go, each with what happened to it."""


class Gathered(NamedTuple):
    """What goes, as it leaves the office: ``going`` and ``context`` have no identity when it is withheld.

    ``content`` is what the review sheet prints; only who writes the data knows its fingerprint.
    """

    office: Office
    receiver: OfficeName
    going: Going
    context: Context
    content: SubmissionContent


def gather(ledger: Ledger, session: Session, review: Review, going: Going) -> Gathered:
    """Put together what a review and its records tell, and write nothing; raises NoSuperiorError for a city."""
    office = ledger.office()
    receiver = offices.superior_in(session, office.area)
    context = context_of(ledger, session)
    if review.without_identity:
        review, going, context = _without_identity(review, going, context)
    content = _content(office, receiver, review, going, context, ledger.clock())
    return Gathered(office, receiver, going, context, content)


def _without_identity(review: Review, going: Going, context: Context) -> tuple[Review, Going, Context]:
    """Take out of everything that is written and printed who could be known by it: sentences about persons too."""
    known = all_registers()
    going = {
        code: [(without_identity(known[code], record), operation) for record, operation in sent]
        for code, sent in going.items()
    }
    named = [one for code, sent in going.items() for one in differences(known[code], sent)]
    review = replace(review, differences=tuple(named), reasons=(), left_out=())
    return review, going, replace(context, lookups=IdentityWithheld(context.lookups, known))


def _content(
    office: Office,
    receiver: OfficeName,
    review: Review,
    going: Going,
    context: Context,
    now: datetime,
) -> SubmissionContent:
    parts = []
    sums = []
    for code in review.registers:
        register, records = all_registers()[code], [record for record, _ in going[code]]
        parts.append(RegisterPart(register, tuple(records), review.counts[code]))
        sums += [
            ControlSum(f"{register.title} {register.fields[field].label}", total)
            for field, total in control_sums(register, records).items()
            if total
        ]
    return SubmissionContent(
        office=office.name,
        office_code=office.area,
        addressee=receiver.name,
        sequence=review.sequence,
        period=f"{review.period}，不带身份信息" if review.without_identity else review.period,
        created=now,
        parts=tuple(parts),
        context=context,
        control_sums=tuple(sums),
        explanations=tuple(
            Explanation(
                form_name(all_registers()[one.register]),
                one.record_id,
                one.label,
                str(one.problem),
                one.reason,
            )
            for one in review.reasons
        ),
        differences=tuple(_differences(review)),
        left_out=tuple(
            LeftOut(
                form_name(all_registers()[one.register]),
                one.label,
                "\n".join(str(problem.message) for problem in one.stands),
            )
            for one in review.left_out
        ),
    )


def _differences(review: Review) -> Sequence[str]:
    """Put what changed since the package before into sentences; a first package has nothing to differ from."""
    if review.sequence == 1:
        return ()
    return [str(one.sentence()) for one in review.differences]
