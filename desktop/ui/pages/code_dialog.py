"""One choice of a code list: added, or given other days."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from db.code_lists import CHANGEABLE, OwnItem
from db.fields import DateField, TextField
from db.messages import N_, ReportableError
from desktop.language import _, said
from desktop.services import own_codes
from desktop.services.own_codes import Choice
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.fields.editor import Editor
from desktop.ui.session import Session
from desktop.ui.value_form import ValueForm

_CODE = TextField(N_("代码（字母开头，如 X01）"), max_length=8)
_LABEL = TextField(N_("名称（以后不能改）"), max_length=own_codes.LONGEST_LABEL)
_FIRST = DateField(N_("起始日期（不限的不填）"), future=True)
_LAST = DateField(N_("截止日期（一直有效的不填）"), future=True)


class CodeDialog(QDialog):
    """Asks for a new choice of the list ``codes``, or for other days of ``choice``; what is refused is said here."""

    written = Signal(str)  # the code

    def __init__(self, session: Session, codes: str, choice: Choice | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("停用或改日期") if choice else _("增加选项"))
        self.setMinimumWidth(appearance.scaled(520))
        self._session, self._codes, self._choice = session, codes, choice
        self._form = form = ValueForm(session)
        form.addRow(_("选项表"), QLabel(_(CHANGEABLE[codes])))
        if choice is None:
            form.add("code", _CODE, own_codes.next_code(session.ledger, codes))
            form.add("label", _LABEL)
        else:
            form.addRow(_("代码"), QLabel(choice.item.code))
            label = QLabel(choice.item.label)
            label.setWordWrap(True)
            form.addRow(_("名称"), label)
        if choice is None or not choice.is_shipped:
            form.add("valid_from", _FIRST, choice.item.valid_from if choice else session.today)
        form.add("valid_to", _LAST, choice.item.valid_to if choice else None)
        self.problem = appearance.loud()
        self.save = QPushButton(_("保存"))
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(appearance.quiet(_("填写日期在这两天之间的记录可以选它；以前选了它的记录不变。")))
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.save))
        self.save.clicked.connect(self._save)
        self.resize(self.minimumWidth(), self.heightForWidth(self.minimumWidth()))  # wrapped texts need it
        first = self.editor("valid_to" if choice else "label")
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def editor(self, code: str) -> Editor:
        """Give the editor of one value: valid_from, valid_to; code and label of a new choice."""
        return self._form.editors[code]

    @Slot()
    def _save(self) -> None:
        self.problem.setText("")
        try:
            use_case = own_codes.set_days if self._choice else own_codes.add
            written: OwnItem = self._session.do(use_case, self._given())
        except ReportableError as error:
            self.problem.setText(said(error.message))
            return
        self.accept()
        self.written.emit(written.code)

    def _given(self) -> OwnItem:
        """Read the form; raises ReportableError for what cannot be read."""
        values = self._form.values()
        if self._choice is None:
            code, label = values["code"] or "", values["label"] or ""
            return OwnItem(self._codes, code, label, values["valid_from"], values["valid_to"])
        item, own = self._choice.item, self._choice.own
        given = own or OwnItem(self._codes, item.code, item.label)
        return replace(given, **{name: value for name, value in values.items() if name.startswith("valid")})
