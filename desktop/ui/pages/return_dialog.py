"""退回…: why records or a whole package go back, which field is meant, and what it should perhaps say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.checks import REASON_LENGTH, is_reason
from db.messages import N_, Message, Problem
from db.register import Register
from desktop.language import _, said
from desktop.services import deciding, field_places
from desktop.services.comparing import ComparedRecord
from desktop.services.deciding import Decision
from desktop.services.field_places import FieldPlace
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row

_LONGEST = 200  # characters that a receipt carries


class ReturnDialog(QDialog):
    """Gives a decision; without records it asks for the reason alone, for a whole package."""

    given = Signal(object)  # Decision

    def __init__(
        self,
        title: str,
        parent: QWidget,
        register: Register | None = None,
        records: Sequence[ComparedRecord] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(appearance.scaled(620))
        self._register = register
        self.reason = QComboBox()
        self.reason.setAccessibleName(_("原因"))
        self.text = QLineEdit()
        self.text.setMaxLength(_LONGEST)
        self.text.setPlaceholderText(_("说清楚要改什么；选“其他原因”时至少 6 个字"))
        self.text.setToolTip(_("这句话会写进回执，对方照着改。"))
        self.field = QComboBox()
        self.field.setAccessibleName(_("栏目"))
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.suggested = QLineEdit()
        self.suggested.setMaxLength(_LONGEST)
        self.problem = appearance.loud()
        self.give = QPushButton(_("确定退回"))
        self.give.setDefault(True)
        form = QFormLayout()
        form.addRow(_("原因"), self.reason)
        form.addRow(_("说明"), self.text)
        if register is not None:
            form.addRow(_("栏目"), self.field)
            form.addRow(_("建议改为"), self.suggested)
            self._fill_fields(register, records)
        for code, words in deciding.REASONS.items():
            self.reason.addItem(_(words), (code, words, FieldPlace()))
        self._offer_problems(records)
        self.reason.currentIndexChanged.connect(self._note_reason)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.give))
        self.give.clicked.connect(self._give)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_problems(self, records: Sequence[ComparedRecord]) -> None:
        """Offer what the rules say of a single record first: the sentence and its field are there already."""
        if len(records) != 1:
            return
        (record,) = records
        for row, problem in enumerate(record.stands):
            words = said(problem.message)
            self.reason.insertItem(row, words, (problem.code, str(problem.message), _place(problem)))
            self.reason.setItemData(row, words, Qt.ItemDataRole.ToolTipRole)
        twin = self.reason.findText(_(deciding.REASONS["R201"]))
        self.reason.setCurrentIndex(twin if record.twins and not record.stands else 0)
        self._note_reason()

    def _fill_fields(self, register: Register, records: Sequence[ComparedRecord]) -> None:
        places = [FieldPlace(), *(FieldPlace(code) for code in register.fields)]
        snapshot = records[0].sent.snapshot if len(records) == 1 and records[0].sent else {}
        places += [
            FieldPlace(code, group.code, row)
            for group in register.row_groups
            for row in range(len(snapshot.get(group.code, ())))
            for code in group.fields
        ]
        for place in places:
            self.field.addItem(said(field_places.words(register, place)), place.path)

    @Slot()
    def _note_reason(self) -> None:
        _code, _words, place = self.reason.currentData()
        self.reason.setToolTip(self.reason.currentText())
        if place.path:
            self.field.setCurrentIndex(max(self.field.findData(place.path), 0))

    @Slot()
    def _give(self) -> None:
        code, words, _place = self.reason.currentData()
        own = self.text.text().strip()
        if code == deciding.OTHER and not is_reason(own):
            sentence = Message(N_("请写明原因，至少 {n} 个字。"), {"n": REASON_LENGTH})
            self.problem.setText(said(sentence))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = own or words[:_LONGEST]
        field = str(self.field.currentData() or "")
        self.accept()
        self.given.emit(Decision(deciding.Verdict.RETURN, code, text, field, self.suggested.text().strip()))


def _place(problem: Problem) -> FieldPlace:
    if problem.rows and problem.row is not None:
        return FieldPlace(problem.field, problem.rows, problem.row)
    return FieldPlace(problem.field)
