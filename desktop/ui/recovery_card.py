"""The recovery code on the screen: to be printed or copied, then proved by typing two groups from the paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import recovery
from desktop.ui import appearance, messages, printing
from desktop.ui.background import Background
from desktop.ui.fields import composing

_IN_A_ROW = 4  # groups
_LENGTH = 4  # characters of a group


class RecoveryCard(QWidget):
    """Hides the code while two groups of it are typed; ``proved`` says that the paper is right."""

    proved = Signal(bool)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._code = ""
        self._asked: tuple[int, ...] = ()
        self._sheet: Callable[[], bytes] = bytes
        self.groups = QGridLayout()
        self.print_button = QPushButton(_("打印恢复单…"))
        self.save_button = QPushButton(_("另存为 PDF…"))
        self.check_button = QPushButton(_("已打印或抄好，开始核对"))
        self.look_again = QPushButton(_("再看一次恢复码"))
        self.answers = [QLineEdit() for _number in range(2)]
        self._labels = [QLabel() for _number in range(2)]
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.told = appearance.quiet()
        self._sides = QStackedWidget()
        self._sides.addWidget(self._code_side())
        self._sides.addWidget(self._proof_side())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sides)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.check_button.clicked.connect(self._ask)
        self.look_again.clicked.connect(self._show_again)
        for line in self.answers:
            composing.watch(line, line.textChanged).settled.connect(self._judge)

    @property
    def code(self) -> str:
        """The recovery code that is shown."""
        return self._code

    @property
    def asked(self) -> tuple[int, ...]:
        """The numbers of the groups that have to be typed, counted from 1."""
        return self._asked

    def show_code(self, code: str, sheet: Callable[[], bytes]) -> None:
        """Show a code; ``sheet`` makes the PDF of its sheet, beside the window."""
        self._code, self._sheet = code, sheet
        while (item := self.groups.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, group in enumerate(recovery.groups(code)):
            row, column = divmod(number, _IN_A_ROW)
            title = appearance.quiet(said(Message(N_("第 {n} 组"), {"n": number + 1})))
            words = appearance.heading(group, larger=8)
            for below, label in enumerate((title, words)):
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self.groups.addWidget(label, 2 * row + below, column)
        self.told.clear()
        self._show_again()

    @Slot()
    def _show_again(self) -> None:
        self._sides.setCurrentIndex(0)
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.proved.emit(False)

    @Slot()
    def _ask(self) -> None:
        """Hide the code and ask for two of its groups."""
        self._asked = recovery.challenge(self._code, SystemRandom())
        for number, label, line in zip(self._asked, self._labels, self.answers, strict=True):
            label.setText(said(Message(N_("第 {n} 组"), {"n": number})))
            line.setAccessibleName(label.text())
            line.clear()
        self._judge()
        self._sides.setCurrentIndex(1)
        self.answers[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _judge(self) -> None:
        typed = {number: line.text().strip() for number, line in zip(self._asked, self.answers, strict=True)}
        is_proved = recovery.is_proved(self._code, typed)
        is_whole = all(len(text) >= _LENGTH for text in typed.values())
        self.verdict.setText("")
        if is_proved:
            self.verdict.setText(_("核对无误。请把恢复单装入信封，锁进柜子。"))
            appearance.colour(self.verdict, appearance.GOOD)
        elif is_whole:
            self.verdict.setText(_("与恢复码不符：请对照纸上的组号再输一遍，或再看一次恢复码。"))
            appearance.colour(self.verdict, appearance.ACCENT)
        self.proved.emit(is_proved)

    @Slot()
    def _print(self) -> None:
        self._make(self._choose_printer)

    @Slot()
    def _save(self) -> None:
        self._make(self._choose_file)

    def _make(self, then: Callable[[bytes], None]) -> None:
        self.told.setText(_("正在生成恢复单……"))
        self._background.run(self._sheet, then, self._fail)

    def _choose_printer(self, pdf: bytes) -> None:
        self.told.clear()
        printing.choose_printer(self.window(), pdf, _("打印恢复单"), self._printed)

    def _choose_file(self, pdf: bytes) -> None:
        self.told.clear()
        printing.choose_file(self.window(), pdf, _("恢复单.pdf"), self._saved)

    def _printed(self) -> None:
        self.told.setText(_("恢复单已送往打印机。拿到纸后请开始核对。"))

    def _saved(self, path: Path) -> None:
        words = N_("已写入“{path}”。里面有恢复码，打印后请立即删除这个文件。")
        self.told.setText(said(Message(words, {"path": path})))

    def _fail(self, error: Exception) -> None:
        self.told.clear()
        messages.show_error(self, error)

    def _code_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        self.groups.setVerticalSpacing(4)
        layout.addSpacing(8)
        layout.addLayout(self.groups)
        layout.addSpacing(16)
        line = QHBoxLayout()
        for button in (self.print_button, self.save_button):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.check_button)
        layout.addLayout(line)
        layout.addWidget(self.told)
        layout.addStretch(1)
        return side

    def _proof_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QLabel(_("请看着纸，输入下面两组字符（大小写均可）。这样才知道纸上的恢复码是对的。"))
        words.setWordWrap(True)
        layout.addWidget(words)
        form = QFormLayout()
        for number, (label, line) in enumerate(zip(self._labels, self.answers, strict=True)):
            line.setObjectName(f"group{number}")
            line.setMaximumWidth(160)
            form.addRow(label, line)
        layout.addLayout(form)
        layout.addWidget(self.verdict)
        back = QHBoxLayout()
        back.addWidget(self.look_again)
        back.addStretch(1)
        layout.addLayout(back)
        layout.addStretch(1)
        return side
