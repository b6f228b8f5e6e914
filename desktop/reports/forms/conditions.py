"""When a form, a block of it or a paper of a packet is printed: ``only = { title = ["31", "32"], members = "有" }``.

Choices name the codes of which the record must have one, 是否 fields true or false, and any field or group of rows 有
or 无: something, or nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.code_lists import code_list
from db.fields import ChoiceField, Field, MultiChoiceField, YesNoField
from db.messages import N_, Message
from db.register import Computed, Register
from desktop.reports.forms.mistakes import Table
from desktop.reports.forms.templates import Occasion, Subject


@dataclass(frozen=True)
class Wish:
    """A choice of the record, chosen or worked out, and the codes of which it must have one; "": nothing chosen.

    With ``filled`` there are no codes: the record must have something, or nothing, there.
    """

    code: str
    codes: frozenset[str] = frozenset()
    computed: Computed | None = None
    filled: bool | None = None

    def is_met(self, subject: Subject, occasion: Occasion) -> bool:
        """Whether the record has one of the codes; a form printed empty has chosen nothing."""
        if self.filled is not None:
            return bool(subject.record and getattr(subject.record, self.code)) == self.filled
        return bool(self.codes & self._chosen(subject, occasion))

    def _chosen(self, subject: Subject, occasion: Occasion) -> set[str]:
        record = subject.record
        if record is None:
            return {""}
        value: Any
        if self.computed:
            found = self.computed.work_out(record, occasion.context)
            value = found.value if found else None
        else:
            value = getattr(record, self.code)
        return set(value or ("",)) if isinstance(value, tuple) else {value or ""}


@dataclass(frozen=True)
class Condition:
    """Wishes that must all be met."""

    wishes: tuple[Wish, ...] = ()

    def holds(self, subject: Subject, occasion: Occasion) -> bool:
        """Whether the block or form is for this record."""
        return all(wish.is_met(subject, occasion) for wish in self.wishes)


def condition_of(table: Table, register: Register | None) -> Condition:
    """Read ``only`` of a form or block; without it the condition always holds."""
    wishes = []
    computed = {one.code: one for one in register.computed} if register else {}
    for code, codes in table.table("only").items():
        worked_out = computed.get(code)
        kind: Field | None = (
            worked_out.kind if worked_out else register.fields.get(code) if register else None
        )
        filled = _filled(codes, kind, has_rows=code in _groups(register))
        if filled is not None:
            wishes.append(Wish(code, filled=filled))
            continue
        if not isinstance(kind, ChoiceField | MultiChoiceField):
            sentence = N_(
                "only 里的“{code}”不能这样写：选项写代码的列表，是否写 true、false，其他项目和明细写“有”或“无”。"
            )
            table.mistake("only", sentence, code, code=code)
            continue
        wanted = tuple(str(one) for one in codes) if isinstance(codes, list) else ()
        known = {item.code for item in code_list(kind.codes).items} | {""}
        if not wanted or not known.issuperset(wanted):
            wrong = "、".join(one for one in wanted if one not in known)
            sentence = N_('“{label}”的条件应写成代码的列表，如 ["31", "32"]；没有代码：{wrong}。')
            table.mistake("only", sentence, code, label=Message(kind.label), wrong=wrong)
            continue
        wishes.append(Wish(code, frozenset(wanted), worked_out))
    return Condition(tuple(wishes))


def _filled(wanted: object, kind: Field | None, *, has_rows: bool) -> bool | None:
    """Read 有, 无, true or false, None for anything else."""
    if wanted in ("有", "无") and (kind is not None or has_rows):
        return wanted == "有"
    return wanted if isinstance(wanted, bool) and isinstance(kind, YesNoField) else None


def _groups(register: Register | None) -> set[str]:
    return {group.code for group in register.row_groups} if register else set()
