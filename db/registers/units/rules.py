"""What the numbers and dates of a unit must satisfy, and its rates (domain: 工会组织信息登记表, 基层工会调查表)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from db.fields import DateField, DecimalField, TextField
from db.messages import N_, Message, Problem, Severity
from db.rates import rate
from db.register import Arithmetic, Computed, Context, Rule
from db.registers.units.record import Unit
from db.rules import figure_for, in_order, label, part_within, required_if
from db.values import dates

NOT_BUILT, BUILT = "0", "2"
JOINT_UNION = "2"
REGIONAL_CONTRACTS = ("2", "3")
PART_TIME = "2"

TERM_REMINDER = timedelta(days=92)  # elections are prepared three months ahead
SIZES = (
    (25, N_("不足25人")),
    (100, N_("25至99人")),
    (200, N_("100至199人")),
    (1000, N_("200至999人")),
)  # 25 and 200 are thresholds of the trade union law

CONTRACTS = (
    ("has_contract", "contract_until"),
    ("has_wage_contract", "wage_contract_until"),
    ("has_women_contract", "women_contract_until"),
    ("has_safety_contract", "safety_contract_until"),
)


def is_built(unit: Unit) -> bool:
    """Whether the unit has a union."""
    return unit.built_state == BUILT


def term_until(unit: Unit) -> date | None:
    """Give the day on which the committee's term ends (届满日): election day plus term."""
    if unit.term_from is None or unit.term_years is None:
        return None
    return dates.years_after(unit.term_from, unit.term_years)


def code_missing(unit: Unit, _context: Context) -> Iterable[Problem]:
    """Demand a credit code or the older organisation code: they tell units apart."""
    if not unit.credit_code and not unit.legacy_code:
        sentence = N_("统一社会信用代码和组织机构代码都没有填，请至少填一项。")
        yield Problem("code_missing", Severity.EXPLAIN, Message(sentence), "credit_code")


def members_of_a_union(unit: Unit, _context: Context) -> Iterable[Problem]:
    """Demand members of a union that exists."""
    if is_built(unit) and unit.members == 0:
        sentence = N_("已建会的单位会员人数应大于 0，请核对会员人数或建会情况。")
        yield Problem("built_without_members", Severity.MUST, Message(sentence), "members")


def joint_union_covers(unit: Unit, context: Context) -> Iterable[Problem]:
    """Demand at least two units under a joint union."""
    least = figure_for(unit, context, "thresholds", "joint_union_units")
    if unit.union_kind == JOINT_UNION and least is not None and len(unit.covers) < least.value:
        values = {"n": len(unit.covers), "least": least.words}
        sentence = Message(N_("联合基层工会应至少覆盖 {least} 个单位，现有 {n} 个，请补全覆盖单位。"), values)
        yield Problem("joint_covers", Severity.MUST, sentence, rows="covers")


def contract_needs_union(unit: Unit, _context: Context) -> Iterable[Problem]:
    """Refuse a contract of its own without a union: only a regional or industry-wide one can bind."""
    unbound = unit.built_state is not None and not is_built(unit)
    if unbound and unit.has_contract and unit.contract_form not in REGIONAL_CONTRACTS:
        sentence = N_("未建会的单位不能单独签订集体合同，请核对集体合同形式或建会情况。")
        yield Problem("contract_without_union", Severity.MUST, Message(sentence), "contract_form")


def contract_length(unit: Unit, context: Context) -> Iterable[Problem]:
    """Demand that a collective contract runs one to three years (集体合同规定)."""
    begin, end = unit.contract_from, unit.contract_until
    least = figure_for(unit, context, "periods", "contract_least_years")
    most = figure_for(unit, context, "periods", "contract_most_years")
    if begin is None or end is None or begin > end or least is None or most is None:
        return
    # A contract from 1 May to 30 April is a full year.
    shortest, longest = (dates.years_after(begin, int(years.value)) for years in (least, most))
    if not shortest <= end + timedelta(days=1) <= longest + timedelta(days=1):
        sentence = N_("集体合同期限应为 {least} 至 {most} 年，请核对起止日期。")
        values = {"least": least.words, "most": most.words}
        yield Problem("contract_length", Severity.EXPLAIN, Message(sentence, values), "contract_until")


