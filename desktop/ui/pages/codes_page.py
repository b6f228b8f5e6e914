"""选项表: the choices of the forms that differ by place; a county or city adds its own and ends what is no longer used."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from db.code_lists import CHANGEABLE
from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import own_codes
from desktop.services.own_codes import Choice
from desktop.services.roles import Action
from desktop.ui import appearance, messages, permission
from desktop.ui.pages.code_dialog import CodeDialog
from desktop.ui.pages.page import Page
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("代码"), N_("名称"), N_("起止日期"), N_("现在"), N_("来自"))


class CodesPage(Page):
    """All lists that may be changed, one at a time; a township sees them, and changes only what it has adopted."""

    def __init__(self, session: Session) -> None:
        may_add = own_codes.may_add(session.ledger)
        below = N_("增加或停用的选项随以后写的回执下发，下级看过以后自己采用。已有选项的名称不能改。")
        above = N_("这些选项由县区、市总工会增加，随回执下发，在“规则表”页采用。")
        super().__init__(session, N_("选项表"), below if may_add else above)
        self.lists = QComboBox()
        self.lists.setObjectName("lists")
        self.lists.setAccessibleName(_("选项表"))
        self.lists.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for codes, title in CHANGEABLE.items():
            self.lists.addItem(_(title), codes)
        self.table = PlainTable(N_("选项"), _HEADS, self._cells)
        self.table.setObjectName("choices")
        self.add = QPushButton(_("增加选项…"))
        self.change = QPushButton(_("停用或改日期…"))
        self.remove = QPushButton(_("删除录错的…"))
        self.add.setVisible(may_add)
        self._may_add = may_add
        self.history = QLabel()
        self.history.setWordWrap(True)
        self.history.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._build()
        self.lists.activated.connect(self._show_list)
        self.table.moved.connect(self._show_state)
        self.table.opened.connect(self._open)
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.remove.clicked.connect(self._remove)
        self.refresh()

    @property
    def codes(self) -> str:
        """The name of the list that is shown."""
        return str(self.lists.currentData())

    def refresh(self, select: str = "") -> None:
        """Read the list again; ``select`` is the code to stand on."""
        choices = own_codes.listed(self.session.ledger, self.codes)
        stood = [row for row, one in enumerate(choices) if one.item.code == select]
        self.table.show_items(choices, (stood or [0])[0])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        current: Choice | None = self.table.current
        self.refresh(current.item.code if current else "")  # something may have been adopted since

    def _cells(self, choice: Choice) -> tuple[Cell, ...]:
        item, today = choice.item, self.session.today
        colour = None if item.is_valid_on(today) else appearance.QUIET
        texts = (
            item.code,
            _(item.label) if choice.is_shipped else item.label,
            said(own_codes.span(item)),
            _(_state(choice, today)),
            _("程序自带") if choice.is_shipped else _("本地增加"),
        )
        return tuple(Cell(text, colour) for text in texts)

    @Slot()
    def _show_list(self) -> None:
        self.refresh()

    @Slot()
    def _show_state(self) -> None:
        current: Choice | None = self.table.current
        own = current.own if current else None
        self.change.setEnabled(current is not None and (self._may_add or own is not None))
        self.remove.setEnabled(own is not None)
        entries = own_codes.history_of(self.session.ledger, own.id) if own else ()
        self.history.setText("\n".join(said(line) for line in own_codes.told(entries)))

    @Slot()
    def _open(self) -> None:
        if self._buttons.isEnabled() and self.change.isEnabled():
            self._change()

    @Slot()
    def _add(self) -> None:
        self._ask(None)

    @Slot()
    def _change(self) -> None:
        self._ask(self.table.current)

    def _ask(self, choice: Choice | None) -> None:
        dialog = CodeDialog(self.session, self.codes, choice, self)
        dialog.written.connect(self._take)
        dialog.open()

    @Slot(str)
    def _take(self, code: str) -> None:
        self.refresh(code)
        self.session.say(N_("已保存，填写、检查、导入马上按新的选项。"))
        self.table.setFocus()

    @Slot()
    def _remove(self) -> None:
        choice: Choice | None = self.table.current
        if choice is None or choice.own is None:
            return
        own = choice.own

        def remove() -> None:
            self.session.do(own_codes.withdraw, own.id)
            self.refresh()
            self.session.say(N_("已删除。"))

        words = (
            N_("取消给“{label}”填的截止日期？它会和程序自带的一样。")
            if choice.is_shipped
            else N_("删除选项“{label}”？只用于录错的，已有记录选了它的不能删除，历史里仍可查到。")
        )
        messages.ask(self, Message(words, {"label": own.label}), {N_("删除"): remove, N_("取消"): None})

    def _build(self) -> None:
        above = QHBoxLayout()
        above.addWidget(QLabel(_("选项表")))
        above.addWidget(self.lists)
        above.addStretch(1)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        for button in (self.add, self.change, self.remove):
            line.addWidget(button)
        line.addStretch(1)
        permission.grey_out(self.session, self._buttons, Action.RULES)
        self.column.addLayout(above)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.history)
        self.column.addWidget(self._buttons)


def _state(choice: Choice, today: date) -> str:
    if choice.item.is_valid_on(today):
        return N_("在用")
    return N_("还没到") if (choice.item.valid_from or today) > today else N_("已停用")


PAGE = CodesPage
