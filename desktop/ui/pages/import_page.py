"""导入表格: read a workbook or a CSV into a register, first as a trial that writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton

from db.messages import N_, Message, ReportableError
from db.register import Register
from db.store.ledger import Ledger
from desktop.language import _, said
from desktop.services import import_notices, importing, returning, templates
from desktop.services.changes import Changes
from desktop.services.import_rows import RowProblem
from desktop.services.importing import ImportPreview
from desktop.services.progress import Progress
from desktop.ui import messages, opening_file, saving_file
from desktop.ui.pages.column_questions import ColumnQuestions
from desktop.ui.pages.import_findings import ImportFindings
from desktop.ui.pages.page import Page
from desktop.ui.session import Session


@dataclass(frozen=True)
class _Trial:
    """A file as it was read, the columns that were confirmed for it, what would go in, what is to be said."""

    path: Path
    data: bytes
    confirmed: Mapping[str, str]
    preview: ImportPreview
    problems: tuple[RowProblem, ...]
    notices: tuple[Message, ...]


class ImportPage(Page):
    """Good rows go in only when asked; the others are told, and go back to the user in the marked workbook."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "先选台账和表格（.xlsx、.xls、.csv，也可以拖到这里）试读一遍，什么都不写入；看过问题以后，再决定是否导入合格的行。"
        )
        super().__init__(session, N_("导入表格"), words)
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self._trial: _Trial | None = None
        self._is_imported = False
        self._is_busy = False
        self.registers = QComboBox()
        self.registers.setObjectName("register")
        self.registers.setAccessibleName(_("导入到"))
        for code, register in session.registers.items():
            self.registers.addItem(_(register.title), code)
        self.choose = QPushButton(_("选择表格…"))
        self.again = QPushButton(_("重新试读"))
        self.template = QPushButton(_("空白模板…"))
        self.apply = QPushButton(_("导入合格的行"))
        self.give_back = QPushButton(_("写回标错的表格…"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.questions = ColumnQuestions()
        self.findings = ImportFindings()
        self.table = self.findings.table
        self._build()
        self.registers.currentIndexChanged.connect(self._forget)
        self.questions.changed.connect(self._offer)
        for button, slot in (
            (self.choose, self._choose),
            (self.again, self._try_again),
            (self.template, self._ask_for_template),
            (self.apply, self._apply),
            (self.give_back, self._ask_for_marked),
        ):
            button.clicked.connect(slot)
        self._offer()

    @property
    def register(self) -> Register:
        """The register that is chosen."""
        return self.session.registers[str(self.registers.currentData())]

    def show_part(self, part: str) -> None:
        """Import into this register."""
        self.registers.setCurrentIndex(self.registers.findData(part))

    def set_busy(self, *, busy: bool) -> None:
        """Lock the buttons while a file is read or written."""
        super().set_busy(busy=busy)
        self._is_busy = busy
        self._offer()

    @Slot(str)
    def try_file(self, path: str) -> None:
        """Read a file without writing anything; what was answered about columns of the same names still holds."""
        before = self._trial.confirmed if self._trial is not None else {}
        declined = {name: "" for name, code in before.items() if not code} | self.questions.declined
        answers = declined | self.questions.confirmed
        self._forget()
        self._path = Path(path)
        self._read(answers)

    @Slot(str)
    def write_template(self, path: str) -> None:
        """Write an empty workbook for the chosen register."""
        self.start_job(_write_template, self._tell_written, Path(path), self.register)

    @Slot(str)
    def write_marked(self, path: str) -> None:
        """Give the user's workbook back, the wrong cells coloured and the reasons beside them."""
        if self._trial is not None:
            self.start_job(_write_marked, self._tell_marked, Path(path), self._trial)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.setAccepted(not self._is_busy)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.try_file(event.mimeData().urls()[0].toLocalFile())

    def _read(self, confirmed: Mapping[str, str]) -> None:
        if self._path is not None:
            self.start_job(_try, self._show, self._path, self.register, confirmed)

    @Slot()
    def _try_again(self) -> None:
        """Read the file again, as it is now, with the fields that were chosen for its columns; the others are none of the register's."""
        self._drop_trial()
        self._read(self.questions.answers)

    @Slot()
    def _choose(self) -> None:
        opening_file.ask_which(
            self, _("选择表格"), _("Excel 和 CSV 表格 (*.xlsx *.xls *.csv *.txt)"), self.try_file
        )

    @Slot()
    def _ask_for_template(self) -> None:
        name = said(Message(N_("{title}模板"), {"title": Message(self.register.title)}))
        saving_file.ask_where(self, _("空白模板"), Path(f"{name}.xlsx"), self.write_template)

    @Slot()
    def _ask_for_marked(self) -> None:
        if self._trial is not None:
            path = self._trial.path
            name = said(Message(N_("{name}（标错）"), {"name": path.stem}))
            saving_file.ask_where(
                self, _("写回标错的表格"), path.absolute().with_name(f"{name}.xlsx"), self.write_marked
            )

    def _show(self, trial: _Trial) -> None:
        preview = trial.preview
        self._trial = trial
        values = {
            "file": preview.file_name,
            "good": preview.accepted,
            "bad": preview.rejected,
            "skipped": preview.skipped,
        }
        sentence = N_(
            "“{file}”试读完毕：{good} 行合格，{bad} 行不能导入，{skipped} 行台账里已有。现在还没有写入任何数据。"
        )
        self.summary.setText(said(Message(sentence, values)))
        self.questions.ask(preview)
        self.findings.show_found(trial.problems, trial.notices, preview.fields.sheet)
        self._offer()

    @Slot()
    def _apply(self) -> None:
        if self._trial is None:
            return
        preview = self._trial.preview
        values = {"n": preview.accepted, "title": Message(preview.register.title), "bad": preview.rejected}
        question = Message(N_("把 {n} 行写入“{title}”？不合格的 {bad} 行不写入，可以改好后再导入。"), values)
        messages.ask(self, question, {N_("导入"): self._import, N_("不导入"): None})

    def _import(self) -> None:
        if self._trial is not None:
            self.start_job(importing.apply, self._tell_done, self._trial.preview)

    def _tell_done(self, changes: Changes) -> None:
        """Say how many are in; what is not stays on the page until it is given back."""
        sentence = Message(
            N_("已导入 {n} 条记录。"), {"n": sum(len(ids) for ids in changes.records.values())}
        )
        self._is_imported = True
        self._offer()
        bad = self._trial.preview.rejected if self._trial is not None else 0
        left = Message(N_("还有 {bad} 行没有导入：请写回标错的表格，改好后再导入。"), {"bad": bad})
        both = Message(N_("{first}{second}"), {"first": sentence, "second": left})
        self.summary.setText(said(both if bad else sentence))
        self.session.say(sentence)

    def _tell_written(self, path: Path) -> None:
        self.session.say(Message(N_("模板已写到“{path}”。"), {"path": path}))

    def _tell_marked(self, path: Path) -> None:
        self.session.say(Message(N_("标错的表格已写到“{path}”，改好后可以直接再导入。"), {"path": path}))

    @Slot()
    def _forget(self) -> None:
        """Forget what was found and answered: it is about another file or another register."""
        self.questions.ask(None)
        self._drop_trial()

    def _drop_trial(self) -> None:
        self._trial = None
        self._is_imported = False
        self.findings.show_found((), ())
        self.summary.clear()
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """Enable what can be done now; nothing goes in before it was read with the fields as they are chosen."""
        trial, is_free = self._trial, not self._is_busy
        for widget in (self.registers, self.choose, self.template, self.questions):
            widget.setEnabled(is_free)
        self.again.setEnabled(is_free and self._path is not None)
        self.give_back.setEnabled(is_free and trial is not None and bool(trial.preview.problems))
        self.apply.setEnabled(
            is_free
            and trial is not None
            and trial.preview.accepted > 0
            and not self.questions.is_changed
            and not self._is_imported
        )

    def _build(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(QLabel(_("导入到")))
        for widget in (self.registers, self.choose, self.again, self.template):
            above.addWidget(widget)
        for button in (self.apply, self.give_back):
            below.addWidget(button)
        for line in (above, below):
            line.addStretch(1)
        self.column.addLayout(above)
        self.add_progress()
        self.column.addWidget(self.summary)
        self.column.addWidget(self.questions)
        self.column.addWidget(self.findings, 1)
        self.column.addLayout(below)


def _try(
    ledger: Ledger, path: Path, register: Register, confirmed: Mapping[str, str], progress: Progress
) -> _Trial:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReportableError(
            N_("读不到文件“{path}”（{why}），请检查它是否还在、是否正被别的程序打开。"),
            path=path,
            why=error.strerror or "",
        ) from error
    preview = importing.dry_run(ledger, register, data, path.name, progress, confirmed=confirmed)
    return _Trial(path, data, preview.confirmed or {}, preview, *import_notices.parted(preview))


def _write_template(ledger: Ledger, path: Path, register: Register, progress: Progress) -> Path:
    saving_file.write(path, templates.write(register, ledger.clock().date(), progress))
    return path


def _write_marked(_ledger: Ledger, path: Path, trial: _Trial, progress: Progress) -> Path:
    saving_file.write(path, returning.marked(trial.data, trial.preview, said, progress))
    return path


PAGE = ImportPage