def contracts_in_force(unit: Unit, context: Context) -> Iterable[Problem]:
    """Ask about contracts that have run out: they no longer count."""
    for has, until in CONTRACTS:
        end = getattr(unit, until)
        if getattr(unit, has) and end is not None and end < context.today:
            values = {"label": label(unit, until), "day": dates.in_sentence(end)}
            sentence = Message(
                N_("{label}是{day}，已经到期：已续签的请更新日期，没有续签的请改为“否”。"), values
            )
            yield Problem("contract_expired", Severity.EXPLAIN, sentence, until)


def congress_every_year(unit: Unit, context: Context) -> Iterable[Problem]:
    """Demand a workers' congress at least once a year."""
    years = figure_for(unit, context, "periods", "congress_years")
    if not unit.has_congress or unit.congress_on is None or years is None:
        return
    if dates.years_after(unit.congress_on, int(years.value)) < context.today:
        values = {"day": dates.in_sentence(unit.congress_on), "years": years.words}
        sentence = Message(N_("职代会最近一次召开是{day}，已超过 {years} 年，请更新日期或说明原因。"), values)
        yield Problem("congress_old", Severity.EXPLAIN, sentence, "congress_on")


def term_length(unit: Unit, context: Context) -> Iterable[Problem]:
    """Demand a term of three or five years (中国工会章程)."""
    short = figure_for(unit, context, "periods", "term_short_years")
    long = figure_for(unit, context, "periods", "term_long_years")
    if unit.term_years is None or short is None or long is None:
        return
    if unit.term_years not in {short.value, long.value}:
        sentence = N_("基层工会委员会的任期应为 {short} 年或 {long} 年，请核对。")
        values = {"short": short.words, "long": long.words}
        yield Problem("term_length", Severity.EXPLAIN, Message(sentence, values), "term_years")


def term_ends(unit: Unit, context: Context) -> Iterable[Problem]:
    """Remind of elections some months ahead and ask once the term is over."""
    end = term_until(unit)
    if end is None or end - TERM_REMINDER > context.today:
        return
    values = {"day": dates.in_sentence(end)}
    if end < context.today:
        sentence = Message(N_("工会委员会已于{day}届满，请换届并更新选举日期，或说明原因。"), values)
        yield Problem("term_over", Severity.EXPLAIN, sentence, "term_from")
    else:
        sentence = Message(N_("工会委员会将于{day}届满，请准备换届。"), values)
        yield Problem("term_ends_soon", Severity.HINT, sentence, "term_from")


def organs_by_size(unit: Unit, context: Context) -> Iterable[Problem]:
    """Say which bodies a union of this size should have (工会法)."""
    if not is_built(unit):
        return

    def reached(people: int | None, name: str) -> dict[str, object] | None:
        least = figure_for(unit, context, "thresholds", name)
        return {"n": least.words} if least is not None and (people or 0) >= least.value else None

    if (found := reached(unit.members, "committee_members")) and not unit.committee_members:
        sentence = N_("会员 {n} 人以上的应建立工会委员会，请填写工会委员会人数。")
        yield Problem("committee_wanted", Severity.HINT, Message(sentence, found), "committee_members")
    found = reached(unit.female_members, "women_committee_members")
    if found and not unit.has_women_committee:
        sentence = N_("女会员 {n} 人以上的应建立女职工委员会。")
        yield Problem(
            "women_committee_wanted", Severity.HINT, Message(sentence, found), "has_women_committee"
        )
    found = reached(unit.employees, "full_time_chair_employees")
    if found and unit.chair_post == PART_TIME:
        sentence = N_("职工 {n} 人以上的单位可以设专职工会主席。")
        yield Problem("full_time_chair", Severity.HINT, Message(sentence, found), "chair_post")


def work_out_size(unit: Unit, _context: Context) -> Arithmetic | None:
    """Sort the unit by its number of employees."""
    if unit.employees is None:
        return None
    band = next((name for limit, name in SIZES if unit.employees < limit), N_("1000人及以上"))
    return Arithmetic(band, Message(N_("职工 {employees} 人"), {"employees": unit.employees}))


