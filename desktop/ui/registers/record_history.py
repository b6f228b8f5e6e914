"""历史 of one record: who changed what and when, field by field, and an earlier version brought back as a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, ReportableError
from db.record import Record
from db.register import Register
from desktop.language import _, said
from desktop.services import history_of_record
from desktop.services.history_of_record import Version
from desktop.services.record_differences import FieldChange
from desktop.ui import appearance, messages
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.session import Session


class RecordHistory(QDialog):
    """Versions at the left, newest first; what the chosen one changed at the right."""

    restored = Signal(object)  # Saved

    def __init__(
        self, session: Session, register: Register, record: Record, parent: QWidget, *, correcting: bool
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._record_id = record.id
        self._correcting = correcting
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        values = {"label": register.label_of(record)}
        self.setWindowTitle(said(Message(N_("历史 — {label}"), values)))
        self.resize(appearance.for_screen(980, 560))
        self._session = session
        self.versions = tuple(reversed(session.do(history_of_record.versions, register, record.id)))
        self.list = QListWidget()
        self.list.setObjectName("versions")
        self.list.setAccessibleName(_("各次修改"))
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        for version in self.versions:
            QListWidgetItem(self._words(version), self.list)
        self.table = ChangesTable(_("原来"), _("改为"))
        self.table.setAccessibleName(_("改了什么"))
        self._nothing = QLabel(_("这一次没有改内容。"))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.restore = QPushButton(_("恢复成这一版"))
        self.restore.setToolTip(_("把这一版的内容存为新的一版，现在的内容留在历史里。"))
        close = QPushButton(_("关闭 Esc"))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(right)
        parts.setSizes([330, 640])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.restore)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(parts, 1)
        layout.addLayout(buttons)
        self.list.currentRowChanged.connect(self._show)
        self.restore.clicked.connect(self._restore)
        close.clicked.connect(self.reject)
        self.list.setCurrentRow(0)

    def _words(self, version: Version) -> str:
        at = version.at.astimezone(self._session.ledger.clock().tzinfo)
        values = {
            "at": f"{at:%Y-%m-%d %H:%M}",
            "by": version.by,
            "action": version.action,
            "revision": version.revision,
            "n": len(version.changes),
        }
        lines = [
            said(Message(N_("{at}　{by}"), values)),
            said(Message(N_("{action}（第 {revision} 版，{n} 项）"), values)),
        ]
        if version.step is not None:
            lines.append(said(version.step))
        return "\n".join(lines)

    @Slot(int)
    def _show(self, row: int) -> None:
        version = self.versions[row] if row >= 0 else None
        lines = [_line(change) for change in version.changes] if version else []
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self.table.show_lines(lines)
        self.restore.setEnabled(version is not None and version.can_return)

    @Slot()
    def _restore(self) -> None:
        number = self.versions[self.list.currentRow()].number
        try:
            saved = self._session.do(
                history_of_record.restore_version,
                self._register,
                self._record_id,
                number,
                correcting=self._correcting,
            )
        except ReportableError as error:
            messages.show_error(self, error)
            return
        self.accept()
        self.restored.emit(saved)


def _line(change: FieldChange) -> Line:
    return Line(said(change.place), _(change.old), _(change.new))
