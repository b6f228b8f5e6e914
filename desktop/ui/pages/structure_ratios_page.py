"""结构比例: what part of a batch of nominees each group is, beside what the rules ask; it follows every change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton

from db.code_lists import code_list
from db.messages import N_, Message, Severity
from db.rule_tables import RATIOS
from db.wording import as_of
from desktop.language import _, said
from desktop.services import printables, structure_ratios, structure_words
from desktop.services.changes import Changes
from desktop.services.printables import Paper
from desktop.services.structure_ratios import REGISTER, Batch, Line, Structure, Verdict
from desktop.services.structure_words import EVERYBODY, written
from desktop.ui import appearance
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.page import Page
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Listing, Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("人选类别"), N_("人数"), N_("比例"), N_("要求"), N_("结果"), N_("占哪一类"))
_RULES = "rules"  # the page of the rule tables


class StructureRatiosPage(Page):
    """One batch at a time: a title and a year; the sentence below the table tells the line that is chosen."""

    def __init__(self, session: Session) -> None:
        words = N_("双击一行（或按回车）看是哪些人。登记、修改人选后马上重算。")
        super().__init__(session, N_("结构比例"), words)
        self.shown: Structure | None = None
        self._wanted: Batch | None = None  # to be chosen when the batches are there
        self.batch = QComboBox()
        self.batch.setAccessibleName(_("称号和年度"))
        self.batch.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.table = PlainTable(N_("各类人选的比例"), _HEADS, _cells, numbers=(1, 2))
        self.table.setMinimumHeight(appearance.scaled(150))
        self.told, self.doubt = appearance.heading("", larger=1), QLabel()
        self.told.setWordWrap(True)
        self.doubt.setWordWrap(True)
        appearance.colour(self.doubt, appearance.SEVERITY_TEXT[Severity.EXPLAIN])
        self.basis = appearance.quiet()
        self.names, self.print = QPushButton(_("看名单")), QPushButton(_("打印"))
        self.rules = QPushButton(_("到规则表录入比例…"))
        self._build()
        self.batch.currentIndexChanged.connect(self._count)
        self.table.moved.connect(self._tell)
        self.table.opened.connect(self._open)
        self.names.clicked.connect(self._open)
        self.print.clicked.connect(self._print)
        self.rules.clicked.connect(self._go_to_rules)
        session.changes_made.connect(self._note_changes)

    @Slot()
    def refresh(self) -> None:
        """Read again which batches there are, and count the chosen one."""
        self.session.look(structure_ratios.batches, self._offer)

    def show_part(self, part: str) -> None:
        """Show the batch of a nominee, by the id of the record; "" leaves the one that is shown."""
        if part:
            self.session.look(structure_ratios.batch_of, self._want, part)

    def _want(self, batch: Batch | None) -> None:
        self._wanted = batch
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()  # a ratio may have been entered meanwhile, and a day gone by

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _offer(self, found: list[Batch]) -> None:
        chosen: Batch | None = self._wanted or self.batch.currentData()
        self._wanted = None
        self.batch.blockSignals(True)
        self.batch.clear()
        for one in found:
            values = {
                "title": Message(code_list("honour_title").label(one.title)),
                "year": one.year,
                "n": one.nominees,
            }
            self.batch.addItem(said(Message(N_("{title} {year}年（{n} 人）"), values)), one)
        names = [(one.title, one.year) for one in found]
        kept = (chosen.title, chosen.year) if chosen else None
        self.batch.setCurrentIndex(names.index(kept) if kept in names else 0 if found else -1)
        self.batch.setEnabled(bool(found))
        self.batch.blockSignals(False)
        self._count()

    @Slot()
    def _count(self) -> None:
        batch: Batch | None = self.batch.currentData()
        if batch is not None:
            self.session.look(structure_ratios.structure, self._show, batch)
            return
        self.shown = None
        self.print.setEnabled(False)
        self.summary.setText(_("还没有登记人选。在“先进推荐—个人”里填好推荐称号和年度，这里就会统计。"))
        self.table.show_items(())

    def _show(self, found: Structure) -> None:
        batch: Batch | None = self.batch.currentData()
        if batch is None or (batch.title, batch.year) != (found.batch.title, found.batch.year):
            return  # another one was chosen meanwhile
        row = max(self.table.row, 0) if self.shown and self.shown.batch.title == found.batch.title else 0
        self.shown = found
        self.print.setEnabled(not self.job.isVisibleTo(self))
        self.summary.setText(said(_summary(found)))
        is_short = bool(found.count(Verdict.NOT_MET))
        appearance.colour(self.summary, appearance.ACCENT if is_short else appearance.TEXT)
        self.table.show_items(found.lines, row)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give the last column what is left, or what it needs: then the table is scrolled, and nothing is cut."""
        header, last = self.table.horizontalHeader(), len(_HEADS) - 1
        header.setStretchLastSection(False)
        self.table.resizeColumnToContents(last)
        beside = self.table.verticalScrollBar().sizeHint().width()
        header.setStretchLastSection(header.length() < self.table.maximumViewportSize().width() - beside)

    @Slot()
    def _tell(self) -> None:
        line: Line | None = self.table.current
        doubt = line and structure_words.doubt(line)
        self.told.setText(said(structure_words.told(line)) if line else "")
        self.doubt.setText(said(doubt) if doubt else "")
        self.doubt.setVisible(bool(doubt))
        self.basis.setText(said(structure_words.basis(line)) if line else "")
        self.names.setEnabled(bool(line and line.conditions))

    @Slot()
    def _open(self) -> None:
        """Show the list of those who are counted in the chosen line."""
        line: Line | None = self.table.current
        narrowed = structure_ratios.behind(self.shown.batch, line) if self.shown and line else None
        if narrowed is not None:
            self.session.list_wanted.emit(Listing(REGISTER, "", narrowed))

    @Slot()
    def _print(self) -> None:
        if self.shown is not None:
            title = said(structure_words.sheet_title(self.shown.batch))
            self.start_job(printables.structure_sheet, partial(self._show_paper, title), self.shown)

    def _show_paper(self, title: str, paper: Paper) -> None:
        Preview(self.session, paper, title, self.window()).open()

    def set_busy(self, *, busy: bool) -> None:
        self.print.setEnabled(not busy and self.shown is not None)

    @Slot()
    def _go_to_rules(self) -> None:
        self.session.part_wanted.emit(_RULES, RATIOS)

    @Slot(object)
    def _note_changes(self, changes: Changes) -> None:
        if changes.touches(REGISTER):
            self.refresh()

    def _build(self) -> None:
        choice = QHBoxLayout()
        choice.addWidget(QLabel(_("称号和年度")))
        choice.addWidget(self.batch)
        choice.addStretch(1)
        buttons = FlowLayout()
        for button in (self.names, self.print, self.rules):
            buttons.addWidget(button)
        self.column.addLayout(choice)
        self.column.addWidget(self.summary)
        self.column.addWidget(self.table, 1)
        for label in (self.told, self.doubt, self.basis):
            self.column.addWidget(label)
        self.add_progress()
        self.column.addLayout(buttons)


