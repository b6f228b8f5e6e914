"""The Qt application: style, palette, font, Qt's own words in Chinese, and the last place where a bug is caught."""

from __future__ import annotations

import ctypes
import linecache
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QObject,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication
from shibokensupport import feature  # comes with PySide6, and is not found before it

from desktop.language import CHINESE, _
from desktop.ui import appearance, messages
from desktop.ui.garbage import GarbageCollection

logger = logging.getLogger(__name__)
_qt_logger = logging.getLogger("qt")

_MANY = 2**40  # calls: a thousand a second for thirty years

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start(language: str) -> QApplication:
    """Make the application; call once, before any widget."""
    qInstallMessageHandler(_log_qt)
    keep_constants_alive()
    leave_sources_unread()
    application = QApplication(["taizhang"])
    dress(application, language)
    GarbageCollection(application)
    sys.excepthook = _catch
    threading.excepthook = _catch_in_thread
    return application


def keep_constants_alive() -> None:
    """Give True, False and None references that nobody counts.

    Every call of PySide6 6.12 that returns one of them (``emit``, ``setText``) takes a reference of it that it never
    added: before Python 3.12, where they cannot die, the program is aborted after some thousand calls.
    """
    if sys.version_info < (3, 12):
        for constant in (True, False, None):
            ctypes.c_ssize_t.from_address(id(constant)).value += _MANY


def leave_sources_unread() -> None:
    """Keep PySide6 from reading the source of every module that is loaded from now on.

    PySide6 6.12 looks for its own name in each, because ``from __feature__ import …`` would count for such modules
    only, and Python keeps the lines: 23 MB of them. No module here uses that import; a packed program, which has no
    sources, never reads one either.
    """
    feature._mod_uses_pyside = lambda _module: False  # noqa: SLF001 - there is no public switch
    linecache.clearcache()  # what was read up to here; a traceback reads again what it shows


def dress(application: QApplication, language: str) -> None:
    """Give an application our style, palette, font and words."""
    QGuiApplication.setDesktopFileName("taizhang")
    application.setApplicationDisplayName(_(messages.TITLE))
    application.setStyle("Fusion")
    application.setPalette(appearance.palette())
    application.setFont(appearance.load_font())
    if language == CHINESE:
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        translator = QTranslator(application)
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)


def follow_focus(
    window: Callable[[QWindow | None], None], widget: Callable[[QObject | None], None] | None = None
) -> None:
    """Call slots with every window and every widget that gets the focus."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.focusWindowChanged.connect(window)
        if widget is not None:
            application.focusObjectChanged.connect(widget)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _qt_logger.log(_LEVELS.get(kind, logging.WARNING), "%s", text)


def _catch(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log a bug and say so in the window that is open; the ledger only ever changes in whole transactions."""
    if not isinstance(error, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    window = QApplication.activeWindow()
    if window is None:
        logger.critical("unexpected error", exc_info=(kind, error, trace))
    else:
        messages.show_error(window, error)


def _catch_in_thread(arguments: threading.ExceptHookArgs) -> None:
    logger.critical("unexpected error in %s", arguments.thread, exc_info=arguments.exc_value)
