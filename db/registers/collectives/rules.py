"""What a recommended collective must satisfy: parts of its people, unit, earlier honours, deeds."""

from __future__ import annotations

from collections.abc import Iterable

from db.consultations import EMPLOYER, offices_missing, replies_in_order
from db.messages import N_, Message, Problem, Severity
from db.public_notices import rounds_long_enough
from db.register import Context, Rule
from db.registers.collectives.record import Collective
from db.rules import once_only, part_within, reference_meets, text_within

_NOT_ENTERPRISES = ("400", "500", "600", "700")  # unit_type


def honours_after_founding(collective: Collective, _context: Context) -> Iterable[Problem]:
    """Ask about honours older than the collective: a predecessor won them."""
    founded = collective.founded_on
    for row, honour in enumerate(collective.honours):
        if founded is not None and honour.honoured_on is not None and honour.honoured_on < founded:
            sentence = Message(N_("获奖年月早于集体成立时间，请核对或说明。"))
            yield Problem("before_founding", Severity.EXPLAIN, sentence, "honoured_on", "honours", row)


def enterprise_offices_asked(collective: Collective, _context: Context) -> Iterable[Problem]:
    """Remind of the offices on the form for enterprises (企业征求意见表); institutions and organs need none."""
    form = None if collective.unit_type in (None, *_NOT_ENTERPRISES) else EMPLOYER
    return offices_missing(collective, form)


RULES: tuple[Rule, ...] = (
    once_only(
        "recommended_twice",
        "collectives",
        "name",
        ("work_unit", "title", "year"),
        N_("这个集体同一年度已推荐过同一称号：{other}，请不要重复登记。"),
    ),
    part_within("more_than_people", "female_people", "people"),
    part_within("more_than_people", "party_members", "people"),
    part_within("more_than_people", "migrant_people", "people"),
    reference_meets(
        "unit_not_built",
        "unit",
        "built_state",
        "2",
        N_("所在单位没有建立工会，当年一般不能申报，请核对单位台账或说明。"),
    ),
    reference_meets(
        "unit_no_contract",
        "unit",
        "has_contract",
        True,
        N_("所在单位没有签订集体合同，当年一般不能申报，请核对单位台账或说明。"),
    ),
    reference_meets(
        "unit_no_congress",
        "unit",
        "has_congress",
        True,
        N_("所在单位没有建立职代会制度，当年一般不能申报，请核对单位台账或说明。"),
    ),
    honours_after_founding,
    text_within("brief_deeds_long", "brief_deeds", "collective_brief_deeds"),
    text_within("deeds_long", "deeds", "collective_deeds"),
    rounds_long_enough("collective_notice_days"),
    replies_in_order,
    enterprise_offices_asked,
)
