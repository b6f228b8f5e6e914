"""下发的表格: the forms that a county or city has changed, and a tick at those that go down with its receipts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QGroupBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import sent_forms
from desktop.services.form_folder import has_own_forms
from desktop.services.levels import Level, level_of
from desktop.services.roles import Action
from desktop.services.sent_forms import OwnForm
from desktop.ui import appearance, permission
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import give_room

_HEADS = (N_("下发"), N_("文件"), N_("说明"))
_LINES_SHOWN = 5
_CODE = Qt.ItemDataRole.UserRole


class SentFormsPane(QGroupBox):
    """Out of sight where nobody is below, and while the office has no forms of its own."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("本单位自己的表格"), parent)
        self._session = session
        self.list = QTreeWidget()
        give_room(self.list)
        self.list.setAccessibleName(_("本单位自己的表格"))
        self.list.setHeaderLabels([_(head) for head in _HEADS])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.addWidget(
            appearance.quiet(_("勾选的表格随以后写的回执一起下发，下级单位看过以后自己决定用不用。"))
        )
        layout.addWidget(self.list)
        permission.grey_out(session, self.list, Action.RULES)
        self.setVisible(False)
        self.list.itemChanged.connect(self._choose)

    def refresh(self) -> None:
        """Read the folder again, beside the window."""
        ledger = self._session.ledger
        if level_of(ledger.office().area) is Level.TOWNSHIP or not has_own_forms(ledger):
            self.setVisible(False)
            return
        self._session.look(sent_forms.listed, self._show)

    def _show(self, forms: Sequence[OwnForm]) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in forms:
                self.list.addTopLevelItem(_line(one))
        lines = min(len(forms), _LINES_SHOWN) + 2  # the head, and room for a scroll bar
        self.list.setFixedHeight(lines * (self.fontMetrics().height() + 8))
        self.setVisible(bool(forms))

    @Slot(QTreeWidgetItem, int)
    def _choose(self, item: QTreeWidgetItem, _column: int) -> None:
        is_sent = item.checkState(0) == Qt.CheckState.Checked
        self._session.do(sent_forms.choose, str(item.data(0, _CODE)), is_sent=is_sent)
        words = N_("“{title}”以后随回执下发。") if is_sent else N_("“{title}”以后不再下发。")
        self._session.say(Message(words, {"title": item.text(0)}))


def _line(form: OwnForm) -> QTreeWidgetItem:
    remark = said(form.problem) if form.problem else ""
    item = QTreeWidgetItem([_(form.title) if form.title else "—", form.file, remark])
    item.setToolTip(2, remark)
    item.setData(0, _CODE, form.code)
    if form.problem is None:
        item.setCheckState(0, Qt.CheckState.Checked if form.is_sent else Qt.CheckState.Unchecked)
    else:
        item.setForeground(2, appearance.ACCENT)
    return item
