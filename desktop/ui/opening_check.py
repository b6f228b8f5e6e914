"""逻辑检查 beside the window once a ledger is open: 逻辑有误 and 材料不全 are counted before anybody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop.services import checking

if TYPE_CHECKING:
    from desktop.services.checking import CheckReport
    from desktop.ui.session import Session


class OpeningCheck(QObject):
    """Looks a ledger of usual size over and moves nothing; a large one waits for 现在检查."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._is_outdated = False
        session.changes_made.connect(self._note_changes)

    def start(self) -> None:
        """Look at all records."""
        self._is_outdated = False
        self._session.look(checking.look_over, self._take, list(self._session.registers.values()))

    @Slot()
    def _note_changes(self) -> None:
        self._is_outdated = True

    def _take(self, report: CheckReport) -> None:
        """Tell what was found, or look again: a save in between knew better."""
        if self._is_outdated:
            self.start()
        else:
            self._session.tell(report)
