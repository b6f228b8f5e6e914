"""The line below a list: how many are selected, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.masking import is_masked
from db.messages import N_, Message, ReportableError
from db.register import Register
from db.store.ledger import Ledger
from db.values import money
from desktop.language import _, said
from desktop.services import (
    checking,
    exporting,
    list_columns,
    smart_lists,
    summaries,
    summing,
    unmasking,
    withdrawing,
)
from desktop.services.bulk_changing import BulkPreview
from desktop.services.changes import Changes
from desktop.services.checking import CheckReport
from desktop.services.exporting import Form
from desktop.services.list_columns import STATE
from desktop.services.printables import PRINTABLES, Wanted
from desktop.services.progress import Progress
from desktop.services.summing import Total
from desktop.ui import messages, pages, saving_file
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.job_line import JobLine
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.print_button import PrintButton, Source
from desktop.ui.session import Session
from desktop.ui.tables.record_table import RecordTable

_MOST_UNMASKED = 50
_PAUSE = 200  # milliseconds after the last change of the selection
_KINDS = (saving_file.WORKBOOK, N_("CSV 表格 (*.csv)"))


class SelectionLine(QWidget):
    """Every command is about the selected records, 导出 and 打印 about all of the list when none is selected."""

    changed = Signal()

    def __init__(
        self, session: Session, register: Register, table: RecordTable, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._table = table
        self._list = ""
        self.count = QLabel()
        self.job = JobLine(session)
        self.job.busy.connect(self.show_selected)
        self.buttons: dict[str, QPushButton] = {}
        self.select_all = QPushButton(_("全选 Ctrl+A"))  # the table has the key
        self.select_all.setObjectName("select_all")
        self.select_all.setFlat(True)
        self.select_all.clicked.connect(self._select_all)
        line = FlowLayout()  # goes on below in large letters: none of it is cut
        line.addWidget(self.count)
        line.addWidget(self.select_all)
        for code, label, slot in (
            ("check", N_("逻辑检查"), self.check),
            ("submit", N_("打包上报"), self.submit),
            ("bulk", N_("批量修改…"), self.change_field),
            ("unmask", N_("显示号码"), self.unmask),
            ("withdraw", N_("删除"), self.withdraw),
            ("restore", N_("恢复"), self.restore),
            ("export", N_("导出…"), self.export),
        ):
            button = self.buttons[code] = QPushButton(_(label))
            button.setObjectName(code)
            button.clicked.connect(slot)
            line.addWidget(button)
        self.buttons["submit"].setToolTip(
            _("去“导出上报”，勾好这本台账。报送包装的是整本台账里新的和改过的记录，不能只报选中的几条。")
        )
        printed = (*PRINTABLES, *summaries.offered(register))
        self.print = PrintButton(session, register, Source(self._printed, self._worded, printed), self.job)
        self.print.setObjectName("print")
        line.addWidget(self.print)
        self.total = QLabel()
        line.addWidget(self.total)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._sum_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.job)
        column.addLayout(line)
        table.selection_changed.connect(self.show_selected)
        table.records.dataChanged.connect(self.show_selected)
        self.show_selected()

    def show_list(self, code: str) -> None:
        """Offer what fits the list that is shown: withdrawn records can only be restored."""
        self._list = code
        self.show_selected()

    @Slot()
    def show_selected(self) -> None:
        """Say of how many a command would be about."""
        selected, shown = self._table.selected_count, self._table.records.rowCount()
        words = Message(N_("共 {n} 条"), {"n": shown})
        if selected:
            words = Message(N_("选中 {n} 条中的 {selected} 条"), {"n": shown, "selected": selected})
        self.count.setText(said(words))
        for label in (self.count, self.total):  # words stand as high as those of the buttons
            label.setMinimumHeight(self.select_all.sizeHint().height())
        self.select_all.setVisible(selected < shown)
        is_withdrawn = self._list == smart_lists.WITHDRAWN
        for code, button in self.buttons.items():
            button.setVisible(code == "export" or (bool(selected) and (code == "restore") == is_withdrawn))
            button.setEnabled(not self.job.isVisibleTo(self))
        self.buttons["export"].setVisible(shown > 0 and not is_withdrawn)
        if pages.SUBMIT not in pages.entries_for(self._session.ledger.office().area):
            self.buttons["submit"].hide()
        self.print.setVisible(shown > 0 and not is_withdrawn)
        self.print.setEnabled(not self.job.isVisibleTo(self))
        self.total.clear()
        self._pause.start()
        is_shown = self._table.records.is_unmasked
        self.buttons["unmask"].setText(_("隐去号码") if is_shown else _("显示号码"))

    @Slot()
    def _select_all(self) -> None:
        """Select all of the list, not what is seen of it; the keys go on in the table."""
        self._table.selectAll()
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _sum_up(self) -> None:
        """Have the first amount of the list added up beside the window, once the selection rests."""
        ids = self._table.chosen_ids()
        code = summing.summed_column(self._register, self._table.records.columns, len(ids))
        if code and ids:
            self._session.look(summing.total, self._take_total, self._register, code, ids)

    def _take_total(self, found: Total) -> None:
        asked = self._table.selected_count or self._table.records.rowCount()
        if self._pause.isActive() or found.asked != asked or not found.filled:
            return  # another selection is added up next
        values = {
            "field": Message(list_columns.kinds(self._register)[found.code].label),
            "total": money.grouped(found.fen),
            "average": money.grouped(found.average),
        }
        template = N_("{field}：合计 {total} 元，平均 {average} 元")
        if not summing.is_sum_told(self._register, found.code):
            template = N_("{field}：平均 {average} 元")
        self.total.setText(said(Message(template, values)))

    @Slot()
    def check(self) -> None:
        """Check the selected records; what is wrong with them is a chip afterwards."""
        only = self._table.selected_ids()
        self.job.run(checking.check_all, self._tell_checked, [self._register], only=only)

    def _tell_checked(self, report: CheckReport) -> None:
        values = {"n": report.checked, "wrong": len(report.standing)}
        self._session.say(Message(N_("逻辑检查了 {n} 条：{wrong} 条有误，可点“逻辑有误”查看。"), values))

    @Slot()
    def submit(self) -> None:
        """Go to where this register is reported: a package holds whole registers, not single records."""
        self._session.part_wanted.emit(pages.SUBMIT.code, self._register.code)

    @Slot()
    def change_field(self) -> None:
        """Ask which field gets which value, and show what that would do."""
        dialog = BulkChange(self._session, self._register, self._table.selected_ids(), self)
        dialog.changed.connect(self._tell_changed)
        dialog.open()

    @Slot(object)
    def _tell_changed(self, shown: BulkPreview) -> None:
        self._session.say(Message(N_("批量修改了 {n} 条。"), {"n": len(shown.will_change)}))

    @Slot()
    def unmask(self) -> None:
        """Show the numbers of the selected records in full, which is noted in their history; or hide them again."""
        model = self._table.records
        if model.is_unmasked:
            model.mask_again()
            return
        ids = self._table.selected_ids()
        if len(ids) > _MOST_UNMASKED:
            self._session.say(Message(N_("一次最多显示 {n} 条的号码，请少选几条。"), {"n": _MOST_UNMASKED}))
            return
        stored = self._register.fields
        fields = [code for code in model.columns if code in stored and is_masked(stored[code])]
        try:
            for code in fields:
                found: Mapping[str, str] = self._session.do(unmasking.unmask_lines, self._register, ids, code)
                model.show_in_full(code, found)
        except ReportableError as error:
            messages.show_error(self, error)
            return
        self._session.say(
            N_("已显示完整号码，并记入历史。")
            if fields
            else N_("这个列表里没有隐去的号码，可在“列…”里加上。")
        )

    @Slot()
    def withdraw(self) -> None:
        """Delete the selected records; 撤销 brings them back."""
        self.job.run(
            withdrawing.withdraw_all, self._tell_withdrawn, self._register, self._table.selected_ids()
        )

    def _tell_withdrawn(self, changes: Changes) -> None:
        count = len(changes.records[self._register.code])
        self._session.say(Message(N_("已删除 {n} 条。按 Ctrl+Z 撤销，或在“已删除”里恢复。"), {"n": count}))

    @Slot()
    def restore(self) -> None:
        """Bring the selected records back."""
        self.job.run(withdrawing.restore_all, self._tell_restored, self._register, self._table.selected_ids())

    def _tell_restored(self, changes: Changes) -> None:
        count = len(changes.records[self._register.code])
        self._session.say(Message(N_("已恢复 {n} 条。"), {"n": count}))

    def _printed(self) -> Wanted:
        """Say what goes onto paper: the selected records, or all of the list when none is selected."""
        model = self._table.records
        return Wanted(self._register, self._table.chosen_ids(), model.columns, model.shown_in_full)

    def _worded(self, title: str) -> Message:
        selected, shown = self._table.selected_count, self._table.records.rowCount()
        template = N_("{title}：选中的 {n} 条") if selected else N_("{title}：列表中的 {n} 条")
        return Message(template, {"title": Message(title), "n": selected or shown})

    @Slot()
    def export(self) -> None:
        """Ask where the list goes: the selected records, or all of them when none is selected."""
        offered = Path(_(self._register.title))
        saving_file.ask_where(self, _("导出列表"), offered, self.export_to, _KINDS)

    @Slot(str)
    def export_to(self, path: str) -> None:
        """Write the columns of the list into a file."""
        model = self._table.records
        ids = self._table.chosen_ids()
        codes = [code for code in model.columns if code != STATE]
        form = Form.CSV_FOR_EXCEL if path.lower().endswith(".csv") else Form.WORKBOOK
        self.job.run(_write, self._tell_exported, Path(path), self._register, ids, codes, form)

    def _tell_exported(self, told: tuple[Path, int]) -> None:
        path, count = told
        self._session.say(
            Message(N_("已导出 {n} 条到 {file}，号码是完整的，请妥善保管。"), {"n": count, "file": path.name})
        )


def _write(
    ledger: Ledger,
    path: Path,
    register: Register,
    ids: list[str],
    codes: list[str],
    form: Form,
    progress: Progress,
) -> tuple[Path, int]:
    saving_file.write(path, exporting.export(ledger, register, ids, codes, form, progress=progress))
    return path, len(ids)
