"""What an act of help must satisfy: real name, own card, a file first (依档帮扶), whole papers, within the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from db.fields import MoneyField, TextField
from db.messages import N_, Message, Problem, Severity
from db.register import Arithmetic, Computed, Context, Rule
from db.registers.assistance.limits import (
    MEDICAL,
    SCHOOLING,
    TEMPORARY,
    VISIT,
    within_limits,
    worth,
)
from db.registers.assistance.record import Assistance
from db.rules import part_within, required_if
from db.values import dates, money

LEGAL = "05"
FUNDS, GOODS = "1", "2"  # assistance_form
BANK_CARD = "1"  # payment_method
PROXY = ("proxy_name", "proxy_relation", "proxy_id_no", "proxy_reason")


def same_as_file(help_given: Assistance, context: Context) -> Iterator[Problem]:
    """Compare with the hardship file: number and card are the head's own; a name may have changed since."""
    case = _case(help_given, context)
    if case is None:
        return
    for code, severity, sentence in (
        ("id_no", Severity.MUST, N_("身份证号与档案中的不同，请核对是不是选错了档案。")),
        ("name", Severity.EXPLAIN, N_("姓名与档案中的“{filed}”不同，请核对。")),
        ("card_no", Severity.EXPLAIN, N_("银行卡号与档案中的不同。帮扶金须发到本人的卡，请核对。")),
    ):
        given, filed = getattr(help_given, code), case.get(code)
        if given and filed and given != filed:
            values = {"filed": filed} if code == "name" else {}
            yield Problem(f"{code}_differs", severity, Message(sentence, values), code)


def file_first(help_given: Assistance, context: Context) -> Iterator[Problem]:
    """Ask for the file of the person (先建档后帮扶); only visits and temporary help may go without."""
    if not help_given.kind or help_given.kind in (VISIT, TEMPORARY):
        return
    if not help_given.hardship_case:
        sentence = Message(N_("依档帮扶、先建档后帮扶：请选困难职工档案，没有档案的写明原因。"))
        yield Problem("no_file", Severity.EXPLAIN, sentence, "hardship_case")
        return
    filed = (_case(help_given, context) or {}).get("filed_on")
    if filed and help_given.paid_on and help_given.paid_on < filed:
        sentence = Message(
            N_("发放日期早于建档日期{day}。先建档后帮扶，请核对日期或说明。"),
            {"day": dates.in_sentence(filed)},
        )
        yield Problem("paid_before_filing", Severity.EXPLAIN, sentence, "paid_on")


def file_open(help_given: Assistance, context: Context) -> Iterator[Problem]:
    """Question help that was given after the file had been closed (脱困、注销)."""
    if not help_given.hardship_case or help_given.paid_on is None:
        return
    closed = (_case(help_given, context) or {}).get("exited_on")
    if closed and help_given.paid_on > closed:
        sentence = N_("档案已在{day}退出，发放日期在它以后。请核对日期或档案，或说明原因。")
        values = {"day": dates.in_sentence(closed)}
        yield Problem("file_closed", Severity.EXPLAIN, Message(sentence, values), "paid_on")


def own_card(help_given: Assistance, context: Context) -> Iterator[Problem]:
    """Refuse a card that somebody else was paid on, or that stands in somebody else's file."""
    if not help_given.card_no or not help_given.id_no:
        return
    for register in ("assistance", "hardship_cases"):
        for holder in context.lookups.holders(register, "card_no", help_given.card_no):
            if holder.record_id == help_given.id:
                continue
            other = context.lookups.facts(register, holder.record_id) or {}
            if other.get("id_no") and other["id_no"] != help_given.id_no:
                sentence = N_("这张卡已登记在“{other}”名下，一张卡不能给两个人发放，请核对卡号。")
                yield Problem(
                    "card_elsewhere", Severity.MUST, Message(sentence, {"other": holder.label}), "card_no"
                )
                return


def more_than_nothing(help_given: Assistance, _context: Context) -> Iterator[Problem]:
    """Refuse zero: nothing was given then."""
    for code in ("amount", "goods_value"):
        if getattr(help_given, code) == 0:
            sentence = Message(N_("金额应大于 0；没有的请留空。"))
            yield Problem("nothing_given", Severity.MUST, sentence, code)


