"""When a form, or a block of it, is printed: ``only = { title = ["31", "32"] }`` names codes that the record must have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.code_lists import code_list
from db.fields import ChoiceField, Field, MultiChoiceField
from db.messages import N_, Message
from db.register import Computed, Register
from desktop.reports.forms.mistakes import Table
from desktop.reports.forms.templates import Occasion, Subject


@dataclass(frozen=True)
class Wish:
    """A choice of the record, chosen or worked out, and the codes of which it must have one; "": nothing chosen."""

    code: str
    codes: frozenset[str]
    computed: Computed | None = None

    def is_met(self, subject: Subject, occasion: Occasion) -> bool:
        """Whether the record has one of the codes; a form printed empty has chosen nothing."""
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
        if not isinstance(kind, ChoiceField | MultiChoiceField):
            sentence = N_("only 里的“{code}”不是这个台账的选项项目，只有选项、多选项目能作条件。")
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
