"""What a role may not do is grey, and says who may."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.language import said
from desktop.services.roles import Action, NotAllowedError, demand
from desktop.ui.session import Session


def grey_out(session: Session, widget: QWidget, action: Action) -> None:
    """Disable a widget and everything in it unless the session's user may do the action."""
    try:
        demand(session.ledger, action)
    except NotAllowedError as error:
        widget.setEnabled(False)
        widget.setToolTip(said(error.message))
