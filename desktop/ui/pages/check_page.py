"""逻辑检查: every record of every register that has something wrong, and the way to it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from db.messages import N_, Message, Problem, Severity
from db.register import Register
from desktop.language import _, said
from desktop.services import checking
from desktop.services.checking import CheckedRecord, CheckReport
from desktop.services.review import Reason
from desktop.ui import appearance
from desktop.ui.box_style import grow_boxes
from desktop.ui.pages.page import Page
from desktop.ui.session import Destination, Session
from desktop.ui.tables.cell_style import give_room

_DESTINATION = Qt.ItemDataRole.UserRole


class ProblemTree(QTreeWidget):
    """Records with their problems below them; a double click or Return opens the record at the problem."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        give_room(self)
        self.setObjectName("problems")
        self.setAccessibleName(_("检查结果"))
        self.setHeaderLabels([_("记录 / 问题"), _("台账"), _("级别")])
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.itemActivated.connect(self._open)

    def show_records(self, found: Iterable[CheckedRecord], *, standing_only: bool) -> None:
        """List the records with their problems, or only with those that still stand."""
        self.clear()
        for record in found:
            problems = record.stands if standing_only else record.problems
            if problems:
                self._add(record, problems)
        self.expandAll()

    def add_reasons(self, reasons: Iterable[Reason]) -> None:
        """List the 核实 problems that were explained, each with its reason below it."""
        tops: dict[str, QTreeWidgetItem] = {}
        for one in reasons:
            destination = Destination(one.register, one.record_id)
            register = self._session.registers[one.register]
            top = tops.get(one.record_id)
            if top is None:
                top = tops[one.record_id] = QTreeWidgetItem(
                    self, [one.label or _("（未命名）"), _(register.title)]
                )
                top.setData(0, _DESTINATION, destination)
            for words, level in (
                (said(one.problem), Severity.EXPLAIN.value),
                (said(Message(N_("说明：{reason}"), {"reason": one.reason})), ""),
            ):
                item = QTreeWidgetItem(top, [words, "", _(level) if level else ""])
                item.setForeground(2, appearance.SEVERITY_TEXT[Severity.EXPLAIN])
                item.setToolTip(0, words)
                item.setData(0, _DESTINATION, destination)
        self.expandAll()

    def _add(self, record: CheckedRecord, problems: Iterable[Problem]) -> None:
        register = self._session.registers[record.register]
        top = QTreeWidgetItem(self, [record.label or _("（未命名）"), _(register.title)])
        top.setToolTip(0, record.label)
        top.setData(0, _DESTINATION, Destination(record.register, record.record_id))
        for problem in problems:
            words = said(
                Message(
                    N_("{place}{sentence}"), {"place": _place(register, problem), "sentence": problem.message}
                )
            )
            item = QTreeWidgetItem(top, [words, "", _(problem.severity.value)])
            item.setForeground(2, appearance.SEVERITY_TEXT[problem.severity])
            item.setToolTip(0, words)
            item.setData(0, _DESTINATION, Destination(record.register, record.record_id, problem))

    @Slot(QTreeWidgetItem, int)
    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        self._session.record_wanted.emit(item.data(0, _DESTINATION))


class CheckPage(Page):
    """Checks all registers at once."""

    def __init__(self, session: Session) -> None:
        words = N_("检查全部台账。没有问题的草稿变为“已检查”，可以上报。双击一个问题，打开记录并跳到那一栏。")
        super().__init__(session, N_("逻辑检查"), words)
        self._report: CheckReport | None = None
        self.start = QPushButton(_("全部检查 F7"))
        self.start.setShortcut("F7")
        self.start.clicked.connect(self.run)
        self._standing = grow_boxes(QCheckBox(_("只看必须处理的")))
        self._standing.setChecked(True)
        self._standing.toggled.connect(self._show)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.start)
        line.addWidget(self._standing)
        line.addWidget(self.summary, 1)
        self.column.addLayout(line)
        self.add_progress()
        self.tree = ProblemTree(session)
        self.column.addWidget(self.tree, 1)

    @Slot()
    def run(self) -> None:
        """Check everything."""
        self.start_job(checking.check_all, self._take, list(self.session.registers.values()))

    def set_busy(self, *, busy: bool) -> None:
        """Lock the button while the check runs."""
        super().set_busy(busy=busy)
        self.start.setEnabled(not busy)

    def _take(self, report: CheckReport) -> None:
        self._report = report
        self._show()
        values = {"n": report.checked, "wrong": len(report.standing), "said": len(report.records)}
        sentence = N_("检查了 {n} 条记录：{wrong} 条必须处理，共 {said} 条有提示。")
        self.summary.setText(said(Message(sentence, values)))
        self.session.say(Message(sentence, values))

    @Slot()
    def _show(self) -> None:
        if self._report is not None:
            self.tree.show_records(self._report.records, standing_only=self._standing.isChecked())


def _place(register: Register, problem: Problem) -> Message:
    """Name the row of a problem inside its group, nothing for a field whose sentence names it."""
    if not problem.rows or problem.row is None:
        return Message("")
    group = register.row_group(problem.rows)
    return Message(N_("{group}第 {row} 行："), {"group": Message(group.title), "row": problem.row + 1})


PAGE = CheckPage
