"""打印 ▾ below a list: what can be printed of which records, made beside the window, then printed or kept as a PDF."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import printables
from desktop.services.printables import Paper, Printable, Wanted
from desktop.ui import messages, printing
from desktop.ui.job_line import JobLine
from desktop.ui.session import Session
from desktop.ui.tables.record_table import RecordTable


class PrintButton(QPushButton):
    """Its menu says exactly how many records go onto paper: the selected ones, or all of the list."""

    def __init__(
        self,
        session: Session,
        register: Register,
        table: RecordTable,
        job: JobLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("打印"), parent)
        self._session = session
        self._register = register
        self._table = table
        self._job = job
        self.entries = QMenu(self)
        self.entries.aboutToShow.connect(self.offer)
        self.setMenu(self.entries)
        self._by_action: dict[QAction, Printable] = {}
        for one in printables.of(register):
            action = self.entries.addAction(_(one.title))
            action.setObjectName(one.code)
            self._by_action[action] = one
        self.entries.triggered.connect(self._make)

    @Slot()
    def offer(self) -> None:
        """Write into the menu what would be printed."""
        selected, shown = self._table.selected_count, self._table.records.rowCount()
        template = N_("{title}：选中的 {n} 条") if selected else N_("{title}：列表中的 {n} 条")
        for action, one in self._by_action.items():
            values = {"title": Message(one.title), "n": selected or shown}
            action.setText(said(Message(template, values)))

    @Slot(QAction)
    def _make(self, action: QAction) -> None:
        one, model = self._by_action[action], self._table.records
        ids = self._table.chosen_ids()
        wanted = Wanted(self._register, ids, model.columns, model.shown_in_full)
        title = Message(
            N_("{register}{printed}"),
            {"register": Message(self._register.title), "printed": Message(one.title)},
        )
        self._job.run(one.make, functools.partial(self._ask, said(title)), wanted)

    def _ask(self, title: str, paper: Paper) -> None:
        """Ask what becomes of the paper that is ready."""
        values = {"title": title, "pages": paper.pages, "missing": " ".join(paper.missing)}
        question = Message(N_("“{title}”已排好，共 {pages} 页。"), values)
        if paper.missing:
            sentence = N_("“{title}”已排好，共 {pages} 页。这些字没有字形，纸上写的是它们的编号：{missing}")
            question = Message(sentence, values)
        answers: dict[str, Callable[[], None] | None] = {
            N_("打印…"): functools.partial(
                printing.choose_printer, self.window(), paper.pdf, title, self._tell_printed
            ),
            N_("另存为 PDF…"): functools.partial(
                printing.choose_file, self.window(), paper.pdf, f"{title}.pdf", self._tell_saved
            ),
            N_("不打印"): None,
        }
        messages.ask(self, question, answers)

    def _tell_printed(self) -> None:
        self._session.say(N_("已送到打印机。"))

    def _tell_saved(self, path: object) -> None:
        self._session.say(Message(N_("已存为“{file}”，里面有个人信息，请妥善保管。"), {"file": str(path)}))
