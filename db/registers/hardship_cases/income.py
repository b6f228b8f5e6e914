"""Income of a household, worked out with its arithmetic, and the class of hardship that it points to.

The rules are those of 全总 2016 (低保户, 低保边缘户, 意外致困户) and of 2020 and later (深度困难, 相对困难, 意外致困).
All amounts are whole fen; a month's share is rounded half up to the fen and compared as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.fields import ChoiceField, DecimalField, IntegerField, MoneyField, Sensitivity
from db.messages import N_, Message
from db.register import Arithmetic, Computed, Context
from db.registers.hardship_cases.record import HardshipCase
from db.rule_tables import Figure, LowIncomeLine
from db.values import money, resident_id

RULE_OF_2016 = date(2016, 1, 1)
RULE_OF_2020 = date(2020, 1, 1)

_RIGID = ("rigid_medical", "rigid_education", "rigid_disability", "rigid_other")
_SERIOUS_ILLNESS, _DISASTER, _ACCIDENT = "06", "07", "08"


@dataclass(frozen=True)
class Figures:
    """What the household has and must spend in a year (fen), and by how many people it is shared."""

    income: int
    spending: int
    size: int

    @property
    def per_head(self) -> int:
        """Income a head and month (家庭月人均收入)."""
        return _a_head_and_month(self.income, self.size)

    @property
    def left_per_head(self) -> int:
        """The same after rigid spending; negative when the household spends more than it has."""
        return _a_head_and_month(self.income - self.spending, self.size)


@dataclass(frozen=True)
class Fit:
    """A class of hardship that the figures support, and why."""

    hardship_class: str
    why: Message


def year_income(case: HardshipCase) -> int | None:
    """Add up the year's income: monthly incomes by twelve and the other income of the year."""
    monthly = _monthly_incomes(case)
    if monthly is None or case.other_income_year is None:
        return None
    return sum(monthly) * 12 + case.other_income_year


def figures(case: HardshipCase) -> Figures | None:
    """Collect the figures, None while income or the number of people is not filled in."""
    income = year_income(case)
    if income is None or not case.household_size:
        return None
    return Figures(income, sum(getattr(case, code) or 0 for code in _RIGID), case.household_size)


def fits(case: HardshipCase, context: Context) -> list[Fit] | None:
    """Find the classes that the rule of the day on the form supports, the most likely first.

    None means that nothing can be said: the form is older than the rules, figures are missing, or no
    low-income line or multiplier is known.
    """
    known, line = figures(case), low_income_line(case, context)
    if known is None or line is None or case.written_on < RULE_OF_2016:
        return None
    names, rule = (
        (_NAMES_2020, _rule_of_2020) if case.written_on >= RULE_OF_2020 else (_NAMES_2016, _rule_of_2016)
    )
    times: list[Figure] = []
    for name in names:
        figure = context.tables.figure("multipliers", name, case.written_on, context.area)
        if figure is None:
            return None
        times.append(figure)
    return list(rule(known, line, _causes(case), *times))


def low_income_line(case: HardshipCase, context: Context) -> LowIncomeLine | None:
    """Look up the low-income line (低保标准) of the office on the day that the form was written."""
    return context.tables.low_income_line(context.area, case.written_on)


_NAMES_2016 = ("low_income", "borderline", "borderline_after_costs", "accident", "accident_after_costs")


def _rule_of_2016(
    known: Figures,
    line: LowIncomeLine,
    causes: set[str],
    low: Figure,
    edge: Figure,
    edge_left: Figure,
    accident: Figure,
    accident_left: Figure,
) -> Iterator[Fit]:
    if known.per_head < line.fen * low.value:
        yield Fit("21", _why(N_("家庭月人均收入 {per_head} 元低于低保标准 {line}"), known, line))
    elif known.per_head <= line.fen * edge.value and known.left_per_head <= line.fen * edge_left.value:
        template = N_(
            "家庭月人均收入 {per_head} 元不超过低保标准 {line}的 {times} 倍，扣除刚性支出后 {left} 元不超过低保标准"
        )
        yield Fit("22", _why(template, known, line, edge))
    # Above three times the line the rule also counts savings and investments, which the form does not ask for.
    if (
        causes & {_DISASTER, _ACCIDENT}
        and known.per_head <= line.fen * accident.value
        and known.left_per_head <= line.fen * accident_left.value
    ):
        template = N_(
            "因灾害或事故，家庭月人均收入 {per_head} 元不超过低保标准 {line}的 {times} 倍，扣除刚性支出后 {left} 元不超过低保标准"
        )
        yield Fit("23", _why(template, known, line, accident))


_NAMES_2020 = ("deep_after_costs", "relative_after_costs", "accident_cost_share")


def _rule_of_2020(
    known: Figures, line: LowIncomeLine, causes: set[str], deep: Figure, relative: Figure, share: Figure
) -> Iterator[Fit]:
    if known.left_per_head < line.fen * deep.value:
        yield Fit("31", _why(N_("扣除刚性支出后月人均收入 {left} 元低于低保标准 {line}"), known, line))
    elif known.left_per_head < line.fen * relative.value:
        template = N_("扣除刚性支出后月人均收入 {left} 元低于低保标准 {line}的 {times} 倍")
        yield Fit("32", _why(template, known, line, relative))
    if causes & {_SERIOUS_ILLNESS, _DISASTER, _ACCIDENT} and known.spending > known.income * share.value:
        template = N_("因灾害、事故或重病，年度刚性支出 {spending} 元超过家庭年收入 {income} 元的 {times} 倍")
        yield Fit("33", _why(template, known, line, share))


