"""What is wrong with a record, beside its form: sentences to jump from, reasons to write, help to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from db.checks import is_reason
from db.messages import N_, Message, Problem, Severity
from db.register import Holder, Register
from desktop.language import _, said
from desktop.ui import appearance

_HOLDERS_SHOWN = 3
_HOLDERS_HEIGHT = 110  # pixels at 100 %: about one holder, more are scrolled
_HELP_HEIGHT = 72  # pixels at 100 %: two or three lines, kept free so that nothing jumps from field to field
_GAPS = 40  # pixels between and around the parts
_LONGEST_HOLDER = 36  # characters


class ProblemsPane(QWidget):
    """Lists problems in the order of the form; the current one is bold."""

    problem_chosen = Signal(object)  # Problem
    reason_written = Signal(str, str)  # the problem's key, the reason
    holder_chosen = Signal(object)  # Holder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holders: Sequence[Holder] = ()
        self._problems: list[Problem] = []
        self._shown: tuple[list[Problem], dict[str, str]] | None = None
        self._current = -1
        self._title = appearance.heading(_("检查与说明"), larger=1)
        self._summary = appearance.quiet()
        self._area = _scrolling()
        self._area.setMinimumHeight(1)  # Qt's own least would push the help out of a low pane
        self._known = QLabel()
        self._known.setWordWrap(True)
        self._known.setTextFormat(Qt.TextFormat.RichText)
        self._known.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._known.linkActivated.connect(self._choose_holder)
        self._known_area = _scrolling(self._known)
        self._known_area.hide()
        self._help = appearance.quiet()
        self._help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._help_area = _scrolling(self._help)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._title)
        layout.addWidget(self._summary)
        layout.addWidget(self._known_area)
        layout.addWidget(self._area, 1)
        layout.addWidget(line)
        layout.addWidget(self._help_area)

    @property
    def problems(self) -> list[Problem]:
        """What is shown, in order."""
        return self._problems

    def show_problems(self, problems: Sequence[Problem], reasons: Mapping[str, str], hidden: int) -> None:
        """Show problems with the reasons written so far; ``hidden`` counts fields that only wait to be filled."""
        self._summary.setText(_summed_up(problems, hidden))
        state = (list(problems), {problem.key: reasons.get(problem.key, "") for problem in problems})
        if state == self._shown:
            return  # a reason that is just being typed must not lose its line
        self._shown = state
        self._problems = list(problems)
        self._current = min(self._current, len(self._problems) - 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for problem in self._problems:
            line = _ProblemLine(problem, reasons.get(problem.key, ""), page)
            line.chosen.connect(self._choose)
            line.reason_written.connect(self.reason_written)
            layout.addWidget(line)
        layout.addStretch(1)
        before = self._area.takeWidget()
        if before is not None:
            before.deleteLater()  # not at once: the click that led here may still be inside it
        self._area.setWidget(page)

    def show_holders(self, holders: Sequence[Holder], titles: Mapping[str, Register]) -> None:
        """Say where else the ID of the cursor stands, with links."""
        if holders == self._holders:
            return
        self._holders = holders
        self._known_area.setVisible(bool(holders))
        links = [
            f'<a href="{place}">{escape(_short(said(_place_of(holder, titles[holder.register]))))}</a>'
            for place, holder in enumerate(holders[:_HOLDERS_SHOWN])
        ]
        if len(holders) > _HOLDERS_SHOWN:
            links.append(said(Message(N_("等 {n} 处"), {"n": len(holders)})))
        self._known.setText(_("此身份证号已登记在：") + "<br>".join(links))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the problems at least a third of the pane: other records and long help are scrolled."""
        width = self.contentsRect().width() - 16
        known, help_text = (one.heightForWidth(width) for one in (self._known, self._help))
        above = self._title.sizeHint().height() + self._summary.heightForWidth(width) + _GAPS
        most = max(self.height() - above, 0) // 3
        self._known_area.setFixedHeight(max(0, min(known, appearance.scaled(_HOLDERS_HEIGHT), most)))
        self._help_area.setFixedHeight(max(min(help_text, most), min(appearance.scaled(_HELP_HEIGHT), most)))

    @Slot()
    def open_first_holder(self) -> None:
        """Open the first record that has the ID of the cursor."""
        if self._holders:
            self.holder_chosen.emit(self._holders[0])

    def begin(self) -> None:
        """Forget what belonged to the record before: its help, and which problem was the current one."""
        self._help.clear()
        self._fit()
        self._current = -1

    def show_help(self, text: str) -> None:
        """Show what belongs to the field of the cursor."""
        self._help.setText(text)
        self._fit()

    @Slot()
    def go_to_next(self) -> None:
        """Choose the problem after the current one, from the last on to the first."""
        if self._problems:
            self._current = (self._current + 1) % len(self._problems)
            self.problem_chosen.emit(self._problems[self._current])

    @Slot(str)
    def _choose_holder(self, place: str) -> None:
        self.holder_chosen.emit(self._holders[int(place)])

    @Slot(object)
    def _choose(self, problem: Problem) -> None:
        self._current = self._problems.index(problem)
        self.problem_chosen.emit(problem)


