"""A register's list: search, state filter, table, and the way to a new record."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.register import Register
from desktop.language import _
from desktop.services import filtering, smart_lists, sorting
from desktop.services.changes import Changes
from desktop.services.filtering import ListFilter
from desktop.services.sorting import Order
from desktop.settings import ListLayout, layout_of
from desktop.ui import appearance, pages
from desktop.ui.fields import composing
from desktop.ui.fields.prompted_line import PromptedLine
from desktop.ui.navigation import Entry
from desktop.ui.registers.column_chooser import ColumnChooser
from desktop.ui.registers.filter_dialog import FilterDialog
from desktop.ui.registers.filter_line import FilterLine
from desktop.ui.registers.list_chips import ALL, ListChips
from desktop.ui.registers.selection_line import SelectionLine
from desktop.ui.session import Destination, Session
from desktop.ui.standing import CHECKED
from desktop.ui.tables.record_table import RecordTable
from desktop.ui.tables.record_table_model import RecordTableModel

_KEPT = 500  # selected rows that stay selected when the list is read again
_PAUSE = 80  # milliseconds after the last key


class RegisterPage(QWidget):
    """Lists the records that fit the search line and the state."""

    def __init__(self, session: Session, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.register = register
        self.model = RecordTableModel(session, register, self)
        self.search = PromptedLine(
            (
                _("搜索：姓名 / 拼音首字母 / 身份证号 / 单位（Ctrl+F）"),
                _("搜索：姓名 / 拼音首字母 / 身份证号（Ctrl+F）"),
                _("搜索：姓名 / 拼音首字母（Ctrl+F）"),
                _("搜索（Ctrl+F）"),
            )
        )
        self.search.setObjectName("search")
        self.search.setAccessibleName(_("搜索"))
        self.search.setClearButtonEnabled(True)
        self.chips = ListChips(session, register)
        self.filter_line = FilterLine(session, register)
        self.table = RecordTable(self.model)
        self._layout: ListLayout = session.settings.get(layout_of(register.code))
        self._order: Order | None = None
        self._shown_from = {register.code, *(one.register for one in register.related)}
        self.selection = SelectionLine(session, register, self.table)
        self._empty = QLabel()
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._search)
        self._build()
        composing.watch(self.search, self.search.textChanged).settled.connect(self._pause.start)
        self.search.returnPressed.connect(self._enter_table)
        self.chips.chosen.connect(self._choose_list)
        self.filter_line.found.connect(self._search)
        self.filter_line.change_wanted.connect(self.choose_filter)
        self.filter_line.clear_wanted.connect(self.clear_filter)
        self.table.activated.connect(self._open)
        self.table.sort_wanted.connect(self._sort_by)
        self.table.arranged.connect(self._remember)
        session.changes_made.connect(self._note_changes)
        self.model.show_columns(self._layout.columns)
        self.chips.show_filters(session.do(filtering.kept, register))
        self.reload()
        self.table.arrange(self._layout.widths, self._layout.frozen)
        self._ask_for_order()

    @Slot()
    def reload(self) -> None:
        """Count and search again."""
        self._session.counts.refresh(self.register.code)
        self._search()

    def show_list(self, code: str, narrowed: ListFilter | None = None, needle: str = "") -> None:
        """Show a smart list or a kept filter: all of it, or what fits the conditions of a filter and a search."""
        self.search.setText(needle)
        self.chips.choose(code)
        self.filter_line.show_filter(narrowed or self.chips.filters.get(code))

    @property
    def listing(self) -> str:
        """The code of the smart list that is shown, whole or narrowed by a filter."""
        kept = self.chips.filters.get(self.chips.code)
        return self.chips.code if kept is None else kept.listing

    @Slot()
    def _search(self) -> None:
        """Search again and keep what is selected, unless that is more than anybody picked by hand."""
        self._pause.stop()
        if not self.filter_line.is_ready:
            return  # it tells when it is
        kept = set(self.table.selected_ids()) if self.table.selected_count <= _KEPT else set()
        column = self.table.currentIndex().column()
        ids = self.filter_line.pick(self._found())
        self.model.show_ids(self._order.sort(ids, descending=self._layout.descending) if self._order else ids)
        self.table.select_ids(kept)
        self._stay_in(column)
        self.selection.show_list(self.listing)
        self._say_if_empty(shown=len(ids))

    def _found(self) -> list[str]:
        """Find what the search line and the chosen list have in common, whatever the filter."""
        needle, code = self.search.text(), self.listing
        if code not in CHECKED:
            return self._session.do(smart_lists.ids, self.register, code, needle)
        found = self._session.standing.of(self.register.code).get(code, frozenset())
        return [one for one in self._session.do(smart_lists.ids, self.register, "", needle) if one in found]

    @Slot()
    def choose_filter(self) -> None:
        """Ask for conditions on fields; those in force are changed."""
        begun = self.filter_line.filter or ListFilter(self.register.code, ())
        if not begun.id:
            begun = replace(begun, listing=self.listing)
        can_be_kept = begun.listing not in {*CHECKED, smart_lists.WITHDRAWN}
        dialog = FilterDialog(
            self._session, self.register, begun, self._found(), self, can_be_kept=can_be_kept
        )
        dialog.used.connect(self._use_filter)
        dialog.dropped.connect(self.clear_filter)
        dialog.open()

    @Slot(object)
    def _use_filter(self, made: ListFilter) -> None:
        if made.id:
            self.chips.show_filters(self._session.do(filtering.kept, self.register))
            self._session.counts.refresh(self.register.code)
        listing = self.listing
        self.chips.choose(made.code if made.id else listing)
        self.filter_line.show_filter(made)

    @Slot()
    def clear_filter(self) -> None:
        """Show the list without conditions again."""
        self.chips.choose(self.listing)
        self.chips.show_filters(self._session.do(filtering.kept, self.register))
        self.filter_line.show_filter(None)

    @Slot()
    def add(self) -> None:
        """Ask for a new record."""
        self._session.record_wanted.emit(Destination(self.register.code))

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _say_if_empty(self, *, shown: int) -> None:
        if self.filter_line.filter is not None:
            sentence = N_("没有符合条件的记录。可以改条件，或清除筛选。")
        elif not self.search.text() and self.chips.code == ALL:
            sentence = N_(
                "这里还没有记录。按 Ctrl+N 添加新记录，或点“导入”读入 Excel 表格（那里有空白模板）。"
            )
        else:
            sentence = N_("没有符合条件的记录。可以少输几个字，或点“全部”。")
        self._empty.setText(_(sentence))
        self._stack.setCurrentIndex(0 if shown else 1)

    def _stay_in(self, column: int) -> None:
        """Leave the cursor in its column, that of the next sorting."""
        cell = self.model.index(max(self.table.currentIndex().row(), 0), column)
        if cell.isValid():
            self.table.selectionModel().setCurrentIndex(cell, QItemSelectionModel.SelectionFlag.NoUpdate)

    @Slot()
    def sort_here(self) -> None:
        """Sort by the column of the cursor, as a click on its header does."""
        if self.model.rowCount():
            column = max(self.table.currentIndex().column(), 0)
            self._stay_in(column)
            self._sort_by(column)

    @Slot(int)
    def _sort_by(self, column: int) -> None:
        """Sort by a column: upwards, then downwards, then in the order of making again."""
        code, layout = self.model.columns[column], self._layout
        if not self._session.do(sorting.is_quick, self.register, code):
            self._session.say(N_("这一列是逐条算出来的，记录太多，不能按它排序。"))
            return
        if layout.sorted_by != code:
            self._layout = replace(layout, sorted_by=code, descending=False)
            sentence = N_("已按“{column}”升序排列。")
        elif not layout.descending:
            self._layout = replace(layout, descending=True)
            sentence = N_("已按“{column}”降序排列。")
        else:
            self._layout = replace(layout, sorted_by="", descending=False)
            sentence = N_("已恢复录入的先后次序。")
        self._session.say(Message(sentence, {"column": self.model.label(code)}))
        self._remember()
        if self._order is not None and self._order.code == self._layout.sorted_by:
            self._search()
        else:
            self._ask_for_order()

    def _ask_for_order(self) -> None:
        """Have the order of the sorted column worked out beside the window; the list follows when it is there."""
        code = self._layout.sorted_by
        self.table.show_sorting(code, descending=self._layout.descending)
        if code in self.model.every_column:
            self._session.look(sorting.order, self._take_order, self.register, code)
        elif self._order is not None:
            self._order = None
            self._search()

    def _take_order(self, order: Order) -> None:
        if order.code == self._layout.sorted_by:
            self._order = order
            self._search()

    @Slot()
    def choose_columns(self) -> None:
        """Ask which columns the list shows."""
        chooser = ColumnChooser(self.model, self.model.every_column, self._layout.frozen, self)
        chooser.chosen.connect(self._show_columns)
        chooser.open()

    @Slot(object, int)
    def _show_columns(self, codes: tuple[str, ...], frozen: int) -> None:
        kept = set(self.table.selected_ids())
        self._layout = replace(self._layout, columns=codes, frozen=frozen)
        self._remember()
        self.model.show_columns(codes)
        self.table.arrange(self._layout.widths, frozen)
        self.table.show_sorting(self._layout.sorted_by, descending=self._layout.descending)
        self.table.select_ids(kept)

    @Slot()
    def _remember(self) -> None:
        self._layout = replace(self._layout, widths=dict(self.table.widths))
        self._session.settings.put(layout_of(self.register.code), self._layout)
        self.table.show_sorting(self._layout.sorted_by, descending=self._layout.descending)

    @Slot()
    def _enter_table(self) -> None:
        """Return in the search line goes to the first record that was found."""
        if self._pause.isActive():
            self._search()
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.table.selectRow(0)

    @Slot(str)
    def _choose_list(self, code: str) -> None:
        """Show another list; conditions that were not kept narrow it too, a kept filter has its own."""
        kept, used = self.chips.filters.get(code), self.filter_line.filter
        if kept is not None or (used is not None and used.id):
            self.filter_line.show_filter(kept)
        else:
            self._search()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        destination = Destination(self.register.code, self.model.record_id(index.row()))
        self._session.record_wanted.emit(destination)

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if any(map(changes.touches, self._shown_from)):
            self._search()  # the counts follow by themselves
            self.filter_line.refresh()
            if self._layout.sorted_by:
                self._ask_for_order()

    @Slot()
    def _import(self) -> None:
        self._session.part_wanted.emit(pages.IMPORT.code, self.register.code)

    def _way_to(self, entry: Entry) -> QPushButton:
        button = QPushButton(_(entry.title))
        button.setObjectName(entry.code)
        button.clicked.connect(self._go)
        return button

    @Slot()
    def _go(self) -> None:
        """Go to the page of the button that was clicked, at the record of the cursor or the first of a narrowed list."""
        is_narrowed = self.filter_line.filter is not None or bool(self.search.text())
        row = max(self.table.currentIndex().row(), 0 if is_narrowed and self.model.rowCount() else -1)
        part = self.model.record_id(row) if row >= 0 else ""
        self._session.part_wanted.emit(self.sender().objectName(), part)

    def _build(self) -> None:
        add = QPushButton(_("添加新记录 Ctrl+N"))
        add.setShortcut(QKeySequence("Ctrl+N"))
        add.clicked.connect(self.add)
        importing = QPushButton(_("导入"))
        importing.clicked.connect(self._import)
        columns = QPushButton(_("列…"))
        columns.setObjectName("columns")
        columns.setAccessibleName(_("选择列"))
        columns.clicked.connect(self.choose_columns)
        narrow = QPushButton(_("筛选…"))
        narrow.setObjectName("filter")
        narrow.setToolTip("Ctrl+Shift+F")
        narrow.setShortcut(QKeySequence("Ctrl+Shift+F"))
        narrow.clicked.connect(self.choose_filter)
        lists = QHBoxLayout()
        lists.addWidget(self.chips, 1)
        for entry in pages.about(self.register.code, self._session.ledger.office().area):
            lists.addWidget(self._way_to(entry))
        lists.addWidget(narrow)
        QShortcut(QKeySequence("Ctrl+F"), self, self.focus_search).setWhatsThis(_("在列表中查找"))
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.sort_here).setWhatsThis(_("按光标所在的列排序"))
        words = _("点一下按这一列排序，再点换方向。按 Ctrl+Shift+S 按光标所在的列排序。")
        for view in (self.table, self.table.frozen):
            view.horizontalHeader().viewport().setToolTip(words)
        top = QHBoxLayout()
        top.addWidget(appearance.heading(_(self.register.title)))
        top.addStretch()
        top.addWidget(self.search)
        for widget in (add, importing, columns):
            top.addWidget(widget)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        appearance.colour(self._empty, appearance.QUIET)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addLayout(top)
        layout.addLayout(lists)
        layout.addWidget(self.filter_line)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.selection)
