"""The review sheet (核对单) on the screen: the counts of the paper, and below them what they are made of."""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from desktop.language import _, said
from desktop.reports.review_counts import COLUMNS, Count, added_up
from desktop.services.review import Review
from desktop.ui import appearance
from desktop.ui.pages.review_lists import ReviewLists
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import give_room

_HEADER = (N_("台账"), *COLUMNS.values())
_LONGEST_HEAD = 14  # characters of a line


class ReviewSheet(QWidget):
    """A sentence, one line for each register and their sum, then sums of money and lists of records."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = QTableWidget(0, len(_HEADER))
        give_room(self.table)
        self.table.setTabKeyNavigation(False)
        self.table.setObjectName("review")
        self.table.setHorizontalHeaderLabels(["\n".join(wrap(_(title), _LONGEST_HEAD)) for title in _HEADER])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all of it is seen
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.lists = ReviewLists(session)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.history = appearance.loud()
        self.history.setObjectName("history")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self.history)
        layout.addWidget(self.table)
        layout.addWidget(self.lists, 1)

    def show_review(self, review: Review | None) -> None:
        """Show a review sheet, or that there is none yet."""
        shown = review is not None and is_ready(review)
        for part in (self.table, self.lists):
            part.setVisible(shown)
        broken = review.broken_history if review else None
        self.history.setText(said(broken) if broken else "")
        self.history.setVisible(broken is not None)
        if review is None:
            self._words.setText(_("先做第 2 步，这里会列出本次上报的条数和金额，请与纸质材料核对。"))
            appearance.colour(self._words, appearance.QUIET)
            return
        self._show_counts(review)
        self.lists.show_review(review)
        self._words.setText(said(self._sentence(review)))
        appearance.colour(self._words, appearance.ACCENT if review.blocking else appearance.TEXT)

    def _show_counts(self, review: Review) -> None:
        lines: list[tuple[str, Count]] = [
            (self._session.registers[code].title, count) for code, count in review.counts.items()
        ]
        lines.append((N_("合计"), added_up(review.counts.values())))
        self.table.setRowCount(len(lines))
        for row, (title, count) in enumerate(lines):
            for column, text in enumerate((_(title), *map(str, count.cells))):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if row == len(lines) - 1:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        head = self.table.horizontalHeader().sizeHint().height()
        edge = 2 * self.table.frameWidth()
        self.table.setFixedHeight(head + self.table.verticalHeader().length() + edge)

    def _sentence(self, review: Review) -> Message:
        values = {
            "n": review.sequence,
            "total": sum(count.total for count in review.counts.values()),
            "reasons": len(review.reasons),
            "left": len(review.left_out),
            "blocking": len(review.blocking),
        }
        if review.blocking:
            return Message(
                N_(
                    "还不能上报：有 {blocking} 条记录必须先改正或写明原因。双击上面的问题去处理，或勾选“有问题的先不报”再检查一次。"
                ),
                values,
            )
        if not values["total"]:
            without = N_("没有新的或改动过的记录可以上报，另有 {left} 条因有问题暂不上报。")
            return Message(without if review.left_out else N_("没有新的或改动过的记录，不需要上报。"), values)
        return Message(
            N_("第 {n} 号报送包：共 {total} 条，其中 {reasons} 处附有说明原因，{left} 条因有问题暂不上报。"),
            values,
        )


def is_ready(review: Review) -> bool:
    """Tell whether there is something to compare with the paper."""
    return not review.blocking and any(count.total for count in review.counts.values())
