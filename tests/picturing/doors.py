"""What is seen before the window: the first start, the password, the recovery code, a ledger that cannot be opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from db.store.ledger import LedgerExistsError
from desktop.services import backing_up
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.restore import Restore
from desktop.ui.trouble import Trouble
from desktop.ui.unlock import Unlock
from tests.picturing.album import Album, wait
from tests.picturing.ledgers import Prepared, now, unlocked

CODE = "YRAL-Z5TZ-9T4U-75A8-6P5C-BWWX-TVZ9-6Z8H"


def take(album: Album, prepared: Prepared, background: Background) -> None:
    """Take all of them."""
    _first_start(album, prepared, background)
    with _shown(Unlock(prepared.folder, now, background)) as unlock:
        album.take(unlock, "unlock")
        unlock.password.setText("wrong")
        unlock.capitals.show()
        unlock.open.click()
        wait(lambda: not background.is_busy)
        album.take(unlock, "unlock-wrong")
        unlock.forgotten.click()
        album.take(unlock, "recover")
    _restoring(album, prepared, background)
    with _shown(Trouble(LedgerExistsError(prepared.folder))) as trouble:
        album.take(trouble, "trouble")


def _first_start(album: Album, prepared: Prepared, background: Background) -> None:
    with _shown(FirstStart(prepared.folder, now, background)) as first:
        album.take(first, "first-start")
        first.create_button.click()
        album.take(first, "first-start-missing")
        first.area._pick("360111103")
        first.user.setText("李晓燕")
        first.new.password.setText("luojia2026")
        first.new.judge()
        album.take(first, "first-start-filled")
        first._steps.setCurrentIndex(1)
        first.card.show_code(CODE, bytes)
        album.take(first, "recovery-code")
        first.card.check_button.click()
        album.take(first, "recovery-proof")
        for answer in first.card.answers:
            answer.setText("YRAX")
        album.take(first, "recovery-proof-wrong")


def _restoring(album: Album, prepared: Prepared, background: Background) -> None:
    opened = unlocked(prepared)
    made = backing_up.back_up(opened)
    opened.close()
    with _shown(Restore(prepared.folder, now, background, made)) as restore:
        wait(lambda: restore.user.count() > 0)
        album.take(restore, "restore")
        restore.give.click()
        wait(restore.isEnabled)
        album.take(restore, "restore-wrong")
        restore.by_code.click()
        album.take(restore, "restore-by-code")
    with _shown(Restore(prepared.folder.parent / "new", now, background)) as restore:
        album.take(restore, "restore-new")


@contextmanager
def _shown(window: Any) -> Iterator[Any]:
    window.show()
    yield window
    window.close()
