"""A short form of single values, as the dialogs of the settings ask for them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout

from db.fields import Field
from db.messages import N_, Message, ReportableError
from desktop.language import _
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.editors import editor_for
from desktop.ui.session import Session


class ValueForm(QFormLayout):
    """Rows of label and editor; an editor that is finished passes the focus on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.editors: dict[str, Editor] = {}

    def add(self, code: str, field: Field, value: object = None) -> None:
        """Append the editor of a field, with the value to begin with."""
        editor = editor_for(self._session, code, field, self._session.today)
        editor.finished.connect(self._go_on)
        editor.show_value(value)
        self.editors[code] = editor
        self.addRow(_(field.label), editor)

    def values(self, *needed: str) -> dict[str, Any]:
        """Read the editors; raises ReportableError, the focus where it belongs, for what is refused or needed and empty."""
        for editor in self.editors.values():
            editor.finish()
        for editor in self.editors.values():
            if (refused := editor.refused()) is not None:
                raise _error(editor, refused)
        values = {code: editor.value() for code, editor in self.editors.items()}
        for code in needed:
            if values[code] in (None, ""):
                editor = self.editors[code]
                raise _error(editor, Message(N_("请填写“{label}”。"), {"label": Message(editor.field.label)}))
        return values

    @Slot(object)
    def _go_on(self, editor: Editor) -> None:
        editor.focusNextChild()


def _error(editor: Editor, sentence: Message) -> ReportableError:
    editor.setFocus(Qt.FocusReason.OtherFocusReason)
    return ReportableError(sentence.template, **sentence.values)
