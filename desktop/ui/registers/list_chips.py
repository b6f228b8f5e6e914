"""The chips above a list: all records, kept filters, each state and smart list, the withdrawn ones, with their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import said
from desktop.services import smart_lists
from desktop.services.filtering import ListFilter
from desktop.ui import standing
from desktop.ui.session import Session

ALL = ""


class ListChips(QWidget):
    """One chip is chosen at any time; a list without records is offered only while it is chosen, a kept filter always."""

    chosen = Signal(str)  # the code of a list

    def __init__(self, session: Session, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self.code = ALL
        self.filters: Mapping[str, ListFilter] = {}
        self._buttons = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2)
        self._line.addStretch(1)
        self._buttons.buttonClicked.connect(self._take)
        session.counts.counted.connect(self._note_count)
        self._show()

    def choose(self, code: str) -> None:
        """Choose a list without being clicked."""
        self.code = code
        self._show()

    def show_filters(self, filters: Sequence[ListFilter]) -> None:
        """Offer the filters that the user keeps; all records are chosen when the chosen one is gone."""
        if self.code in self.filters and self.code not in {one.code for one in filters}:
            self.code = ALL
        self.filters = {one.code: one for one in filters}
        self._show()

    @Slot(str)
    def _note_count(self, register: str) -> None:
        if register == self._register.code:
            self._show()

    @Slot(QToolButton)
    def _take(self, button: QToolButton) -> None:
        self.code = button.objectName()
        self.chosen.emit(self.code)

    def _show(self) -> None:
        """Write the counts; chips stay the same widgets as long as they are offered, so that none loses the focus."""
        counts = self._session.counts.of(self._register.code)
        at_hand = {button.objectName(): button for button in self._buttons.buttons()}
        place = 0
        for code, label in self._labels():
            button = at_hand.pop(code, None)
            if not counts.get(code) and code not in {ALL, self.code, *self.filters}:
                if button is not None:
                    self._drop(button)
                continue
            if button is None:
                button = self._make(code, place)
            button.setText(said(Message(N_("{list} {n}"), {"list": label, "n": counts.get(code, 0)})))
            button.setChecked(code == self.code)
            place += 1
        for button in at_hand.values():
            self._drop(button)  # of a filter that is gone

    def _labels(self) -> Iterator[tuple[str, Message | str]]:
        yield ALL, Message(N_("全部"))
        for code, kept in self.filters.items():
            yield code, kept.name.replace("&", "&&")  # Qt takes one for the mark of a key
        for one in smart_lists.of(self._register):
            yield one.code, Message(one.label)
            if one is smart_lists.SMART_LISTS[0]:
                for checked in standing.lists_of(self._register):
                    yield checked.code, Message(checked.label)
        yield smart_lists.WITHDRAWN, Message(N_("已删除"))

    def _make(self, code: str, place: int) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setObjectName(code)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons.addButton(button)
        self._line.insertWidget(place, button)
        return button

    def _drop(self, button: QAbstractButton) -> None:
        self._buttons.removeButton(button)
        self._line.removeWidget(button)
        button.hide()
        button.deleteLater()

    def minimumSizeHint(self) -> QSize:
        """Never make the window wider than the screen: chips at the end give way."""
        return QSize(200, super().minimumSizeHint().height())
