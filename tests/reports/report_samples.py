"""Made-up submissions of a made-up office, with long names, empty fields and rare characters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from db.record import Record
from db.register import Context, Holder, Register
from db.registers import all_registers
from db.rule_tables import shipped
from desktop.reports.record_sheet import Explanation
from desktop.reports.review_counts import Count
from desktop.reports.submission_content import ControlSum, RegisterPart, SubmissionContent

CREATED = datetime(2026, 5, 8, 1, 5, tzinfo=UTC)
RARE_NAMES = ("𬱖", "𠮷", "䶮", "㛃")
NAMES = (
    "张三",
    "欧阳𬱖",
    "李𠮷",
    "王䶮",
    "赵㛃",
    "阿卜杜热合曼·买买提明·吐尔逊江·麦麦提艾力",
    "堎塭圩",
    "陈堉",
)
LONG_UNIT = "南昌市青山湖区罗家镇江西昌东光电半导体智能制造装备有限责任公司联合分公司工会筹备委员会"


class NoLedger:
    """Lookups of a ledger that knows one unit."""

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:  # noqa: ARG002 - the signature of Lookups
        return ()

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        known = {"unit_name": LONG_UNIT, "employees": 1286, "union_name": "工会委员会", "has_contract": True}
        return known if (register, record_id) == ("units", "unit-1") else None


def context() -> Context:
    return Context(date(2026, 5, 8), "360111102", shipped(), NoLedger())


def household(number: int, name: str | None = None, members: int = 2) -> Record:
    """Make one hardship file; number 0 has every section. Its ID numbers are not valid, which paper does not mind."""
    register = all_registers()["hardship_cases"]
    row = register.row_group("members").row
    return register.record(
        **_kept(f"case-{number}"),
        file_no=f"360111102{2026}{number:04}",
        name=name or NAMES[number % len(NAMES)],
        hardship_class="31",
        household_size=members + 1,
        monthly_income_self=123456 + number,
        household_income_year=2345678,
        other_income_year=0,
        cause_main="02",
        cause_secondary=("01", "04"),
        cause_text="户主患尿毒症，每周透析三次，" * (number % 5 + 1) + "自付医疗费用较多。",
        on_allowance=number % 2 == 0,
        branch="青山湖支行" if number == 0 else None,
        campaign_target=False if number == 0 else None,
        filed_on=date(2026, 1, 5),
        members=[
            row(
                id=f"member-{number}-{position}",
                position=position,
                name=NAMES[(number + position) % len(NAMES)],
                relation="10",
                id_no="36010219800307123X",
                birth=date(1980, 3, 7),
                monthly_income=100000,
                unit_or_school=LONG_UNIT if position % 2 else None,
            )
            for position in range(members)
        ],
    )


def nominee(number: int, deeds: str = "") -> Record:
    register = all_registers()["nominees"]
    entry = register.row_group("resume").row
    return register.record(
        **_kept(f"nominee-{number}"),
        name=NAMES[-number % len(NAMES)],
        year=2026,
        unit="unit-1",
        work_unit=LONG_UNIT,
        post="车间主任兼工会小组长",
        mobile="13800000000",
        deeds=deeds,
        union_post="工会小组长" if number == 0 else None,
        recommendation_method="1" if number == 0 else None,
        notice_place="厂务公开栏" if number == 0 else None,
        party_opinion="经支部大会讨论，同意推荐。",
        party_opinion_on=date(2026, 4, 30),
        resume=[
            entry(id=f"r-{number}", position=0, from_on=date(1999, 7, 1), organisation=LONG_UNIT, post="工人")
        ],
    )


def part(code: str, records: Sequence[Record], counts: Count | None = None) -> RegisterPart:
    register: Register = all_registers()[code]
    return RegisterPart(register, tuple(records), counts or Count(new=len(records)))


def content(*parts: RegisterPart, **changes: Any) -> SubmissionContent:
    values: dict[str, Any] = {
        "office": "南昌市青山湖区罗家镇总工会",
        "office_code": "360111102",
        "addressee": "南昌市青山湖区总工会",
        "sequence": 7,
        "period": "2026年1月1日至5月8日",
        "created": CREATED,
        "data_fingerprint": hashlib.sha256(b"made-up data").hexdigest(),
        "parts": parts,
        "context": context(),
        "control_sums": (
            ControlSum("家庭年度总收入合计", 46913560),
            ControlSum("家庭人口合计", 60, "人", money=False),
        ),
        "explanations": (),
        "differences": (),
    }
    return SubmissionContent(**(values | changes))


def explanation(number: int) -> Explanation:
    return Explanation(
        "困难职工",
        f"case-{number}",
        f"360111102{2026}{number:04} {NAMES[number % len(NAMES)]}",
        "家庭人口填 3 人，成员只有 1 行，请核对。",
        "次子在外地当兵，本次未带来身份证明，下次补录。",
    )


def _kept(identity: str) -> dict[str, Any]:
    return {
        "id": identity,
        "version": 1,
        "revision": 2,
        "state": "checked",
        "office": "360111102",
        "written_on": date(2026, 3, 1),
        "reasons": {},
        "created_at": CREATED,
        "created_by": "测试",
        "changed_at": CREATED,
        "changed_by": "测试",
    }
