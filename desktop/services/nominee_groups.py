"""The groups of people (人选类别) that structure ratios speak of, as conditions on the fields of a nominee.

To let another group be counted, add its name and its conditions to ``GROUPS``. What no field of the register decides (乡镇企业
负责人, 副县级以上干部 …) must stay out: it is said to be uncountable, and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.code_lists import code_list
from db.filters import Comparison, Condition
from db.messages import N_

CATEGORY, FLAGS, KIND_OF_UNIT = "person_category", "person_flags", "unit_type"


def _one_of(field: str, *codes: str) -> Condition:
    return Condition(field, Comparison.ONE_OF, codes)


_WORKERS = (_one_of(CATEGORY, "01", "02"),)
_WOMEN = (_one_of("sex", "2"),)
_MINORITIES = tuple(item.code for item in code_list("ethnic").items if "02" <= item.code <= "56")

GROUPS: Mapping[str, tuple[Condition, ...]] = {
    N_("企业职工"): (
        _one_of(CATEGORY, "01", "02", "03", "04"),
        _one_of(
            KIND_OF_UNIT, *(item.code for item in code_list(KIND_OF_UNIT).items if item.code[0] in "123")
        ),
    ),
    N_("机关事业单位人员"): (_one_of(KIND_OF_UNIT, "400", "500"),),
    N_("一线工人和专业技术人员"): _WORKERS,
    "一线职工和专业技术人员": _WORKERS,
    "一线职工": _WORKERS,
    N_("一线产业工人"): (_one_of(CATEGORY, "01"),),
    N_("女职工"): _WOMEN,
    "女性": _WOMEN,
    "女": _WOMEN,
    N_("少数民族"): (_one_of("ethnic", *_MINORITIES),),
    N_("中共党员"): (_one_of("politics", "01", "02"),),
}
"""Every person of a group fits all its conditions. Besides these, each choice of 人员类别 and 身份标记 is a group."""

USUAL = (
    N_("一线工人和专业技术人员"),
    N_("企业负责人"),
    N_("农民"),
    N_("农民工"),
    N_("女职工"),
    N_("少数民族"),
    N_("非公有制单位"),
)
"""The groups that are counted for every batch, whether a ratio asks for them or not."""


def conditions_of(group: str) -> tuple[Condition, ...] | None:
    """Say who belongs to a group, by its name in a rule table; None when the register's fields do not tell."""
    name = group.strip()
    if name in GROUPS:
        return GROUPS[name]
    for field, codes in ((CATEGORY, "person_category"), (FLAGS, "person_flag")):
        found = code_list(codes).find(name)
        if found is not None:
            return (_one_of(field, found.code),)
    return None
