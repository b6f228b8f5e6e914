"""After a jam: go on printing from the page that did not come out."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from db.messages import N_, Message
from desktop.language import _, said


class ResumeLine(QWidget):
    """Hidden until something was printed; pages count from 1 in the order in which they leave the printer."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.page = QSpinBox()
        self.page.setAccessibleName(_("从第几页起打印"))
        self.go_on = QPushButton(_("继续打印"))
        self.go_on.setAutoDefault(False)
        self.go_on.clicked.connect(self._ask)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        for widget in (QLabel(_("从第几页起打印")), self.page, self.go_on):
            line.addWidget(widget)
        self.hide()

    def offer(self, following: int, total: int) -> None:
        """Offer to print again from a page on; beyond the last one when all of them had reached the printer."""
        is_done = following > total
        sentence = (
            N_("{total} 页已全部送到打印机。卡纸或缺页时，从缺的那一页补印。")
            if is_done
            else N_("上次打印停在第 {page} 页，共 {total} 页。")
        )
        self.words.setText(said(Message(sentence, {"page": following, "total": total})))
        self.page.setRange(1, total)
        self.page.setValue(1 if is_done else following)
        self.show()

    @Slot()
    def _ask(self) -> None:
        self.wanted.emit(self.page.value())
