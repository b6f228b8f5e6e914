"""An application for a title of workers' home (职工之家) with the members' vote on it (会员评家)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    MultiChoiceField,
    ReferenceField,
    TextField,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Record, Row, belongs_to, rows
from db.registers.worker_homes.scores import HomeScore


class HomeTitle(Row):
    """A title won earlier (曾获称号)."""

    __tablename__ = "worker_homes_titles"

    record_id: Mapped[str] = belongs_to("worker_homes")
    home_level: Mapped[str | None] = stored(ChoiceField(N_("称号"), required=True, codes="home_level"))
    home_rank: Mapped[str | None] = stored(ChoiceField(N_("级别"), required=True, codes="home_rank"))
    year: Mapped[int | None] = stored(IntegerField(N_("年度"), required=True, minimum=1949, maximum=2100))


class WorkerHome(Record):
    """One application (申报表) of one union for one title in one year."""

    __tablename__ = "worker_homes"

    unit: Mapped[str | None] = stored(
        ReferenceField(
            N_("所在单位"),
            section="application",
            required=True,
            register="units",
            shows=(
                "unit_name",
                "union_name",
                "chair_name",
                "chair_mobile",
                "employees",
                "members",
                "legal_person",
                "union_code",
                "has_contract",
                "contract_until",
                "has_wage_contract",
                "has_congress",
                "congress_on",
            ),
            help=N_("从单位台账中选；职工、会员、法人资格等随单位台账更新。"),
        )
    )
    union_name: Mapped[str | None] = stored(
        TextField(
            N_("工会名称"),
            section="application",
            required=True,
            in_list=True,
            searchable=True,
            max_length=120,
            help=N_("写全称，与工会公章一致。"),
        )
    )
    home_name: Mapped[str | None] = stored(
        TextField(
            N_("职工小家名称"),
            section="application",
            searchable=True,
            max_length=60,
            help=N_("申报职工小家时，写车间、科室或班组的名称。"),
        )
    )
    home_level: Mapped[str | None] = stored(
        ChoiceField(
            N_("申报称号"),
            section="application",
            required=True,
            in_list=True,
            codes="home_level",
            help=N_("一般先有低一等的称号，再申报高一等的。"),
        )
    )
    home_rank: Mapped[str | None] = stored(
        ChoiceField(N_("申报级别"), section="application", required=True, in_list=True, codes="home_rank")
    )
    year: Mapped[int | None] = stored(
        IntegerField(
            N_("申报年度"), section="application", required=True, in_list=True, minimum=1949, maximum=2100
        )
    )

    reviewed_on: Mapped[date | None] = stored(
        DateField(N_("评家日期"), section="ballots", in_list=True, help=N_("会员评家每年一次。"))
    )
    ballots_due: Mapped[int | None] = stored(IntegerField(N_("应到人数"), section="ballots", unit=N_("人")))
    ballots_present: Mapped[int | None] = stored(
        IntegerField(N_("实到人数"), section="ballots", unit=N_("人"), help=N_("即参加评议人数。"))
    )
    ballots_issued: Mapped[int | None] = stored(IntegerField(N_("发票数"), section="ballots", unit=N_("张")))
    ballots_returned: Mapped[int | None] = stored(
        IntegerField(N_("收票数"), section="ballots", unit=N_("张"))
    )
    ballots_valid: Mapped[int | None] = stored(
        IntegerField(
            N_("有效票数"), section="ballots", unit=N_("张"), help=N_("等于满意、基本满意、不满意三项之和。")
        )
    )
    satisfied: Mapped[int | None] = stored(IntegerField(N_("满意票数"), section="ballots", unit=N_("张")))
    basically_satisfied: Mapped[int | None] = stored(
        IntegerField(N_("基本满意票数"), section="ballots", unit=N_("张"))
    )
    dissatisfied: Mapped[int | None] = stored(
        IntegerField(N_("不满意票数"), section="ballots", unit=N_("张"))
    )
    reaches_satisfied: Mapped[bool | None] = stored(
        YesNoField(N_("是否达到满意等次"), section="ballots", in_list=True)
    )

    scores: Mapped[list[HomeScore]] = rows("HomeScore")
    vetoes: Mapped[tuple[str, ...]] = stored(
        MultiChoiceField(
            N_("一票否决情形"), section="scores", codes="home_veto", help=N_("没有的不选；有一项就不能申报。")
        )
    )

    titles: Mapped[list[HomeTitle]] = rows("HomeTitle")
    brief_deeds: Mapped[str | None] = stored(
        TextField(
            N_("简要事迹"),
            section="deeds",
            max_length=2000,
            multiline=True,
            help=N_("不超过1500字，空格不计。"),
        )
    )
    own_score: Mapped[Decimal | None] = stored(
        DecimalField(
            N_("自评分"), section="deeds", places=1, maximum=100, unit=N_("分"), help=N_("满分100分。")
        )
    )
    acceptance_score: Mapped[Decimal | None] = stored(
        DecimalField(N_("验收分"), section="deeds", places=1, maximum=100, unit=N_("分"))
    )

    notice_place: Mapped[str | None] = stored(TextField(N_("公示地点"), section="notice", max_length=100))
    notice_from: Mapped[date | None] = stored(DateField(N_("公示开始日期"), section="notice"))
    notice_until: Mapped[date | None] = stored(DateField(N_("公示结束日期"), section="notice", future=True))
    notice_result: Mapped[str | None] = stored(
        ChoiceField(N_("公示结果"), section="notice", codes="notice_result")
    )

    party_opinion: Mapped[str | None] = stored(
        TextField(N_("同级（或上级）党组织意见"), section="opinions", max_length=300, multiline=True)
    )
    party_opinion_on: Mapped[date | None] = stored(
        DateField(N_("同级（或上级）党组织意见日期"), section="opinions")
    )
    administration_opinion: Mapped[str | None] = stored(
        TextField(N_("同级行政意见"), section="opinions", max_length=300, multiline=True)
    )
    administration_opinion_on: Mapped[date | None] = stored(
        DateField(N_("同级行政意见日期"), section="opinions")
    )
    county_opinion: Mapped[str | None] = stored(
        TextField(N_("区县局（集团公司）工会意见"), section="opinions", max_length=300, multiline=True)
    )
    county_opinion_on: Mapped[date | None] = stored(
        DateField(N_("区县局（集团公司）工会意见日期"), section="opinions")
    )
    city_opinion: Mapped[str | None] = stored(
        TextField(N_("市总工会意见"), section="opinions", max_length=300, multiline=True)
    )
    city_opinion_on: Mapped[date | None] = stored(DateField(N_("市总工会意见日期"), section="opinions"))
