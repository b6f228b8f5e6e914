"""The recovery card (未保存的录入): says what was typed and not saved, and does nothing before it is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.fields import AreaField, Field, MultiChoiceField, ReferenceField, YesNoField
from db.messages import N_, Message, Severity
from db.record import Record
from db.register import Register
from db.wording import worded
from desktop.language import _, said
from desktop.services import drafts, records, searching
from desktop.services.drafts import Found
from desktop.services.record_differences import reason_changes
from desktop.ui import appearance, messages
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.session import Session

_MOST = 3  # cards at once; the others wait their turn


class RecoveryCard(QFrame):
    """One draft: 恢复 / 看一看 / 丢弃."""

    recover_wanted = Signal(object)  # Found
    gone = Signal(object)  # Found: it was thrown away

    def __init__(self, session: Session, found: Found, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.found = found
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), appearance.SEVERITY_BASE[Severity.EXPLAIN])
        self.setPalette(palette)
        sentence = [Message(N_("上次没有保存：{draft}"), {"draft": found.words})]
        if found.against is not None:
            sentence.append(found.against)
        words = QLabel("\n".join(said(part) for part in sentence))
        words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(words, 1)
        is_own = found.draft.by == session.ledger.user
        self.recover = QPushButton(_("恢复"))
        self.look = QPushButton(_("看一看"))
        self.discard = QPushButton(_("丢弃"))
        self.recover.setVisible(is_own and found.against is None)
        self.discard.setVisible(is_own)
        for button, slot in (
            (self.recover, self._recover),
            (self.look, self._look),
            (self.discard, self._ask_to_discard),
        ):
            button.clicked.connect(slot)
            layout.addWidget(button)

    @Slot()
    def _recover(self) -> None:
        self.recover_wanted.emit(self.found)

    @Slot()
    def _look(self) -> None:
        register = self._session.registers[self.found.draft.register]
        DraftView(self._session, register, self.found, self).open()

    @Slot()
    def _ask_to_discard(self) -> None:
        question = Message(N_("丢弃后，这些没有保存的录入不能再找回。"))
        messages.ask_before_loss(self, question, {N_("丢弃"): self._discard, N_("留着"): None})

    def _discard(self) -> None:
        self._session.do(drafts.discard, self.found.draft)
        self.gone.emit(self.found)


class RecoveryCards(QWidget):
    """The cards of all drafts of the ledger, shown where the office starts its day."""

    recover_wanted = Signal(object)  # Found

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: list[RecoveryCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the drafts again."""
        for card in self.cards:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [RecoveryCard(self._session, one) for one in self._session.do(drafts.found)[:_MOST]]
        for card in self.cards:
            card.recover_wanted.connect(self.recover_wanted)
            card.gone.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
            self._layout.addWidget(card)
        self.setVisible(bool(self.cards))


class DraftView(QDialog):
    """What a draft would change, beside what is saved; nothing can be edited."""

    def __init__(self, session: Session, register: Register, found: Found, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("未保存的录入"))
        self.resize(appearance.for_screen(760, 460))
        words = QLabel(said(found.words))
        words.setWordWrap(True)
        self.table = ChangesTable(_("已保存的内容"), _("未保存的录入"))
        self.table.show_lines(draft_lines(session, register, found))
        buttons = QDialogButtonBox()
        buttons.addButton(_("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)


def draft_lines(session: Session, register: Register, found: Found) -> list[Line]:
    """List where a draft differs from what is saved."""
    draft = found.draft
    record = session.do(records.open_record, register, draft.record_id)
    lines = []
    for code, field in register.fields.items():
        old = _words(session, field, _kept(field, getattr(record, code) if record is not None else None))
        new = _words(session, field, draft.typed.fields.get(code, ""))
        if old != new:
            lines.append(Line(_(field.label), old, new))
    for group in register.row_groups:
        before = _rows(record, group.code, group.fields)
        after = [
            {code: text for code, text in row.items() if code != "id" and text}
            for row in draft.typed.rows.get(group.code, ())
        ]
        for number in range(max(len(before), len(after))):
            old, new = (
                _("，").join(rows[number].values()) if number < len(rows) else "" for rows in (before, after)
            )
            if old != new:
                values = {"title": Message(group.title), "row": number + 1}
                lines.append(Line(said(Message(N_("{title}第 {row} 行"), values)), old, new))
    written = (record.reasons or {}) if record is not None else {}
    changes = reason_changes(register, written, draft.typed.reasons)
    lines += [Line(said(change.place), change.old, change.new) for change in changes]
    return lines


def _rows(record: Record | None, code: str, fields: dict[str, Field]) -> list[dict[str, str]]:
    rows = getattr(record, code) if record is not None else []
    texts = [{one: worded(field, getattr(row, one), _) for one, field in fields.items()} for row in rows]
    return [{one: text for one, text in row.items() if text} for row in texts]


def _kept(field: Field, value: object) -> str:
    """Write a stored value as an editor keeps it for a draft (``Editor.kept``)."""
    match field:
        case AreaField() | ReferenceField():
            return str(value or "")
        case MultiChoiceField():
            return " ".join(value) if isinstance(value, tuple) else ""
        case YesNoField():
            return worded(field, value)
    return worded(field, value, _)


def _words(session: Session, field: Field, kept: str) -> str:
    """Put what a draft has kept into words."""
    match field:
        case AreaField() if kept.isdigit():
            return worded(field, kept)
        case MultiChoiceField():
            return worded(field, tuple(kept.split()), _)
        case YesNoField():
            return _(kept)
        case ReferenceField(register=code) if kept:
            register = session.registers[code]
            lines = session.do(searching.lines, register, [kept], [register.name_field])
            return str(lines[0][0] or "") if lines else kept
    return kept
