"""上级下发的更新: numbers that the office above sent with a receipt, each to be adopted or put aside."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.messages import N_
from db.rule_tables import definitions
from desktop.language import _, said
from desktop.services import rule_figures, updates_from_above
from desktop.services.roles import Action
from desktop.services.updates_from_above import Offered
from desktop.ui import appearance, permission
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("项目"), N_("上级的数字"), N_("现在录入的"), N_("地区"), N_("起止日期"), N_("依据"))
_LINES_SHOWN = 5


class UpdatesPane(QGroupBox):
    """Out of sight while nothing waits."""

    decided = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("上级下发的更新"), parent)
        self._session = session
        self.table = PlainTable(N_("上级下发的更新"), _HEADS, _cells, several=True)
        self.adopt = QPushButton(_("采用"))
        self.decline = QPushButton(_("不采用"))
        self.refused = QLabel()
        self.refused.setWordWrap(True)
        appearance.colour(self.refused, appearance.ACCENT)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.adopt)
        line.addWidget(self.decline)
        line.addWidget(appearance.quiet(_("采用以前不用于检查。可以选几行，按住 Ctrl 点选。")), 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(self.refused)
        layout.addWidget(self._buttons)
        permission.grey_out(session, self._buttons, Action.RULES)
        self.adopt.clicked.connect(self._adopt)
        self.decline.clicked.connect(self._decline)

    def refresh(self) -> None:
        """Read the list again."""
        waiting = self._session.do(updates_from_above.pending_updates)
        self.table.show_items(waiting)
        lines = min(len(waiting), _LINES_SHOWN) + 2  # the head, and room for a scroll bar
        self.table.setFixedHeight(lines * self.table.verticalHeader().defaultSectionSize())
        self.refused.setVisible(bool(self.refused.text()))
        self.setVisible(bool(waiting))

    @Slot()
    def _adopt(self) -> None:
        refused = self._session.do(updates_from_above.apply_updates, self._chosen())
        self.refused.setText("\n".join(said(one) for one in refused))
        if not refused:
            self._session.say(N_("已采用，马上用于检查。"))
        self.decided.emit()

    @Slot()
    def _decline(self) -> None:
        self._session.do(updates_from_above.decline, self._chosen())
        self.refused.clear()
        self._session.say(N_("已记下不采用。上级改了这个数字会再提示。"))
        self.decided.emit()

    def _chosen(self) -> list[str]:
        return [one.id for one in self.table.chosen]


def _cells(one: Offered) -> tuple[Cell, ...]:
    kind = definitions()[one.figure.table].kind(one.figure.name)
    return (
        Cell(said(kind.label)),
        Cell(said(rule_figures.amount(one.figure)), appearance.ACCENT),
        Cell(said(rule_figures.amount(one.instead)) if one.instead else _("没有")),
        Cell(_(rule_figures.place(one.figure.area))),
        Cell(said(rule_figures.span(one.figure))),
        Cell(_(one.figure.source)),
    )
