"""A dialog that asks for what one long job needs: it waits while the job runs and is accepted when that is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from db.store.ledger import Ledger
from desktop.ui import messages
from desktop.ui.session import Session

P = ParamSpec("P")


class JobDialog(QDialog):
    """What the job refuses is said over it; then everything typed is still there."""

    done_words = ""  # a source string: said in the status line when the job is done

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._session = session
        self._typing: QWidget | None = None

    def start(
        self, use_case: Callable[Concatenate[Ledger, P], object], *args: P.args, **named: P.kwargs
    ) -> None:
        """Run the job."""
        self._typing = self.focusWidget()
        self.setEnabled(False)
        self._session.do_later(use_case, self._done, self._refuse, *args, **named)

    def reject(self) -> None:
        """Stay while the job runs: it cannot be stopped, and how it ends must be seen."""
        if self.isEnabled():
            super().reject()

    def _done(self, _result: object) -> None:
        if self.done_words:
            self._session.say(self.done_words)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.setEnabled(True)
        if self._typing is not None:
            self._typing.setFocus()
        messages.show_error(self, error)
