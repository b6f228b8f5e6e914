"""The editor of a picture: a thumbnail, 选择照片… and 去掉; a file may also be dropped on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from db.fields import PictureField
from db.messages import N_, Message, ReportableError, Severity
from desktop.language import _, said
from desktop.services import pictures
from desktop.ui import opening_file
from desktop.ui.fields.editor import Editor
from desktop.ui.session import Session

_PIXELS_A_MILLIMETRE = 2.4  # of the thumbnail


class PictureEditor(Editor):
    """Holds the SHA-256 of a picture that the ledger has; choosing a file takes it in beside the window."""

    def __init__(
        self, session: Session, code: str, field: PictureField, parent: QWidget | None = None
    ) -> None:
        super().__init__(code, field, parent)
        self._session = session
        self._kind = field
        self._digest: str | None = None
        self._hints: tuple[Message, ...] = ()
        self._shown = 0  # how often a record was shown: a file chosen for an earlier one comes too late
        self._find: Callable[[str], bytes | None] = lambda one: session.do(pictures.content_of, one)
        self.thumbnail = QLabel()
        self.thumbnail.setObjectName("thumbnail")
        self.thumbnail.setFixedSize(*(round(side * _PIXELS_A_MILLIMETRE) for side in field.shape))
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.thumbnail.setWordWrap(True)
        self.thumbnail.setFrameShape(QLabel.Shape.StyledPanel)
        self.choose = QPushButton(_("选择照片…"))
        self.choose.clicked.connect(self._ask)
        self.choose.setToolTip(_("JPG 或 PNG 图片，也可以把文件拖到这里。"))
        self.remove = QPushButton(_("去掉"))
        self.remove.clicked.connect(self._take_away)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        for button in (self.choose, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.line.addWidget(self.thumbnail)
        self.line.addLayout(buttons)
        self.line.addStretch(1)
        self.watch(self.choose)
        self.remove.setAccessibleName(said(Message(N_("去掉{label}"), {"label": Message(field.label)})))
        self.setAcceptDrops(True)
        self._show()

    def value(self) -> Any:
        """Give the SHA-256, None without a picture."""
        return self._digest

    def show_value(self, value: Any) -> None:
        """Show the picture of a record."""
        self._digest, self._hints = value or None, ()
        self._shown += 1
        self._show()

    def kept(self) -> str:
        """Give the SHA-256: the picture itself is in the ledger already."""
        return self._digest or ""

    def put_back(self, kept: str) -> None:
        """Show the picture of a draft."""
        self.show_value(kept)

    def remark(self) -> str:
        """Say what would print badly."""
        return "\n".join(said(hint) for hint in self._hints)

    def lock(self, read_only: bool) -> None:
        """Lock the buttons."""
        self.setAcceptDrops(not read_only)
        self.choose.setEnabled(not read_only)
        self.remove.setEnabled(not read_only and self._digest is not None)

    def take(self, path: Path) -> None:
        """Take a file into the ledger and show it when it is there; of what is no picture only the reason is shown."""
        shown = self._shown

        def done(kept: pictures.Kept) -> None:
            if isValid(self) and shown == self._shown:
                self._note_kept(kept)

        def failed(error: Exception) -> None:
            if not isinstance(error, ReportableError):
                raise error
            if isValid(self) and shown == self._shown:
                self._say(said(error.message), Severity.MUST)

        self._session.do_later(pictures.keep, done, failed, self._kind, path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    @Slot()
    def _ask(self) -> None:
        opening_file.ask_which(
            self, _("选择照片"), _("图片 (*.jpg *.jpeg *.png)"), self._note_chosen, only=True
        )

    @Slot(str)
    def _note_chosen(self, path: str) -> None:
        self.take(Path(path))

    @Slot()
    def _take_away(self) -> None:
        self._digest, self._hints = None, ()
        self.choose.setFocus()
        self._show()
        self._note_edit()
        self._settle()

    def _note_kept(self, kept: pictures.Kept) -> None:
        self._digest, self._hints = kept.digest, kept.hints
        self._show()
        self._note_edit()
        self._settle()

    def _show(self) -> None:
        """Draw the thumbnail, or say that there is none."""
        picture = QPixmap()
        content = self._find(self._digest) if self._digest else None
        if content and picture.loadFromData(content):
            ratio = self.devicePixelRatioF()
            small = picture.scaled(
                self.thumbnail.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            small.setDevicePixelRatio(ratio)
            self.thumbnail.setPixmap(small)
        else:
            self.thumbnail.setText(_("照片不在本台账中") if self._digest else _("没有照片"))
        self.remove.setEnabled(self._digest is not None and not self._read_only)
        self.refresh_note()


def _dropped(event: QDropEvent) -> Path | None:
    """Give the one local file that is being dropped."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
