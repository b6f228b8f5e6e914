"""批量修改: give one field the same value in many records, after showing what would happen; one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db import canonical, checks, queries
from db.entry import enter
from db.fields import Field, IdentityField, PictureField, ReferenceField
from db.masking import is_masked, masked
from db.messages import N_, Message, Problem, ReportableError
from db.record import Record, State
from db.register import Context, Register
from db.registers import all_registers
from db.store import steps
from db.store.ledger import Ledger
from desktop.services import records, rewriting
from desktop.services.changes import Changes
from desktop.services.contexts import context_of
from desktop.services.lookups import LoadedLookups
from desktop.services.progress import Progress, Silent
from desktop.services.references import RecordNames, worded_in
from desktop.services.roles import Action, demand

_PAGE = 500


@dataclass(frozen=True)
class Line:
    """One record of the preview: its value now and, in ``problems``, what the new value would bring up."""

    record_id: str
    version: int
    label: str
    now: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BulkPreview:
    """What a bulk change would do; ``words`` is the new value as people read it, ``text`` as it is stored."""

    register: Register
    field: str
    text: str
    words: str
    will_change: tuple[Line, ...]
    unchanged: tuple[Line, ...]
    locked: tuple[Line, ...]

    @property
    def problems(self) -> tuple[Line, ...]:
        """The records in which the new value brings up a problem; they would be changed all the same."""
        return tuple(line for line in self.will_change if line.problems)


def can_change(register: Register, field: str) -> bool:
    """Tell whether a field may have the same value in many records."""
    declared = register.fields[field]
    is_own = declared.unique or isinstance(declared, IdentityField | PictureField)
    return not is_own and field not in {register.number_field, register.name_field}


def preview(
    ledger: Ledger,
    register: Register,
    ids: Sequence[str],
    field: str,
    text: str,
    progress: Progress | None = None,
) -> BulkPreview:
    """Look what a text would do in one field of some records, and write nothing; withdrawn records are left out.

    Raises ReportableError when the text is no value of the field, or every record must have its own; and Cancelled.
    """
    progress = progress or Silent()
    declared = register.fields[field]
    if not can_change(register, field):
        raise ReportableError(N_("“{label}”每条记录各不相同，不能批量修改。"), label=Message(declared.label))
    will_change: list[Line] = []
    unchanged: list[Line] = []
    locked: list[Line] = []
    with ledger.store.reading() as session:
        value = _value(ledger, session, declared, text)
        stored = canonical.encode(declared, value)
        context = context_of(ledger, session, LoadedLookups(session, all_registers()))
        for start in range(0, len(ids), _PAGE):
            progress.step(start, len(ids), Message(N_("正在预览批量修改")))
            for record in queries.load_all(session, register, ids[start : start + _PAGE]):
                now = getattr(record, field)
                words = masked(declared, now) if is_masked(declared) else worded_in(session, declared, now)
                line = Line(record.id, record.version, register.label_of(record), words)
                if State(record.state).is_locked:
                    locked.append(line)
                elif canonical.encode(declared, now) == stored:
                    unchanged.append(line)
                else:
                    new = _new_problems(register, record, field, value, context)
                    will_change.append(Line(line.record_id, line.version, line.label, words, new))
            session.expunge_all()
        words = worded_in(session, declared, value)
    return BulkPreview(register, field, stored, words, tuple(will_change), tuple(unchanged), tuple(locked))


def apply(ledger: Ledger, shown: BulkPreview, progress: Progress | None = None) -> Changes:
    """Change the records of a preview, all or none, as one step.

    Raises ReportableError when one of them was changed, locked or withdrawn after the preview; and Cancelled.
    """
    demand(ledger, Action.SAVE)
    progress = progress or Silent()
    register, versions = shown.register, {line.record_id: line.version for line in shown.will_change}
    ids = list(versions)
    changes = []
    with ledger.store.writing() as session:
        for start in range(0, len(ids), _PAGE):
            progress.step(start, len(ids), Message(N_("正在批量修改")))
            part = ids[start : start + _PAGE]
            found = queries.load_all(session, register, part)
            for record in found:
                if record.version != versions[record.id] or State(record.state).is_locked:
                    raise _outdated(register.label_of(record))
                changes.append(rewriting.rewrite(ledger, register, record, {shown.field: shown.text}))
            if len(found) < len(part):
                raise _outdated(register.title)
            session.flush()
            rewriting.index(session, register, found)
            session.expunge_all()
        naming = steps.Naming(steps.BULK, shown.field)
        step = steps.note(session, ledger.clock(), ledger.user, naming, changes)
        progress.step(len(ids), len(ids), Message(N_("正在保存")))
    return Changes({register.code: tuple(ids)}, step)


def _value(ledger: Ledger, session: Session, field: Field, text: str) -> Any:
    if isinstance(field, ReferenceField):
        entered = RecordNames(session, all_registers()[field.register]).find(text)
    else:
        entered = enter(field, text, ledger.clock().date())
    if entered.refused is not None:
        raise ReportableError(entered.refused.template, **entered.refused.values)
    records.refuse_characters([entered.value])
    return entered.value


def _new_problems(
    register: Register, record: Record, field: str, value: Any, context: Context
) -> tuple[Problem, ...]:
    before = {problem.key for problem in checks.problems_of(register, record, context)}
    setattr(record, field, value)
    after = checks.problems_of(register, record, context)
    return tuple(problem for problem in after if problem.key not in before)


def _outdated(label: str) -> ReportableError:
    return ReportableError(N_("预览之后“{label}”又有改动，什么都没有修改。请重新预览。"), label=label)
