"""What an import says beside the wrong cells: rows and columns passed over, what is hidden, what a workbook carries."""

from __future__ import annotations

from db.messages import N_, Message, listed_names
from desktop.services.import_rows import RowProblem
from desktop.services.importing import ImportPreview

_OF_THE_FILE = frozenset(
    {"file", "sheet_unread", "hidden_rows", "merged", "column_nameless", "column_unknown"}
)
_OF_A_COLUMN = frozenset({"hidden_column"})
_OF_ROWS = frozenset({"header_again", "example", "total", "footer", "same_record", "same_row"})
_NAMED = 3  # rows with the same notice that are named one by one


def parted(preview: ImportPreview) -> tuple[tuple[RowProblem, ...], tuple[Message, ...]]:
    """Part what a preview found into problems of cells and rows, and notices, one sentence for rows alike.

    A column that is asked about (``preview.suggested``) is in neither: the question says it.
    """
    problems: list[RowProblem] = []
    notices: dict[tuple[str, str, str, str], list[RowProblem]] = {}
    for one in preview.problems:
        if one.code == "column_asked":
            continue
        if one.code not in _OF_THE_FILE | _OF_A_COLUMN | _OF_ROWS:
            problems.append(one)
        else:
            notices.setdefault((one.sheet, one.code, one.column, str(one.message)), []).append(one)
    main = preview.fields.sheet
    return tuple(problems), tuple(_sentence(alike, main) for alike in notices.values())


def place(problem: RowProblem, main_sheet: str) -> str:
    """Name the column of a problem, and its sheet when that is not the register's own."""
    sheet = problem.sheet if problem.sheet != main_sheet else ""
    return " · ".join(part for part in (sheet, problem.column) if part)


def _sentence(alike: list[RowProblem], main_sheet: str) -> Message:
    first = alike[0]
    if first.code in _OF_THE_FILE:
        return first.message
    if first.code in _OF_A_COLUMN:
        return Message(N_("“{column}”：{what}"), {"column": place(first, main_sheet), "what": first.message})
    values = {
        "rows": listed_names(str(one.row) for one in alike[:_NAMED]),
        "n": len(alike),
        "what": first.message,
    }
    return Message(
        N_("第 {rows} 行：{what}") if len(alike) <= _NAMED else N_("第 {rows} 行等 {n} 行：{what}"), values
    )
