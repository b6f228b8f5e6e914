"""Editors of a choice: one code, several codes, yes or no."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QListWidget, QListWidgetItem, QRadioButton, QWidget

from db.entry import Entered, enter
from db.fields import ChoiceField, MultiChoiceField, YesNoField
from db.messages import N_, Message
from db.wording import NO, YES, worded
from desktop.language import _, said
from desktop.ui.box_style import grow_boxes
from desktop.ui.fields.choice_box import Choice, ChoiceBox, choices_of
from desktop.ui.fields.editor import Editor


class ChoiceEditor(Editor):
    """One code of a list, found by typing a part of its words or its pinyin initials."""

    def __init__(
        self, code: str, field: ChoiceField, today: date, written_on: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(code, field, parent)
        self._today = today
        self._stored: Any = None
        self._stored_text = ""
        self._codes = field.codes
        self._choices: dict[str, str] = {}
        self._box = ChoiceBox(())
        self.show_day(written_on)
        self._box.typed.connect(self._note_text)
        self._box.chosen.connect(self._note_choice)
        self._box.completed.connect(self.go_on, Qt.ConnectionType.QueuedConnection)
        self.line.addWidget(self._box, 1)
        self.watch(self._box)

    def show_day(self, written_on: date) -> None:
        """Offer the codes that were valid on that day."""
        choices = choices_of(self._codes, written_on)
        self._choices = {choice.label: choice.code for choice in choices}
        self._box.offer(choices)

    def value(self) -> Any:
        """Give the code."""
        entered = self._entered()
        return self._stored if entered.refused else entered.value

    def show_value(self, value: Any) -> None:
        """Show the words of a code, of an older generation too."""
        self._stored = value
        self._stored_text = worded(self.field, value, _)
        self._box.show_text(self._stored_text)
        self.refresh_note()

    def kept(self) -> str:
        """Give the words, chosen or just begun."""
        return self._box.currentText()

    def put_back(self, kept: str) -> None:
        """Show words, a choice or not."""
        self._box.show_text(kept)

    def lock(self, read_only: bool) -> None:
        """Lock the box."""
        self._box.set_read_only(read_only)

    def refused(self) -> Message | None:
        """Say that the text is no choice."""
        return self._entered().refused

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() is QEvent.Type.FocusIn:
            self._box.fill()
        return super().eventFilter(watched, event)

    def _entered(self) -> Entered:
        text = self._box.currentText()
        if text == self._stored_text:
            return Entered(self._stored)
        if text in self._choices:
            return Entered(self._choices[text])
        return enter(self.field, text, self._today)

    def _settle(self) -> None:
        self._box.settle()
        super()._settle()

    @Slot()
    def _note_text(self) -> None:
        self._note_edit()

    @Slot()
    def _note_choice(self) -> None:
        self._note_edit()
        self._settle()


class YesNoEditor(Editor):
    """是 / 否 / not yet answered; Delete takes the answer back."""

    def __init__(self, code: str, field: YesNoField, parent: QWidget | None = None) -> None:
        super().__init__(code, field, parent)
        self._group = QButtonGroup(self)
        self._yes = grow_boxes(QRadioButton(_(YES)))
        self._no = grow_boxes(QRadioButton(_(NO)))
        for button in (self._yes, self._no):
            self._group.addButton(button)
            self.line.addWidget(button)
            button.installEventFilter(self)
        self.line.addStretch(1)
        self._group.buttonClicked.connect(self._note_answer)
        self.watch(self._yes)
        for button, answer in ((self._yes, YES), (self._no, NO)):
            values = {"label": Message(field.label), "value": Message(answer)}
            button.setAccessibleName(said(Message(N_("{label}：{value}"), values)))

    def value(self) -> Any:
        """Give True, False or None."""
        return True if self._yes.isChecked() else False if self._no.isChecked() else None

    def show_value(self, value: Any) -> None:
        """Show an answer."""
        self._group.setExclusive(False)
        self._yes.setChecked(value is True)
        self._no.setChecked(value is False)
        self._group.setExclusive(True)
        self.refresh_note()

    def kept(self) -> str:
        """Give 是, 否 or nothing."""
        return worded(self.field, self.value())

    def put_back(self, kept: str) -> None:
        """Show an answer."""
        self.show_value({YES: True, NO: False}.get(kept))

    def lock(self, read_only: bool) -> None:
        """Lock both answers."""
        self._yes.setEnabled(not read_only)
        self._no.setEnabled(not read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in {self._yes, self._no} and isinstance(event, QKeyEvent):
            answers = {
                Qt.Key.Key_Delete: None,
                Qt.Key.Key_Backspace: None,
                Qt.Key.Key_Y: True,
                Qt.Key.Key_N: False,
            }
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.KeyPress and key in answers:
                self.show_value(answers[key])
                self._note_answer()
                return True
        if watched is self._no and event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self)
        return super().eventFilter(watched, event)

    @Slot()
    def _note_answer(self) -> None:
        self._note_edit()
        self._settle()


class _Choices(QListWidget):
    """Boxes to tick, side by side, as high as they need: none of them is scrolled out of sight."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.fit()

    def fit(self) -> None:
        """Follow the width and the size of the letters."""
        self.doItemsLayout()
        last = self.visualItemRect(self.item(self.count() - 1)).bottom() if self.count() else 0
        height = max(last, self.fontMetrics().lineSpacing()) + self.spacing() + 2 * self.frameWidth() + 4
        if height != self.height():
            self.setFixedHeight(height)


