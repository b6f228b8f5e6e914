"""Errors and questions: the only place that opens a message box, and it never blocks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from db.messages import N_, Message, ReportableError
from desktop.language import _, said

logger = logging.getLogger(__name__)

TITLE = N_("工会台账")


def show_error(parent: QWidget, error: Exception) -> None:
    """Show what happened; a bug is logged with its traceback and shown as one."""
    if isinstance(error, ReportableError):
        text = said(error.message)
    else:
        logger.error("unexpected error", exc_info=error)
        text = _(
            "程序出现意外错误，刚才的操作没有完成，已保存的数据不受影响。请重试；再次出现请联系维护人员。"
        )
    _open(parent, QMessageBox.Icon.Warning, text, {N_("知道了"): None})


def tell(parent: QWidget, told: Message) -> None:
    """Say something that must not be overlooked, though nothing is wrong."""
    _open(parent, QMessageBox.Icon.Information, said(told), {N_("知道了"): None})


def ask(parent: QWidget, question: Message, answers: Mapping[str, Callable[[], None] | None]) -> None:
    """Ask a question whose buttons are verbs (source strings); the first is the default, the last is Escape."""
    _open(parent, QMessageBox.Icon.Question, said(question), answers)


def ask_before_loss(
    parent: QWidget, question: Message, answers: Mapping[str, Callable[[], None] | None]
) -> None:
    """Ask before something that nothing brings back: Enter alone gives the last answer, as Escape does."""
    _open(parent, QMessageBox.Icon.Warning, said(question), answers, default=-1)


class _Answers(QObject):
    """Calls what belongs to the button that was pressed."""

    def __init__(self, box: QMessageBox) -> None:
        super().__init__(box)
        self.by_button: dict[QAbstractButton, Callable[[], None] | None] = {}

    @Slot(QAbstractButton)
    def answer(self, button: QAbstractButton) -> None:
        action = self.by_button.get(button)
        if action is not None:
            action()


def _open(
    parent: QWidget,
    icon: QMessageBox.Icon,
    text: str,
    buttons: Mapping[str, Callable[[], None] | None],
    default: int = 0,
) -> None:
    box = QMessageBox(icon, _(TITLE), text, QMessageBox.StandardButton.NoButton, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    answers = _Answers(box)
    made = []
    for label, action in buttons.items():
        button = box.addButton(_(label), QMessageBox.ButtonRole.ActionRole)
        answers.by_button[button] = action
        made.append(button)
    box.setDefaultButton(made[default])
    box.setEscapeButton(made[-1])
    box.buttonClicked.connect(answers.answer)
    box.open()
