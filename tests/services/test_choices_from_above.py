"""Choices that a county has added or ended travel with its receipts; the township adopts or declines each."""

from __future__ import annotations

from datetime import date

import pytest

from db.code_lists import OwnItem, shipped
from db.store import entered_codes
from db.store.ledger import Ledger
from desktop.exchange import updates
from desktop.exchange.updates import ChoiceUpdate, Updates, UpdatesError
from desktop.services import own_codes, updates_from_above
from desktop.services.offered import Offered
from desktop.services.updates_from_above import Adopted, apply_updates, decline, pending_updates
from tests.services.test_updates_from_above import go_round
from tests.support.round_trip import Round

LISTED = "assistance_kind"
HEATING = ChoiceUpdate(LISTED, "X01", "冬季取暖补贴", "2026-01-01", "")


def offer(ledger: Ledger, *sent: ChoiceUpdate) -> tuple[Offered, ...]:
    with ledger.store.writing() as session:
        updates_from_above.learn(session, sent, "-", ledger.clock())
    return pending_updates(ledger)


def own(ledger: Ledger) -> list[tuple[str, str, date | None, date | None]]:
    with ledger.store.reading() as session:
        return [(one.code, one.label, one.valid_from, one.valid_to) for one in entered_codes.load(session)]


def test_added_and_ended_choices_go_down_and_hold_after_they_were_adopted(trip: Round) -> None:
    own_codes.add(trip.county, OwnItem(LISTED, "X01", "冬季取暖补贴", date(2026, 1, 1)))
    own_codes.set_days(trip.county, OwnItem(LISTED, "07", "临时救助", None, date(2026, 3, 31)))
    go_round(trip, 1)
    ended, added = pending_updates(trip.luojia)
    assert (added.kind, str(added.what), str(added.sent), str(added.now), str(added.scope)) == (
        "选项",
        "帮扶类别",
        "冬季取暖补贴（代码 X01）",
        "没有",
        "2026年1月1日起",
    )
    assert (str(ended.sent), str(ended.now), str(ended.scope)) == (
        "临时救助（代码 07）",
        "临时救助，不限",
        "到2026年3月31日止",
    )
    assert own(trip.luojia) == []
    assert apply_updates(trip.luojia, [added.id, ended.id]) == Adopted(2)
    assert sorted(own(trip.luojia)) == [
        ("07", "临时救助", None, date(2026, 3, 31)),
        ("X01", "冬季取暖补贴", date(2026, 1, 1), None),
    ]
    assert [one.item.label for one in own_codes.listed(trip.luojia, LISTED)][-1] == "冬季取暖补贴"
    go_round(trip, 2)
    assert pending_updates(trip.luojia) == ()


def test_a_choice_that_is_ended_later_is_offered_again(ledger: Ledger) -> None:
    (one,) = offer(ledger, HEATING)
    apply_updates(ledger, [one.id])
    (again,) = offer(ledger, ChoiceUpdate(LISTED, "X01", "冬季取暖补贴", "2026-01-01", "2026-12-31"))
    assert str(again.now) == "冬季取暖补贴，2026年1月1日起"
    apply_updates(ledger, [again.id])
    assert own(ledger) == [("X01", "冬季取暖补贴", date(2026, 1, 1), date(2026, 12, 31))]
    (entry, change) = own_codes.told(own_codes.history_of(ledger, own_id(ledger)))
    assert "采用上级下发的：2026年1月1日起" in str(entry)
    assert "采用上级下发的：到2026年12月31日止" in str(change)


def own_id(ledger: Ledger) -> str:
    with ledger.store.reading() as session:
        (one,) = entered_codes.load(session)
    return one.id


def test_a_declined_choice_is_not_offered_again(ledger: Ledger) -> None:
    (one,) = offer(ledger, HEATING)
    decline(ledger, [one.id])
    assert offer(ledger, HEATING) == ()
    assert own(ledger) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (ChoiceUpdate("sex", "X1", "其他", "", ""), "国家标准"),
        (ChoiceUpdate("nobody_knows", "X01", "其他", "", ""), "国家标准"),
        (ChoiceUpdate(LISTED, "01", "别的名称", "", ""), "已用于“生活救助”"),
        (ChoiceUpdate(LISTED, "15", "新的", "", ""), "大写字母开头"),
        (ChoiceUpdate(LISTED, "X01", "{0.__class__}", "", ""), "不能有"),
        (ChoiceUpdate(LISTED, "X01", "医疗救助", "", ""), "与已有的选项相同"),
        (ChoiceUpdate(LISTED, "X01", "新的", "2026-02-01", "2026-01-01"), "早于"),
    ],
)
def test_a_choice_that_cannot_stand_is_told_and_cannot_be_adopted(
    ledger: Ledger, sent: ChoiceUpdate, said: str
) -> None:
    (one,) = offer(ledger, sent)
    assert not one.is_usable
    assert said in str(one.remark)
    assert str(one.what)
    done = apply_updates(ledger, [one.id])
    assert done.count == 0
    assert said in str(done.refused[0])
    assert own(ledger) == []


@pytest.mark.parametrize(
    "sent",
    [
        ChoiceUpdate("../sex", "X01", "甲", "", ""),
        ChoiceUpdate(LISTED, "X 1", "甲", "", ""),
        ChoiceUpdate(LISTED, "X01234567", "甲", "", ""),
        ChoiceUpdate(LISTED, "X01", "", "", ""),
        ChoiceUpdate(LISTED, "X01", "甲\u202e", "", ""),
        ChoiceUpdate(LISTED, "X01", "甲" * 201, "", ""),
        ChoiceUpdate(LISTED, "X01", "甲", "2026-1-1", ""),
    ],
)
def test_choices_beyond_their_bounds_are_refused(sent: ChoiceUpdate) -> None:
    with pytest.raises(UpdatesError):
        updates.parse(Updates(choices=(sent,)).to_json())


def test_choices_are_read_as_they_were_written() -> None:
    whole = Updates(choices=(HEATING,))
    assert updates.parse(whole.to_json()) == whole
    assert updates.again({"codes": LISTED, "code": "X01", "label": "甲", "begins": "", "ends": ""}) == (
        ChoiceUpdate(LISTED, "X01", "甲", "", "")
    )
    assert "07" in {item.code for item in shipped(LISTED).items}
