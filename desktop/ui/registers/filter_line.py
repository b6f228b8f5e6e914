"""The line that says which conditions a list is narrowed by, and keeps which records fit them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import filtering
from desktop.services.filtering import Found, ListFilter
from desktop.ui.session import Session


class FilterLine(QWidget):
    """Hidden while there is no filter. What fits is worked out once beside the window; every search picks from it."""

    found = Signal()  # what fits is known, or known anew
    change_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, session: Session, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._fitting: frozenset[str] | None = None
        self.filter: ListFilter | None = None
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change = QPushButton(_("改条件…"))
        self.change.clicked.connect(self.change_wanted)
        self.clear = QPushButton(_("清除筛选"))
        self.clear.clicked.connect(self.clear_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.change)
        line.addWidget(self.clear)
        self.hide()

    def show_filter(self, one: ListFilter | None) -> None:
        """Narrow the list by a filter, None for by none; ``found`` tells when it can be searched."""
        self.filter = one
        self._fitting = None
        self.setVisible(one is not None)
        if one is None:
            self.found.emit()
            return
        conditions = _(N_("；")).join(
            said(filtering.words_of(self._register, each)) for each in one.conditions
        )
        self.words.setText(said(Message(N_("筛选：{conditions}"), {"conditions": conditions})))
        self.refresh()

    @property
    def is_ready(self) -> bool:
        """Whether it is known what fits."""
        return self.filter is None or self._fitting is not None

    @Slot()
    def refresh(self) -> None:
        """Look again for what fits; what was found before serves until then."""
        if self.filter is not None:
            self._session.look(filtering.matching, self._take, self._register, self.filter.conditions)

    def pick(self, ids: Sequence[str]) -> list[str]:
        """Leave those records of a list that fit, in its order."""
        return list(ids) if self._fitting is None else [one for one in ids if one in self._fitting]

    def _take(self, found: Found) -> None:
        if self.filter is not None and found.conditions == self.filter.conditions:
            self._fitting = found.ids
            self.found.emit()