class _ProblemLine(QWidget):
    """One problem: a sentence that is a button, and a line for the reason where one is asked for."""

    chosen = Signal(object)
    reason_written = Signal(str, str)

    def __init__(self, problem: Problem, reason: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._problem = problem
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(2)
        sign = appearance.SEVERITY_SIGN[problem.severity]
        text = QLabel(said(Message(N_("{sign} {sentence}"), {"sign": sign, "sentence": problem.message})))
        text.setWordWrap(True)
        text.setToolTip(_(problem.severity.value))
        text.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.colour(text, appearance.SEVERITY_TEXT[problem.severity])
        layout.addWidget(text)
        if problem.severity is Severity.EXPLAIN:
            self._line = QLineEdit(reason)
            self._line.setObjectName("reason")
            self._line.setCursorPosition(0)
            self._line.setPlaceholderText(_("写明原因"))
            self._line.setToolTip(reason)
            self._line.editingFinished.connect(self._write_reason)
            layout.addWidget(self._line)
            if not is_reason(reason):
                short, none = _("原因太短，至少 6 个字。"), _("无误的话，写明原因（至少 6 个字）")
                layout.addWidget(appearance.quiet(short if reason else none))

    def mousePressEvent(self, event: object) -> None:  # noqa: ARG002 - a click anywhere on the sentence
        self._choose()

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self._problem)

    @Slot()
    def _write_reason(self) -> None:
        self.reason_written.emit(self._problem.key, self._line.text().strip())


def _place_of(holder: Holder, register: Register) -> Message:
    """Name a record, or a row of one."""
    values = {"title": Message(register.title), "label": holder.label}
    record = Message(N_("{title} {label}"), values)
    if not holder.rows or holder.row is None:
        return record
    title = Message(register.row_group(holder.rows).title)
    return Message(
        N_("{record} {title}第 {row} 行"), {"record": record, "title": title, "row": holder.row + 1}
    )


def _scrolling(inside: QWidget | None = None) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if inside is not None:
        area.setWidget(inside)
    return area


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_HOLDER else text[: _LONGEST_HOLDER - 1] + "…"


def _summed_up(problems: Sequence[Problem], hidden: int) -> str:
    if not problems:
        waiting = Message(N_("已填的没有问题，还有 {n} 处未填或未完成（F7 全部列出）。"), {"n": hidden})
        return said(waiting) if hidden else _("没有问题。")
    counts = {
        name: sum(problem.severity is severity for problem in problems)
        for name, severity in (
            ("must", Severity.MUST),
            ("explain", Severity.EXPLAIN),
            ("hint", Severity.HINT),
        )
    }
    return said(Message(N_("强制 {must} · 核实 {explain} · 提示 {hint}（F8 下一问题）"), counts))
