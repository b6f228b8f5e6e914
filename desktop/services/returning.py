"""Give the user's own workbook back with what an import found: wrong cells coloured, a last column with the reasons."""

from __future__ import annotations

from collections.abc import Callable

from db.messages import N_, Message, Severity
from desktop.services.importing import ImportPreview
from desktop.services.progress import Progress, Silent


def marked(
    original: bytes, preview: ImportPreview, say: Callable[[Message], str], progress: Progress | None = None
) -> bytes:
    """Mark the file that ``preview`` was made of; ``say`` puts sentences into the user's language. Gives an .xlsx.

    What was only passed over (totals, rows that are in the ledger already) is said too, but not coloured.
    """
    from desktop.exchange import returned_workbook  # noqa: PLC0415 - openpyxl costs a tenth of a second

    watched = progress or Silent()
    writing = Message(N_("正在标出错误"))
    headers = {preview.fields.sheet: preview.header_row} | dict(preview.group_headers or {})
    marks = [
        returned_workbook.Mark(
            one.sheet, one.row, one.place, one.severity, _sentence(one.column, one.message, say)
        )
        for one in preview.problems
        if one.sheet in headers
    ]
    marks.sort(key=lambda one: (one.row, list(Severity).index(one.severity)))
    return returned_workbook.mark(
        original, marks, headers, lambda done, total: watched.step(done, total, writing)
    )


def _sentence(column: str, message: Message, say: Callable[[Message], str]) -> str:
    return f"{column}：{say(message)}" if column else say(message)
