"""The order in which pages leave the printer: whole sets, fronts, empty backs, and what is left after a jam."""

from __future__ import annotations

from desktop.services.print_order import Part, copies_of, pages_in, resumed, sides

FILE = Part("档案表", 1, 2, copies=3, duplex="long")
DEEDS = Part("事迹", 3, 4, copies=2)
COVER = Part("材料清单", 5, 5)


def test_one_sided_sets_follow_each_other() -> None:
    assert sides([Part("", 1, 3)], times=2) == [0, 1, 2, 0, 1, 2]


def test_a_set_has_only_the_papers_of_which_there_are_so_many() -> None:
    assert sides([COVER, FILE, DEEDS]) == [4, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1]


def test_every_part_begins_on_a_front() -> None:
    long = Part("续页", 1, 3, duplex="long")
    assert sides([long, FILE], both=True) == [0, 1, 2, None, 0, 1, 0, 1, 0, 1]


def test_papers_for_one_side_keep_their_backs_empty_among_those_for_both() -> None:
    assert sides([COVER, FILE, DEEDS], both=True)[:8] == [4, None, 0, 1, 2, None, 3, None]
    assert sides([DEEDS], both=True) == [2, 3, 2, 3]


def test_a_repeated_set_begins_on_a_front_too() -> None:
    assert sides([Part("", 1, 1)], times=3, both=True) == [0, None, 0, None, 0]


def test_after_a_jam_the_rest_is_printed_from_a_front() -> None:
    order = sides([COVER, FILE, DEEDS], both=True)
    assert pages_in(order) == 11
    assert resumed(order, 3, both=True) == order[2:]
    assert resumed([0, 1, 2, 3], 3, both=False) == [2, 3]


def test_copies_are_common_or_not() -> None:
    assert copies_of([FILE, FILE]) == 3
    assert copies_of([FILE, DEEDS]) == 0
