"""Keyed twice: the differing signs are named by their place, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values.second_entry import differing_places

ID = "360111197604120113"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        (ID, ID),
        ("36011119760412011X", "36011119760412011x"),
        (ID, "３６０１１１１９７６０４１２０１１３"),
        ("6222021001116245702", "6222 0210 0111 6245 702"),
        ("1800", "1,800.00"),
        ("1800.50", "￥1 800.5元"),
        ("0", "0.00"),
    ],
)
def test_the_same_number_in_two_ways_of_writing(first: str, second: str) -> None:
    assert differing_places(first, second) == ()
    assert differing_places(second, first) == ()


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        (ID, ID[:6] + "2" + ID[7:], (6,)),
        (ID, ID[:16] + "31", (16, 17)),  # two digits exchanged
        (ID, ID[:-1] + "X", (17,)),
        (ID, ID[:7] + ID[8:], (7,)),  # one left out: before this one it should stand
        (ID, ID[:-1], (17,)),
        (ID, ID + "1", (18,)),
        ("6222021001116245702", "6222 0210 0121 6245 702", (12,)),
        ("1800.50", "1,800.05", (6,)),
        ("1800.50", "1,800.60", (6,)),
        ("1800", "18000", (4,)),
        ("1800", "", (0,)),
        ("", "12", (0, 1)),
    ],
)
def test_the_differing_places(first: str, second: str, places: tuple[int, ...]) -> None:
    assert differing_places(first, second) == places


@given(st.text("0123456789Xx .,１", max_size=20), st.text("0123456789Xx .,１", max_size=20))
def test_places_lie_in_the_second_text_and_agree_on_whether(first: str, second: str) -> None:
    places = differing_places(first, second)
    assert all(0 <= place <= len(second) for place in places)
    assert list(places) == sorted(set(places))
    assert bool(places) == bool(differing_places(second, first))
    assert differing_places(first, first) == ()
