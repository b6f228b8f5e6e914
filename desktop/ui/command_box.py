"""Ctrl+K: one line that finds any record, page or command by a word, pinyin initials or part of an ID number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import searching
from desktop.ui import appearance, commands
from desktop.ui.commands import Command
from desktop.ui.fields import composing
from desktop.ui.fields.leaving import has_left, takes_escape
from desktop.ui.session import Destination, Listing, Session

_PAUSE = 80  # milliseconds after the last key
_MOST = 8  # records of one register
_WIDTH, _HEIGHT = 620, 380  # pixels at 100 %
_EDGE = 60  # of the box, a scroll bar and a line's own beside its words


class CommandBox(QFrame):
    """A widget inside the window, not a pop-up: input methods do not work in those. Closes when it loses the focus."""

    def __init__(self, session: Session, always: Sequence[Command], window: QWidget) -> None:
        """Find ``always`` on every page, and whatever has a button while that is seen."""
        super().__init__(window)
        self._session = session
        self._always = always
        self._found: list[Command] = []
        self._before: QWidget | None = None
        self.setObjectName("command_box")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("查找记录、页面或命令"))
        self.line.setPlaceholderText(_("查找记录、页面或命令：姓名 / 拼音首字母 / 身份证号的一段"))
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("找到的"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._search)
        composing.watch(self.line, self.line.textChanged).settled.connect(self._pause.start)
        self.line.returnPressed.connect(self._open)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._open)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Show the box with the cursor in it; a second time closes it."""
        if self.isVisible():
            self.close_box()
            return
        self._before = QApplication.focusWidget()
        window = self.window()
        width = min(appearance.scaled(_WIDTH), window.width() - 40)
        height = min(appearance.scaled(_HEIGHT), window.height() - 80)
        self.setGeometry((window.width() - width) // 2, 48, width, height)
        self.line.clear()
        commands.make_ready(window)
        self._search()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self) -> None:
        """Hide the box and give the focus back."""
        before, self._before = self._before, None
        self._pause.stop()
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._take_key(Qt.Key(event.key()))
            if takes_escape(event):
                return True
            if (
                isinstance(event, QFocusEvent)
                and event.lostFocus()
                and self.isVisible()
                and has_left(self.line, event)
            ):
                self._before = None  # whoever took the focus keeps it
                self.close_box()
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key is Qt.Key.Key_Escape:
            self.close_box()
        elif key in steps:
            row = self.list.currentRow() + steps[key]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        else:
            return False
        return True

    @Slot()
    def _search(self) -> None:
        self._pause.stop()
        needle = self.line.text().strip()
        self._found = [*self._matching(needle), *(self._records(needle) if needle else ())]
        self.list.clear()
        metrics, room = self.list.fontMetrics(), self.width() - appearance.scaled(_EDGE)
        for command in self._found:
            keys = f"  {command.keys}" if command.keys else ""
            left = room - metrics.horizontalAdvance(keys)
            shown = metrics.elidedText(command.words, Qt.TextElideMode.ElideRight, left)
            QListWidgetItem(shown + keys, self.list).setToolTip(command.words)
        if self._found:
            self.list.setCurrentRow(0)
        else:
            item = QListWidgetItem(_("没有找到。可以少输几个字。"), self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _matching(self, needle: str) -> Iterator[Command]:
        for command in (*self._always, *commands.at_hand(self.window(), self._before)):
            if command.is_found_by(needle):
                yield command

    def _records(self, needle: str) -> Iterator[Command]:
        for register in self._session.registers.values():
            found = self._session.do(searching.record_ids, register, needle)
            ids = found[:_MOST]
            number = register.number_field or register.name_field
            codes = ["id", register.name_field, number]
            for line in self._session.do(searching.lines, register, ids, codes) if ids else ():
                destination = Destination(register.code, line[0])
                words = _words(register, line[1], line[2])
                yield Command(words, partial(self._session.record_wanted.emit, destination))
            if len(found) > _MOST:
                values = {"title": Message(register.title), "n": len(found) - _MOST}
                words = said(Message(N_("{title}：还有 {n} 条，在列表中查看…"), values))
                listing = Listing(register.code, needle=needle)
                yield Command(words, partial(self._session.list_wanted.emit, listing))

    @Slot()
    def _open(self) -> None:
        if self._pause.isActive():
            self._search()
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            command = self._found[row]
            self.close_box()
            command.do()


def _words(register: Register, name: str | None, number: str | None) -> str:
    values = {
        "title": Message(register.title),
        "name": name or Message(N_("（未命名）")),
        "number": number if number and number != name else "",
    }
    return said(Message(N_("{title}：{name} {number}"), values)).strip()
