"""One household, one file (一户一档): the same person, card or home in two places of the ledger.

A closed file (脱困、注销) claims nobody; whoever headed it gets it opened again instead of a second one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.messages import N_, Message, Problem, Severity
from db.register import Context, Holder
from db.registers.hardship_cases.record import HardshipCase

_REGISTER = "hardship_cases"


def head_elsewhere(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Refuse a head who already heads another file or is a member in one."""
    for other in _held(case, context, "id_no", case.id_no)[:1]:
        if other.is_closed:
            sentence = N_(
                "此人的档案“{other}”已经退出。请打开那份档案，清空“退出”一节重新建档，不要另建一份。"
            )
            yield Problem("closed_file", Severity.MUST, Message(sentence, {"other": other.label}), "id_no")
            continue
        sentence = N_("此人已有档案“{other}”。一户一档，请在那份档案里修改，不要重复建档。")
        yield Problem("already_head", Severity.MUST, Message(sentence, {"other": other.label}), "id_no")
    for other in _others(case, context, "members.id_no", case.id_no)[:1]:
        sentence = N_(
            "此人已是档案“{other}”的家庭成员（第 {row} 行）。一户一档，请先核对两份档案属于哪一户。"
        )
        values = {"other": other.label, "row": _row(other)}
        yield Problem("already_member", Severity.MUST, Message(sentence, values), "id_no")


def members_elsewhere(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Refuse a member who heads another file or is a member in another one."""
    for row, member in enumerate(case.members):
        for other in _others(case, context, "id_no", member.id_no)[:1]:
            sentence = N_("此人已有自己的档案“{other}”。一户一档，请合并为一份，或从家庭成员里删去。")
            yield _of_member("member_is_head", row, Message(sentence, {"other": other.label}))
        for other in _others(case, context, "members.id_no", member.id_no)[:1]:
            sentence = N_("此人已是档案“{other}”的家庭成员（第 {row} 行），一个人只能算在一户，请核对。")
            yield _of_member(
                "member_elsewhere", row, Message(sentence, {"other": other.label, "row": _row(other)})
            )


def twice_in_household(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Refuse a person who stands twice in the same household, as head and member or in two rows."""
    first: dict[str, Message] = {}
    if case.id_no:
        first[case.id_no] = Message(N_("户主"))
    for row, member in enumerate(case.members):
        if not member.id_no:
            continue
        if member.id_no in first:
            sentence = N_("身份证号与{first}相同，请删去重复的一行，或改正身份证号。")
            yield _of_member("twice_in_household", row, Message(sentence, {"first": first[member.id_no]}))
        else:
            first[member.id_no] = Message(N_("家庭成员第 {row} 行"), {"row": row + 1})


def same_card(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Question a bank card that another file already gives."""
    for other in _others(case, context, "card_no", case.card_no)[:1]:
        sentence = N_("银行卡号与档案“{other}”相同。帮扶金须发到本人的卡，请核对卡号。")
        yield Problem(
            "card_elsewhere", Severity.EXPLAIN, Message(sentence, {"other": other.label}), "card_no"
        )


def same_home(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Point out a file of the same surname at the same address: it may be the same household."""
    if not case.name:
        return
    for other in _others(case, context, "address", case.address):
        name = (context.lookups.facts(_REGISTER, other.record_id) or {}).get("name") or ""
        if name[:1] == case.name[0]:
            sentence = N_("档案“{other}”住址相同、姓氏相同，请核对是不是同一户。")
            yield Problem("same_home", Severity.HINT, Message(sentence, {"other": other.label}), "address")
            return


def _others(case: HardshipCase, context: Context, path: str, value: str | None) -> Sequence[Holder]:
    return [held for held in _held(case, context, path, value) if not held.is_closed]


def _held(case: HardshipCase, context: Context, path: str, value: str | None) -> list[Holder]:
    """Find the other files that have a value, those on file first; a file that is closed has no quarrel with any."""
    if not value or case.exited_on:
        return []
    others = [held for held in context.lookups.holders(_REGISTER, path, value) if held.record_id != case.id]
    return sorted(others, key=lambda held: held.is_closed)


def _of_member(code: str, row: int, sentence: Message) -> Problem:
    return Problem(code, Severity.MUST, sentence, "id_no", "members", row)


def _row(holder: Holder) -> int:
    return (holder.row or 0) + 1
