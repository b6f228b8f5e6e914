"""The problems of a record below each other; a check makes and removes only the lines of those that came and went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from db.messages import Problem
from desktop.ui.registers.problem_line import ProblemLine


class ProblemList(QScrollArea):
    """Never takes the cursor out of a reason that is being written, unless its problem is gone."""

    chosen = Signal(object)  # Problem
    reason_written = Signal(str, str)  # the problem's key, the reason as far as it is typed
    left = Signal()  # the reason with the cursor went, and no other comes after it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[ProblemLine] = []
        self._gone: list[tuple[ProblemLine, ProblemLine | None]] = []  # each with its next reason
        self._read_only = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def show_problems(self, problems: Sequence[Problem], reasons: Mapping[str, str]) -> None:
        """Show problems in their order, with the reasons written so far."""
        before = self.lines
        standing = defaultdict(list)
        for line in before:
            standing[line.identity].append(line)
        self.lines = []
        for place, problem in enumerate(problems):
            same = standing[problem.key, problem.severity]
            line = same.pop(0) if same else self._make(problem)
            line.show_problem(problem, reasons.get(problem.key, ""))
            self.lines.append(line)
            if self._column.indexOf(line) != place:
                self._column.removeWidget(line)
                self._column.insertWidget(place, line)
                line.show()
        if self.lines != before:
            self._order_tabs()
            stay = [line for line in before if line in self.lines]
            for place, line in enumerate(before):
                if line not in stay:
                    following = (one for one in before[place:] if one in stay and one.reason is not None)
                    self._gone.append((line, next(following, None)))
                    line.reason_written.disconnect()  # a late word must not get into the record that comes next
            QTimer.singleShot(0, self, self._remove_gone)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the reasons."""
        self._read_only = read_only
        for line in self.lines:
            line.set_read_only(read_only)

    def current(self) -> ProblemLine | None:
        """Give the line with the cursor in its reason."""
        return next((line for line in self.lines if self._has_cursor(line)), None)

    def go_to(self, line: ProblemLine) -> None:
        """Put the cursor into the reason of a line that has one."""
        if line.reason is not None:
            line.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(line)
            self.ensureWidgetVisible(line.reason)  # of a line that is higher than the pane

    def _make(self, problem: Problem) -> ProblemLine:
        line = ProblemLine(problem, self._page)
        line.set_read_only(self._read_only)
        line.chosen.connect(self.chosen)
        line.reason_written.connect(self.reason_written)
        line.finished.connect(self._go_on)
        return line

    def _has_cursor(self, line: ProblemLine) -> bool:
        return line.reason is not None and line.reason is self.window().focusWidget()  # also behind a dialog

    def _order_tabs(self) -> None:
        """Let Tab go down the reasons: Qt would come to a line that was made later only after all other widgets."""
        before: QWidget = self
        for line in self.lines:
            if line.reason is not None:
                self.setTabOrder(before, line.reason)
                before = line.reason

    @Slot()
    def _remove_gone(self) -> None:
        """Take lines away, not before the click is over that led to it or was meant for one of them.

        Who was in a reason is led to the next one: Qt would put the cursor on the first button of the window.
        """
        gone, self._gone = self._gone, []
        for line, following in gone:
            if self._has_cursor(line):
                if following in self.lines and following is not None:
                    self.go_to(following)
                else:
                    self.left.emit()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()

    @Slot(object)
    def _go_on(self, line: ProblemLine) -> None:
        """Follow Return to the next reason; the last one keeps the cursor."""
        following = [one for one in self.lines[self.lines.index(line) + 1 :] if one.reason]
        if following:
            self.go_to(following[0])
