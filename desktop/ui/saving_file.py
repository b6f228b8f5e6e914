"""Save what a job made as a file: ask where, and write all of it or leave what was there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from db.messages import N_, ReportableError
from desktop.language import _

WORKBOOK = N_("Excel 工作簿 (*.xlsx)")


def ask_where(
    parent: QWidget,
    title: str,
    offered: Path,
    on_chosen: Callable[[str], None],
    kinds: Sequence[str] = (WORKBOOK,),
) -> None:
    """Ask for the place of a workbook; ``offered`` is its name, with the folder to begin in if there is one.

    ``kinds`` are the name filters to choose from; a name without an ending gets that of a workbook.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_(kind) for kind in kinds])
    dialog.setDefaultSuffix("xlsx")
    if offered.is_absolute():
        dialog.setDirectory(str(offered.parent))
    dialog.selectFile(offered.name)
    dialog.fileSelected.connect(on_chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def write(path: Path, content: bytes) -> None:
    """Write a file as a whole; a full or locked disk leaves the old one. Raises ReportableError."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise ReportableError(
            N_("写不了文件“{file}”。请关掉正在打开它的程序，或换一个地方。"), file=path.name
        ) from error
