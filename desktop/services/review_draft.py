"""The review sheet (核对单) on paper before the package is made: the same sheet, marked as a draft.

Loaded only by a job that prints.
"""

from __future__ import annotations

from db.messages import N_, Message
from db.store.ledger import Ledger
from desktop.reports import submission_report
from desktop.services import gathering, submitting
from desktop.services.printables import Paper
from desktop.services.progress import Progress, Silent
from desktop.services.review import Review
from desktop.services.roles import Action, demand


def sheet(ledger: Ledger, review: Review, progress: Progress | None = None) -> Paper:
    """Print what a package of this review would say on its first pages; nothing is numbered, signed or kept.

    Raises NothingToSubmitError and ReviewOutdatedError.
    """
    demand(ledger, Action.SUBMIT)
    (progress or Silent()).step(0, 1, Message(N_("正在排版")))
    with ledger.store.reading() as session:
        going = submitting.as_reviewed(ledger, session, review)
        drawn = submission_report.build_draft(gathering.gather(ledger, session, review, going).content)
    return Paper(drawn.pdf, drawn.pages, drawn.missing_glyphs)
