"""批量修改: one field of many records gets the same value, after a person has seen what that would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.fields import ChoiceField, Field, YesNoField
from db.messages import N_, Message
from db.register import Register
from db.wording import NO, YES
from desktop.language import _, said
from desktop.services import bulk_changing
from desktop.services.bulk_changing import BulkPreview
from desktop.ui import appearance
from desktop.ui.fields.choice_box import Choice, ChoiceBox, choices_of
from desktop.ui.job_line import JobLine
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell
from desktop.ui.tables.wrapping_table import WrappingTable

_HEADER = (N_("记录"), N_("现在"), N_("改为"), N_("说明"))
_SHOWN = 200  # lines of the preview: more than anybody reads, and all that wrap in an instant


class _Change(NamedTuple):
    """One line of the preview in words."""

    record: str
    now: str
    becomes: str
    remark: str


class BulkChange(QDialog):
    """Nothing can be changed that was not previewed; a change is one step, which 撤销 takes back."""

    changed = Signal(object)  # BulkPreview

    def __init__(
        self, session: Session, register: Register, ids: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("批量修改：{n} 条"), {"n": len(ids)})))
        self._session = session
        self._register = register
        self._ids = list(ids)
        self._shown: BulkPreview | None = None
        self.field = QComboBox()
        self.field.setAccessibleName(_("栏目"))
        self.field.setMaxVisibleItems(20)
        for code, one in register.fields.items():
            if bulk_changing.can_change(register, code):
                self.field.addItem(_(one.label), code)
        self.value: QLineEdit | ChoiceBox = QLineEdit()
        self._codes: dict[str, str] = {}  # by the words of a choice in the language of the screen
        self.form = QFormLayout()
        self.preview = QPushButton(_("预览"))
        self.preview.clicked.connect(self.look)
        self.summary = QLabel(_("选好栏目、填好新的内容，先预览，再修改。留空表示清空这一栏。"))
        self.summary.setWordWrap(True)
        self.table = WrappingTable(N_("预览"), _HEADER, _cells)
        self.job = JobLine(session)
        self.apply = QPushButton(_("修改"))
        self.apply.setEnabled(False)
        self.apply.clicked.connect(self.change)
        self.leave = QPushButton(_("不改"))
        self.leave.clicked.connect(self.reject)
        self._build()
        self.field.currentIndexChanged.connect(self._offer_value)
        self._offer_value()
        self.resize(appearance.for_screen(760, 520))

    @Slot()
    def look(self) -> None:
        """Show what the value would do."""
        self._forget()
        if isinstance(self.value, ChoiceBox):
            self.value.settle()
        text = self.value.currentText() if isinstance(self.value, ChoiceBox) else self.value.text()
        code, meant = str(self.field.currentData()), self._codes.get(text, text)
        self.job.run(bulk_changing.preview, self._show, self._register, self._ids, code, meant)

    @Slot()
    def change(self) -> None:
        """Change what was shown."""
        if self._shown is not None:
            self.apply.setEnabled(False)
            self.job.run(bulk_changing.apply, self._tell, self._shown)

    def reject(self) -> None:
        """Stay while a job of this dialog runs: its line has its own 取消."""
        if not self.job.isVisibleTo(self):
            super().reject()

    def _tell(self, _changes: object) -> None:
        self.changed.emit(self._shown)
        self.accept()

    def _show(self, shown: BulkPreview) -> None:
        self._shown = shown
        values = {
            "n": len(shown.will_change),
            "same": len(shown.unchanged),
            "locked": len(shown.locked),
            "wrong": len(shown.problems),
        }
        sentence = N_(
            "将修改 {n} 条，其中 {wrong} 条会出现新的问题；{same} 条本来就是这样；{locked} 条已上报，不能修改。"
        )
        self.summary.setText(said(Message(sentence, values)))
        lines = [
            _Change(
                line.label, line.now, shown.words, _("；").join(said(one.message) for one in line.problems)
            )
            for line in shown.will_change
        ]
        lines += [_Change(line.label, line.now, "", _("已上报，不修改")) for line in shown.locked]
        lines.sort(key=lambda line: not line.remark)  # what needs a look comes first
        self.table.show_items(lines[:_SHOWN])
        self.apply.setText(said(Message(N_("修改 {n} 条"), {"n": len(shown.will_change)})))
        self.apply.setEnabled(bool(shown.will_change))

    @Slot()
    def _forget(self) -> None:
        """Forget the preview: it no longer fits what would be changed."""
        self._shown = None
        self.apply.setEnabled(False)
        self.table.show_items(())

    @Slot()
    def _offer_value(self) -> None:
        """Give the chosen field the editor of its kind."""
        self._forget()
        made = self._editor(self._register.fields[str(self.field.currentData())])
        made.setObjectName("value")
        made.setAccessibleName(_("新的内容"))
        self.form.replaceWidget(self.value, made)
        self.value.hide()
        self.value.deleteLater()
        self.value = made

    def _editor(self, field: Field) -> QLineEdit | ChoiceBox:
        self._codes = {}
        match field:
            case ChoiceField(codes=codes):
                choices = choices_of(codes, self._session.today)
            case YesNoField():
                choices = Choice(YES, _(YES), "是 y shi s 1"), Choice(NO, _(NO), "否 n fou f 0")
            case _:
                line = QLineEdit(self)
                line.textChanged.connect(self._forget)
                return line
        self._codes = {choice.label: choice.code for choice in choices}
        box = ChoiceBox(choices, self)
        box.fill()
        box.show_text("")
        box.editTextChanged.connect(self._forget)
        return box

    def _build(self) -> None:
        self.form.addRow(_("栏目"), self.field)
        self.form.addRow(_("改为"), self.value)
        buttons = QHBoxLayout()
        buttons.addWidget(self.preview)
        buttons.addStretch(1)
        buttons.addWidget(self.apply)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.addLayout(self.form)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.job)
        column.addLayout(buttons)


def _cells(line: _Change) -> tuple[Cell, ...]:
    return Cell(line.record), Cell(_(line.now)), Cell(_(line.becomes)), Cell(line.remark)
