"""One record on the screen: sections, form, problems; save, check, correct."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from db.messages import N_, Message, Problem, ReportableError
from db.record import Record, State
from db.register import Register
from desktop.language import said
from desktop.services import drafts, records
from desktop.services.drafts import Draft, Found, Typed
from desktop.services.printables import PRINTABLES, Wanted
from desktop.services.records import Saved
from desktop.ui import messages
from desktop.ui.job_line import JobLine
from desktop.ui.registers.print_button import PrintButton, Source
from desktop.ui.registers.record_aids import RecordAids
from desktop.ui.registers.record_check import RecordCheck
from desktop.ui.registers.record_drafts import DraftKeeper
from desktop.ui.registers.record_history import RecordHistory
from desktop.ui.registers.record_layout import RecordLayout
from desktop.ui.registers.record_pins import Pins
from desktop.ui.registers.record_recovery import RecoveryCard
from desktop.ui.registers.record_rekeyed import Rekeyed
from desktop.ui.registers.section_in_view import SectionInView
from desktop.ui.session import Session


class RecordPage(RecordLayout):
    """Edits one record; nothing typed is lost without a question."""

    closed = Signal()
    kept = Signal()  # the clerk was asked and goes on editing
    another_wanted = Signal()
    neighbour_wanted = Signal(int)  # -1 the record before in the list, 1 the one after

    def __init__(
        self,
        session: Session,
        register: Register,
        record: Record,
        parent: QWidget | None = None,
        *,
        pins: Pins | None = None,
    ) -> None:
        super().__init__(session, register, record, parent)
        self._session = session
        self.register = register
        self.record = record
        self.is_edited = False
        self._correcting = False
        parts = (self.form, self.problems_pane, self.sections, self.notices)
        self.checks = RecordCheck(session, register, parts, self)
        self._aids = RecordAids(session, pins or Pins(register), self.form, self.problems_pane, self)
        self._rekeyed = Rekeyed(session, register, self.form, self.middle, self)
        self._drafts = DraftKeeper(session, register, self._typed, self)
        self._card: RecoveryCard | None = None
        self._fill_bars()
        self.form.edited.connect(self._note_edit)
        self.checks.edited.connect(self._note_edit)
        self.checks.checked.connect(self._aids.show_holders)
        self.checks.checked.connect(self._rekeyed.show_ticks)
        self.form.section_entered.connect(self.sections.show_current)
        SectionInView(self.form, self).changed.connect(self.sections.show_current)
        self._drafts.kept.connect(self._tell_kept)
        session.locking.connect(self._keep_for_lock)
        self.show_record(record)

    def show_record(self, record: Record) -> None:
        """Show another record of the register; the one before was left."""
        self.checks.is_complete = bool(record.id)
        self._aids.begin(record)
        self._drop_card()
        self._take(record)
        self.form.scroll_up()
        self.problems_pane.begin()
        self.draft_note.setText("")
        found = self._session.do(drafts.of, record.id) if record.id else None
        if found is not None:
            self._show_card(found)
        self.checks.run()

    @Slot(object)
    def restore(self, found: Found) -> None:
        """Put back what a draft of this record has kept."""
        self._drop_card()
        self._correcting = found.draft.typed.is_correcting
        self._drafts.adopt(found.draft)
        self._show_state()
        self.form.restore(found.draft.typed)
        self._note_edit()
        self.checks.run()

    @property
    def is_locked(self) -> bool:
        """Whether the record is in a package and not being corrected, or a draft of it waits for an answer."""
        return self._card is not None or (State(self.record.state).is_locked and not self._correcting)

    def go_to(self, problem: Problem | None) -> None:
        """Put the cursor on a problem, or into the first field."""
        if problem is None:
            self.form.focus_first()
        else:
            self.form.go_to(problem)

    @Slot()
    def save(self) -> bool:
        """Save what is on the screen; a text that cannot be read keeps it from being saved and is shown."""
        if self.is_locked:
            return True
        self.form.commit()
        self.checks.is_complete = True
        refusals = self.form.refusals()
        if refusals:
            self.checks.run()
            self.form.go_to(refusals[0])
            self._session.say(Message(N_("没有保存：{sentence}"), {"sentence": refusals[0].message}))
            return False
        if not self.record.id:
            self.record.id = self._drafts.record_id
        try:
            saved = self._session.do(records.save, self.register, self.record, correcting=self._correcting)
        except ReportableError as error:
            messages.show_error(self, error)
            return False
        self._aids.note_saved(saved.record)
        self._take(saved.record)
        self.checks.run()
        values = {
            "time": f"{self._session.ledger.clock():%H:%M}",
            "name": self.register.label_of(self.record),
            "n": len(self.checks.problems),
        }
        open_ones, clean = N_("已保存 {time}：{name}，还有 {n} 个问题。"), N_("已保存 {time}：{name}。")
        self._session.say(Message(open_ones if self.checks.problems else clean, values))
        return True

    @Slot()
    def save_and_add(self) -> None:
        """Save and begin the next record."""
        if self.save():
            self.another_wanted.emit()

    @Slot()
    def check(self) -> None:
        """逻辑检查 of this record: show everything, what is not filled too, and go to the first problem."""
        self.form.commit()
        self.checks.is_complete = True
        self.checks.run()
        self.problems_pane.go_to_next()
        if not self.checks.problems:
            self._session.say(N_("逻辑检查：没有问题。"))

    @Slot()
    def correct(self) -> None:
        """Unlock a submitted record for its next revision (更正)."""
        self._correcting = True
        self._show_state()
        self.form.focus_first()

    @Slot()
    def show_history(self) -> None:
        """Show who changed what and when."""
        if not self.record.id or self.is_edited:
            self._session.say(N_("请先保存这条记录，再看它的历史。"))
            return
        window = RecordHistory(self._session, self.register, self.record, self, correcting=self._correcting)
        window.restored.connect(self._show_restored)
        window.open()

    @Slot(object)
    def _show_restored(self, saved: Saved) -> None:
        self._take(saved.record)
        self.checks.run()
        self._session.say(N_("已恢复成那一版，存为新的一版。"))

    @Slot()
    def withdraw(self) -> None:
        """Take the record out of the lists, after a question; the step can be undone."""
        question = Message(
            N_("删除后，“{name}”不再出现在列表里，也不再上报；可以撤销，历史会保留。"),
            {"name": self.register.label_of(self.record)},
        )
        messages.ask(self, question, {N_("删除"): self._withdraw_now, N_("留着"): None})

    def _withdraw_now(self) -> None:
        try:
            self._session.do(records.withdraw, self.register, self.record.id)
        except ReportableError as error:
            messages.show_error(self, error)
            return
        self._close()

    @Slot()
    def leave(self) -> None:
        """Go back to the list, after a question when something is not saved."""
        self.form.commit()
        if not self.is_edited:
            self.closed.emit()
            return
        messages.ask(
            self,
            Message(N_("这条记录有改动还没有保存。不保存的话，这些改动会丢失。")),
            {N_("保存"): self._save_and_close, N_("不保存"): self._close, N_("继续编辑"): self.kept.emit},
        )

    def _save_and_close(self) -> None:
        (self.closed if self.save() else self.kept).emit()

    def _close(self) -> None:
        self.is_edited = False
        self._drafts.discard()
        self.closed.emit()

    def _take(self, record: Record) -> None:
        self.record = record
        self.is_edited = False
        self._correcting = False
        self.form.show_record(record)
        self.checks.follow(record)
        self._rekeyed.follow(record)
        self._drafts.begin(record)
        self.notices.follow(record)
        self._show_state()

    def _typed(self) -> Typed:
        return replace(self.form.typed(), is_correcting=self._correcting)

    @Slot()
    def _note_edit(self) -> None:
        self.is_edited = True
        self._drafts.note_edit()

    @Slot()
    def _keep_for_lock(self) -> None:
        """Keep what is typed: the password may be another user's, or never come."""
        self.form.settle()  # the check that reads the ledger: the focus leaves when that is closed
        self.checks.pause.stop()
        if self.is_edited:
            self._drafts.keep()

    @Slot(object)
    def _tell_kept(self, draft: Draft) -> None:
        if draft.saved_at is not None:
            self.draft_note.setText(
                said(Message(N_("草稿已自动保存 {time}"), {"time": f"{draft.saved_at:%H:%M:%S}"}))
            )

    def _printed(self) -> Wanted:
        return Wanted(self.register, [self.record.id])

    def _when_saved(self, then: Callable[[], None]) -> None:
        """Go on at once, or after a question: paper shows what is saved, with its revision."""
        self.form.commit()
        if self.record.version and not self.is_edited:
            then()
            return
        question = Message(N_("纸上印的是保存过的内容。这条记录有改动还没有保存。"))
        answers = {N_("保存并打印"): lambda: then() if self.save() else None, N_("继续编辑"): None}
        messages.ask(self, question, answers)

    def _show_card(self, found: Found) -> None:
        self._card = RecoveryCard(self._session, found)
        self._card.recover_wanted.connect(self.restore)
        self._card.gone.connect(self._unlock_after_card)
        self.cards.addWidget(self._card)
        self._show_state()

    def _drop_card(self) -> None:
        if self._card is not None:
            self.cards.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    @Slot()
    def _unlock_after_card(self) -> None:
        self._drop_card()
        self._show_state()

    def _show_state(self) -> None:
        label = self.register.label_of(self.record)
        values = {"title": Message(self.register.title), "label": label or Message(N_("新记录"))}
        state = State(self.record.state)
        words = N_("更正中") if self._correcting else state.label
        locked = N_("{state}：内容已锁定，要修改请点“更正”")
        waiting = N_("{state}：请先处理下面没有保存的录入")
        sentence = waiting if self._card is not None else locked if self.is_locked else N_("{state}")
        self.show_words(
            said(Message(N_("{title} / {label}"), values)),
            said(Message(sentence, {"state": Message(words)})),
        )
        self.form.set_read_only(self.is_locked)
        self.problems_pane.set_read_only(self.is_locked)
        for button in (self._save, self._save_next):
            button.setEnabled(not self.is_locked)
        self._correct.setVisible(self._card is None and self.is_locked)
        self._history.setVisible(bool(self.record.version))
        self._withdraw.setVisible(bool(self.record.version) and not self.is_locked)

    def _fill_bars(self) -> None:
        back = self.button(N_("← 返回列表 Esc"), "Esc", self.leave)
        before = self.button(N_("上一条 Alt+↑"), "Alt+Up", self._go_before)
        after = self.button(N_("下一条 Alt+↓"), "Alt+Down", self._go_after)
        self._save = self.button(N_("保存记录 Ctrl+S"), "Ctrl+S", self.save)
        self._save_next = self.button(N_("保存并新增 Ctrl+Enter"), "Ctrl+Return", self.save_and_add)
        check = self.button(N_("逻辑检查 F7"), "F7", self.check)
        following = self.button(N_("下一问题 F8"), "F8", self.checks.go_to_next)
        again = self.button(N_("复录核对 F9"), "F9", self._rekeyed.open)
        self._correct = self.button(N_("更正"), "", self.correct)
        self._history = self.button(N_("历史 Ctrl+H"), "Ctrl+H", self.show_history)
        self._withdraw = self.button(N_("删除记录"), "", self.withdraw)
        job = JobLine(self._session)
        self.cards.addWidget(job)
        source = Source(self._printed, Message, PRINTABLES[1:], self._when_saved)
        self.print = PrintButton(self._session, self.register, source, job, self, N_("打印 Ctrl+P"))
        self.shortcut("Ctrl+P", self.print.print_main, N_("打印"))
        below = [
            self._save,
            self._save_next,
            check,
            following,
            again,
            self.print,
            self._correct,
            self._history,
            self._withdraw,
        ]
        self.fill_bars([back], [before, after], below)
        self.shortcut("Ctrl+Enter", self.save_and_add)
        self.shortcut("Ctrl+M", self.form.add_row)
        self.shortcut("Ctrl+T", self._aids.pin_here, N_("固定光标所在的一项，或不再固定"))
        self.shortcut("Ctrl+'", self._aids.take_from_before, N_("取上一条（表格里取上一行）的值"))
        self.shortcut("Ctrl+O", self._aids.open_holder, N_("打开此身份证号登记在的另一条记录"))
        self.shortcut("Ctrl+R", self.checks.go_to_reason, N_("到问题的原因，或从那里回到它的一项"))

    @Slot()
    def _go_before(self) -> None:
        self.neighbour_wanted.emit(-1)

    @Slot()
    def _go_after(self) -> None:
        self.neighbour_wanted.emit(1)
