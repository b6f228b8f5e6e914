"""Nothing is searched, checked or completed while an input method composes: what was to be done waits for its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.fields.leaving import has_left

_COMPOSING = "composing"
_OWN = Qt.FindChildOption.FindDirectChildrenOnly


class Watcher(QObject):
    """Notes on a widget what its input method is doing; ``settled`` tells of its edits, when the composition has ended.

    What an input method has begun it may still take back, and marked text is gone as soon as it begins.
    """

    settled = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_held = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._note_composing(watched, is_on=bool(event.preeditString()))
        elif isinstance(event, QFocusEvent) and event.lostFocus() and has_left(self._widget, event):
            # not every input method says that it gives up
            self._note_composing(watched, is_on=False)
        return False

    @Slot()
    def note(self) -> None:
        """Tell of an edit, now or when the composition has ended."""
        self._is_held = is_on(self._widget)
        if not self._is_held:
            self.settled.emit()

    def end(self) -> None:
        """Take the composition for ended, and tell of an edit that waits for it."""
        self._note_composing(self._widget, is_on=False)
        self._let_go()

    def _note_composing(self, watched: QObject, *, is_on: bool) -> None:
        watched.setProperty(_COMPOSING, is_on)
        if self._is_held and not is_on:
            QTimer.singleShot(0, self, self._let_go)  # the text changes after this event

    @Slot()
    def _let_go(self) -> None:
        if self._is_held:
            self.note()


class Pause(QTimer):
    """Waits until nobody has typed for so many milliseconds, and as long as a text is composed in the widget's window.

    Every edit starts it again; ``over`` then finds the final text. The lines of the window have to be watched.
    """

    over = Signal()

    def __init__(self, milliseconds: int, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setSingleShot(True)
        self.setInterval(milliseconds)
        self.timeout.connect(self._end)

    @Slot()
    def _end(self) -> None:
        if is_on(self._widget.window().focusWidget()):
            self.start()
        else:
            self.over.emit()


def watch(widget: QWidget, *edits: SignalInstance) -> Watcher:
    """Follow the input method of a widget that takes the focus; ``settled`` of what is given tells of its edits."""
    made = Watcher(widget)
    for edit in edits:
        edit.connect(made.note)
    return made


def end() -> None:
    """Have what is being composed where the focus is handed over, as Qt asks for it when the focus leaves a line.

    The input method says what becomes of letters that are no characters yet: that alone knows what was meant, and what
    it takes back was never text. Windows hands its text over only when it is told to begin anew.
    """
    widget = QApplication.focusWidget()
    method = QGuiApplication.inputMethod()
    method.commit()
    if widget is not None and is_on(widget):
        method.reset()
    watchers = widget.findChildren(Watcher, options=_OWN) if widget is not None else ()
    for watcher in watchers:
        watcher.end()


def is_on(widget: QWidget | None) -> bool:
    """Tell whether a text is just being composed in a watched widget."""
    return widget is not None and bool(widget.property(_COMPOSING))
