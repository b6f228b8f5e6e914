"""A register's list: search, state filter, table, and the way to a new record."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.record import State
from db.register import Register
from desktop.language import _, said
from desktop.services import searching
from desktop.services.changes import Changes
from desktop.ui import appearance
from desktop.ui.session import Destination, Session
from desktop.ui.tables.record_table_model import RecordTableModel

_PAUSE = 80  # milliseconds after the last key; an input method's preedit does not count as typing
_EVERY_STATE = ""


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
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("搜索：姓名 / 拼音首字母 / 身份证号 / 单位（Ctrl+F）"))
        self._states = QButtonGroup(self)
        self._states_line = QHBoxLayout()
        self._state = _EVERY_STATE
        self._counts: dict[str, int] = {}
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
        self._states.buttonClicked.connect(self._choose_state)
        self.table.activated.connect(self._open)
        session.changes_made.connect(self._note_changes)
        self.reload()
        self._fit_columns()

    @Slot()
    def reload(self) -> None:
        """Count and search again."""
        self._counts = self._session.do(searching.count_by_state, self.register)
        self._search()

    @Slot()
    def _search(self) -> None:
        """Search again and keep the cursor on its record."""
        self._pause.stop()
        current = self.table.currentIndex()
        kept = self.model.record_id(current.row()) if current.isValid() else ""
        states = (self._state,) if self._state else ()
        needle = self.search.text()
        ids = self._session.do(searching.record_ids, self.register, needle, states)
        self.model.show_ids(ids)
        row = self.model.row_of(kept) if kept else None
        if row is not None:
            self.table.selectRow(row)
        self._show_counts(self._counts, len(ids))
        self._say_if_empty(total=sum(self._counts.values()), shown=len(ids))

    @Slot()
    def add(self) -> None:
        """Ask for a new record."""
        self._session.record_wanted.emit(Destination(self.register.code))

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_counts(self, counts: dict[str, int], shown: int) -> None:
        """Write the state filter anew: states that no record has are left out."""
        for button in self._states.buttons():
            self._states.removeButton(button)
            self._states_line.removeWidget(button)
            button.deleteLater()
        words = [(_EVERY_STATE, Message(N_("全部 {n}"), {"n": sum(counts.values())}))]
        words += [
            (
                state.value,
                Message(N_("{state} {n}"), {"state": Message(state.label), "n": counts[state.value]}),
            )
            for state in State
            if counts.get(state.value)
        ]
        for number, (state, message) in enumerate(words):
            button = QToolButton()
            button.setText(said(message))
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setObjectName(state)
            button.setChecked(state == self._state)
            self._states.addButton(button)
            self._states_line.insertWidget(number, button)
        self.count.setText(said(Message(N_("共 {n} 条"), {"n": shown})))

    def _say_if_empty(self, *, total: int, shown: int) -> None:
        if total == 0:
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

    @Slot(QToolButton)
    def _choose_state(self, button: QToolButton) -> None:
        self._state = button.objectName()
        QTimer.singleShot(0, self._search)  # the button that was pressed is replaced

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        destination = Destination(self.register.code, self.model.record_id(index.row()))
        self._session.record_wanted.emit(destination)

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if changes.touches(self.register.code):
            self.reload()

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
        self._states_line.addStretch(1)
        self._states_line.setSpacing(2)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        appearance.colour(self._empty, appearance.QUIET)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addLayout(top)
        layout.addLayout(self._states_line)
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