def _summary(found: Structure) -> Message:
    values: dict[str, object] = {
        "n": found.batch.nominees,
        "met": found.count(Verdict.MET),
        "not_met": found.count(Verdict.NOT_MET),
        "open": found.open,
        "as_of": as_of(found.on),
    }
    if not found.has_ratios:
        return Message(
            N_(
                "人选 {n} 人。规则表里没有这个称号这一年度的比例，不能判断是否符合；请点“到规则表录入比例…”，按本次通知录入。{as_of}。"
            ),
            values,
        )
    return Message(
        N_("人选 {n} 人：{met} 项符合，{not_met} 项不符合，{open} 项还不能确定。{as_of}。"), values
    )


def _cells(line: Line) -> tuple[Cell, ...]:
    ratio, is_counted = line.ratio, line.conditions is not None
    whole = {"of": Message(ratio.of or EVERYBODY), "n": line.whole}
    return (
        Cell(_(ratio.group)),
        Cell(said(Message(N_("{n} 人"), {"n": line.part})) if is_counted else "—"),
        Cell(f"{written(line.percent)}%" if line.percent is not None else "—"),
        Cell(said(structure_words.asked(line))),
        _result(line),
        Cell(said(Message(N_("{of} {n} 人"), whole)) if is_counted else _(ratio.of or EVERYBODY)),
    )


def _result(line: Line) -> Cell:
    """Judge a line in a word and a colour; amber while those of whom a field does not tell can turn it."""
    words = said(structure_words.result(line))
    if line.verdict in {Verdict.NOBODY, Verdict.NO_RATIO}:
        return Cell(words, appearance.QUIET)
    if line.verdict is Verdict.UNCOUNTABLE or not line.is_certain:
        return Cell(f"? {words}", appearance.SEVERITY_TEXT[Severity.EXPLAIN])
    if line.verdict is Verdict.MET:
        return Cell(f"✓ {words}", appearance.GOOD)
    return Cell(f"✖ {words}", appearance.ACCENT)


PAGE = StructureRatiosPage
