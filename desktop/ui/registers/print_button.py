"""打印 ▾ of a list or a record: what can be printed, made beside the window and shown in the preview."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import printables
from desktop.services.form_folder import has_own_forms
from desktop.services.printables import PRINTABLES, Offered, Paper, Printable, Wanted
from desktop.ui.job_line import JobLine
from desktop.ui.preview.preview import Preview
from desktop.ui.preview.questions import Questions
from desktop.ui.session import Session


def _at_once(then: Callable[[], None]) -> None:
    then()


@dataclass(frozen=True)
class Source:
    """What a menu prints: ``wanted`` tells the records, ``worded`` names an entry, ``always`` are its first entries.

    ``when_ready`` calls back when the records can be printed: one that is being edited is saved before.
    """

    wanted: Callable[[], Wanted]
    worded: Callable[[str], Message]
    always: Sequence[Printable] = PRINTABLES
    when_ready: Callable[[Callable[[], None]], None] = _at_once


class PrintButton(QPushButton):
    """The forms are read beside the window when the menu is first opened, and again where a county has its own."""

    def __init__(
        self,
        session: Session,
        register: Register,
        source: Source,
        job: JobLine,
        parent: QWidget | None = None,
        label: str = N_("打印"),
    ) -> None:
        super().__init__(_(label), parent)
        self._session = session
        self._register = register
        self._source = source
        self._job = job
        self._offered: Offered | None = None
        self._is_main_wanted = False
        self._answers: dict[str, Mapping[str, str]] = {}  # what was typed last, by the code of the form
        self.entries = QMenu(self)
        self.entries.aboutToShow.connect(self.offer)
        self.setMenu(self.entries)
        self._by_action: dict[QAction, Printable] = {}
        self._fill()
        self.entries.triggered.connect(self._choose)

    @Slot()
    def offer(self) -> None:
        """Write into the menu what would be printed."""
        for action, one in self._by_action.items():
            action.setText(said(self._source.worded(one.title)))
        if self._offered is None or has_own_forms(self._session.ledger):
            self._session.look(printables.offered, self._take_offered, self._register)

    @Slot()
    def print_main(self) -> None:
        """Show the form that matters most (Ctrl+P)."""
        self._is_main_wanted = True
        if self._offered is None:
            self._session.say(N_("正在读取表格…"))
        self._session.look(printables.offered, self._take_offered, self._register)

    def _take_offered(self, found: Offered) -> None:
        before = self._offered
        self._offered = found
        if before is None or _names(before) != _names(found):
            self._fill()
            self._keep_above()
        else:
            self._by_action = dict(zip(self._by_action, self._printables(), strict=True))
        if self._is_main_wanted:
            self._is_main_wanted = False
            every = self._printables()
            self._make(next((one for one in every if one.code == found.main), every[0]))

    def _printables(self) -> list[Printable]:
        return [*self._source.always, *(self._offered.printables if self._offered else ())]

    def _fill(self) -> None:
        self.entries.clear()
        self._by_action = {}
        for number, one in enumerate(self._printables()):
            if number == len(self._source.always):
                self.entries.addSeparator()
            action = self.entries.addAction(said(self._source.worded(one.title)))
            action.setObjectName(one.code)
            self._by_action[action] = one
        if self._offered is None:
            self.entries.addAction(_("正在读取表格…")).setEnabled(False)

    def _keep_above(self) -> None:
        """Let a menu that opened above its button grow upwards, not over the lower edge of the screen."""
        top = self.mapToGlobal(QPoint(0, 0)).y()
        if self.entries.isVisible() and self.entries.y() < top:
            self.entries.resize(self.entries.sizeHint())
            self.entries.move(self.entries.x(), max(top - self.entries.height(), 0))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._make(self._by_action[action])

    def _make(self, one: Printable) -> None:
        self._source.when_ready(functools.partial(self._ask, one))

    def _ask(self, one: Printable) -> None:
        """Ask for what the form cannot know, then have it drawn."""
        if not one.asked:
            self._run(one, {})
            return
        questions = Questions(one.asked, self._answers.get(one.code, {}), self.window())
        questions.answered.connect(functools.partial(self._run, one))
        questions.open()

    def _run(self, one: Printable, answers: Mapping[str, str]) -> None:
        self._answers[one.code] = answers
        wanted = replace(self._source.wanted(), answers=answers)
        title = Message(one.title)
        if one in PRINTABLES or one.code == printables.PACKET:
            values = {"register": Message(self._register.title), "printed": title}
            title = Message(N_("{register}{printed}"), values)
        show = functools.partial(self._show, said(title), wanted.key(one.code))
        self._job.run(one.make, show, wanted)

    def _show(self, title: str, key: str, paper: Paper) -> None:
        Preview(self._session, paper, title, self.window(), key).open()


def _names(offered: Offered) -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in offered.printables]
