"""A register's list: search, state filter, table, and the way to a new record."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import smart_lists
from desktop.services.changes import Changes
from desktop.ui import appearance
from desktop.ui.counts import STANDING
from desktop.ui.registers.list_chips import ALL, ListChips
from desktop.ui.session import Destination, Session
from desktop.ui.tables.record_table_model import RecordTableModel

_PAUSE = 80  # milliseconds after the last key; an input method's preedit does not count as typing


class RegisterPage(QWidget):
    """Lists the records that fit the search line and the state."""

    import_wanted = Signal(str)  # register code

    def __init__(self, session: Session, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.register = register
        self.model = RecordTableModel(session, register, self)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setAccessibleName(_("搜索"))
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("搜索：姓名 / 拼音首字母 / 身份证号 / 单位（Ctrl+F）"))
        self.chips = ListChips(session, register)
        self.table = _Table()
        self.table.setModel(self.model)
        self.count = QLabel()
        self._empty = QLabel()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._search)
        self._build()
        self.search.textChanged.connect(self._wait)
        self.search.returnPressed.connect(self._enter_table)
        self.chips.chosen.connect(self._choose_list)
        self.table.activated.connect(self._open)
        session.changes_made.connect(self._note_changes)
        self.reload()
        self._fit_columns()

    @Slot()
    def reload(self) -> None:
        """Count and search again."""
        self._session.counts.refresh(self.register.code)
        self._search()

    def show_list(self, code: str) -> None:
        """Show all of a smart list."""
        self.search.clear()
        self.chips.choose(code)
        self._search()

    @Slot()
    def _search(self) -> None:
        """Search again and keep the cursor on its record."""
        self._pause.stop()
        current = self.table.currentIndex()
        kept = self.model.record_id(current.row()) if current.isValid() else ""
        ids = self._ids()
        self.model.show_ids(ids)
        row = self.model.row_of(kept) if kept else None
        if row is not None:
            self.table.selectRow(row)
        self.count.setText(said(Message(N_("共 {n} 条"), {"n": len(ids)})))
        self._say_if_empty(shown=len(ids))

    def _ids(self) -> list[str]:
        needle = self.search.text()
        if self.chips.code != STANDING:
            return self._session.do(smart_lists.ids, self.register, self.chips.code, needle)
        standing = self._session.standing.of(self.register.code)
        return [
            one for one in self._session.do(smart_lists.ids, self.register, "", needle) if one in standing
        ]

    @Slot()
    def add(self) -> None:
        """Ask for a new record."""
        self._session.record_wanted.emit(Destination(self.register.code))

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _say_if_empty(self, *, shown: int) -> None:
        if not self.search.text() and self.chips.code == ALL:
            sentence = N_("这里还没有记录。按 Ctrl+N 添加新记录，或点“导入”读入 CSV 表格。")
        else:
            sentence = N_("没有符合条件的记录。可以少输几个字，或点“全部”。")
        self._empty.setText(_(sentence))
        self._stack.setCurrentIndex(0 if shown else 1)

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            width = self.table.columnWidth(column)
            self.table.setColumnWidth(column, min(max(width + 16, 90), 260))

    @Slot(str)
    def _wait(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _enter_table(self) -> None:
        """Return in the search line goes to the first record that was found."""
        if self._pause.isActive():
            self._search()
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.table.selectRow(0)

    @Slot(str)
    def _choose_list(self, _code: str) -> None:
        self._search()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        destination = Destination(self.register.code, self.model.record_id(index.row()))
        self._session.record_wanted.emit(destination)

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if changes.touches(self.register.code):
            self._search()  # the counts follow by themselves

    @Slot()
    def _import(self) -> None:
        self.import_wanted.emit(self.register.code)

    def _build(self) -> None:
        add = QPushButton(_("添加新记录 Ctrl+N"))
        add.setShortcut(QKeySequence("Ctrl+N"))
        add.clicked.connect(self.add)
        importing = QPushButton(_("导入"))
        importing.clicked.connect(self._import)
        QShortcut(QKeySequence("Ctrl+F"), self, self.focus_search)
        top = QHBoxLayout()
        top.addWidget(appearance.heading(_(self.register.title)))
        top.addStretch(1)
        self.search.setMinimumWidth(380)
        for widget in (self.search, add, importing):
            top.addWidget(widget)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        appearance.colour(self._empty, appearance.QUIET)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addLayout(top)
        layout.addWidget(self.chips)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.count)


class _Table(QTableView):
    """Whole rows, opened by Return or a double click."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
