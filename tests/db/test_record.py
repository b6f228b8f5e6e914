"""Ids that sort by the moment of making, and states whose stored names never change."""

from __future__ import annotations

import time
import uuid

from db.record import State, new_id, new_ids


def test_ids_are_uuids_of_version_7_with_the_moment_in_front() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= after


def test_ids_sort_in_the_order_of_making() -> None:
    one_by_one = [new_id() for _ in range(3000)]
    together = new_ids(20_000)
    assert one_by_one == sorted(set(one_by_one))
    assert together == sorted(set(together))
    assert one_by_one[-1] < together[0]
    assert len(new_ids(0)) == 0


def test_states_keep_their_names_and_have_words() -> None:
    assert {state.value: state.label for state in State} == {
        "draft": "草稿",
        "checked": "已检查",
        "packed": "已打包",
        "handed_over": "已交",
        "received": "已收",
        "returned": "退回",
        "correction": "更正",
    }
    assert {state.value for state in State if state.is_locked} == {"packed", "handed_over", "received"}
