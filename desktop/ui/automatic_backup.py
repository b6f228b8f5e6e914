"""Backups that nobody has to think of: some minutes after something was written, behind the password, and before closing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from db.messages import N_, Message, ReportableError
from desktop.services import backing_up
from desktop.ui.background import Background

if TYPE_CHECKING:
    from db.store.backup import Backup
    from desktop.ui.session import Session

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 5 * 60_000  # milliseconds; whether half an hour has passed is for ``backing_up.is_due`` to say
_UNEXPECTED = N_("备份时出现意外错误，没有备份成。请重试；再次出现请联系维护人员。")


class AutomaticBackup(QObject):
    """Makes the backups of a session on a thread of its own, so that nothing the clerk does waits for them.

    It does nothing by itself before ``start``. ``problem`` is why the last one failed, None after one that succeeded.
    """

    changed = Signal()  # one begins, there is a new backup, or a problem
    ended = Signal()  # the one that was running succeeded or failed

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._own: Background | None = None
        self._is_on = False
        self._timer = QTimer(self, interval=_LOOKS_EVERY)
        self._timer.timeout.connect(self.back_up_if_due)
        self.problem: Message | None = None

    @property
    def is_on(self) -> bool:
        """Whether backups are made without being asked for."""
        return self._is_on

    @property
    def is_running(self) -> bool:
        """Whether one is being made."""
        return self._own is not None and self._own.is_busy

    @property
    def is_wanted(self) -> bool:
        """Whether there is something that no backup holds: the moment to make one is before the ledger is closed."""
        return self.is_on and (self.is_running or backing_up.is_behind(self._session.ledger))

    def start(self) -> None:
        """Look every few minutes whether a backup is due."""
        self._is_on = True
        self._timer.start()

    def pause(self) -> None:
        """Look no more for now; one that is running goes on."""
        self._is_on = False
        self._timer.stop()

    def stop(self) -> None:
        """Look no more, and wait for the one that is running."""
        self.pause()
        if self._own is not None:
            self._own.close()
            self._own = None

    @Slot()
    def back_up_if_due(self) -> None:
        """Make a backup when something was written and the newest one is half an hour old."""
        if not self.is_running and backing_up.is_due(self._session.ledger):
            self.back_up()

    def back_up(self) -> None:
        """Make one, unless one is being made."""
        if self.is_running:
            return
        if self._own is None:
            self._own = Background(self)
        ledger = self._session.ledger
        self._own.run(lambda: backing_up.back_up(ledger), self.note_made, self.note_failed)
        self.changed.emit()

    def note_made(self, _made: Backup) -> None:
        """Take notice of a backup of this session."""
        if not isValid(self):  # the program was closed meanwhile
            return
        self.problem = None
        self.changed.emit()
        self.ended.emit()

    def note_failed(self, error: Exception) -> None:
        """Remember why a backup of this session failed, and say so."""
        if not isValid(self):
            return
        if isinstance(error, ReportableError):
            self.problem = error.message
        else:
            logger.error("unexpected error", exc_info=error)
            self.problem = Message(_UNEXPECTED)
        self.changed.emit()
        self._session.say(self.problem)
        self.ended.emit()
