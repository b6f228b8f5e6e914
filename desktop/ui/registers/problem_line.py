"""One problem beside a form: its sentence, to be clicked, and the line for the reason (核实理由) where one is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from db.checks import is_reason
from db.messages import N_, Message, Problem, Severity
from desktop.language import _, said
from desktop.ui import appearance
from desktop.ui.fields import composing


class ProblemLine(QWidget):
    """Stays the same widget as long as its problem stands, whatever a check says of the others."""

    chosen = Signal(object)  # Problem: its sentence was clicked
    reason_written = Signal(str, str)  # the problem's key, the reason as far as it is typed
    finished = Signal(object)  # self: Return in the reason

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__(parent)
        self.problem = problem
        self.reason: _ReasonLine | None = None
        self.note: QLabel | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(2)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setToolTip(_(problem.severity.value))
        self._sentence.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.colour(self._sentence, appearance.SEVERITY_TEXT[problem.severity])
        layout.addWidget(self._sentence)
        if problem.severity is Severity.EXPLAIN:
            self.reason = _ReasonLine()
            self.reason.typed.connect(self._note_reason)
            self.reason.returnPressed.connect(self._finish)
            self.note = appearance.quiet()
            layout.addWidget(self.reason)
            layout.addWidget(self.note)
        self._tell()

    @property
    def identity(self) -> tuple[str, Severity]:
        """What makes it the same line after another check."""
        return self.problem.key, self.problem.severity

    @property
    def is_explained(self) -> bool:
        """Whether the reason is long enough to be one."""
        return self.reason is not None and is_reason(self.reason.text())

    def show_problem(self, problem: Problem, reason: str) -> None:
        """Show the same problem as the newest check tells it; a reason that is being typed keeps its cursor."""
        if problem != self.problem:
            self.problem = problem
            self._tell()
        if self.reason is not None:
            self.reason.show_text(reason)
            self._tell_length(reason)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the reason; it can still be read and copied."""
        if self.reason is not None:
            self.reason.setReadOnly(read_only)
            palette = QPalette()
            if read_only:
                palette.setColor(QPalette.ColorRole.Base, appearance.LOCKED)
            self.reason.setPalette(palette)

    def mousePressEvent(self, event: object) -> None:  # noqa: ARG002 - a click anywhere on the sentence
        self.chosen.emit(self.problem)

    def _tell(self) -> None:
        values = {"sign": appearance.SEVERITY_SIGN[self.problem.severity], "sentence": self.problem.message}
        self._sentence.setText(said(Message(N_("{sign} {sentence}"), values)))
        if self.reason is not None:
            self.reason.setAccessibleName(said(Message(N_("核实原因：{sentence}"), values)))

    def _tell_length(self, reason: str) -> None:
        if self.note is not None:
            short, none = _("原因太短，至少 6 个字。"), _("无误的话，写明原因（至少 6 个字）")
            self.note.setText(short if reason else none)
            self.note.setVisible(not is_reason(reason))

    @Slot(str)
    def _note_reason(self, reason: str) -> None:
        self._tell_length(reason)
        self.reason_written.emit(self.problem.key, reason)

    @Slot()
    def _finish(self) -> None:
        self.finished.emit(self)


class _ReasonLine(QLineEdit):
    """Tells every character, but nothing that an input method may still take back."""

    typed = Signal(str)  # the text without blanks around it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setPlaceholderText(_("写明原因"))
        composing.watch(self, self.textEdited).settled.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Show a reason; one that stands here already is left alone."""
        if text != self.text().strip():
            self.setText(text)
            self.setCursorPosition(0)
            self.setToolTip(text)

    @Slot()
    def _tell(self) -> None:
        self.setToolTip(self.text())
        self.typed.emit(self.text().strip())
