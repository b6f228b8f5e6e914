"""One condition of a filter: which field, what is asked of it, and the values in the editors that its form has."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from db import filters
from db.fields import ChoiceField, MultiChoiceField
from db.filters import Comparison, Condition
from db.messages import N_
from db.register import Register
from desktop.language import _
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.fields.choice_box import ChoiceBox
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.editors import editor_for
from desktop.ui.fields.field_choices import field_choices
from desktop.ui.session import Session

_ASKED = {
    Comparison.CONTAINS: N_("包含"),
    Comparison.ONE_OF: N_("等于"),
    Comparison.BETWEEN: N_("范围"),
    Comparison.FILLED: N_("已填"),
    Comparison.EMPTY: N_("未填"),
}


class FilterCondition(QWidget):
    """The field is found by any part of its label or its pinyin initials; the other parts follow from its kind."""

    changed = Signal()
    removed = Signal(object)  # self

    def __init__(self, session: Session, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fields = filters.fields_of(register)
        self._code = ""
        choices = field_choices(register, self._fields)
        self._codes = {choice.label: choice.code for choice in choices}
        self.field = ChoiceBox(choices)
        self.field.setAccessibleName(_("栏目"))
        self.field.fill()
        self.field.show_text("")
        line_of_field = self.field.lineEdit()
        if line_of_field is not None:
            line_of_field.setPlaceholderText(_("栏目（可输拼音首字母）"))
        self.field.setFixedWidth(appearance.scaled(190))
        self.comparison = QComboBox()
        self.comparison.setAccessibleName(_("怎样比较"))
        self.comparison.setFixedWidth(appearance.scaled(90))
        self.remove = QPushButton(_("移除"))
        self.remove.setAccessibleName(_("移除这个条件"))
        self.remove.setAutoDefault(False)
        self.text = QLineEdit()
        self.text.setAccessibleName(_("包含的文字"))
        composing.watch(self.text, self.text.textChanged).settled.connect(self._tell)
        self.editors: list[Editor] = []
        self._values = QHBoxLayout()
        self._values.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self.field, 0, top)
        line.addWidget(self.comparison, 0, top)
        line.addLayout(self._values, 1)
        line.addWidget(self.remove, 0, top)
        self._values.addWidget(self.text, 1, top)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        composing.watch(self.field, self.field.editTextChanged).settled.connect(self._take_field)
        self.field.chosen.connect(self._go_on)
        self.comparison.currentIndexChanged.connect(self._offer_values)
        self.remove.clicked.connect(self._tell_removed)

    def show_condition(self, condition: Condition) -> None:
        """Show a condition as it was made."""
        self.field.show_text(next(label for label, code in self._codes.items() if code == condition.field))
        self.comparison.setCurrentIndex(self.comparison.findData(condition.comparison))
        if condition.comparison is Comparison.CONTAINS:
            self.text.setText(condition.values[0])
        elif self._is_of_several():
            self.editors[0].show_value(condition.values)
        else:
            for editor, value in zip(self.editors, condition.values, strict=True):
                editor.show_value(value)
        self._tell()

    def condition(self) -> Condition | None:
        """Give what is asked, None while something of it is missing or refused."""
        asked = self._comparison()
        if not self._code or asked is None:
            return None
        if asked in {Comparison.FILLED, Comparison.EMPTY}:
            return Condition(self._code, asked)
        if asked is Comparison.CONTAINS:
            text = self.text.text().strip()
            return Condition(self._code, asked, (text,)) if text else None
        if any(editor.refused() for editor in self.editors):
            return None
        values = tuple(editor.value() for editor in self.editors)
        if self._is_of_several():
            values = values[0]
        is_missing = not values or all(value is None for value in values)
        return None if is_missing else Condition(self._code, asked, values)

    def _comparison(self) -> Comparison | None:
        told = self.comparison.currentData()
        return None if told is None else Comparison(told)

    def _is_of_several(self) -> bool:
        return len(self.editors) == 1 and isinstance(self.editors[0].field, MultiChoiceField)

    @Slot()
    def _take_field(self) -> None:
        code = self._codes.get(self.field.currentText(), "")
        if code == self._code:
            return
        self._code = code
        self.comparison.blockSignals(True)
        self.comparison.clear()
        for one in filters.comparisons_of(self._fields[code]) if code else ():
            self.comparison.addItem(_(_ASKED[one]), one.value)
        self.comparison.blockSignals(False)
        self.text.clear()
        self._offer_values()

    @Slot()
    def _go_on(self) -> None:
        """Go from a field that was chosen to what is looked for in it."""
        place = self.editors[0] if self.editors else self.text
        place.setFocus()

    @Slot()
    def _offer_values(self) -> None:
        """Make the editors that the field and the question need."""
        for old in (*self.editors, *self.findChildren(QLabel, "to")):
            self._values.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.editors = self._made()
        for place, editor in enumerate(self.editors):
            if place:
                to = QLabel(_("到"))
                to.setObjectName("to")
                to.setFixedHeight(self.field.sizeHint().height())
                self._values.addWidget(to, 0, Qt.AlignmentFlag.AlignTop)
            editor.edited.connect(self._tell)
            editor.settled.connect(self._tell)
            self._values.addWidget(editor, 1)
        asked = self._comparison()
        needs_no_value = asked in {Comparison.FILLED, Comparison.EMPTY}
        policy = self.text.sizePolicy()
        policy.setRetainSizeWhenHidden(needs_no_value)  # the button stays where it is
        self.text.setSizePolicy(policy)
        self.text.setVisible(not self.editors and not needs_no_value)
        self.text.setEnabled(asked is Comparison.CONTAINS)
        self._tell()

    def _made(self) -> list[Editor]:
        asked = self._comparison()
        if not self._code or asked is None:
            return []
        field = self._fields[self._code]
        names = {Comparison.ONE_OF: ("value",), Comparison.BETWEEN: ("low", "high")}.get(asked, ())
        if isinstance(field, ChoiceField | MultiChoiceField):
            field = MultiChoiceField(field.label, codes=field.codes)
        return [editor_for(self._session, name, field, self._session.today) for name in names]

    @Slot()
    def _tell(self, *_told: Any) -> None:
        self.changed.emit()

    @Slot()
    def _tell_removed(self) -> None:
        self.removed.emit(self)
