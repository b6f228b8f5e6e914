"""Choices of code lists (选项) that the office above has added or ended: sent down, shown, adopted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from db.code_lists import CHANGEABLE, OwnItem, shipped
from db.messages import N_, Message, ReportableError
from db.store import entered_codes
from db.store.ledger import Ledger
from desktop.exchange.updates import ChoiceUpdate
from desktop.services import own_codes
from desktop.services.offered import Offered


def sent_to(_ledger: Ledger, session: Session, _office: str) -> tuple[ChoiceUpdate, ...]:
    """Give what this office has added and ended; all offices below get the same."""
    return tuple(
        ChoiceUpdate(one.codes, one.code, one.label, _iso(one.valid_from), _iso(one.valid_to))
        for one in entered_codes.load(session)
    )


def offered(_ledger: Ledger, session: Session, waiting: Mapping[str, ChoiceUpdate]) -> Iterator[Offered]:
    """Give the choices by list and code; one that cannot be adopted is named with the reason."""
    own = entered_codes.load(session)
    for key, update in sorted(waiting.items(), key=lambda one: (one[1].codes, one[1].code)):
        given, beside = _item(update), [one for one in own if one.codes == update.codes]
        if any(replace(one, id="") == given for one in beside):
            continue
        wrong = _why_wrong(given, beside)
        values = {"code": update.code, "label": update.label}
        yield Offered(
            key,
            update,
            N_("选项"),
            Message(CHANGEABLE[update.codes]) if update.codes in CHANGEABLE else _literal(update.codes),
            Message(N_("{label}（代码 {code}）"), values),
            _now(given, beside),
            own_codes.span(given),
            wrong or Message(N_("采用后，填写、检查、导入都有这个选项。") if _is_new(given) else _ENDS),
            is_usable=wrong is None,
        )


def adopt(ledger: Ledger, update: ChoiceUpdate) -> None:
    """Take the choice over with its days. Raises ReportableError for one that cannot stand beside the own ones."""
    own_codes.keep(ledger, _item(update), "adopt")


_ENDS = N_("采用后，这个选项到期停用；以前的记录不变。")


def _item(update: ChoiceUpdate) -> OwnItem:
    return OwnItem(update.codes, update.code, update.label, _day(update.begins), _day(update.ends))


def _why_wrong(given: OwnItem, own: list[OwnItem]) -> Message | None:
    try:
        own_codes.refuse_wrong(given, own)
    except ReportableError as error:
        return error.message
    return None


def _now(given: OwnItem, beside: list[OwnItem]) -> Message:
    items = shipped(given.codes).with_own(beside).items if given.codes in CHANGEABLE else ()
    item = next((one for one in items if one.code == given.code), None)
    if item is None:
        return Message(N_("没有"))
    return Message(N_("{label}，{span}"), {"label": item.label, "span": own_codes.span(item)})


def _is_new(given: OwnItem) -> bool:
    return given.codes in CHANGEABLE and given.code not in {item.code for item in shipped(given.codes).items}


def _literal(text: str) -> Message:
    return Message("{text}", {"text": text})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
