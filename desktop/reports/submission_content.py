"""What a submission report tells: the caller gathers it, the sheets print it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.record import Record
from db.register import Context, Register
from desktop.reports.record_sheet import Explanation
from desktop.reports.review_counts import Count
from desktop.reports.summary_table import SummaryTable


@dataclass(frozen=True)
class RegisterPart:
    """The records of one register, with their rows loaded."""

    register: Register
    records: tuple[Record, ...]
    counts: Count


@dataclass(frozen=True)
class ControlSum:
    """A sum by which paper and data are compared; money is whole fen and is written in capitals too."""

    label: str
    total: int
    unit: str = "元"
    money: bool = True


@dataclass(frozen=True)
class LeftOut:
    """A record that stays behind, and what is wrong with it, one sentence a line.

    ``register`` is named as in the title of its form.
    """

    register: str
    label: str
    sentence: str


@dataclass(frozen=True)
class SubmissionContent:
    """Everything on the paper of a submission.

    ``created`` needs its time zone; ``data_fingerprint`` is the SHA-256 of the data in hexadecimal, "" while there
    is none: a draft; ``differences`` are sentences on what changed since the package before. ``summaries`` are a county's tables.
    """

    office: str
    office_code: str
    addressee: str
    sequence: int
    period: str
    created: datetime
    parts: tuple[RegisterPart, ...]
    context: Context
    data_fingerprint: str = ""
    control_sums: tuple[ControlSum, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    differences: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    summaries: tuple[SummaryTable, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Tell whether nothing is signed yet: there is no fingerprint to compare."""
        return not self.data_fingerprint

    @property
    def fingerprint_groups(self) -> tuple[str, ...]:
        """The fingerprint in groups of four, as it is read aloud and compared."""
        text = self.data_fingerprint.upper()
        return tuple(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def short_code(self) -> str:
        """The first eight digits of the fingerprint, printed on every page."""
        return " ".join(self.fingerprint_groups[:2])

    @property
    def qr_text(self) -> str:
        """What the QR code says: sender, sequence and fingerprint."""
        return f"TAIZHANG:{self.office_code}:{self.sequence}:{self.data_fingerprint.lower()}"
