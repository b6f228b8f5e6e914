"""打印校准: measure a printer on a page with rulers, and keep how far what it prints is to be moved."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import printables
from desktop.services.printables import Paper
from desktop.settings import FARTHEST, offset_of
from desktop.ui import appearance, messages, printing
from desktop.ui.session import Session

TRUE = 20.0
"""Millimetres from the edge of the paper to the frame of the page, when nothing is moved."""


class Calibration(QDialog):
    """The page itself is printed without any correction, so that what is measured can be entered again."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, printers: list[str] | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("打印校准"))
        found = QPrinterInfo.availablePrinterNames() if printers is None else printers
        self.printer = QComboBox()
        self.printer.addItems(found)
        self.printer.setCurrentText(QPrinterInfo.defaultPrinterName())
        self.page = QPushButton(_("打印校准页…"))
        self.across, self.down = _millimetres(), _millimetres()
        self.across.setAccessibleName(_("左边实量"))
        self.down.setAccessibleName(_("上边实量"))
        self.told = appearance.quiet()
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())  # it grows, the dialog does not
        keep = QPushButton(_("保存"))
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QPushButton(_("取消")), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.page, keep):
            button.setEnabled(bool(found))  # without a printer the words above say what to do
        self._build(has_printer=bool(found))
        self.page.clicked.connect(self._make_page)
        self.printer.currentTextChanged.connect(self._show)
        for box in (self.across, self.down):
            box.valueChanged.connect(self._tell)
        self.buttons.accepted.connect(self.keep)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._show()

    def offset(self) -> tuple[float, float]:
        """Give what is measured as a movement to the right and down, in millimetres."""
        return round(TRUE - self.across.value(), 1), round(TRUE - self.down.value(), 1)

    @Slot()
    def keep(self) -> None:
        """Remember the movement for the printer that is chosen."""
        name = self.printer.currentText()
        self._session.settings.put(offset_of(name), self.offset())
        self._session.say(Message(N_("已记住打印机“{name}”的校准。"), {"name": name}))
        self.accept()

    @Slot()
    def _make_page(self) -> None:
        self._session.background.run(
            lambda: printables.calibration(self._session.ledger), self._print, self._fail
        )

    def _print(self, paper: Paper) -> None:
        printing.choose_printer(self, paper.pdf, _("打印校准页"), self._tell_printed)

    def _fail(self, error: Exception) -> None:
        messages.show_error(self, error)

    def _tell_printed(self) -> None:
        self._session.say(N_("校准页已送到打印机。"))

    @Slot()
    def _show(self) -> None:
        """Show what is kept for the printer."""
        across, down = self._session.settings.get(offset_of(self.printer.currentText()))
        self.across.setValue(TRUE - across)
        self.down.setValue(TRUE - down)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        across, down = self.offset()
        values = {"across": f"{across:+.1f}", "down": f"{down:+.1f}"}
        words = N_("打印时向右移 {across} 毫米，向下移 {down} 毫米（负数是向左、向上）。")
        self.told.setText(said(Message(words, values)) if any((across, down)) else _("不移动。"))

    def _build(self, *, has_printer: bool) -> None:
        words = N_(
            "打印一张校准页，用直尺量框线到纸边的距离，填在下面。左边和上边都应是 20.0 毫米；不是的话，以后打印时自动移正。"
        )
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(_(words)))
        if not has_printer:
            layout.addWidget(appearance.loud(_("这台电脑还没有安装打印机。装好后再来校准。")))
        form = QFormLayout()
        form.addRow(_("打印机"), self.printer)
        form.addRow("", self.page)
        form.addRow(_("左边实量（毫米）"), self.across)
        form.addRow(_("上边实量（毫米）"), self.down)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(appearance.scaled(460))


def _millimetres() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(1)
    box.setSingleStep(0.1)
    box.setRange(TRUE - FARTHEST, TRUE + FARTHEST)
    return box
