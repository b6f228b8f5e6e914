"""What the units of a place come to: shares of units with a union, with contracts, of employees who are members.

The formulas and targets are those of the policy of 18 October 2010; a unit that a joint or regional union covers
counts as one with a union.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from db.indicators import Amount, Indicator, counted
from db.messages import N_
from db.registers.units.record import CoveredUnit, Unit
from db.registers.units.rules import BUILT

GONE = ("4", "5", "6")  # 注销, 吊销, 查无: not among the units that should have a union
FOREIGN = ("200", "300")  # 台港澳商 and 外商投资企业


def _due(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Choose the enterprises that should have a union."""
    in_business = or_(Unit.unit_state.is_(None), Unit.unit_state.not_in(GONE))
    return and_(Unit.legal_entity.is_(True), in_business, *more)


def _has_union() -> ColumnElement[bool]:
    covered = select(CoveredUnit.credit_code).where(CoveredUnit.credit_code.is_not(None))
    return or_(Unit.built_state == BUILT, Unit.credit_code.in_(covered))


def _built(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return _due(_has_union(), *more)


def _always(condition: ColumnElement[bool]) -> Amount:
    return lambda _on: counted(condition)


def _contracts(on: date) -> ColumnElement[int]:
    return counted(_built(Unit.has_contract.is_(True), Unit.contract_until >= on))


def _wage_contracts(on: date) -> ColumnElement[int]:
    return counted(_built(Unit.has_wage_contract.is_(True), Unit.wage_contract_until >= on))


BUILT_LABEL = N_("已建会企业")

INDICATORS = (
    Indicator(
        "union_coverage",
        N_("企业法人单位建会率"),
        N_("已建会企业法人"),
        N_("应建会企业法人"),
        _always(_built()),
        _always(_due()),
        target="union_coverage",
    ),
    Indicator(
        "foreign_coverage",
        N_("外商及港澳台企业建会率"),
        N_("已建会外商及港澳台企业"),
        N_("应建会外商及港澳台企业"),
        _always(_built(Unit.unit_type.in_(FOREIGN))),
        _always(_due(Unit.unit_type.in_(FOREIGN))),
    ),
    Indicator(
        "collective_contracts",
        N_("集体合同签订率"),
        N_("集体合同在有效期内的企业"),
        BUILT_LABEL,
        _contracts,
        _always(_built()),
        target="collective_contracts",
    ),
    Indicator(
        "wage_contracts",
        N_("工资集体协商建制率"),
        N_("工资专项合同在有效期内的企业"),
        BUILT_LABEL,
        _wage_contracts,
        _always(_built()),
    ),
    Indicator(
        "congresses",
        N_("职代会建制率"),
        N_("职代会建制的企业"),
        BUILT_LABEL,
        _always(_built(Unit.has_congress.is_(True))),
        _always(_built()),
    ),
    Indicator(
        "membership",
        N_("职工入会率"),
        N_("会员"),
        N_("职工"),
        lambda _on: func.coalesce(func.sum(Unit.members), 0),
        lambda _on: func.coalesce(func.sum(Unit.employees), 0),
        target="membership",
    ),
    Indicator(
        "legal_persons",
        N_("工会法人登记率"),
        N_("取得工会法人资格的单位"),
        N_("已建会单位"),
        _always(and_(Unit.built_state == BUILT, Unit.legal_person.is_(True))),
        _always(Unit.built_state == BUILT),
    ),
)
