"""How far each package is, as the list of 导出上报 and the status bar say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.store.ledger import Ledger
from desktop.services import answering, receiving, sent_packages, submitting, taking_in
from desktop.services.deciding import give_back
from desktop.services.sent_packages import SentPackage
from tests.support.carrying import accept, use_receipts
from tests.support.offices import NOW
from tests.support.round_trip import Round, save_unit, send


def standings(ledger: Ledger) -> list[str]:
    return [str(one.words(ledger.clock())) for one in sent_packages.listed(ledger)]


def test_a_ledger_without_packages_says_so(trip: Round) -> None:
    assert str(sent_packages.last_words(trip.luojia)) == "还没有上报过"


def test_a_package_is_told_from_the_desk_to_its_receipt(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    package_id = submitting.make(trip.luojia, review)
    assert standings(trip.luojia) == ["已打包，还没有写入 U 盘"]
    submitting.place(trip.luojia, package_id, trip.stick)
    assert standings(trip.luojia) == ["今天已交"]
    (sent,) = sent_packages.listed(trip.luojia)
    assert str(sent.words(NOW + timedelta(days=3))) == "已交 3 天"
    (arrival,) = receiving.look(trip.county, trip.stick)
    accept(trip.county, arrival)
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert standings(trip.luojia) == ["已收"]
    assert str(sent_packages.last_words(trip.luojia)) == "上次上报：第 1 号，已收"


def test_what_came_back_is_told_and_the_package_after_it_waits(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (arrival,) = receiving.look(trip.county, trip.stick)
    accept(trip.county, arrival, give_back("职工人数有误，请核对"))
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert standings(trip.luojia) == ["部分退回"]
    save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    assert standings(trip.luojia) == ["今天已交", "部分退回"]
    (second,) = (one for one in receiving.look(trip.county, trip.stick) if one.sequence == 2)
    taking_in.refuse(trip.county, second, "期间填错，请重新上报")
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert standings(trip.luojia) == ["已整包退回", "部分退回"]


def test_a_receipt_tells_of_a_package_that_a_restored_ledger_never_wrote(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (sent,) = sent_packages.listed(trip.luojia)
    sent.package.placed_at = None
    assert str(replace(sent, decision="accepted").words(NOW)) == "已收"
    assert str(SentPackage(sent.package, None).words(NOW)) == "已打包，还没有写入 U 盘"
