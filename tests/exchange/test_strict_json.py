"""The checks that every reader of JSON from elsewhere shares: their bounds, and what they do not take for a value."""

from __future__ import annotations

from typing import Any

import pytest

from db.messages import ReportableError
from desktop.exchange import strict_json
from desktop.exchange.strict_json import Check, Taking, is_count, is_sequence, is_text, matching, optional


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (is_sequence, [1, 999_999], [0, 1_000_000, True, 1.0, "1", None]),
        (is_count, [0, 2**53 - 1], [-1, 2**53, False]),
        (optional(is_count), [None, 0], [-1, ""]),
        (is_text, ["罗家镇总工会", "a" * 200], ["", "a" * 201, "a\nb", "a\u202eb", 7]),
        (matching("ab"), ["ab"], ["abc", "ab\n", b"ab", ["ab"]]),
    ],
)
def test_a_check_knows_its_bounds(check: Check, right: list[Any], wrong: list[Any]) -> None:
    assert [check(value) for value in right] == [True] * len(right)
    assert [check(value) for value in wrong] == [False] * len(wrong)


def test_a_missing_value_is_refused_like_a_wrong_one() -> None:
    take = Taking({"seq": 0, "from": "360111"}, lambda key: ReportableError("缺 {key}", key=key))
    for key in ("seq", "prev"):
        with pytest.raises(ReportableError, match=f"缺 {key}"):
            take(key, is_sequence)
    with pytest.raises(ReportableError, match="缺 from_name"):
        take.office("from")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "读不出来"),
        (b"\xff", "读不出来"),
        (b"[" * 100_000, "读不出来"),
        (b"[]", "版本"),
        (b'{"schema":"b"}', "版本"),
    ],
)
def test_what_is_no_object_of_the_schema_has_one_of_two_sentences(content: bytes, said: str) -> None:
    with pytest.raises(ReportableError, match=said):
        strict_json.read(content, "a", ReportableError("读不出来"), ReportableError("版本"))


def test_an_object_of_the_schema_is_read() -> None:
    found = strict_json.read(b'{"schema":"a","n":1}', "a", ReportableError("-"), ReportableError("-"))
    assert found == {"schema": "a", "n": 1}
