"""The choices of code lists (选项) as the office sees and changes them: add, end, take back.

A county or city adds choices; they hold at once in every form, check, template and import. No label of a choice that
is there is ever changed. Every change is noted in the history under ``HISTORY`` and the entry's id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import TEXT, func, select, type_coerce
from sqlalchemy.orm import Session

from db import code_lists
from db.code_lists import CHANGEABLE, CodeItem, CodeList, OwnItem, shipped
from db.fields import ChoiceField, Field, MultiChoiceField
from db.messages import N_, Message, ReportableError
from db.record import new_id
from db.registers import all_registers
from db.store import entered_codes, history
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import EnteredCode, HistoryEntry
from db.values import dates
from desktop.services.levels import Level, level_of
from desktop.services.roles import Action, demand

HISTORY = "code_lists"
"""The register under which the history files what happened to a choice."""

LONGEST_LABEL = 30
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_SPLITS = "；;、,，|/{}"  # what parts several choices in one cell, and what a template would read


@dataclass(frozen=True)
class Choice:
    """A choice as it stands now; ``own`` is what the office holds of it, None where it is the program's alone."""

    item: CodeItem
    own: OwnItem | None
    is_shipped: bool


def may_add(ledger: Ledger) -> bool:
    """Whether this office adds choices and ends those of the program; a township only adopts."""
    return level_of(ledger.office().area) is not Level.TOWNSHIP


def listed(ledger: Ledger, codes: str) -> list[Choice]:
    """Give the choices of a list: the program's, then the office's own."""
    with ledger.store.reading() as session:
        own = {one.code: one for one in entered_codes.load(session) if one.codes == codes}
    known = {item.code for item in shipped(codes).items}
    whole = shipped(codes).with_own(own.values())
    return [Choice(item, own.get(item.code), item.code in known) for item in whole.items]


def next_code(ledger: Ledger, codes: str) -> str:
    """Offer a code for a new choice: a letter for the level (市 S, 县区 X), which no choice of the program begins with."""
    letter = "S" if level_of(ledger.office().area) is Level.CITY else "X"
    with ledger.store.reading() as session:
        taken = {one.code for one in entered_codes.load(session) if one.codes == codes}
    return next(code for number in range(1, 1000) if (code := f"{letter}{number:02}") not in taken)


def add(ledger: Ledger, given: OwnItem) -> OwnItem:
    """Add a choice. Raises NotAllowedError, ReportableError for what is missing, taken or contradicts itself."""
    demand(ledger, Action.RULES)
    if not may_add(ledger):
        raise ReportableError(N_("选项由县区、市总工会增加，随回执下发。"))
    return keep(ledger, given, "enter")


def set_days(ledger: Ledger, given: OwnItem) -> OwnItem:
    """Give a choice other days: an own one (``given.id``), or its last day to one of the program's.

    Raises like ``add``.
    """
    demand(ledger, Action.RULES)
    if not given.id and not may_add(ledger):
        raise ReportableError(N_("程序自带的选项由县区、市总工会停用，随回执下发。"))
    return keep(ledger, given, "change" if given.id else "end")


def keep(ledger: Ledger, given: OwnItem, action: str) -> OwnItem:
    """Write a choice that was added, changed or adopted; the office's own of the same code is the same choice."""
    with ledger.store.writing() as session:
        own = [one for one in entered_codes.load(session) if one.codes == given.codes]
        before = next((one for one in own if one.code == given.code), None)
        if before is not None and not given.id and action == "enter":
            raise _taken(given.code, before.label)
        given = replace(given, id=before.id if before else new_id())
        refuse_wrong(given, own)
        if given != before:
            session.merge(EnteredCode(**_columns(given), withdrawn=False))
            change = Change(action, HISTORY, given.id, 0, _differences(before, given))
            history.note(session, ledger.clock(), ledger.user, [change])
    _know(ledger)
    return given


def withdraw(ledger: Ledger, item_id: str) -> None:
    """Take back a choice that was added by mistake, or the end of one of the program's; it stays in the history.

    Raises NotAllowedError, ReportableError where records use it.
    """
    demand(ledger, Action.RULES)
    with ledger.store.writing() as session:
        one = next(one for one in entered_codes.load(session) if one.id == item_id)
        if one.code not in {item.code for item in shipped(one.codes).items} and _is_used(session, one):
            raise ReportableError(
                N_("已有记录选了“{label}”，不能删除。请点“停用或改日期”，填截止日期。"), label=one.label
            )
        session.get_one(EnteredCode, item_id).withdrawn = True
        change = Change("withdraw", HISTORY, item_id, 0, _differences(one, None))
        history.note(session, ledger.clock(), ledger.user, [change])
    _know(ledger)


def history_of(ledger: Ledger, item_id: str) -> Sequence[HistoryEntry]:
    """Give who changed what of a choice, oldest first."""
    with ledger.store.reading() as session:
        return history.of_record(session, item_id)


def told(entries: Sequence[HistoryEntry]) -> list[Message]:
    """Put the history of a choice into sentences."""
    return [_told(entry) for entry in entries]


