"""One number of a rule table: entered, corrected, or given its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from db.fields import ChoiceField, DateField, DecimalField, Field, MoneyField, TextField
from db.messages import N_, Message, ReportableError
from db.rule_tables import Figure, Kind, ratio_name
from desktop.language import _, said
from desktop.services import rule_figures
from desktop.services.rule_figures import Entered
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.fields.editor import Editor
from desktop.ui.session import Session
from desktop.ui.value_form import ValueForm

_PERCENT = Kind("", Message(N_("比例")), "%", 2)
_GROUP = TextField(N_("人选类别"), max_length=40)
_OF = TextField(N_("占哪一类（不填为全部人选）"), max_length=40)
_SOURCE = TextField(N_("依据"), max_length=80)


class RuleDialog(QDialog):
    """Asks for the number of a kind (None: a new ratio); ``figure`` is the own one that is corrected.

    ``written`` gives what the use case returned; what it refuses is said here.
    """

    written = Signal(object)  # services.rule_figures.Entered

    def __init__(
        self, session: Session, table: str, kind: Kind | None, figure: Figure | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("更正或结束") if figure else _("录入新的数字"))
        self.setMinimumWidth(appearance.scaled(560))
        self._session, self._table, self._kind, self._figure = session, table, kind, figure
        self._form = form = ValueForm(session)
        if kind is None:
            form.add("title", ChoiceField(N_("称号"), codes="honour_title"))
            form.add("group", _GROUP)
            form.add("of", _OF)
            self.bound = QComboBox()
            self.bound.setAccessibleName(_("限定"))
            self.bound.addItem(_("不少于"), True)
            self.bound.addItem(_("不超过"), False)
            form.addRow(_("限定"), self.bound)
        else:
            label = QLabel(said(kind.label))
            label.setWordWrap(True)
            form.addRow(_("项目"), label)
        number = _field_of(kind or _PERCENT)
        self._is_money = isinstance(number, MoneyField)
        form.add("value", number)
        self.area = QComboBox()
        self.area.setAccessibleName(_("适用地区"))
        for code, name in rule_figures.places(session.ledger):
            self.area.addItem(_(name), code)
        form.addRow(_("适用地区"), self.area)
        form.add("valid_from", DateField(N_("起始日期"), future=True))
        form.add("valid_to", DateField(N_("截止日期（长期有效的不填）"), future=True))
        form.add("source", _SOURCE)
        self.problem = appearance.loud()
        self.save = QPushButton(_("保存"))
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        if figure is None:
            layout.addWidget(
                appearance.quiet(
                    _("同一项目、同一地区原来长期有效的那一条，会在新的起始日期前一天自动截止。")
                )
            )
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.save))
        self._fill(figure)
        self.save.clicked.connect(self._save)
        self.resize(self.minimumWidth(), self.heightForWidth(self.minimumWidth()))  # wrapped texts need it
        next(iter(form.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def editor(self, code: str) -> Editor:
        """Give the editor of one value: value, valid_from, valid_to, source; title, group, of for a new ratio."""
        return self._form.editors[code]

    def _fill(self, figure: Figure | None) -> None:
        """Show the number to be corrected; a new one is for the county, where most rules are made."""
        if figure is None:
            self.area.setCurrentIndex(min(1, self.area.count() - 1))
            return
        self.editor("value").show_value(int(figure.value * 100) if self._is_money else figure.value)
        self.editor("valid_from").show_value(figure.valid_from)
        self.editor("valid_to").show_value(figure.valid_to)
        self.editor("source").show_value(figure.source)
        self.area.setCurrentIndex(self.area.findData(figure.area))

    @Slot()
    def _save(self) -> None:
        self.problem.setText("")
        try:
            given = self._given()
            use_case = rule_figures.correct if self._figure else rule_figures.enter
            entered: Entered = self._session.do(use_case, given)
        except ReportableError as error:
            self.problem.setText(said(error.message))
            return
        self.accept()
        self.written.emit(entered)

    def _given(self) -> Figure:
        """Read the form; raises ReportableError for what cannot be read or is missing."""
        values = self._form.values("value", "valid_from", *(() if self._kind else ("title", "group")))
        number = values["value"]
        given = Figure(
            table=self._table,
            name=self._kind.name if self._kind else self._ratio(values),
            value=Decimal(number) / 100 if self._is_money else number,
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            area=str(self.area.currentData()),
            source=values["source"] or "",
        )
        return replace(given, id=self._figure.id) if self._figure else given

    def _ratio(self, values: Mapping[str, Any]) -> str:
        # A slash parts the pieces of a ratio's name.
        title, group, of = ((values[code] or "").replace("/", "／") for code in ("title", "group", "of"))
        return ratio_name(title, group, of, is_minimum=bool(self.bound.currentData()))


def _field_of(kind: Kind) -> Field:
    """Say how a number is typed: an amount as people write amounts, anything else as a plain number."""
    if kind.unit == "元":
        return MoneyField(N_("数字"))
    return DecimalField(N_("数字"), places=kind.places, unit=kind.unit)
