"""What a form asks for at printing, such as the telephone number for objections."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import _
from desktop.ui import appearance


class Questions(QDialog):
    """One line for each question; what stays empty is printed empty."""

    answered = Signal(object)  # the answers by key

    def __init__(
        self, asked: Mapping[str, str], before: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("打印前填写"))
        self.lines = {key: QLineEdit(before.get(key, "")) for key in asked}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # the questions are whole sentences
        for key, line in self.lines.items():
            line.setObjectName(key)
            line.setAccessibleName(_(asked[key]))
            label = QLabel(_(asked[key]))
            label.setWordWrap(True)
            form.addRow(label, line)
        buttons = QDialogButtonBox()
        buttons.addButton(QPushButton(_("预览")), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QPushButton(_("不打印")), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.answer)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(
            appearance.quiet(_("这些内容台账里没有，只印在这次的纸上；留空的就空着，可以手写。"))
        )
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(appearance.scaled(420))
        self.finished.connect(self.deleteLater)

    @Slot()
    def answer(self) -> None:
        """Take what was typed."""
        self.answered.emit({key: line.text().strip() for key, line in self.lines.items()})
        self.accept()
