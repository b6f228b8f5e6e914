"""What is wrong with a record, beside its form: sentences to jump from, reasons to write, help to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.messages import N_, Message, Problem, Severity
from db.register import Holder, Register
from desktop.language import _, said
from desktop.services.drafts import Place
from desktop.ui import appearance
from desktop.ui.registers.problem_line import ProblemLine
from desktop.ui.registers.problem_list import ProblemList

_HOLDERS_SHOWN = 3
_HOLDERS_HEIGHT = 110  # pixels at 100 %: about one holder, more are scrolled
_HELP_HEIGHT = 72  # pixels at 100 %: two or three lines, kept free so that nothing jumps from field to field
_GAPS = 40  # pixels between and around the parts
_LONGEST_HOLDER = 36  # characters


class ProblemsPane(QWidget):
    """Lists problems in the order of the form, and goes through them one after the other."""

    problem_chosen = Signal(object)  # Problem
    reason_written = Signal(str, str)  # the problem's key, the reason as far as it is typed
    reasons_left = Signal()  # the reason with the cursor went: the form is to have the cursor
    holder_chosen = Signal(object)  # Holder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holders: Sequence[Holder] = ()
        self._problems: list[Problem] = []
        self._current = -1
        self._title = appearance.heading(_("检查与说明"), larger=1)
        self._summary = appearance.quiet()
        self._list = ProblemList()
        self._list.setMinimumHeight(1)  # Qt's own least would push the help out of a low pane
        self._list.chosen.connect(self._choose)
        self._list.reason_written.connect(self.reason_written)
        self._list.left.connect(self.reasons_left)
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
        layout.addWidget(self._list, 1)
        layout.addWidget(line)
        layout.addWidget(self._help_area)

    @property
    def problems(self) -> list[Problem]:
        """What is shown, in order."""
        return self._problems

    def show_problems(self, problems: Sequence[Problem], reasons: Mapping[str, str], hidden: int) -> None:
        """Show problems with the reasons written so far; ``hidden`` counts fields that only wait to be filled."""
        self._summary.setText(_summed_up(problems, hidden))
        self._current = _followed(self._problems, self._current, problems)
        self._problems = list(problems)
        self._list.show_problems(problems, reasons)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the reasons."""
        self._list.set_read_only(read_only)

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

    def open_first_holder(self) -> bool:
        """Open the first record that has the ID of the cursor; False when there is none."""
        if self._holders:
            self.holder_chosen.emit(self._holders[0])
        return bool(self._holders)

    def begin(self) -> None:
        """Forget what belonged to the record before: its help, and which problem was the current one."""
        self._help.clear()
        self._fit()
        self._current = -1
        self._list.show_problems([], {})

    def show_help(self, text: str) -> None:
        """Show what belongs to the field of the cursor."""
        self._help.setText(text)
        self._fit()

    @Slot()
    def go_to_next(self) -> None:
        """Choose the problem after that of the reason with the cursor or the current one; the first follows the last."""
        if self._problems:
            writing = self._list.current()
            if writing is not None:
                self._current = self._problems.index(writing.problem)
            self._current = (self._current + 1) % len(self._problems)
            self.problem_chosen.emit(self._problems[self._current])

    def go_to_reason(self, here: Place) -> bool:
        """Put the cursor into the reason of the problem at hand, from a reason back to its field; False without any.

        At hand is a problem ``here``, where the cursor is in the form, then the current one, then the first that waits.
        """
        writing = self._list.current()
        if writing is not None:
            self._choose(writing.problem)
            return True
        lines = [line for line in self._list.lines if line.reason is not None]
        if lines:
            current = self._problems[self._current] if self._current >= 0 else None
            self._list.go_to(min(lines, key=lambda line: _distance(line, here, current)))
        return bool(lines)

    @Slot(str)
    def _choose_holder(self, place: str) -> None:
        self.holder_chosen.emit(self._holders[int(place)])

    @Slot(object)
    def _choose(self, problem: Problem) -> None:
        if problem in self._problems:  # the click itself may have ended an edit that mended it
            self._current = self._problems.index(problem)
        self.problem_chosen.emit(problem)


def _followed(before: Sequence[Problem], current: int, after: Sequence[Problem]) -> int:
    """Find where the current problem stands now; when it is gone, the one before it, so that the next comes next."""
    keys = [problem.key for problem in after]
    stay = (keys.index(one.key) for one in reversed(before[: current + 1]) if one.key in keys)
    return next(stay, -1)


def _distance(line: ProblemLine, here: Place, current: Problem | None) -> tuple[bool, ...]:
    """Order lines by how near their problems are at hand (False comes first)."""
    problem = line.problem
    at_place = (problem.field, problem.rows, problem.row) == (here.field, here.rows, here.row)
    in_row = bool(here.rows) and problem.rows == here.rows and problem.row in {here.row, None}
    is_current = problem == current
    return (
        not (at_place and is_current),
        not at_place,
        not in_row,
        not is_current,
        line.is_explained,
    )


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
    return said(Message(N_("强制 {must} · 核实 {explain} · 提示 {hint}（F8 下一个，Ctrl+R 原因）"), counts))
