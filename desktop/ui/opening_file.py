"""Ask for a file or a folder that is there already; the window behind the question stays alive."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.language import _


def ask_which(
    parent: QWidget, title: str, kind: str, on_chosen: Callable[[str], None], *, only: bool = False
) -> None:
    """Ask for a file; ``kind`` is a name filter, which lets every other file be shown too unless ``only``."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kind] if only else [kind, _("所有文件 (*)")])
    _open(dialog, on_chosen)


def ask_folder(parent: QWidget, title: str, on_chosen: Callable[[str], None]) -> None:
    """Ask for a folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, on_chosen)


def _open(dialog: QFileDialog, on_chosen: Callable[[str], None]) -> None:
    dialog.fileSelected.connect(on_chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
