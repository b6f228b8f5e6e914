"""What was keyed twice in the record on the screen: opens the second entry, and ticks the values that it confirmed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from db.messages import N_
from db.record import Record
from db.register import Register
from desktop.services.second_entry import Keyed, keyed_values
from desktop.ui import appearance
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.record_second_entry import SecondEntry
from desktop.ui.session import Session

_SIZE = (760, 520)


class Rekeyed(QObject):
    """Belongs to a record page; ``shown`` is what must not be seen meanwhile. A changed value loses its tick."""

    def __init__(
        self, session: Session, register: Register, form: RecordForm, shown: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._form = form
        self._shown = shown
        self._window = parent
        self._record: Record | None = None
        self._agreed: dict[tuple[str, str, str], Any] = {}  # the confirmed value by its place
        self._before: QWidget | None = None  # where the cursor was

    def follow(self, record: Record) -> None:
        """Tick the values of this record from now on; of the same one after it was saved, what was ticked stays."""
        if self._record is None or self._record.id != record.id:
            self._agreed.clear()
        self._record = record

    @Slot()
    def open(self) -> None:
        """Let the clerk key the risky values of the record again."""
        if self._record is None:
            return
        if self._form.is_read_only:
            self._session.say(N_("内容已锁定，不能复录。要修改请点“更正”。"))
            return
        self._form.commit()
        values = list(keyed_values(self._register, self._record))
        if not values:
            self._session.say(N_("这条记录还没有填身份证号、银行卡号或金额，没有要复录的。"))
            return
        self._before = self._window.focusWidget()
        dialog = SecondEntry(self._register, values, self._session.today, self._window)
        dialog.resize(appearance.for_screen(*_SIZE).boundedTo(self._window.size()))
        dialog.agreed.connect(self._note_agreed)
        dialog.corrected.connect(self._correct)
        dialog.finished.connect(self._close)
        self._shown.hide()
        dialog.open()

    @Slot()
    def show_ticks(self) -> None:
        """Tick what was confirmed and still stands."""
        if self._record is not None:
            values = keyed_values(self._register, self._record)
            self._form.show_confirmed(
                {
                    (keyed.rows, keyed.row, keyed.code)
                    for keyed in values
                    if self._agreed.get(keyed.key) == keyed.value
                }
            )

    @Slot(object, object)
    def _note_agreed(self, keyed: Keyed, value: object) -> None:
        self._agreed[keyed.key] = value
        self.show_ticks()

    @Slot(object, object)
    def _correct(self, keyed: Keyed, value: object) -> None:
        if keyed.rows:
            self._form.grids[keyed.rows].model.set_value(keyed.row, keyed.code, value)
        else:
            self._form.take(keyed.code, value)

    @Slot()
    def _close(self) -> None:
        self._shown.show()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:  # a reason, whose problem was mended by a correction
            self._form.focus_first()
