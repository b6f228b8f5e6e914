"""打印预览: the PDF itself, what is to be known before it is printed, and the ways to the printer and into a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from db.messages import N_, Message, Severity
from desktop.language import _, said
from desktop.services import print_order
from desktop.services.printables import Paper
from desktop.settings import LAST_PRINT
from desktop.ui import appearance, printing
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.preview.calibration import Calibration
from desktop.ui.preview.page_view import PageView
from desktop.ui.preview.preview_bar import PreviewBar
from desktop.ui.preview.resume_line import ResumeLine
from desktop.ui.preview.strips import Strips
from desktop.ui.preview.thumbnails import Thumbnails
from desktop.ui.printing import Plan, Sides
from desktop.ui.session import Session

_SIZE = QSize(1180, 700)
_REMARKS = 4  # lines that are seen at once


class Preview(QDialog):
    """``key`` tells one print from another without naming anybody: it is how a print that jammed is known again."""

    def __init__(
        self, session: Session, paper: Paper, title: str, parent: QWidget | None = None, key: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(said(Message(N_("打印预览 — {title}"), {"title": title})))
        self._session = session
        self._paper = paper
        self._title = title
        self._key = key
        self._left: Sides = ()
        self._total = 0  # pages that were ordered last
        self.strips = Strips(PdfPages(paper.pdf), self)
        self.view = PageView(self.strips)
        self.strips.want(self.view, ())  # the large pages go before the small ones
        self.thumbnails = Thumbnails(self.strips)
        self.bar = PreviewBar(paper)
        self.resume = ResumeLine()
        self.remarks = _remarks(paper)
        self._build()
        self._connect()
        key, following = session.settings.get(LAST_PRINT)
        if key and key == self._key:
            total = print_order.pages_in(self.bar.sides(both=False))
            self.resume.offer(min(following, total + 1), total)
        self.resize(_fitting(_SIZE, parent))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def print(self) -> None:
        """Ask for the printer and print from the first page."""
        self._print(1)

    @Slot(int)
    def print_from(self, page: int) -> None:
        """Print what is left from a page on (from 1), after a jam."""
        self._print(page)

    @Slot()
    def save(self) -> None:
        """Ask for a place and keep the PDF there."""
        printing.choose_file(self, self._paper.pdf, f"{self._title}.pdf", self._tell_saved)

    @Slot()
    def calibrate(self) -> None:
        """Let a printer be measured."""
        Calibration(self._session, self).open()

    def done(self, result: int) -> None:
        self.strips.close()
        super().done(result)

    def _print(self, first: int) -> None:
        """Print from a page on (from 1), counted as the pages leave the printer."""

        def left(both: bool) -> Sides:
            order = self.bar.sides(both=both)
            self._total = print_order.pages_in(order)
            self._left = print_order.resumed(order, first, both=both)
            return self._left

        plan = Plan(left, self._paper.duplex, self._session.settings, self._note_stop)
        printing.choose_printer(self, self._paper.pdf, self._title, self._note_printed, plan)

    def _note_printed(self) -> None:
        self._session.say(N_("已送到打印机。"))
        self._offer(self._total + 1)

    def _note_stop(self, sides: int) -> None:
        """Offer to go on with the page at which printing was stopped."""
        left = print_order.pages_in(self._left) - print_order.pages_in(self._left[:sides])
        self._offer(self._total - left + 1)

    def _offer(self, following: int) -> None:
        """Remember which page would come next, and offer to go on from it."""
        self._session.settings.put(LAST_PRINT, (self._key, following))
        if isValid(self):  # it may have been closed while the printer went on
            self.resume.offer(following, self._total)

    def _tell_saved(self, path: Path) -> None:
        self._session.say(Message(N_("已存为“{file}”，里面有个人信息，请妥善保管。"), {"file": str(path)}))

    def _connect(self) -> None:
        bar, view = self.bar, self.view
        bar.print.clicked.connect(self.print)
        bar.save.clicked.connect(self.save)
        bar.calibrate.clicked.connect(self.calibrate)
        bar.zoom_wanted.connect(view.zoom_to)
        bar.larger.clicked.connect(view.zoom_in)
        bar.smaller.clicked.connect(view.zoom_out)
        bar.page_wanted.connect(view.go_to)
        self.resume.wanted.connect(self.print_from)
        view.zoomed.connect(self._show_zoom)
        view.current_changed.connect(bar.show_page)
        view.current_changed.connect(self._show_zoom)
        view.current_changed.connect(self.thumbnails.show_page)
        self.thumbnails.chosen.connect(view.go_to)
        for keys, slot in (
            ("Ctrl+P", self.print),
            ("Ctrl+S", self.save),
            ("Ctrl++", view.zoom_in),
            ("Ctrl+=", view.zoom_in),
            ("Ctrl+-", view.zoom_out),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        QTimer.singleShot(0, self, self._show_zoom)

    @Slot()
    def _show_zoom(self) -> None:
        self.bar.show_zoom(self.view.zoom, self.view.percent)

    def _build(self) -> None:
        pages = QHBoxLayout()
        pages.setSpacing(2)
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.bar)
        if self.remarks is not None:
            layout.addWidget(self.remarks)
        layout.addWidget(self.resume)
        layout.addLayout(pages, 1)


def _remarks(paper: Paper) -> QScrollArea | None:
    """Say what is to be known before printing, all of it, some lines at a time."""
    found = [said(one) for one in paper.remarks]
    if paper.missing and not paper.remarks:
        sentence = N_("这些字没有字形，纸上写的是它们的编号：{missing}")
        found.append(said(Message(sentence, {"missing": " ".join(paper.missing)})))
    if not found:
        return None
    words = QLabel("\n".join(found))
    words.setWordWrap(True)
    words.setMargin(4)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    appearance.colour(words, appearance.SEVERITY_TEXT[Severity.EXPLAIN])
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(words)
    area.setAccessibleName(_("打印前请看"))
    line = words.fontMetrics().lineSpacing()
    area.setMaximumHeight(line * min(len(found) + 1, _REMARKS) + 14)
    area.setMinimumHeight(min(area.maximumHeight(), line * 2 + 14))
    return area


def _fitting(size: QSize, parent: QWidget | None) -> QSize:
    """Make the window as large as the one it belongs to, where that is larger."""
    return size if parent is None else size.expandedTo(parent.window().size() * 0.96)
