"""Made-up help for the hardship households: festival visits, living and medical help, schooling, and one proxy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from db.record import Record
from db.register import Register
from desktop.services.demonstration.families import YUAN
from desktop.services.demonstration.people import People

_LIVING, _MEDICAL, _SCHOOLING, _VISIT = "01", "02", "03", "06"
_STAGES = {"12": "1", "13": "2", "14": "3", "15": "5", "16": "6"}  # person_status → school_stage
_SON, _DAUGHTER, _SPOUSE = "20", "30", "10"
_MOST = 40  # households helped: the demonstration stays quick


def make_help(
    register: Register, cases: Sequence[Any], units: Mapping[str, Record], people: People
) -> list[Record]:
    """Make what the households were given after their filing; ``units`` maps ids to the unit register."""
    made: list[Record] = []
    for number, case in enumerate(cases[:_MOST]):
        unit: Any = units.get(case.unit or "")
        head = {
            "hardship_case": case.id,
            "name": case.name,
            "id_no": case.id_no,
            "work_unit": unit.unit_name if unit else case.unit_text,
            "hardship_class": case.hardship_class,
            "phone": case.mobile,
            "bank": case.bank,
            "branch": case.branch,
            "card_no": case.card_no,
            "payment_method": "1",
            "form": "1",
            "handled_by": "李晓燕",
            "approved_by": "万建平",
        }
        made += [register.record(**(head | given)) for given in _given_to(number, case, people.today)]
    made.append(_visit_without_file(register, people))
    return made


def _given_to(number: int, case: Any, today: date) -> list[dict[str, Any]]:
    """Choose by the household's cause; every second one also got something at the festival."""
    paid = _weekday(min(case.filed_on + timedelta(days=18), today))
    pupil = next(
        (one for one in case.members if one.relation in {_SON, _DAUGHTER} and one.person_status in _STAGES),
        None,
    )
    common: dict[str, Any] = {
        "year": paid.year,
        "paid_on": paid,
        "voucher_no": f"记-{paid.month}-{number + 11}",
    }
    if case.rigid_medical:
        cost = case.rigid_medical
        first = common | {
            "kind": _MEDICAL,
            "activity": "5",
            "amount": min(cost // 10 // (100 * YUAN) * (100 * YUAN), 5000 * YUAN),
            "medical_total": cost * 3,
            "medical_insured": cost * 2,
            "medical_self_paid": cost,
            "fund_source": "11",
            "fund_no": f"洪工发〔{paid.year}〕12号",
            "batch": f"{paid.year}年医疗救助第{1 + number % 2}批",
        }
    elif pupil is not None and case.rigid_education:
        first = common | {
            "kind": _SCHOOLING,
            "activity": "2",
            "amount": 3000 * YUAN if pupil.person_status == "16" else 1500 * YUAN,
            "student_name": pupil.name,
            "school": pupil.unit_or_school,
            "school_stage": _STAGES[pupil.person_status],
            "tuition": case.rigid_education,
            "admission_notice": True,
            "fund_source": "2",
            "fund_no": f"洪工发〔{paid.year}〕31号",
            "batch": f"{paid.year}年金秋助学",
        }
    else:
        first = common | {
            "kind": _LIVING,
            "activity": "8",
            "amount": 2000 * YUAN,
            "fund_source": "13",
            "fund_no": f"青工发〔{paid.year}〕8号",
            "batch": f"{paid.year}年生活救助",
        }
    if number == 3:
        first |= _by_proxy(case)
    return [first, *([_festival(case, today, number)] if number % 2 == 0 else [])]


def _festival(case: Any, today: date, number: int) -> dict[str, Any]:
    """Give money and rice before the Spring Festival, or lately when the file is younger than that."""
    paid = _weekday(max(date(today.year, 1, 21), min(case.filed_on + timedelta(days=25), today)))
    if paid > today:
        paid = _weekday(today)
    return {
        "kind": _VISIT,
        "activity": "1" if paid.month < 3 else "8",
        "year": paid.year,
        "paid_on": paid,
        "form": "1" if number % 4 else "2",
        "payment_method": "2" if number % 4 else "3",
        "amount": 600 * YUAN if number % 4 else None,
        "goods": None if number % 4 else "大米、食用油",
        "goods_quantity": None if number % 4 else "大米2袋、食用油1桶",
        "goods_value": None if number % 4 else 268 * YUAN,
        "fund_source": "3",
        "batch": f"{paid.year}年送温暖",
    }


def _by_proxy(case: Any) -> dict[str, Any]:
    """Let the spouse, or the first grown member, take cash for a head who lies in hospital."""
    taker = next((one for one in case.members if one.relation == _SPOUSE), None)
    if taker is None:
        return {}
    return {
        "payment_method": "2",
        "proxy_name": taker.name,
        "proxy_relation": taker.relation,
        "proxy_id_no": taker.id_no,
        "proxy_reason": "本人住院，不能到场领取。",
    }


def _visit_without_file(register: Register, people: People) -> Record:
    """Make a visit to a courier who was hurt: visits need no file."""
    courier = people.either(24, 40)
    day = _weekday(people.today - timedelta(days=12))
    return register.record(
        name=courier.name,
        id_no=courier.id_no,
        work_unit="南昌迅捷快递服务有限公司",
        phone=people.mobile(),
        year=day.year,
        activity="8",
        kind=_VISIT,
        form="1",
        amount=500 * YUAN,
        fund_source="3",
        batch=f"{day.year}年送温暖",
        payment_method="2",
        paid_on=day,
        handled_by="李晓燕",
        approved_by="万建平",
        memo="送件途中骑车摔伤，住院探望。",
    )


def _weekday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
