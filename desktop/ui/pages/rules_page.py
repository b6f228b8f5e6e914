"""规则表: the numbers by which records are checked; the office enters its own and corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.messages import N_, Message
from db.rule_tables import RATIOS, Figure, Kind, definitions
from db.values import dates
from desktop.language import _, said
from desktop.services import rule_figures
from desktop.services.roles import Action
from desktop.services.rule_figures import Entered
from desktop.ui import appearance, messages, permission
from desktop.ui.pages.page import Page
from desktop.ui.pages.rule_dialog import RuleDialog
from desktop.ui.pages.sent_forms_pane import SentFormsPane
from desktop.ui.pages.updates_pane import UpdatesPane
from desktop.ui.session import Session
from desktop.ui.tables.cell_style import beside, give_room

_HEADER = (N_("项目"), N_("数字"), N_("地区"), N_("起止日期"), N_("现在"), N_("依据"))
_DAYS = 3
_LONG = (0, 5)  # columns that share what room there is, and wrap
_LONGEST_DAY = date(2000, 12, 30)
_NARROWEST = 150  # pixels of those at 100 %: with less the table is scrolled


class _Figures(QTableWidget):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give numbers and days the line that they need, and the words the rest.

        Where words wrap all the same, the two days of a span stand below each other, too.
        """
        short = [column for column in range(len(_HEADER)) if column not in _LONG]
        for column in short:
            self.resizeColumnToContents(column)
        needed = [self.sizeHintForColumn(column) for column in _LONG]
        least = [min(one, appearance.scaled(_NARROWEST)) for one in needed]
        if self._left(short) < sum(needed):
            self.setColumnWidth(_DAYS, min(self.columnWidth(_DAYS), self._one_day()))
        widths = _shares(self._left(short), *needed)
        for column, width, narrowest in zip(_LONG, widths, least, strict=True):
            self.setColumnWidth(column, max(width, narrowest))

    def _left(self, short: Sequence[int]) -> int:
        return self.viewport().width() - sum(map(self.columnWidth, short))

    def _one_day(self) -> int:
        """Give the width of a day and the word beside it: two of them do not fit, so that a line breaks between them."""
        words = said(Message(N_("{begin}起"), {"begin": dates.in_sentence(_LONGEST_DAY)}))
        return self.fontMetrics().horizontalAdvance(words) + 2 * beside() + 1  # the line between columns


def _shares(left: int, first: int, last: int) -> tuple[int, int]:
    """Share what is left between two columns that would need so many pixels: half each, or what one does not need."""
    half = left // 2
    share = first if first <= half else max(half, left - last)
    return share, left - share


