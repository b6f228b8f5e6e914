"""The tree beside the pages: registers under their headings, then what is done with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.ui import appearance

_CODE = Qt.ItemDataRole.UserRole


class Entry(NamedTuple):
    """One page: its code, its title and the heading under which it stands, none for "" (source strings).

    ``about`` is the code of the register whose list offers the page too, "" for a page that is about all of them;
    ``parts`` are what else somebody looks for by name, each with the code that the page's ``show_part`` knows.
    """

    code: str
    title: str
    group: str
    about: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class Navigation(QTreeWidget):
    """Tells which page was chosen."""

    page_chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._keys: dict[str, str] = {}
        self._entries = {entry.code: entry for entry in entries}
        self.setAccessibleName(_("页面"))
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self._fit()
        groups: dict[str, QTreeWidgetItem] = {}
        for entry in entries:
            if not entry.group:
                self._add(QTreeWidgetItem(self, [_(entry.title)]), entry)
                continue
            if entry.group not in groups:
                groups[entry.group] = QTreeWidgetItem(self, [_(entry.group)])
                groups[entry.group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                groups[entry.group].setForeground(0, appearance.QUIET)
            self._add(QTreeWidgetItem(groups[entry.group], [_(entry.title)]), entry)
        for number, entry in enumerate(entries[:9], 1):
            self._keys[entry.code] = said(Message(N_("Ctrl+{n}"), {"n": number}))
            self._items[entry.code].setToolTip(0, self._keys[entry.code])
        self.expandAll()
        self.currentItemChanged.connect(self._choose)

    def _add(self, item: QTreeWidgetItem, entry: Entry) -> None:
        item.setData(0, _CODE, entry.code)
        self._items[entry.code] = item

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        needed = self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(appearance.scaled(178), needed))

    def show_count(self, code: str, count: int | None, waiting: int) -> None:
        """Write behind a page's title how many records it has (None: it has none of its own), and with ● how many wait."""
        title = Message(self._entries[code].title)
        values = {"title": title, "n": count, "waiting": waiting}
        told = [self._keys[code]] if code in self._keys else []
        if waiting:
            words = N_("{title}  {waiting}●") if count is None else N_("{title}  {n} · {waiting}●")
            told.append(said(Message(N_("{waiting} 条等着处理：退回、更正中或逻辑有误"), values)))
            title = Message(words, values)
        elif count is not None:
            title = Message(N_("{title}  {n}"), values)
        self._items[code].setText(0, said(title))
        self._items[code].setToolTip(0, "\n".join(told))
        self._fit()

    def show_page(self, code: str) -> None:
        """Move the mark to a page."""
        self.setCurrentItem(self._items[code])

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _choose(self, current: QTreeWidgetItem | None, _previous: QTreeWidgetItem | None) -> None:
        if current is not None and current.data(0, _CODE):
            self.page_chosen.emit(str(current.data(0, _CODE)))
