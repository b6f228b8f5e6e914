"""What stands behind the counts of a review sheet: sums of money, and headed lists of records that open by a click."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from PySide6.QtCore import QUrl, Slot
from PySide6.QtWidgets import QTextBrowser

from db.messages import N_, Message
from db.values import money
from desktop.language import _, said
from desktop.services.review import Review
from desktop.ui import appearance
from desktop.ui.session import Destination, Session

_MOST = 300  # lines of a list on the screen; the paper has them all


class ReviewLists(QTextBrowser):
    """The lists of the paper in its order; the label of a record is a link to it, also for the keyboard."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("lists")
        self.setAccessibleName(_("核对单的清单"))
        self.setOpenLinks(False)
        self.setMinimumHeight(appearance.scaled(180))
        self.anchorClicked.connect(self._open)

    def show_review(self, review: Review) -> None:
        """Write the lists of a review; one that is empty says so, as the paper does."""
        parts = (
            _list(N_("控制合计"), self._sums(review)),
            _list(N_("与上次的差别"), self._differences(review)),
            _list(
                N_("核实情况说明"),
                [
                    f"{self._link(one.register, one.record_id, one.label)}：{_told(one.problem)}"
                    f"<br>{_told(Message(N_('说明：{reason}'), {'reason': one.reason}))}"
                    for one in review.reasons
                ],
            ),
            _list(
                N_("未上报"),
                [
                    f"{self._link(one.register, one.record_id, one.label)}："
                    + "<br>".join(_told(problem.message) for problem in one.stands)
                    for one in review.left_out
                ],
            ),
            _list(
                N_("提示（不影响上报，纸上不印）"),
                [
                    f"{self._link(one.register, one.record_id, one.label)}：{_told(one.problem)}"
                    for one in review.hints
                ],
            ),
        )
        self.setHtml("".join(parts))

    def _sums(self, review: Review) -> list[str]:
        found = []
        for name, total in review.sums.items():
            code, _dot, field = name.partition(".")
            register = self._session.registers[code]
            values = {
                "register": Message(register.title),
                "field": Message(register.fields[field].label),
                "amount": money.grouped(total),
            }
            if total:
                found.append(_told(Message(N_("{register} {field}：{amount} 元"), values)))
        return found

    def _differences(self, review: Review) -> list[str]:
        lines = [
            _with_link(one.sentence, self._link(one.register, one.record_id, one.label))
            for one in review.differences
        ]
        if review.sequence == 1:  # the paper has nothing to differ from
            return [escape(_("这是第一次报送，下面的都是新增，纸上不逐条列出。")), *lines]
        return lines

    def _link(self, register: str, record_id: str, label: str) -> str:
        return f'<a href="{register}/{record_id}">{escape(label or _("（未命名）"))}</a>'

    @Slot(QUrl)
    def _open(self, url: QUrl) -> None:
        register, _slash, record_id = url.toString().partition("/")
        self._session.record_wanted.emit(Destination(register, record_id))


def _list(title: str, lines: Sequence[str]) -> str:
    shown: Iterable[str] = lines[:_MOST] or [escape(_("无"))]
    items = "".join(f'<li style="margin-bottom: 2px">{line}</li>' for line in shown)
    left = len(lines) - _MOST
    more = _told(Message(N_("另有 {n} 条，见核对单。"), {"n": left})) if left > 0 else ""
    return (
        f'<p style="margin: 4px 0 0 0"><b>{escape(_(title))}</b></p><ul style="margin: 0">{items}</ul>{more}'
    )


def _told(message: Message) -> str:
    return escape(said(message))


def _with_link(sentence: Callable[[str], Message], link: str) -> str:
    """Put a link into a sentence, whose other words are no markup."""
    before, _mark, after = said(sentence("\0")).partition("\0")
    return escape(before) + link + escape(after)