class RulesPage(Page):
    """All tables, one at a time; what the program brings can be looked at, what the office entered changed."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "逻辑检查用的数字。标“示例”的只供试用，不是本地规定：请选中那一行，录入本地的数字。录入后马上用于检查。"
        )
        super().__init__(session, N_("规则表"), words)
        self.tables = QComboBox()
        self.tables.setObjectName("tables")
        self.tables.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.tables.setAccessibleName(_("规则表"))
        for code in definitions():
            self.tables.addItem("", code)
        self.list = _Figures(0, len(_HEADER))
        give_room(self.list)
        self.list.setObjectName("figures")
        self.list.setAccessibleName(_("规则表里的数字"))
        self.list.setHorizontalHeaderLabels([_(title) for title in _HEADER])
        self.list.horizontalHeader().setHighlightSections(False)
        self.list.verticalHeader().hide()
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.list.setMinimumHeight(appearance.scaled(150))  # what comes from above must not squeeze it
        self.list.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.list.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._lines: list[tuple[Kind, Figure | None]] = []
        self.add = QPushButton(_("录入新的数字…"))
        self.add_ratio = QPushButton(_("添加比例…"))
        self.change = QPushButton(_("更正或结束…"))
        self.remove = QPushButton(_("删除录错的…"))
        self.history = QLabel()
        self.history.setWordWrap(True)
        self.history.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.updates = UpdatesPane(session)
        self.forms = SentFormsPane(session)
        self._build()
        self.updates.decided.connect(self._show_table)
        self.tables.activated.connect(self._show_table)
        self.list.itemSelectionChanged.connect(self._show_state)
        self.list.itemActivated.connect(self._open)
        for button, slot in (
            (self.add, self._add),
            (self.add_ratio, self._add_ratio),
            (self.change, self._change),
            (self.remove, self._remove),
        ):
            button.clicked.connect(slot)
        self.refresh()

    @property
    def table(self) -> str:
        """The code of the table that is shown."""
        return str(self.tables.currentData())

    @property
    def chosen(self) -> Figure | None:
        """The number that is selected."""
        row = self.list.currentRow()
        return self._lines[row][1] if 0 <= row < len(self._lines) else None

    @property
    def chosen_kind(self) -> Kind | None:
        """What is selected: also where there is no number yet."""
        row = self.list.currentRow()
        return self._lines[row][0] if 0 <= row < len(self._lines) else None

    def show_part(self, part: str) -> None:
        """Show another table."""
        self.tables.setCurrentIndex(self.tables.findData(part))
        self.refresh()

    def refresh(self, select: str = "") -> None:
        """Read the numbers again; ``select`` is the id of the one to stand on."""
        for row, (code, table) in enumerate(definitions().items()):
            count = sum(one.example for one in rule_figures.in_force(self.session.ledger, code))
            title = Message(table.title)
            words = Message(N_("{title}（{n} 个示例在用）"), {"title": title, "n": count}) if count else title
            self.tables.setItemText(row, said(words))
        figures = rule_figures.listed(self.session.ledger, self.table)
        used = rule_figures.in_force(self.session.ledger, self.table)
        shown, table = {one.name for one in figures}, definitions()[self.table]
        self._lines = [(table.kind(one.name), one) for one in figures]
        self._lines += [(kind, None) for kind in table.kinds if kind.name not in shown]
        self.list.setRowCount(len(self._lines))
        for row, (kind, figure) in enumerate(self._lines):
            self._show_line(row, kind, figure, is_used=figure in used)
        self.list.fit_columns()
        self._look_around()
        stood = [row for row, figure in enumerate(figures) if select and figure.id == select]
        self.list.setCurrentCell((stood or [0])[0], 0)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_around()

    def _look_around(self) -> None:
        """Read again what comes from outside: a receipt may have come in since, a file may have been put there."""
        self.updates.refresh()
        self.forms.refresh()

    def _show_line(self, row: int, kind: Kind, figure: Figure | None, *, is_used: bool) -> None:
        label = said(kind.label)
        cells = [label, _("还没有数字"), "", "", "", ""]
        if figure is not None:
            state = N_("在用") if is_used else self._state(figure)
            cells = [
                label,
                said(rule_figures.amount(figure)),
                _(rule_figures.place(figure.area)),
                said(rule_figures.span(figure)),
                _(state),
                _(figure.source),
            ]
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if figure is not None and figure.example and column == 1:
                item.setForeground(appearance.ACCENT)
            elif figure is not None and not is_used:
                item.setForeground(appearance.QUIET)
            self.list.setItem(row, column, item)

    def _state(self, figure: Figure) -> str:
        today = self.session.today
        if figure.valid_to is not None and figure.valid_to < today:
            return N_("已过期")
        return N_("还没到") if figure.valid_from > today else N_("被替代")

    @Slot()
    def _show_table(self) -> None:
        self.refresh()

    @Slot()
    def _show_state(self) -> None:
        figure = self.chosen
        is_own = figure is not None and bool(figure.id)
        self.add.setEnabled(self.chosen_kind is not None)
        self.change.setEnabled(is_own)
        self.remove.setEnabled(is_own)
        self.add_ratio.setVisible(self.table == RATIOS)
        self.history.setText(self._told(figure))

    def _told(self, figure: Figure | None) -> str:
        """Tell who entered and changed the number that is selected."""
        if figure is None:
            return _("选中的项目还没有数字，检查时不用它。")
        if not figure.id:
            return _("这是程序自带的数字，不能改；录入本地的数字后就不再用它。")
        return "\n".join(
            said(line) for line in rule_figures.told(rule_figures.history_of(self.session.ledger, figure.id))
        )

    @Slot()
    def _open(self) -> None:
        """Return or a double click: change the own number, enter one in the place of the program's."""
        if not self._buttons.isEnabled():
            return
        if self.change.isEnabled():
            self._change()
        else:
            self._add()

    @Slot()
    def _add(self) -> None:
        if self.chosen_kind is not None:
            self._ask(RuleDialog(self.session, self.table, self.chosen_kind, None, self))

    @Slot()
    def _add_ratio(self) -> None:
        self._ask(RuleDialog(self.session, self.table, None, None, self))

    @Slot()
    def _change(self) -> None:
        if self.chosen is not None and self.chosen_kind is not None:
            self._ask(RuleDialog(self.session, self.table, self.chosen_kind, self.chosen, self))

    def _ask(self, dialog: RuleDialog) -> None:
        dialog.written.connect(self._take)
        dialog.open()

    @Slot(object)
    def _take(self, entered: Entered) -> None:
        self.refresh(entered.figure.id)
        if entered.ended is None or entered.ended.valid_to is None:
            self.session.say(N_("已保存，马上用于检查。"))
        else:
            day = dates.in_sentence(entered.ended.valid_to)
            self.session.say(Message(N_("已保存，马上用于检查。前一条在{day}截止。"), {"day": day}))
        self.list.setFocus()

    @Slot()
    def _remove(self) -> None:
        figure = self.chosen
        if figure is None:
            return

        def remove() -> None:
            self.session.do(rule_figures.withdraw, figure.id)
            self.refresh()
            self.session.say(N_("已删除，不再用于检查。"))

        values = {"figure": rule_figures.named(figure), "span": rule_figures.span(figure)}
        words = N_(
            "删除“{figure}”（{span}）？只用于录错的数字，它不再用于检查，历史里仍可查到。规定到期的请改用“更正或结束”填截止日期。"
        )
        messages.ask(self, Message(words, values), {N_("删除"): remove, N_("取消"): None})

    def _build(self) -> None:
        above = QHBoxLayout()
        above.addWidget(QLabel(_("规则表")))
        above.addWidget(self.tables)
        above.addStretch(1)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        for button in (self.add, self.add_ratio, self.change, self.remove):
            line.addWidget(button)
        line.addStretch(1)
        permission.grey_out(self.session, self._buttons, Action.RULES)
        self.column.addWidget(self.updates)
        self.column.addLayout(above)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.history)
        self.column.addWidget(self._buttons)
        self.column.addWidget(self.forms)


PAGE = RulesPage
