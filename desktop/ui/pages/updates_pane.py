"""上级下发的更新: what the office above sent with a receipt, each to be looked at and adopted or put aside."""

from __future__ import annotations

import functools

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.exchange.updates import FormUpdate
from desktop.language import _, said
from desktop.services import printables, updates_from_above
from desktop.services.offered import Offered
from desktop.services.printables import Paper
from desktop.services.roles import Action
from desktop.ui import appearance, permission
from desktop.ui.job_line import JobLine
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell
from desktop.ui.tables.wrapping_table import WrappingTable

_HEADS = (N_("类别"), N_("项目"), N_("上级下发的"), N_("现在用的"), N_("用在哪里"), N_("依据或说明"))
_HIGHEST = 190  # pixels of the table at 100 %


class UpdatesPane(QGroupBox):
    """Out of sight while nothing waits."""

    decided = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("上级下发的更新"), parent)
        self._session = session
        self.table = WrappingTable(N_("上级下发的更新"), _HEADS, _cells, several=True, highest=_HIGHEST)
        self.preview = QPushButton(_("预览表格"))
        self.adopt = QPushButton(_("采用"))
        self.decline = QPushButton(_("不采用"))
        self.told = appearance.loud()
        self.job = JobLine(session)
        self._deciding = QWidget()
        line = QHBoxLayout(self._deciding)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.adopt)
        line.addWidget(self.decline)
        below = QHBoxLayout()
        below.addWidget(self.preview)
        below.addWidget(self._deciding)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(_("采用以前不起作用。可以选几行，按住 Ctrl 点选。")))
        layout.addWidget(self.table)
        layout.addWidget(self.told)
        layout.addWidget(self.job)
        layout.addLayout(below)
        permission.grey_out(session, self._deciding, Action.RULES)
        self.setVisible(False)
        self.table.moved.connect(self._show_state)
        self.table.opened.connect(self._preview)
        self.preview.clicked.connect(self._preview)
        self.adopt.clicked.connect(self._adopt)
        self.decline.clicked.connect(self._decline)

    def refresh(self) -> None:
        """Read the list again, beside the window: forms take a while."""
        self._session.look(updates_from_above.pending_updates, self._show)

    def _show(self, waiting: tuple[Offered, ...]) -> None:
        if tuple(self.table.items) != waiting:  # what is chosen stays chosen while nothing changes
            self.table.show_items(waiting)
        self.told.setVisible(bool(self.told.text()))
        self.setVisible(bool(waiting) or bool(self.told.text()))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        chosen: list[Offered] = self.table.chosen
        self.adopt.setEnabled(any(one.is_usable for one in chosen))
        self.decline.setEnabled(bool(chosen))
        self.preview.setVisible(any(isinstance(one.update, FormUpdate) for one in self.table.items))
        self.preview.setEnabled(_form_of(self.table.current) is not None)

    @Slot()
    def _preview(self) -> None:
        current: Offered | None = self.table.current
        form = _form_of(current)
        if current is not None and form is not None:
            show = functools.partial(self._show_paper, said(current.what))
            self.job.run(printables.offered_form, show, form)

    def _show_paper(self, title: str, paper: Paper) -> None:
        Preview(self._session, paper, title, self.window()).open()

    @Slot()
    def _adopt(self) -> None:
        done = self._session.do(updates_from_above.apply_updates, self._chosen())
        self.told.setText("\n".join(said(one) for one in (*done.refused, *done.remarks)))
        if done.count:
            self._session.say(Message(N_("已采用 {n} 项，马上起作用。"), {"n": done.count}))
        self._decided()

    @Slot()
    def _decline(self) -> None:
        self._session.do(updates_from_above.decline, self._chosen())
        self.told.clear()
        self._session.say(N_("已记下不采用。上级改了它会再提示。"))
        self._decided()

    def _decided(self) -> None:
        self.adopt.setEnabled(False)  # until the list is read again
        self.decline.setEnabled(False)
        self.decided.emit()

    def _chosen(self) -> list[str]:
        return [one.id for one in self.table.chosen]


def _form_of(offered: Offered | None) -> FormUpdate | None:
    """Give the form of a line that can be printed."""
    if offered is None or not offered.is_usable or not isinstance(offered.update, FormUpdate):
        return None
    return offered.update


def _cells(one: Offered) -> tuple[Cell, ...]:
    return (
        Cell(_(one.kind)),
        Cell(said(one.what)),
        Cell(said(one.sent), appearance.ACCENT),
        Cell(said(one.now)),
        Cell(said(one.scope)),
        Cell(said(one.remark), None if one.is_usable else appearance.ACCENT),
    )
