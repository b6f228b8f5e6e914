"""数据汇总: choose a register, lines, columns and what is added up; every number opens the list of its records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.fields import DateField
from db.messages import N_, Message
from db.register import Register
from db.store.ledger import Ledger
from db.values import money
from desktop.language import _, said
from desktop.services import rolling_up
from desktop.services.changes import Changes
from desktop.services.printables import Paper
from desktop.services.progress import Progress
from desktop.services.rolling_up import NONE, Head, Question, RollUp
from desktop.ui import appearance, saving_file
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.text import DateEditor
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.page import Page
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Listing, Session
from desktop.ui.tables.cell_style import give_room


class RollUpPage(Page):
    """The table follows what is chosen; 合计 stands below and at the right."""

    def __init__(self, session: Session) -> None:
        words = N_("选好台账、行、列和统计内容，下面的表随即算出。双击一个数（或按回车）看是哪些记录。")
        super().__init__(session, N_("数据汇总"), words)
        self.made: RollUp | None = None
        self.register = _box(N_("台账"))
        self.rows, self.columns = _box(N_("按什么分行")), _box(N_("按什么分列"))
        self.measure = _box(N_("统计内容"))
        self.since, self.until = (_day(session, code, words) for code, words in _DAYS)
        self.title = appearance.heading("", larger=1)
        self.table = _table()
        self.print, self.export = QPushButton(_("打印预览")), QPushButton(_("导出 Excel…"))
        self._build()
        for register in session.registers.values():
            self.register.addItem(_(register.title), register.code)
        self.register.currentIndexChanged.connect(self._offer)
        for box in (self.rows, self.columns, self.measure):
            box.currentIndexChanged.connect(self.refresh)
        for day in (self.since, self.until):
            day.edited.connect(self._take_day)
        self.table.activated.connect(self._open)
        self.print.clicked.connect(self._print)
        self.export.clicked.connect(self._ask_where)
        session.changes_made.connect(self._note_changes)
        self._offer()

    @property
    def question(self) -> Question:
        """What is chosen."""
        return Question(
            self.register.currentData(),
            self.rows.currentData(),
            self.columns.currentData(),
            self.measure.currentData(),
            self.since.value(),
            self.until.value(),
        )

    @Slot()
    def refresh(self) -> None:
        """Work the table out again beside the window."""
        self.session.look(rolling_up.roll_up, self._show, self.question)

    def show_part(self, part: str) -> None:
        """Show another register."""
        self.register.setCurrentIndex(self.register.findData(part))

    def set_busy(self, *, busy: bool) -> None:
        for button in (self.print, self.export):
            button.setEnabled(not busy)

    @Slot()
    def _offer(self) -> None:
        """Offer what the chosen register has, and keep what is chosen as far as it has that too."""
        register: Register = self.session.registers[self.register.currentData()]
        by = rolling_up.dimensions(register, self.session.ledger.office().area)
        _fill(self.rows, by)
        _fill(self.columns, {NONE: N_("（不分列）"), **by})
        _fill(self.measure, rolling_up.measures(register))
        self.refresh()

    @Slot(object)
    def _take_day(self, day: Editor) -> None:
        if not day.refused():
            self.refresh()

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if changes.touches(self.register.currentData()):
            self.refresh()

    def _show(self, made: RollUp) -> None:
        if made.question != self.question:
            return  # something else was asked meanwhile
        self.made = made
        self.title.setText(said(rolling_up.title(made.question)))
        columns = self._shown_columns()
        heads = [self.rows.currentText(), *(_words(column) for column in columns)]
        self.table.clear()
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(made.rows) + 1)
        for line, row in enumerate((*made.rows, None)):
            self._put(line, 0, _words(row), is_sum=row is None)
            for place, column in enumerate(columns, start=1):
                amount = made.amount(row, column)
                text = money.grouped(amount) if made.is_money else f"{amount:,}"
                self._put(line, place, text, is_sum=row is None or column is None)
        self.table.resizeColumnsToContents()
        self.table.setCurrentCell(0, min(1, len(heads) - 1))

    def _put(self, line: int, place: int, text: str, *, is_sum: bool) -> None:
        item = QTableWidgetItem(text)
        if place:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if is_sum:
            font = self.table.font()
            font.setBold(True)
            item.setFont(font)
        self.table.setItem(line, place, item)

    def _shown_columns(self) -> list[Head | None]:
        made = self.made
        return [*made.columns, None] if made is not None and made.question.columns else [None]

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        """Open the list of the records behind a number; the words of a line stand for all of it."""
        if self.made is None:
            return
        row = self.made.rows[index.row()] if index.row() < len(self.made.rows) else None
        columns = [None, *self._shown_columns()]
        narrowed = rolling_up.behind(self.made, row, columns[index.column()])
        asked = narrowed if narrowed.conditions else None
        self.session.list_wanted.emit(Listing(self.made.question.register, "", asked))

    @Slot()
    def _print(self) -> None:
        if self.made is not None:
            self.start_job(_printed, self._show_paper, self.made)

    def _show_paper(self, paper: Paper) -> None:
        Preview(self.session, paper, self.title.text(), self.window()).open()

    @Slot()
    def _ask_where(self) -> None:
        offered = Path(f"{self.title.text()}.xlsx".replace("/", "、"))
        saving_file.ask_where(self, _("导出 Excel"), offered, self.write)

    @Slot(str)
    def write(self, path: str) -> None:
        """Write the table as a workbook."""
        if self.made is not None:
            self.start_job(_written, self._tell_written, self.made, Path(path))

    def _tell_written(self, path: Path) -> None:
        self.session.say(Message(N_("已导出 {path}。"), {"path": path}))

    def _build(self) -> None:
        choices = FlowLayout()
        for words, widget in (
            (N_("台账"), self.register),
            (N_("行"), self.rows),
            (N_("列"), self.columns),
            (N_("统计"), self.measure),
        ):
            choices.addWidget(_line((words, widget)))
        choices.addWidget(_line((N_("填写日期从"), self.since), (N_("到"), self.until)))
        buttons = FlowLayout()
        for button in (self.print, self.export):
            buttons.addWidget(button)
        self.column.addLayout(choices)
        self.column.addWidget(self.title)
        self.column.addWidget(self.table, 1)
        self.add_progress()
        self.column.addLayout(buttons)


_DAYS = (("since", N_("填写日期从")), ("until", N_("填写日期到")))


def _line(*choices: tuple[str, QWidget]) -> QWidget:
    """Keep choices on one line with their names."""
    together = QWidget()
    line = QHBoxLayout(together)
    line.setContentsMargins(0, 0, 0, 0)
    for words, widget in choices:
        line.addWidget(QLabel(_(words)))
        line.addWidget(widget)
    return together


def _box(words: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(_(words))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _fill(box: QComboBox, choices: Mapping[str, str]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for code, label in choices.items():
        box.addItem(_(label), code)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)


def _day(session: Session, code: str, words: str) -> DateEditor:
    day = DateEditor(code, DateField(words), session.today)
    day.setFixedWidth(appearance.scaled(130))
    return day


def _table() -> QTableWidget:
    table = QTableWidget()
    give_room(table)
    table.setObjectName("rollup")
    table.setAccessibleName(_("汇总表"))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    return table


def _words(head: Head | None) -> str:
    return _("合计") if head is None else said(head.label)


def _printed(ledger: Ledger, made: RollUp, progress: Progress) -> Paper:
    from desktop.services import roll_up_papers  # noqa: PLC0415 - drawing loads large libraries

    return roll_up_papers.printed(ledger, made, progress)


def _written(ledger: Ledger, made: RollUp, path: Path, progress: Progress) -> Path:
    from desktop.services import roll_up_papers  # noqa: PLC0415 - as above

    saving_file.write(path, roll_up_papers.workbook(ledger, made, progress))
    return path


PAGE = RollUpPage