def span(item: CodeItem | OwnItem) -> Message:
    """Write the days on which a choice is offered."""
    first, last = item.valid_from, item.valid_to
    values = {
        "begin": dates.in_sentence(first) if first else "",
        "end": dates.in_sentence(last) if last else "",
    }
    if first and last:
        return Message(N_("{begin}至{end}"), values)
    if first:
        return Message(N_("{begin}起"), values)
    return Message(N_("到{end}止"), values) if last else Message(N_("不限"))


def refuse_wrong(given: OwnItem, own: Sequence[OwnItem]) -> None:
    """Raise ReportableError for a choice that cannot stand beside the office's ``own`` of the same list."""
    if given.codes not in CHANGEABLE:
        raise ReportableError(N_("这个选项表是国家标准或检查要用的，不能增减选项。"))
    program = shipped(given.codes)
    known = next((item for item in program.items if item.code == given.code), None)
    first, last = known.valid_from if known else given.valid_from, given.valid_to
    if first and last and last < first:
        raise ReportableError(N_("截止日期早于起始日期，请核对这两个日期。"))
    before = next((one for one in own if one.code == given.code), None)
    standing = known.label if known else before.label if before else None
    if standing is not None and standing != given.label:
        raise _taken(given.code, standing)
    if known is not None:
        return
    if not _CODE.fullmatch(given.code):
        raise ReportableError(N_("代码以大写字母开头，后面是字母或数字，共 2 至 8 位，如 X01。"))
    _refuse_label(given.label)
    others = program.with_own(one for one in own if one.code != given.code).items
    if any(_overlap(item, given) and CodeList("", (item,)).find(given.label) for item in others):
        raise ReportableError(N_("“{label}”与已有的选项相同，请换一个名称。"), label=given.label)


def _refuse_label(label: str) -> None:
    if not label:
        raise ReportableError(N_("请填写选项的名称。"))
    if len(label) > LONGEST_LABEL:
        raise ReportableError(N_("名称最多 {most} 个字，请缩短。"), most=LONGEST_LABEL)
    is_plain = label.isprintable() and label == label.strip() and unicodedata.is_normalized("NFC", label)
    if not is_plain or any(sign in label for sign in _SPLITS) or not any(map(str.isalnum, label)):
        raise ReportableError(N_("名称里不能有顿号、逗号、分号、斜线、花括号和看不见的字符。"))


def _overlap(item: CodeItem, given: OwnItem) -> bool:
    return (item.valid_from or date.min) <= (given.valid_to or date.max) and (
        given.valid_from or date.min
    ) <= (item.valid_to or date.max)


def _taken(code: str, label: str) -> ReportableError:
    return ReportableError(N_("代码 {code} 已用于“{label}”，请换一个代码。"), code=code, label=label)


def _is_used(session: Session, one: OwnItem) -> bool:
    """Say whether any record, withdrawn ones too, has the choice."""
    for register in all_registers().values():
        holders: list[tuple[Any, dict[str, Field]]] = [(register.record, register.fields)]
        holders += [(group.row, group.fields) for group in register.row_groups]
        for mapped, fields in holders:
            for code, field in fields.items():
                if isinstance(field, ChoiceField | MultiChoiceField) and field.codes == one.codes:
                    column = func.coalesce(type_coerce(getattr(mapped, code), TEXT), "")
                    has = select(mapped.id).where((";" + column + ";").contains(f";{one.code};"))
                    if session.execute(has.limit(1)).first() is not None:
                        return True
    return False


def _know(ledger: Ledger) -> None:
    """Let every part of the program see the lists as they stand in the ledger now."""
    with ledger.store.reading() as session:
        code_lists.hold(str(ledger.folder), entered_codes.load(session))


def _columns(one: OwnItem) -> dict[str, object]:
    return {
        "id": one.id,
        "codes": one.codes,
        "code": one.code,
        "label": one.label,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _differences(before: OwnItem | None, after: OwnItem | None) -> dict[str, list[str | None]]:
    """Give old and new of what differs, as texts."""
    names = ("codes", "code", "label", "valid_from", "valid_to")
    pairs = {name: [_text(before, name), _text(after, name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _text(one: OwnItem | None, name: str) -> str | None:
    value = getattr(one, name) if one is not None else None
    return None if value is None else str(value)


_ACTIONS = {
    "enter": N_("增加"),
    "adopt": N_("采用上级下发的"),
    "change": N_("改日期"),
    "end": N_("停用"),
    "withdraw": N_("删除"),
}


def _told(entry: HistoryEntry) -> Message:
    at = entry.at.astimezone()
    after = {name: pair[1] for name, pair in entry.changes.items() if pair[1]}
    days = [date.fromisoformat(after[name]) if name in after else None for name in ("valid_from", "valid_to")]
    values: dict[str, object] = {
        "day": dates.in_sentence(at.date()),
        "time": f"{at:%H:%M}",
        "by": entry.by,
        "action": Message(_ACTIONS[entry.action]),
        "span": span(OwnItem("", "", "", days[0], days[1])),
    }
    if entry.action == "withdraw" or not any(days):
        return Message(N_("{day} {time} {by} {action}"), values)
    return Message(N_("{day} {time} {by} {action}：{span}"), values)
