"""筛选: conditions on the fields of a list, with how many records fit; under a name it is kept for the next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.filters import Condition
from db.messages import N_, Message, ReportableError, Severity
from db.register import Register
from desktop.language import _, said
from desktop.services import filtering
from desktop.services.filtering import Found, ListFilter
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.registers.filter_condition import FilterCondition
from desktop.ui.session import Session

_PAUSE = 150  # milliseconds after the last change


class FilterDialog(QDialog):
    """Return uses the filter; with a name it is kept too. Conditions that are not complete are not asked."""

    used = Signal(object)  # ListFilter
    dropped = Signal()

    def __init__(
        self,
        session: Session,
        register: Register,
        begun: ListFilter,
        among: Sequence[str],
        parent: QWidget | None = None,
        *,
        can_be_kept: bool = True,
    ) -> None:
        """``begun`` is what is changed, without conditions for a new one; ``among`` are the records it is asked of."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("筛选：{title}"), {"title": Message(register.title)})))
        self._session = session
        self._register = register
        self._begun = begun
        self._among = among
        self.rows: list[FilterCondition] = []
        self.add = QPushButton(_("添加条件 Ctrl+M"))
        self.add.setShortcut("Ctrl+M")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.add_condition)
        self.count = QLabel()
        self.name = QLineEdit(begun.name)
        self.name.setObjectName("name")
        self.name.setAccessibleName(_("名称"))
        self.name.setMaxLength(20)
        self.name.setEnabled(can_be_kept)
        self.name.setPlaceholderText(
            _("填了名称就存为常用筛选，以后在列表上方点一下就用")
            if can_be_kept
            else _("在“逻辑有误”和“已删除”里的筛选只能用一次，不能保存")
        )
        composing.watch(self.name, self.name.textChanged).settled.connect(self._name_use)
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        appearance.colour(self.wrong, appearance.SEVERITY_TEXT[Severity.MUST])
        self.use = QPushButton()
        self.use.setDefault(True)
        self.use.clicked.connect(self.accept)
        self.drop = QPushButton(_("删除这个筛选"))
        self.drop.setAutoDefault(False)
        self.drop.setVisible(bool(begun.id))
        self.drop.clicked.connect(self._drop)
        self.leave = QPushButton(_("不改"))
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._count)
        self._build()
        for condition in begun.conditions:
            self._add().show_condition(condition)
        if not begun.conditions:
            self.add_condition()
        self._name_use()
        self._count()
        self.resize(appearance.for_screen(760, 420))

    def conditions(self) -> tuple[Condition, ...]:
        """Give the conditions that are complete."""
        asked = (row.condition() for row in self.rows)
        return tuple(condition for condition in asked if condition is not None)

    @Slot()
    def add_condition(self) -> None:
        """Begin another condition."""
        self._add().field.setFocus()

    def accept(self) -> None:
        """Use the filter, and keep it when it has a name; without a condition the dialog stays."""
        for row in self.rows:
            for editor in row.editors:
                editor.finish()
        made = replace(self._begun, conditions=self.conditions(), name=self.name.text().strip())
        if not made.conditions:
            self.wrong.setText(_("请先选一个栏目，再填写要找的内容。"))
            return
        try:
            made = self._session.do(filtering.keep, made) if made.name else replace(made, id="")
        except ReportableError as error:
            self.wrong.setText(said(error.message))
            self.name.setFocus()
            return
        self.used.emit(made)
        super().accept()

    @Slot()
    def _drop(self) -> None:
        self._session.do(filtering.drop, self._begun)
        self.dropped.emit()
        super().reject()

    def _add(self) -> FilterCondition:
        row = FilterCondition(self._session, self._register)
        row.changed.connect(self._wait)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    @Slot(object)
    def _remove(self, row: FilterCondition) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self._add()
        self.rows[-1].field.setFocus()
        self._wait()

    @Slot()
    def _wait(self) -> None:
        self.wrong.clear()
        self.count.setText(_("正在数…"))
        self._pause.start()

    @Slot()
    def _count(self) -> None:
        self._session.look(filtering.matching, self._take, self._register, self.conditions())

    def _take(self, found: Found) -> None:
        if found.conditions != self.conditions():
            return  # what is asked now is counted next
        fitting = sum(1 for one in self._among if one in found.ids)
        values = {"n": fitting, "total": len(self._among)}
        self.count.setText(said(Message(N_("{total} 条中有 {n} 条符合"), values)))

    @Slot()
    def _name_use(self) -> None:
        self.wrong.clear()
        self.use.setText(_("保存并使用") if self.name.text().strip() else _("使用筛选"))

    def _build(self) -> None:
        conditions = QWidget()
        self._column = QVBoxLayout(conditions)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(conditions)
        counted = QHBoxLayout()
        counted.addWidget(self.add)
        counted.addStretch(1)
        counted.addWidget(self.count)
        form = QFormLayout()
        form.addRow(_("名称"), self.name)
        buttons = QHBoxLayout()
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        buttons.addWidget(self.use)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(_("全部符合下列条件的记录：")))
        column.addWidget(scroll, 1)
        column.addLayout(counted)
        column.addLayout(form)
        column.addWidget(self.wrong)
        column.addLayout(buttons)
