# ruff: noqa: INP001 - a recipe, run by its path
"""Write the column ``initials`` of the two lists: ``python resources/places/add_initials.py``, after every new edition.

The initials are those of the whole name as pypinyin's phrases read it (重庆 cq, 六安 la). Where the everyday reading of
a character differs, or it is known to be read otherwise in places, the other initials follow after a blank.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable
from pathlib import Path

from pypinyin import Style, lazy_pinyin

FOLDER = Path(__file__).parent
LISTS = ("counties.csv", "townships.csv")
COLUMN = "initials"
MOST_VARIANTS = 4

# Characters that places read in ways of their own: 铅山 Yanshan, 圩 xu in the south, 十里堡 pu, 洪洞 Hongtong.
IN_PLACES = {
    "圩": "xw", "乐": "ly", "单": "sd", "浚": "xj", "铅": "yq", "洞": "dt", "泌": "bm", "费": "fb", "莘": "sx",
    "犍": "qj", "筠": "jy", "峙": "sz", "涡": "gw", "枞": "zc", "蔚": "yw", "荥": "xy", "渑": "ms", "陂": "pb",
    "阿": "ae", "解": "xj", "尉": "yw", "召": "sz", "歙": "sx", "巷": "xh", "埔": "pb", "堡": "bp", "泊": "bp",
    "茄": "qj", "覃": "qt", "盛": "sc", "坻": "cd", "屯": "tz", "曾": "zc",
}  # fmt: skip


def initials(name: str) -> str:
    """Give a name's initials in lower case, most likely ones first, at most four variants separated by blanks."""
    read = "".join(filter(str.isalnum, name))  # without （）, - and ·
    as_phrase = lazy_pinyin(read, style=Style.FIRST_LETTER)
    one_by_one = [lazy_pinyin(char, style=Style.FIRST_LETTER) for char in read]
    letters = [
        tuple(dict.fromkeys((phrase, "".join(single), *IN_PLACES.get(char, ""))))
        for char, phrase, single in zip(read, as_phrase, one_by_one, strict=True)
    ]
    variants = map("".join, itertools.islice(itertools.product(*letters), MOST_VARIANTS))
    return " ".join(dict.fromkeys(variants))


def with_initials(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Give the rows with their last column computed anew."""
    return [row | {COLUMN: initials(row["name"])} for row in rows]


def main() -> None:
    """Rewrite both lists in place."""
    for file in LISTS:
        path = FOLDER / file
        rows = with_initials(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        written = io.StringIO()
        table = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        path.write_text(written.getvalue(), "utf-8")


if __name__ == "__main__":
    main()
