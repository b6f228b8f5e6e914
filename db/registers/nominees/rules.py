"""What a recommended person must satisfy: résumé, vote, public notice, unit, earlier honours (推荐审批表)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db.code_lists import code_list
from db.consultations import CADRE, EMPLOYER, WORKER, offices_missing, replies_in_order
from db.fields import ChoiceField
from db.messages import N_, Message, Problem, Severity
from db.public_notices import NOTICE_DAYS_COUNTED, notice_long_enough, objection_holds, rounds_long_enough
from db.register import Arithmetic, Computed, Context, Rule
from db.registers.nominees.record import Nominee
from db.registers.nominees.rows import ResumeEntry
from db.rules import in_order, once_only, part_within, reference_meets, required_if, text_within
from db.values import dates

MIGRANT_WORKER = "1"  # person_flag
PARTY = ("01", "02")  # politics: member and probationary member
UNION_WORKER = "06"  # GB/T 8563.2-2005: 优秀工会工作者
_FORMS = {"03": EMPLOYER, "07": CADRE, "08": CADRE}  # person_category
MODEL_TITLES = ("劳动模范", "先进工作者", "五一劳动奖章")


def resume_has_no_gaps(nominee: Nominee, _context: Context) -> Iterable[Problem]:
    """Demand a résumé in order and without gaps from leaving school on, to the month."""
    before: ResumeEntry | None = None
    for row, entry in enumerate(nominee.resume):
        if entry.from_on and entry.until_on and entry.from_on > entry.until_on:
            yield _in_resume("resume_order", row, "until_on", N_("终止年月早于起始年月，请核对。"))
        if before is not None and entry.from_on is not None:
            yield from _follows(before, entry, row)
        before = entry


def _follows(before: ResumeEntry, entry: ResumeEntry, row: int) -> Iterable[Problem]:
    if before.until_on is None:
        yield _in_resume("resume_open", row - 1, "until_on", N_("只有最后一段可以不填终止年月，请补填。"))
    if entry.from_on is None:
        return
    if before.from_on is not None and entry.from_on < before.from_on:
        yield _in_resume("resume_order", row, "from_on", N_("这一段早于上一段，请按时间先后排列。"))
    elif before.until_on is not None and _months(entry.from_on) - _months(before.until_on) > 1:
        values = {
            "end": dates.month_in_sentence(before.until_on),
            "begin": dates.month_in_sentence(entry.from_on),
        }
        sentence = Message(N_("简历在{end}至{begin}之间有空档，请补填或说明。"), values)
        yield Problem("resume_gap", Severity.EXPLAIN, sentence, "from_on", "resume", row)


def _in_resume(code: str, row: int, field: str, sentence: str) -> Problem:
    return Problem(code, Severity.MUST, Message(sentence), field, "resume", row)


def rows_after_birth(nominee: Nominee, _context: Context) -> Iterable[Problem]:
    """Refuse dates before birth."""
    if nominee.birth is None:
        return
    sentence = Message(N_("这个日期早于出生年月，请核对。"))
    for row, entry in enumerate(nominee.resume):
        if entry.from_on is not None and entry.from_on < nominee.birth:
            yield Problem("before_birth", Severity.MUST, sentence, "from_on", "resume", row)
    for row, honour in enumerate(nominee.honours):
        if honour.honoured_on is not None and honour.honoured_on < nominee.birth:
            yield Problem("before_birth", Severity.MUST, sentence, "honoured_on", "honours", row)


def same_honour_before(nominee: Nominee, _context: Context) -> Iterable[Problem]:
    """Ask about model workers of this level or a higher one: they are rarely recommended again."""
    if not nominee.level:
        return
    for row, honour in enumerate(nominee.honours):
        is_model = any(words in (honour.title or "") for words in MODEL_TITLES)
        if is_model and honour.level and honour.level <= nominee.level:
            sentence = Message(
                N_("已获同级或更高级别的“{title}”，一般不再参评，请说明新的特殊贡献。"),
                {"title": honour.title},
            )
            yield Problem("honoured_before", Severity.EXPLAIN, sentence, "level", "honours", row)


def migrant_proof(nominee: Nominee, _context: Context) -> Iterable[Problem]:
    """Demand the household book or a certificate that proves a migrant worker's registration."""
    if is_migrant(nominee) and nominee.has_household_proof is False:
        sentence = N_("推荐农民工要附户口本复印件或农业户籍证明，请补齐或说明。")
        yield Problem("migrant_proof", Severity.EXPLAIN, Message(sentence), "has_household_proof")


def is_migrant(nominee: Nominee) -> bool:
    """Whether the person is marked as a migrant worker (农民工)."""
    return MIGRANT_WORKER in (nominee.person_flags or ())


def is_union_worker(nominee: Nominee) -> bool:
    """Whether the title is one for union workers, who fill a section of their own."""
    titles = code_list("honour_title").items
    return any(item.code == nominee.title and item.gb == UNION_WORKER for item in titles)


def _months(day: date) -> int:
    return day.year * 12 + day.month


def consultation_form(nominee: Nominee) -> str | None:
    """Give the form (consultation_form) on which other offices are asked about a person of this kind."""
    if not nominee.person_category:
        return None
    return _FORMS.get(nominee.person_category, WORKER)


def work_out_consultation_form(nominee: Nominee, _context: Context) -> Arithmetic | None:
    """Name the form and the kind of person that it is for."""
    form = consultation_form(nominee)
    if form is None:
        return None
    kind = Message(code_list("person_category").label(nominee.person_category or ""))
    values = {"kind": kind, "form": Message(code_list("consultation_form").label(form))}
    return Arithmetic(form, Message(N_("人员类别是{kind}，用《{form}》"), values))


def all_offices_asked(nominee: Nominee, _context: Context) -> Iterable[Problem]:
    """Remind of offices that the person's form has and nobody asked yet."""
    return offices_missing(nominee, consultation_form(nominee))


COMPUTED = (
    NOTICE_DAYS_COUNTED,
    Computed(
        "consultation_form",
        ChoiceField(N_("征求意见表种类"), section="consultations", codes="consultation_form"),
        work_out_consultation_form,
    ),
)

RULES: tuple[Rule, ...] = (
    once_only(
        "recommended_twice",
        "nominees",
        "id_no",
        ("title", "year"),
        N_("这个身份证号同一年度已推荐过同一称号：{other}，请不要重复登记。"),
    ),
    required_if(
        "joined_party",
        ("joined_party_on",),
        lambda nominee: nominee.politics in PARTY,
        N_("政治面貌是中共党员"),
        Severity.EXPLAIN,
    ),
    in_order("birth_order", "birth", "joined_party_on"),
    in_order("birth_order", "birth", "started_work_on"),
    required_if(
        "migrant_worker", ("household_registration", "has_household_proof"), is_migrant, N_("推荐农民工")
    ),
    migrant_proof,
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
    required_if("union_worker", ("union_post", "union_post_kind"), is_union_worker, N_("推荐优秀工会工作者")),
    resume_has_no_gaps,
    rows_after_birth,
    same_honour_before,
    text_within("brief_deeds_long", "brief_deeds", "nominee_brief_deeds"),
    text_within("deeds_long", "deeds", "nominee_deeds"),
    part_within("more_than_due", "votes_present", "votes_due"),
    part_within("more_than_present", "votes_for", "votes_present"),
    in_order("notice_order", "notice_from", "notice_until"),
    notice_long_enough,
    objection_holds(N_("公示有异议并且成立，一般不能再推荐，请说明处理情况。")),
    rounds_long_enough("notice_days"),
    replies_in_order,
    all_offices_asked,
)