def year_of_payment(help_given: Assistance, _context: Context) -> Iterator[Problem]:
    """Point out a payment in another year than the one it counts for."""
    paid, year = help_given.paid_on, help_given.year
    if paid is not None and year is not None and paid.year != year:
        values = {"day": dates.in_sentence(paid), "year": year}
        sentence = Message(N_("发放日期{day}不在{year}年度，请核对帮扶年度。"), values)
        yield Problem("other_year", Severity.HINT, sentence, "year")


def received_by_another(help_given: Assistance, _context: Context) -> Iterator[Problem]:
    """Refuse a proxy who is the recipient."""
    if help_given.proxy_id_no and help_given.proxy_id_no == help_given.id_no:
        sentence = Message(N_("代领人与领款人是同一个人；本人领取的，代领各项请留空。"))
        yield Problem("proxy_is_recipient", Severity.MUST, sentence, "proxy_id_no")


def work_out_total(help_given: Assistance, _context: Context) -> Arithmetic | None:
    """Add money and goods, each only where it was filled in."""
    total = _total(help_given)
    if total is None:
        return None
    values = {
        "amount": money.grouped(help_given.amount or 0),
        "goods": money.grouped(help_given.goods_value or 0),
        "total": money.grouped(total),
    }
    return Arithmetic(total, Message(N_("金额 {amount} + 实物折价 {goods} = {total} 元"), values))


def work_out_capitals(help_given: Assistance, _context: Context) -> Arithmetic | None:
    """Write the money in capitals, as vouchers have it."""
    if help_given.amount is None:
        return None
    capitals = money.capitals(help_given.amount)
    values = {"amount": money.grouped(help_given.amount), "capitals": capitals}
    return Arithmetic(capitals, Message(N_("{amount} 元，大写{capitals}"), values))


def _total(help_given: Assistance) -> int | None:
    if help_given.amount is None and help_given.goods_value is None:
        return None
    return worth(help_given.amount, help_given.goods_value)


def _case(help_given: Assistance, context: Context) -> Any:
    if not help_given.hardship_case:
        return None
    return context.lookups.facts("hardship_cases", help_given.hardship_case)


def _is(kind: str) -> Callable[[Any], bool]:
    return lambda help_given: help_given.kind == kind


COMPUTED = (
    Computed("total_value", MoneyField(N_("帮扶总额"), section="help"), work_out_total),
    Computed("amount_capitals", TextField(N_("金额大写"), section="help"), work_out_capitals),
)

RULES: tuple[Rule, ...] = (
    same_as_file,
    file_first,
    file_open,
    own_card,
    required_if("funds", ("amount",), lambda help_given: help_given.form == FUNDS, N_("帮扶形式是资金")),
    required_if(
        "goods",
        ("goods", "goods_quantity", "goods_value"),
        lambda help_given: help_given.form == GOODS,
        N_("帮扶形式是实物"),
    ),
    more_than_nothing,
    within_limits,
    required_if(
        "medical",
        ("medical_total", "medical_insured", "medical_self_paid"),
        _is(MEDICAL),
        N_("帮扶类型是医疗救助"),
        Severity.HINT,
    ),
    part_within("medical_parts", "medical_insured", "medical_total"),
    part_within("medical_parts", "medical_self_paid", "medical_total"),
    part_within("more_than_self_paid", "amount", "medical_self_paid", Severity.EXPLAIN),
    required_if(
        "schooling",
        ("student_name", "school", "school_stage"),
        _is(SCHOOLING),
        N_("帮扶类型是子女助学"),
        Severity.HINT,
    ),
    required_if("legal", ("legal_matter",), _is(LEGAL), N_("帮扶类型是法律援助"), Severity.HINT),
    required_if(
        "by_card",
        ("bank", "card_no"),
        lambda help_given: help_given.payment_method == BANK_CARD,
        N_("发放方式是银行卡"),
    ),
    year_of_payment,
    required_if(
        "proxy", PROXY, lambda help_given: any(getattr(help_given, code) for code in PROXY), N_("由别人代领")
    ),
    received_by_another,
)
