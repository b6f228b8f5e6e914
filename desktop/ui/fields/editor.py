"""What every editor of a field is: a widget that shows a value, keeps what was typed and says when it changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.fields import Field
from db.messages import Message, Severity
from desktop.language import _, said
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.fields.leaving import has_left


class Editor(QWidget):
    """Base of the editors; ``code`` is the field's code and the widget's object name.

    A text that is no value stays in the editor: then ``refused`` gives the sentence and ``value`` the value before.
    """

    edited = Signal(object)  # self: the person changed something
    settled = Signal(object)  # self: what was changed is complete, because the focus left or the text is full
    entered = Signal(object)  # self: the focus came
    finished = Signal(object)  # self: nothing more is to be typed here, the next field may come

    is_wide = False
    """Whether the editor takes both columns of the form."""

    def __init__(self, code: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self.field = field
        self.setObjectName(code)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(4)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.hide()
        self._tick: QLabel | None = None  # made when it is first wanted
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(self.line)
        column.addWidget(self._note)
        column.addStretch(1)
        self._said: tuple[str, Severity | None] = ("", None)
        self._unsettled = False
        self._read_only = False
        self._marked: Severity | None = None
        self._inner: QWidget = self

    def value(self) -> Any:
        """Give the value to be stored."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a stored value; not an edit."""
        raise NotImplementedError

    def show_day(self, written_on: date) -> None:
        """Offer what a form of that day offers; most kinds of field know no days."""

    def kept(self) -> str:
        """Give what stands here as a draft keeps it, value or not; ``restore`` reads it."""
        raise NotImplementedError

    def restore(self, kept: str) -> None:
        """Put back what a draft has kept, as if it had been typed; an edit when it differs."""
        if kept != self.kept():
            self.put_back(kept)
            self._unsettled = False
            self.edited.emit(self)
            self.refresh_note()

    def put_back(self, kept: str) -> None:
        """Show what a draft has kept."""
        raise NotImplementedError

    def refused(self) -> Message | None:
        """Say why the text is no value, None when it is one or empty."""
        return None

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the editor; what it shows stays readable."""
        if read_only is not self._read_only:
            self._read_only = read_only
            self.lock(read_only)
            self._tint()

    def lock(self, read_only: bool) -> None:
        """Lock or unlock the inner widget."""
        self._inner.setEnabled(not read_only)

    def remark(self) -> str:
        """Say in passing what the value means (age, amount in capitals), "" for nothing."""
        return ""

    def help(self) -> str:
        """Say what belongs here, in the language of the screen; "" for nothing."""
        return _(self.field.help)

    def mark(self, severity: Severity | None) -> None:
        """Tint the editor by the worst problem of its value."""
        if severity is not self._marked:
            self._marked = severity
            self._tint()

    def show_confirmed(self, *, confirmed: bool) -> None:
        """Tick a value that was keyed twice (复录核对)."""
        if confirmed and self._tick is None:
            self._tick = QLabel("✓")
            self._tick.setToolTip(_("已复录核对，两次一致。"))
            appearance.colour(self._tick, appearance.GOOD)
            self.line.addWidget(self._tick)
        if self._tick is not None:
            self._tick.setVisible(confirmed)

    def _tint(self) -> None:
        palette = QPalette()
        if self._marked is not None:
            palette.setColor(QPalette.ColorRole.Base, appearance.SEVERITY_BASE[self._marked])
        elif self._read_only:
            palette.setColor(QPalette.ColorRole.Base, appearance.LOCKED)
        self._inner.setPalette(palette)

    @property
    def is_unsettled(self) -> bool:
        """Whether something is being typed that is not complete yet."""
        return self._unsettled

    def finish(self) -> None:
        """Treat what is being typed as complete, as if the focus had left."""
        if self._unsettled:
            self._settle()

    def watch(self, inner: QWidget) -> None:
        """Name the inner widget that takes the focus."""
        self._inner = inner
        inner.setAccessibleName(_(self.field.label))
        self.setFocusProxy(inner)
        self._edits = composing.watch(inner)
        self._edits.settled.connect(self._take_edit)
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and isinstance(event, QFocusEvent):
            if event.gotFocus():
                self.entered.emit(self)
            elif self._unsettled and has_left(self._inner, event):
                self._settle()
        return False

    @Slot()
    def go_on(self) -> None:
        """Ask for the next field: a Return that chose from a list, or the last digit, has finished this one."""
        self.finished.emit(self)

    def _note_edit(self) -> None:
        self._edits.note()

    @Slot()
    def _take_edit(self) -> None:
        self._unsettled = True
        self._say(self.remark(), None)
        self.edited.emit(self)

    def _settle(self) -> None:
        self._unsettled = False
        self.refresh_note()
        self.settled.emit(self)

    def refresh_note(self) -> None:
        """Write the remark, or the sentence why the text is refused."""
        refused = self.refused()
        self._say(said(refused) if refused else self.remark(), Severity.MUST if refused else None)
        self.mark(Severity.MUST if refused else None)

    def _say(self, text: str, severity: Severity | None) -> None:
        if (text, severity) == self._said:
            return
        self._said = (text, severity)
        self._note.setText(text)
        self._note.setVisible(bool(text))
        appearance.colour(self._note, appearance.SEVERITY_TEXT[severity] if severity else appearance.QUIET)