def _why(template: str, known: Figures, line: LowIncomeLine, times: Figure | None = None) -> Message:
    values: dict[str, object] = {
        "per_head": money.grouped(known.per_head),
        "left": money.grouped(known.left_per_head),
        "income": money.grouped(known.income),
        "spending": money.grouped(known.spending),
        "line": _line_written(line),
    }
    if times is not None:
        values["times"] = times.words
    return Message(template, values)


def _line_written(line: LowIncomeLine) -> Message:
    template = N_("{amount} 元（示例）") if line.example else N_("{amount} 元")
    return Message(template, {"amount": money.grouped(line.fen)})


def _age(case: HardshipCase, _context: Context) -> Arithmetic | None:
    """Count on the day of the form, not of today: the same record must always give the same page."""
    if case.birth is None or case.birth > case.written_on:
        return None
    years = resident_id.age(case.birth, case.written_on)
    return Arithmetic(years, Message(N_("填表时 {years} 周岁"), {"years": years}))


def _year_income(case: HardshipCase, _context: Context) -> Arithmetic | None:
    income = year_income(case)
    if income is None:
        return None
    return Arithmetic(income, _equation(_sum_written(case), income))


def _per_head(case: HardshipCase, _context: Context) -> Arithmetic | None:
    known = figures(case)
    if known is None:
        return None
    return Arithmetic(known.per_head, _equation(f"({_sum_written(case)})÷12÷{known.size}", known.per_head))


def _left_per_head(case: HardshipCase, _context: Context) -> Arithmetic | None:
    known = figures(case)
    if known is None:
        return None
    formula = f"({money.grouped(known.income)}-{money.grouped(known.spending)})÷12÷{known.size}"
    return Arithmetic(known.left_per_head, _equation(formula, known.left_per_head))


def _times_line(case: HardshipCase, context: Context) -> Arithmetic | None:
    known, line = figures(case), low_income_line(case, context)
    if known is None or line is None or not line.fen:
        return None
    times = (Decimal(known.per_head) / line.fen).quantize(Decimal("0.01"), ROUND_HALF_UP)
    values = {
        "per_head": money.grouped(known.per_head),
        "line": _line_written(line),
        "times": times,
    }
    if known.per_head < line.fen:
        template = N_("{per_head} 元 ÷ {line} = {times} 倍，低于低保标准")
    elif known.per_head == line.fen:
        template = N_("{per_head} 元 ÷ {line} = {times} 倍，等于低保标准")
    else:
        template = N_("{per_head} 元 ÷ {line} = {times} 倍，高于低保标准")
    return Arithmetic(times, Message(template, values))


def _suggested_class(case: HardshipCase, context: Context) -> Arithmetic | None:
    found = fits(case, context)
    if found is None:
        return None
    if not found:
        return Arithmetic("", Message(N_("按收入与支出算，各类困难的标准都不符合")))
    return Arithmetic(found[0].hardship_class, found[0].why)


def _monthly_incomes(case: HardshipCase) -> list[int] | None:
    incomes = [case.monthly_income_self, *(member.monthly_income for member in case.members)]
    known = [income for income in incomes if income is not None]
    return known if len(known) == len(incomes) else None


def _sum_written(case: HardshipCase) -> str:
    """Write the year's income as on paper: ``1,800.00×12+0.00`` or ``(1,800.00+500.00)×12+0.00``."""
    monthly = [money.grouped(income) for income in _monthly_incomes(case) or ()]
    together = "+".join(monthly)
    if len(monthly) > 1:
        together = f"({together})"
    return f"{together}×12+{money.grouped(case.other_income_year or 0)}"


def _equation(formula: str, result: int) -> Message:
    return Message(N_("{formula} = {result} 元"), {"formula": formula, "result": money.grouped(result)})


def _a_head_and_month(year: int, size: int) -> int:
    parts = 12 * size
    return (2 * year + parts) // (2 * parts)  # half up, without fractions


def _causes(case: HardshipCase) -> set[str]:
    return {cause for cause in (case.cause_main, *(case.cause_secondary or ())) if cause}


COMPUTED = (
    Computed("age", IntegerField(N_("年龄"), "basics", unit=N_("岁")), _age),
    Computed(
        "income_sum",
        MoneyField(N_("家庭年度总收入（合计）"), "income", sensitivity=Sensitivity.MONEY),
        _year_income,
    ),
    Computed(
        "per_head",
        MoneyField(N_("家庭月人均收入"), "income", in_list=True, sensitivity=Sensitivity.MONEY),
        _per_head,
    ),
    Computed(
        "left_per_head",
        MoneyField(
            N_("扣除刚性支出后家庭月人均收入"), "income", sensitivity=Sensitivity.MONEY, negative=True
        ),
        _left_per_head,
    ),
    Computed(
        "times_low_income_line",
        DecimalField(N_("月人均收入与低保标准之比"), "income", unit=N_("倍")),
        _times_line,
    ),
    Computed(
        "suggested_class",
        ChoiceField(N_("按标准测算的困难类别"), "income", codes="hardship_class"),
        _suggested_class,
    ),
)
"""The computed values of the register, in the order of the form."""
