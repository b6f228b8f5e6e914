"""Which section of a form is in view while somebody scrolls it by wheel or bar: the cursor stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from desktop.ui.registers.record_form import RecordForm

_READ = 3  # a section that begins in the upper third is what people read


class SectionInView(QObject):
    """Says nothing while the cursor leads: a form that follows it is scrolled without an action of its bar."""

    changed = Signal(str)  # section code

    def __init__(self, form: RecordForm, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        form.verticalScrollBar().actionTriggered.connect(self._look)

    @Slot()
    def _look(self) -> None:
        self.changed.emit(self._section_at(self._form.verticalScrollBar().sliderPosition()))

    def _section_at(self, position: int) -> str:
        """Give the last section that begins above the line that is read; at the end of the form it is the last one."""
        bar, viewport, headings = self._form.verticalScrollBar(), self._form.viewport(), self._form.headings
        if position >= bar.maximum():
            return next(reversed(headings))
        line = position - bar.value() + viewport.height() // _READ  # the bar is moved, the form not yet
        begun = [code for code, one in headings.items() if one.mapTo(viewport, QPoint(0, 0)).y() <= line]
        return begun[-1] if begun else next(iter(headings))
