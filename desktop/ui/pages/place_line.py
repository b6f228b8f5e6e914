"""Where files go or come from: a stick that is plugged in, or a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.ui import opening_file

_STICKS = ("/media/", "/run/media/", "/mnt/")


def sticks() -> Iterator[QStorageInfo]:
    """Give the sticks that are plugged in and can be written."""
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        on_windows = not root.startswith("/") and not volume.isRoot()
        if volume.isReady() and not volume.isReadOnly() and (on_windows or root.startswith(_STICKS)):
            yield volume


class PlaceLine(QWidget):
    """Offers folders that are ``known`` by a name (source strings), then the sticks it sees; any folder can be chosen."""

    changed = Signal()

    def __init__(
        self,
        words: str = N_("写到"),
        parent: QWidget | None = None,
        *,
        known: Mapping[Path, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._known = known or {}
        self.box = QComboBox()
        self.box.setObjectName("place")
        self.box.setAccessibleName(_(words))
        self.box.setMinimumWidth(200)
        look = QPushButton(_("重新查找 U 盘"))
        choose = QPushButton(_("选择文件夹…"))
        look.clicked.connect(self.look_for_sticks)
        choose.clicked.connect(self.choose)
        self.box.currentIndexChanged.connect(self._tell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel(_(words)))
        layout.addWidget(self.box, 1)
        layout.addWidget(look)
        layout.addWidget(choose)
        self.look_for_sticks()

    def folder(self) -> Path | None:
        """Give the chosen place."""
        chosen = self.box.currentData()
        return Path(chosen) if chosen else None

    def show_folder(self, folder: Path) -> None:
        """Choose a folder."""
        if self.box.findData(str(folder)) < 0:
            self.box.addItem(str(folder), str(folder))
        self.box.setCurrentIndex(self.box.findData(str(folder)))

    @Slot()
    def look_for_sticks(self) -> None:
        """List what is plugged in now."""
        self.box.clear()
        for folder, name in self._known.items():
            self.box.addItem(_(name), str(folder))
        for volume in sticks():
            free = volume.bytesAvailable() // 2**20
            values = {"name": volume.displayName(), "root": volume.rootPath(), "free": free}
            words = said(Message(N_("{name}（{root}，剩余 {free} MB）"), values))
            self.box.addItem(words, volume.rootPath())
        if not self.box.count():
            self.box.setPlaceholderText(_("没有找到 U 盘：插好后点“重新查找”，或选择文件夹"))
            self.box.setCurrentIndex(-1)
        self._tell()

    @Slot()
    def choose(self) -> None:
        """Ask for a folder."""
        opening_file.ask_folder(self, _("选择文件夹或 U 盘"), self._take)

    @Slot(str)
    def _take(self, path: str) -> None:
        self.show_folder(Path(path))

    @Slot()
    def _tell(self) -> None:
        self.box.setToolTip(self.box.currentText())  # a long path is cut
        self.changed.emit()
