"""Where the parts of a record page stand: title and ways above, sections, form and problems, actions below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from db.record import Record
from db.register import Register
from desktop.language import _
from desktop.ui import appearance
from desktop.ui.elided_heading import ElidedHeading
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.registers.problems_pane import ProblemsPane
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.record_notices import RecordNotices
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session

_PROBLEMS, _PROBLEMS_SCALED = 196, 170  # large letters leave less beside the form
_STATE = 150
_REST = 2000  # more than there is: the splitter takes it from the form


class RecordLayout(QWidget):
    """Holds the parts, those beside the form leading into it; ``RecordPage`` gives them their behaviour."""

    def __init__(self, session: Session, register: Register, record: Record, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.form = RecordForm(session, register, record)
        self.sections = SectionList(register)
        self.problems_pane = ProblemsPane()
        self.title = ElidedHeading(larger=3)
        self.state = appearance.quiet()
        self.draft_note = QLabel()
        appearance.colour(self.draft_note, appearance.QUIET)
        self.notices = RecordNotices(session, register)
        self._top = QHBoxLayout()
        self._bottom = FlowLayout()
        self.cards = QVBoxLayout()
        middle = self.middle = QSplitter()
        middle.setChildrenCollapsible(False)
        for part in (self.sections, self.form, self.problems_pane):
            middle.addWidget(part)
        self._fit()
        middle.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(self._top)
        layout.addWidget(self.notices)
        layout.addLayout(self.cards)
        layout.addWidget(middle, 1)
        layout.addLayout(self._bottom)
        self.sections.section_chosen.connect(self.form.go_to_section)
        for others in self.form.related.values():
            others.counted.connect(self.sections.note_related)
        for chosen in (self.problems_pane.problem_chosen, self.notices.place_chosen):
            chosen.connect(self.form.go_to)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def show_words(self, title: str, state: str) -> None:
        """Name the record and its state; a short state stays on one line."""
        self.title.setText(title)
        self.state.setText(state)
        self.state.setMinimumWidth(
            min(self.state.fontMetrics().horizontalAdvance(state) + 4, appearance.scaled(_STATE))
        )

    def _fit(self) -> None:
        """Give sections and problems what they need in the size of the letters, and the form all the rest."""
        sections = self.sections.needed_width()
        problems = max(_PROBLEMS, appearance.scaled(_PROBLEMS_SCALED))
        self.sections.setMinimumWidth(sections)
        self.problems_pane.setMinimumWidth(problems)
        self.middle.setSizes([sections, _REST, problems])

    def fill_bars(
        self, before: list[QPushButton], after: list[QPushButton], below: list[QPushButton]
    ) -> None:
        """Place the buttons: before and after the title, and below the form."""
        for button in before:
            self._top.addWidget(button)
        self._top.addWidget(self.title)
        self._top.addWidget(self.state, 1)
        for button in after:
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._top.addWidget(button)
        for button in below:
            self._bottom.addWidget(button)
        self._bottom.addWidget(self.draft_note)

    def button(self, label: str, keys: str, slot: Callable[[], object]) -> QPushButton:
        """Make a button; its keys act at once, where a button's own shortcut waits for its animation."""
        button = QPushButton(_(label), self)
        button.clicked.connect(slot)
        if keys:
            self.shortcut(keys, slot)
        return button

    def shortcut(self, keys: str, slot: Callable[[], object], words: str = "") -> None:
        """Let keys do something on this page; what has no button is found by ``words``."""
        QShortcut(QKeySequence(keys), self, slot).setWhatsThis(_(words))
