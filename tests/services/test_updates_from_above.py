"""Numbers that the county has entered travel with its receipts; the township adopts or declines each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from db.rule_tables import RATIOS, Figure, ratio_name
from db.store.ledger import Ledger
from desktop.services import (
    answering,
    comparing,
    figures_from_above,
    receipt_using,
    receipts,
    receiving,
    rule_figures,
    taking_in,
)
from desktop.services.contexts import context_of
from desktop.services.deciding import default_decisions
from desktop.services.updates_from_above import Adopted, apply_updates, decline, pending_updates
from tests.support.round_trip import LUOJIA, TANGSHAN, Round, save_unit, send

LINE = Figure(
    table="low_income_line",
    name="low_income_line",
    value=Decimal("1105.5"),
    valid_from=date(2026, 1, 1),
    area="360111",
    source="青民发〔2026〕3号",
)


def go_round(trip: Round, number: int) -> None:
    """Let a package go up and its receipt come down."""
    save_unit(trip.luojia, number)
    stick = trip.stick / str(number)
    send(trip.luojia, stick, "units")
    compared = [comparing.compare(trip.county, one) for one in receiving.look(trip.county, stick)]
    taking_in.apply(trip.county, [(one, default_decisions(one)) for one in compared])
    answering.answer(trip.county, stick)
    (used,) = receipt_using.apply(trip.luojia, receipts.look(trip.luojia, stick))
    assert used.error is None


def line_of(ledger: Ledger) -> tuple[int, bool] | None:
    with ledger.store.reading() as session:
        found = context_of(ledger, session).tables.low_income_line(LUOJIA.code, date(2026, 6, 1))
    return found and (found.fen, found.example)


def test_a_number_holds_only_after_it_was_adopted_and_says_where_it_is_from(trip: Round) -> None:
    rule_figures.enter(trip.county, LINE)
    go_round(trip, 1)
    (offered,) = pending_updates(trip.luojia)
    assert (str(offered.sent), str(offered.now)) == ("1105.5 元/人·月", "没有")
    assert line_of(trip.luojia) == (1000_00, True)
    assert apply_updates(trip.luojia, [offered.id]) == Adopted(1)
    assert line_of(trip.luojia) == (1105_50, False)
    (own,) = (one for one in rule_figures.listed(trip.luojia, "low_income_line") if one.id)
    assert own.source == "上级下发：青民发〔2026〕3号"
    assert [one.action for one in rule_figures.history_of(trip.luojia, own.id)] == ["enter"]
    assert pending_updates(trip.luojia) == ()
    go_round(trip, 2)
    assert pending_updates(trip.luojia) == ()


def test_a_changed_number_is_offered_again_and_takes_the_place_of_the_one_before(trip: Round) -> None:
    entered = rule_figures.enter(trip.county, LINE).figure
    go_round(trip, 1)
    apply_updates(trip.luojia, [one.id for one in pending_updates(trip.luojia)])
    rule_figures.correct(trip.county, replace(entered, value=Decimal(1120)))
    go_round(trip, 2)
    (offered,) = pending_updates(trip.luojia)
    assert (str(offered.now), str(offered.sent)) == ("1105.5 元/人·月", "1120 元/人·月")
    assert apply_updates(trip.luojia, [offered.id]) == Adopted(1)
    assert line_of(trip.luojia) == (1120_00, False)


def test_a_declined_number_is_not_offered_again_until_it_changes(trip: Round) -> None:
    entered = rule_figures.enter(trip.county, LINE).figure
    go_round(trip, 1)
    decline(trip.luojia, [one.id for one in pending_updates(trip.luojia)])
    go_round(trip, 2)
    assert pending_updates(trip.luojia) == ()
    assert line_of(trip.luojia) == (1000_00, True)
    rule_figures.correct(trip.county, replace(entered, value=Decimal(1120)))
    go_round(trip, 3)
    assert [str(one.sent) for one in pending_updates(trip.luojia)] == ["1120 元/人·月"]


def test_a_number_that_is_changed_back_is_offered_again(trip: Round) -> None:
    entered = rule_figures.enter(trip.county, LINE).figure
    for number, (value, now) in enumerate([("1105.5", "没有"), ("1120", "1105.5"), ("1105.5", "1120")], 1):
        rule_figures.correct(trip.county, replace(entered, value=Decimal(value)))
        go_round(trip, number)
        (offered,) = pending_updates(trip.luojia)
        assert str(offered.now).startswith(now)
        apply_updates(trip.luojia, [offered.id])
    assert line_of(trip.luojia) == (1105_50, False)


def test_an_overlap_with_an_own_number_is_said_and_stays_in_the_list(trip: Round) -> None:
    rule_figures.enter(trip.luojia, replace(LINE, valid_from=date(2026, 3, 1), value=Decimal(1200)))
    rule_figures.enter(trip.county, LINE)
    go_round(trip, 1)
    (offered,) = pending_updates(trip.luojia)
    done = apply_updates(trip.luojia, [offered.id])
    (refused,) = done.refused
    assert done.count == 0
    assert str(refused).startswith("没有采用“当地城市低保标准 1105.5 元")
    assert "日期不能重叠" in str(refused)
    assert pending_updates(trip.luojia) == (offered,)


def test_a_ratio_with_words_in_its_name_goes_down_and_one_for_another_township_stays(trip: Round) -> None:
    name = ratio_name("1", "一线职工", is_minimum=True)
    ratio = replace(LINE, table=RATIOS, name=name, value=Decimal(35), source="总工发\n第 3 号" + "长" * 300)
    rule_figures.enter(trip.county, ratio)
    with trip.county.store.writing() as session:
        rule_figures._written(session, "enter", None, replace(LINE, id="x", area=TANGSHAN.code))
        assert len(figures_from_above.sent_to(trip.county, session, TANGSHAN.code)) == 2
    go_round(trip, 1)
    (offered,) = pending_updates(trip.luojia)
    assert (str(offered.what), str(offered.sent)) == ("1：一线职工占全部人选不少于", "35 %")
    assert apply_updates(trip.luojia, [offered.id]) == Adopted(1)
