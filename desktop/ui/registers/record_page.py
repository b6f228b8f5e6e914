"""One record on the screen: sections, form, problems; save, check, correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from db.messages import N_, Message, Problem, ReportableError
from db.record import Record, Row, State
from db.register import Register
from desktop.language import _, said
from desktop.services import computing, records
from desktop.ui import appearance, messages
from desktop.ui.fields import composing
from desktop.ui.registers.problems_pane import ProblemsPane
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session

_CHECK_PAUSE = 400  # milliseconds without a change before the record is checked while typing goes on
_WIDTHS = [150, 720, 240]  # sections, form, problems


class RecordPage(QWidget):
    """Edits one record; nothing typed is lost without a question."""

    closed = Signal()
    kept = Signal()  # the clerk was asked and goes on editing
    another_wanted = Signal()
    neighbour_wanted = Signal(int)  # -1 the record before in the list, 1 the one after

    def __init__(
        self, session: Session, register: Register, record: Record, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.register = register
        self.record = record
        self.is_edited = False
        self._correcting = False
        self._complete_check = bool(record.id)
        self._problems: list[Problem] = []
        self.form = RecordForm(session, register, record)
        self.sections = SectionList(register)
        self.problems_pane = ProblemsPane()
        self._title = appearance.heading("", larger=3)
        self._state = QLabel()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_CHECK_PAUSE)
        self._pause.timeout.connect(self._check_in_passing)
        self._build()
        self.form.edited.connect(self._note_edit)
        self.form.settled.connect(self._check)
        self.form.help_wanted.connect(self.problems_pane.show_help)
        self.form.section_entered.connect(self.sections.show_current)
        self.sections.section_chosen.connect(self.form.go_to_section)
        self.problems_pane.problem_chosen.connect(self.form.go_to)
        self.problems_pane.reason_written.connect(self._note_reason)
        self._show_state()
        self._check()

    def show_record(self, record: Record) -> None:
        """Show another record of the register; the one before was left."""
        self._complete_check = bool(record.id)
        self._take(record)
        self.form.scroll_up()
        self._check()

    @property
    def is_locked(self) -> bool:
        """Whether the record is in a package and not being corrected."""
        return State(self.record.state).is_locked and not self._correcting

    def go_to(self, problem: Problem | None) -> None:
        """Put the cursor on a problem, or into the first field."""
        if problem is None:
            self.form.focus_first()
        else:
            self.form.go_to(problem)

    @Slot()
    def save(self) -> bool:
        """Save what is on the screen; a text that cannot be read keeps it from being saved and is shown."""
        if self.is_locked:
            return True
        self.form.commit()
        self._complete_check = True
        refusals = self.form.refusals()
        if refusals:
            self._check()
            self.form.go_to(refusals[0])
            self._session.say(Message(N_("没有保存：{sentence}"), {"sentence": refusals[0].message}))
            return False
        try:
            saved = self._session.do(records.save, self.register, self.record, correcting=self._correcting)
        except ReportableError as error:
            messages.show_error(self, error)
            return False
        self._take(saved.record)
        self._check()
        values = {"name": self.register.label_of(self.record), "n": len(self._problems)}
        sentence = N_("已保存 {name}，还有 {n} 个问题。") if self._problems else N_("已保存 {name}。")
        self._session.say(Message(sentence, values))
        return True

    @Slot()
    def save_and_add(self) -> None:
        """Save and begin the next record."""
        if self.save():
            self.another_wanted.emit()

    @Slot()
    def check(self) -> None:
        """逻辑检查 of this record: show everything, what is not filled too, and go to the first problem."""
        self.form.commit()
        self._complete_check = True
        self._check()
        self.problems_pane.go_to_next()
        if not self._problems:
            self._session.say(N_("逻辑检查：没有问题。"))

    @Slot()
    def correct(self) -> None:
        """Unlock a submitted record for its next revision (更正)."""
        self._correcting = True
        self._show_state()
        self.form.focus_first()

    @Slot()
    def leave(self) -> None:
        """Go back to the list, after a question when something is not saved."""
        self.form.commit()
        if not self.is_edited:
            self.closed.emit()
            return
        messages.ask(
            self,
            Message(N_("这条记录有改动还没有保存。不保存的话，这些改动会丢失。")),
            {N_("保存"): self._save_and_close, N_("不保存"): self._close, N_("继续编辑"): self.kept.emit},
        )

    def _save_and_close(self) -> None:
        (self.closed if self.save() else self.kept).emit()

    def _close(self) -> None:
        self.is_edited = False
        self.closed.emit()

    def _take(self, record: Record) -> None:
        self.record = record
        self.is_edited = False
        self._correcting = False
        self.form.show_record(record)
        self._show_state()

    @Slot()
    def _note_edit(self) -> None:
        self.is_edited = True
        self._pause.start()

    @Slot(str, str)
    def _note_reason(self, key: str, reason: str) -> None:
        if self.record.reasons.get(key, "") != reason:
            self.record.reasons = {**self.record.reasons, key: reason}
            self.is_edited = True
            QTimer.singleShot(0, self._check)  # the line that was left is replaced by the check

    @Slot()
    def _check_in_passing(self) -> None:
        if composing.is_on(self.focusWidget()):
            self._pause.start()
        else:
            self._check()

    @Slot()
    def _check(self) -> None:
        """Check the record as it stands; empty fields are not held against a form that is just being filled."""
        self._pause.stop()
        found = self.form.refusals() + self._session.do(records.problems, self.register, self.record)
        shown = found if self._complete_check else [one for one in found if self._is_begun(one)]
        self._problems = shown
        self.form.show_problems(shown)
        self.form.show_computed(self._session.do(computing.computed, self.register, self.record))
        self.problems_pane.show_problems(shown, self.record.reasons, len(found) - len(shown))
        self.sections.show_state(self.record, shown, found)

    def _is_begun(self, problem: Problem) -> bool:
        """Tell whether something was typed where the problem is."""
        if problem.code == "refused":
            return True
        holder: Record | Row = self.record
        if problem.rows and problem.row is not None:
            holder = getattr(self.record, problem.rows)[problem.row]
        return bool(problem.field) and getattr(holder, problem.field, None) not in (None, "", ())

    def _show_state(self) -> None:
        label = self.register.label_of(self.record)
        values = {"title": Message(self.register.title), "label": label or Message(N_("新记录"))}
        self._title.setText(said(Message(N_("{title} / {label}"), values)))
        state = State(self.record.state)
        words = N_("更正中") if self._correcting else state.label
        locked = N_("{state}：内容已锁定，要修改请点“更正”")
        self._state.setText(
            said(Message(locked if self.is_locked else N_("{state}"), {"state": Message(words)}))
        )
        appearance.colour(self._state, appearance.QUIET)
        self.form.set_read_only(self.is_locked)
        for button in (self._save, self._save_next):
            button.setEnabled(not self.is_locked)
        self._correct.setVisible(self.is_locked)

    def _build(self) -> None:
        back = _button(self, N_("← 返回列表 Esc"), "Esc", self.leave)
        top = QHBoxLayout()
        top.addWidget(back)
        top.addWidget(self._title)
        top.addWidget(self._state)
        top.addStretch(1)
        for label, keys, slot in (
            (N_("上一条 Alt+↑"), "Alt+Up", self._go_before),
            (N_("下一条 Alt+↓"), "Alt+Down", self._go_after),
        ):
            button = _button(self, label, keys, slot)
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            top.addWidget(button)
        middle = QSplitter()
        middle.setChildrenCollapsible(False)
        for part in (self.sections, self.form, self.problems_pane):
            middle.addWidget(part)
        self.sections.setMinimumWidth(120)
        self.problems_pane.setMinimumWidth(200)
        middle.setSizes(_WIDTHS)
        middle.setStretchFactor(1, 1)
        self._save = _button(self, N_("保存记录 Ctrl+S"), "Ctrl+S", self.save)
        self._save_next = _button(self, N_("保存并新增 Ctrl+Enter"), "Ctrl+Return", self.save_and_add)
        check = _button(self, N_("逻辑检查 F7"), "F7", self.check)
        following = _button(self, N_("下一问题 F8"), "F8", self.problems_pane.go_to_next)
        self._correct = _button(self, N_("更正"), "", self.correct)
        bottom = QHBoxLayout()
        for button in (self._save, self._save_next, check, following, self._correct):
            bottom.addWidget(button)
        bottom.addStretch(1)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.save_and_add)
        QShortcut(QKeySequence("Ctrl+M"), self, self._add_row)
        QShortcut(QKeySequence("Ctrl+Delete"), self, self._remove_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(top)
        layout.addWidget(middle, 1)
        layout.addLayout(bottom)

    @Slot()
    def _go_before(self) -> None:
        self.neighbour_wanted.emit(-1)

    @Slot()
    def _go_after(self) -> None:
        self.neighbour_wanted.emit(1)

    @Slot()
    def _add_row(self) -> None:
        """Add a row to the group of the cursor's section, or to the first group."""
        if self.is_locked or not self.form.grids:
            return
        grids = list(self.form.grids.values())
        item = self.sections.currentRow()
        current = self.register.sections[item].code if item >= 0 else ""
        with_focus = [grid for grid in grids if grid.isAncestorOf(self.focusWidget() or self)]
        in_section = [grid for grid in grids if grid.group.section == current]
        (with_focus or in_section or grids)[0].add_row()

    @Slot()
    def _remove_row(self) -> None:
        for grid in self.form.grids.values():
            if not self.is_locked and grid.isAncestorOf(self.focusWidget() or self):
                grid.remove_row()


def _button(parent: QWidget, label: str, keys: str, slot: Callable[[], object]) -> QPushButton:
    """Make a button; its keys act at once, where a button's own shortcut waits for its animation."""
    button = QPushButton(_(label), parent)
    button.clicked.connect(slot)
    if keys:
        QShortcut(QKeySequence(keys), parent, slot)
    return button
