"""The name of a field beside its editor, with the pin that keeps its value for the next new record."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from db.fields import Field
from db.messages import N_, Message
from desktop.language import _, said
from desktop.ui import appearance

_PINNED, _OFFERED = "◆", "◇"
_IN_A_LINE = 9  # Chinese characters of a label


class FieldLabel(QLabel):
    """The name of a field; a click pins its value.

    The pin is full where a value is kept and empty, as an offer, only where the cursor or the mouse is: eighty of them
    on a form would hide the names.
    """

    clicked = Signal(str)  # the field's code

    def __init__(self, code: str, field: Field) -> None:
        super().__init__()
        self._code = code
        self._help = _(field.help) if field.help else ""
        self._can_be_pinned = self._is_pinned = self._has_cursor = False
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        words = said(
            Message(N_("{label}{star}"), {"label": Message(field.label), "star": "*" * field.required})
        )
        self.setText(_broken(words).replace("/", "/\u200b"))  # a line may end behind a stroke
        self.setToolTip(self._help)

    @property
    def pin(self) -> str:
        """What stands beside the name: the full pin, the empty one, or nothing."""
        if self._is_pinned:
            return _PINNED
        return _OFFERED if self._can_be_pinned and (self._has_cursor or self.underMouse()) else ""

    def show_pinned(self, *, pinned: bool) -> None:
        """Mark a field whose value the next new record takes over, or say how that is asked for."""
        self._can_be_pinned, self._is_pinned = True, pinned
        appearance.colour(self, appearance.ACCENT if pinned else appearance.TEXT)
        how = _("点这里或按 Ctrl+T 固定：下一条新记录沿用这一项。")
        now = _("已固定：下一条新记录沿用这一项（再点一次或按 Ctrl+T 取消）。")
        self.setToolTip("\n".join(line for line in (self._help, now if pinned else how) if line))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_cursor(self, *, has_cursor: bool) -> None:
        """Offer the pin while the cursor is in the field."""
        if self._has_cursor != has_cursor:
            self._has_cursor = has_cursor
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(self._code)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.pin:
            return
        margins = self.contentsMargins()  # the pin has its place beside the name, which never moves for it
        half = margins.right() / 2
        x, y = self.width() - half, margins.top() + self.fontMetrics().height() / 2
        ends = [QPointF(x - half, y), QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(appearance.ACCENT)
        painter.setBrush(appearance.ACCENT if self._is_pinned else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(ends)


def _broken(label: str) -> str:
    """Let a label that is too long for a line go on with its bracket, not in the middle of it."""
    before, bracket, rest = label.partition("（")
    is_long = len(label) > _IN_A_LINE and len(rest) < _IN_A_LINE
    return f"{before}\n{bracket}{rest}" if bracket and before and is_long else label
