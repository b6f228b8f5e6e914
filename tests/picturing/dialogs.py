"""Which picture shows which dialog of the window: the album sees to it that the named picture shows that dialog."""

from __future__ import annotations

SCENES: dict[str, tuple[str, ...]] = {
    "BulkChange": ("bulk-change",),
    "Calibration": ("calibration", "calibration-no-printer"),
    "ClosingDialog": ("closing",),
    "CodeDialog": ("code-dialog",),
    "ColumnChooser": ("columns",),
    "DraftView": ("recovery-look",),
    "ExceptionDialog": ("exception-dialog",),
    "FilterDialog": ("filter",),
    "LockDialog": ("lock-dialog",),
    "MergeDialog": ("receive-merge",),
    "OwnKeyDialog": ("own-key",),
    "PinDialog": ("pin", "pin-wrong"),
    "Preview": ("print", "office-answer-paper", "reminder-paper", "structure-ratios-paper"),
    "Questions": ("reminder-questions",),
    "RecordHistory": ("record-history",),
    "RecoveryDialog": ("recovery-dialog",),
    "RenewDialog": ("list-renew", "list-renew-with-file"),
    "ReturnDialog": ("receive-return",),
    "RevokeDialog": ("office-revoke",),
    "RootExport": ("root-key-export",),
    "RuleDialog": ("rule-dialog",),
    "SecondEntry": ("second-entry", "second-entry-different"),
    "StepHistory": ("steps",),
    "TakeBackDialog": ("take-back", "take-back-different"),
    "UserDialog": ("new-user", "user-role", "user-password"),
}
"""The class of a dialog: the names of its pictures."""


def shown_by(name: str) -> str:
    """Give the class of the dialog that a picture of this name shows; "" when none is promised."""
    return next((kind for kind, names in SCENES.items() if name in names), "")