class SeveralChoicesEditor(Editor):
    """Several codes of a list, kept in the order in which they were picked."""

    is_wide = True

    def __init__(
        self, code: str, field: MultiChoiceField, written_on: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(code, field, parent)
        self._picked: list[str] = []
        self._box = grow_boxes(_Choices())
        self._box.setFlow(QListWidget.Flow.LeftToRight)
        self._box.setWrapping(True)
        self._box.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it grows instead
        self._box.setSpacing(2)
        self._codes = field.codes
        self._offered: tuple[Choice, ...] = ()
        self.line.addWidget(self._box)
        self.show_day(written_on)
        self._box.itemChanged.connect(self._note_item)
        self.watch(self._box)

    def show_day(self, written_on: date) -> None:
        """Offer the codes that were valid on that day."""
        choices = choices_of(self._codes, written_on)
        if choices == self._offered and self._box.count():
            return
        self._offered = choices
        self.show_value(self._picked)

    def value(self) -> Any:
        """Give the codes in the order of picking."""
        return tuple(self._picked)

    def show_value(self, value: Any) -> None:
        """Show picked codes; those that are not offered on the day of the form stand behind, to be taken back."""
        self._picked = list(value or ())
        offered = {choice.code: choice.label for choice in self._offered}
        older = {code: worded(self.field, (code,), _) for code in self._picked if code not in offered}
        shown = offered | older
        self._box.blockSignals(True)
        if [item.data(Qt.ItemDataRole.UserRole) for item in self._items()] != list(shown):
            self._box.clear()
            for code, label in shown.items():
                item = QListWidgetItem(label, self._box)
                item.setData(Qt.ItemDataRole.UserRole, code)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
        for item in self._items():
            picked = item.data(Qt.ItemDataRole.UserRole) in self._picked
            item.setCheckState(Qt.CheckState.Checked if picked else Qt.CheckState.Unchecked)
        self._box.blockSignals(False)
        self._box.fit()
        self.refresh_note()

    def kept(self) -> str:
        """Give the codes in the order of picking."""
        return " ".join(self._picked)

    def put_back(self, kept: str) -> None:
        """Pick codes."""
        self.show_value(tuple(kept.split()))

    def remark(self) -> str:
        """Name what was picked, in order; say why there is nothing to pick."""
        if not self._picked:
            return "" if self._offered else _("填表那天没有可选的项，不用填。")
        values = {"n": len(self._picked), "names": worded(self.field, tuple(self._picked), _)}
        return said(Message(N_("已选 {n} 项：{names}"), values))

    def _items(self) -> list[QListWidgetItem]:
        return [self._box.item(row) for row in range(self._box.count())]

    @Slot(QListWidgetItem)
    def _note_item(self, item: QListWidgetItem) -> None:
        code = str(item.data(Qt.ItemDataRole.UserRole))
        if code in self._picked:
            self._picked.remove(code)
        if item.checkState() is Qt.CheckState.Checked:
            self._picked.append(code)
        self._note_edit()
        self._settle()