def work_out_term_end(unit: Unit, _context: Context) -> Arithmetic | None:
    """Give the end of the committee's term."""
    end = term_until(unit)
    if end is None or unit.term_from is None:
        return None
    values = {"day": dates.in_sentence(unit.term_from), "years": unit.term_years}
    return Arithmetic(end, Message(N_("{day}选举，任期 {years} 年"), values))


def work_out_member_rate(unit: Unit, _context: Context) -> Arithmetic | None:
    """Give members in per cent of employees (职工入会率)."""
    return rate(label(unit, "members"), unit.members, label(unit, "employees"), unit.employees)


def work_out_labour_contract_rate(unit: Unit, _context: Context) -> Arithmetic | None:
    """Give employees with a labour contract in per cent of all employees (劳动合同签订率)."""
    return rate(
        label(unit, "labour_contracts"), unit.labour_contracts, label(unit, "employees"), unit.employees
    )


def _says(field: str) -> Any:
    return lambda unit: bool(getattr(unit, field))


COMPUTED = (
    Computed("unit_size", TextField(N_("单位规模"), section="people"), work_out_size),
    Computed(
        "member_rate", DecimalField(N_("职工入会率"), section="members", unit="%"), work_out_member_rate
    ),
    Computed("term_until", DateField(N_("届满日"), section="term", future=True), work_out_term_end),
    Computed(
        "labour_contract_rate",
        DecimalField(N_("劳动合同签订率"), section="contracts", unit="%"),
        work_out_labour_contract_rate,
    ),
)

RULES: tuple[Rule, ...] = (
    code_missing,
    part_within("more_than_employees", "female_employees", "employees"),
    part_within("more_than_employees", "migrant_employees", "employees"),
    part_within("more_than_employees", "dispatched_employees", "employees"),
    part_within("more_than_employees", "professional_employees", "employees"),
    required_if("built_union", ("founded_on", "members", "chair_name"), is_built, N_("已建会的单位")),
    members_of_a_union,
    in_order("founded_before_unit", "established_on", "founded_on"),
    joint_union_covers,
    required_if(
        "not_built_reason",
        ("not_built_reason",),
        lambda unit: unit.built_state == NOT_BUILT,
        N_("未建会的单位"),
    ),
    # Members may outnumber employees: dispatched workers join here or elsewhere. So every
    # comparison with employees asks for a reason, while parts of the members must fit.
    part_within("members_over_employees", "members", "employees", Severity.EXPLAIN),
    part_within("members_over_employees", "female_members", "female_employees", Severity.EXPLAIN),
    part_within("members_over_employees", "migrant_members", "migrant_employees", Severity.EXPLAIN),
    part_within("members_over_employees", "dispatched_members", "dispatched_employees", Severity.EXPLAIN),
    part_within("more_than_members", "female_members", "members"),
    part_within("more_than_members", "migrant_members", "members"),
    part_within("more_than_members", "dispatched_members", "members"),
    organs_by_size,
    term_length,
    term_ends,
    required_if("legal_person", ("union_code",), _says("legal_person"), N_("已取得工会法人资格")),
    required_if("congress", ("congress_on",), _says("has_congress"), N_("职代会已建制"), Severity.EXPLAIN),
    congress_every_year,
    part_within("more_than_delegates", "congress_female_delegates", "congress_delegates"),
    contract_needs_union,
    required_if(
        "contract",
        ("contract_from", "contract_until"),
        _says("has_contract"),
        N_("已签订集体合同"),
        Severity.EXPLAIN,
    ),
    required_if(
        "wage_contract",
        ("wage_contract_from", "wage_contract_until"),
        _says("has_wage_contract"),
        N_("已签订工资专项集体合同"),
        Severity.EXPLAIN,
    ),
    in_order("contract_order", "contract_from", "contract_until"),
    in_order("wage_contract_order", "wage_contract_from", "wage_contract_until"),
    contract_length,
    contracts_in_force,
    part_within("more_than_employees", "labour_contracts", "employees"),
)
