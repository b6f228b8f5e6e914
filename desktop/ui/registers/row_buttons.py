"""The line above the rows of a group: how many there are, and what can be done with them, each with its key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from db.messages import N_, Message
from db.register import RowGroup
from desktop.language import _, said
from desktop.ui import appearance
from desktop.ui.flow_layout import FlowLayout


class RowButtons(FlowLayout):
    """Goes on below, so that large letters do not make the form wider than its place; ``RowGrid`` does the work.

    No button takes the focus: all have keys, and Return goes through the fields.
    """

    def __init__(self, group: RowGroup) -> None:
        super().__init__()
        self._title = group.title
        self._count = QLabel()
        self.addWidget(self._count)
        self.as_form = self._button(N_("整行表单 F6"), N_("把光标所在的一行展开成表单，不用左右滚动。"))
        self.as_form.setCheckable(True)
        self.add = self._button(N_("添加一行 Ctrl+M"), N_("在最后添加一行。"))
        self.remove = self._button(
            N_("删除一行 Ctrl+Del"), N_("删除光标所在的一行；正在格子里输入时，先按 Esc。")
        )
        self.up = self._button(N_("上移"), N_("把光标所在的一行上移（Alt+Shift+↑）。"))
        self.down = self._button(N_("下移"), N_("把光标所在的一行下移（Alt+Shift+↓）。"))
        self.bring_back = self._button(N_("撤销删除 Ctrl+Z"), N_("把刚删除的一行放回原处。"))
        self.bring_back.hide()

    def show_count(self, rows: int) -> None:
        """Say how many rows there are."""
        self._count.setText(said(Message(N_("{title}：{n} 行"), {"title": Message(self._title), "n": rows})))
        appearance.colour(self._count, appearance.QUIET)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock what changes the rows."""
        for button in (self.as_form, self.add, self.remove, self.up, self.down, self.bring_back):
            button.setEnabled(not read_only)

    def _button(self, label: str, help_: str) -> QPushButton:
        button = QPushButton(_(label))
        button.setToolTip(_(help_))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(button)
        return button
