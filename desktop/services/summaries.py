"""Which tables of counts and sums (汇总表) each register has.

How to add one: a line in ``SUMMARIES``.
"""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass

from db.messages import N_
from db.register import Register
from db.store.ledger import Ledger
from desktop.services.printables import Paper, Printable, Wanted
from desktop.services.progress import Progress


@dataclass(frozen=True)
class Measure:
    """One column: the sum of ``code``, or without it the number of records; ``only`` those with one of some codes."""

    label: str
    code: str = ""
    field: str = ""
    only: frozenset[str | bool] = frozenset()


@dataclass(frozen=True)
class Summary:
    """One table: the register, what makes its lines (a choice or a place), and its columns.

    Labels are those of the paper, which is Chinese.
    """

    code: str
    register: str
    title: str
    by: str
    unit: str
    measures: tuple[Measure, ...]


def _having(label: str, field: str, *codes: str | bool) -> Measure:
    return Measure(label, field=field, only=frozenset(codes))


_UNITS = (
    Measure("单位数"),
    _having("企业法人", "legal_entity", True),
    _having("已建会", "built_state", "2"),
    Measure("职工人数", "employees"),
    Measure("女职工", "female_employees"),
    Measure("农民工", "migrant_employees"),
    Measure("会员人数", "members"),
    _having("签集体合同", "has_contract", True),
    _having("建职代会", "has_congress", True),
)
_CASES = (Measure("户数"), Measure("家庭人口", "household_size"), _having("低保户", "on_allowance", True))
_HELP = (Measure("人次"), Measure("金额（元）", "amount"), Measure("实物折价（元）", "goods_value"))

SUMMARIES = (
    Summary("units_by_type", "units", N_("建会情况汇总表（按单位类别）"), "unit_type", "家、人", _UNITS),
    Summary(
        "units_by_township", "units", N_("建会情况汇总表（按乡镇街道）"), "address_area", "家、人", _UNITS
    ),
    Summary(
        "cases_by_class",
        "hardship_cases",
        N_("困难职工汇总表（按困难类别）"),
        "hardship_class",
        "户、人",
        _CASES,
    ),
    Summary(
        "cases_by_cause", "hardship_cases", N_("困难职工汇总表（按致困原因）"), "cause_main", "户、人", _CASES
    ),
    Summary("help_by_kind", "assistance", N_("帮扶资金汇总表（按帮扶类型）"), "kind", "人次、元", _HELP),
    Summary(
        "help_by_source", "assistance", N_("帮扶资金汇总表（按资金来源）"), "fund_source", "人次、元", _HELP
    ),
    Summary(
        "homes_by_level",
        "worker_homes",
        N_("职工之家申报汇总表（按称号）"),
        "home_level",
        "家",
        (
            Measure("申报数"),
            _having("县区级", "home_rank", "1"),
            _having("市级", "home_rank", "2"),
            _having("省级", "home_rank", "3"),
            _having("全国级", "home_rank", "4"),
            _having("达到满意等次", "reaches_satisfied", True),
        ),
    ),
    Summary(
        "inspections_by_result",
        "inspections",
        N_("督导检查汇总表（按整改结果）"),
        "result",
        "次",
        (Measure("检查次数"), _having("需要整改", "needs_rectifying", True)),
    ),
)


def offered(register: Register) -> tuple[Printable, ...]:
    """Give the tables of a register, as ways to print its list."""
    return tuple(
        Printable(one.code, one.title, functools.partial(_printed, one))
        for one in SUMMARIES
        if one.register == register.code
    )


def _printed(summary: Summary, ledger: Ledger, wanted: Wanted, progress: Progress) -> Paper:
    made: Paper = importlib.import_module("desktop.services.summarising").printed(
        summary, ledger, wanted, progress
    )
    return made
