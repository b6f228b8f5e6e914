"""Pinyin of names (拼音): keys that a search by initials or spelling finds, and the order of lists."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

_MOST_VARIANTS, _MOST_SPELLINGS = 8, 4
_VARIED = 6  # only so many first characters are read in several ways
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

# Characters that are read differently as a surname; the dictionary has the everyday reading first.
_SURNAMES = {
    "单": "shàn", "曾": "zēng", "仇": "qiú", "解": "xiè", "查": "zhā", "区": "ōu", "翟": "zhái", "朴": "piáo",
    "盖": "gě", "覃": "qín", "任": "rén", "乐": "yuè", "尉": "yù", "缪": "miào", "宁": "nìng",
    "洗": "xiǎn", "燕": "yān", "葛": "gě", "华": "huà", "纪": "jǐ", "重": "chóng", "卜": "bǔ",
    "秘": "bì", "种": "chóng", "员": "yùn", "召": "shào",
    "折": "shé", "黑": "hè", "那": "nā", "能": "nài", "繁": "pó",
    "於": "yū", "祭": "zhài", "隗": "wěi",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟": ("yù", "chí"),
    "万俟": ("mò", "qí"),
    "长孙": ("zhǎng", "sūn"),
    "澹台": ("tán", "tái"),
}


def search_keys(name: str) -> str:
    """Give the text that a search with LIKE looks into, in lower case and separated by blanks.

    The name itself, its initials (at most 8 variants when characters have several readings), its full spelling without
    tones (ü as v), and the beginning of it by at most 3 other readings of the first character. A text without Han is
    its own only key.
    """
    lowered = name.lower()
    if lowered.isascii():
        return lowered
    initials, (spelling, *others) = _first_keys(lowered[:_VARIED])
    if rest := lowered[_VARIED:]:
        spellings = [_KEYS[character][0] for character in rest]
        end = "".join([one[:1] for one in spellings])
        initials = [one + end for one in initials]
        spelling += "".join(spellings)  # the others end here: nobody has to type more
    return " ".join((lowered, *initials, spelling, *others))


@functools.lru_cache(maxsize=4096)
def _first_keys(beginning: str) -> tuple[Sequence[str], Sequence[str]]:
    """Give the initials and the spellings of the first characters of a name; the names of a place begin alike.

    The initials of the very first vary first, for they are typed first.
    """
    keys = list(map(_KEYS.__getitem__, beginning))
    everyday = [spelling for spelling, _ in keys]
    surname = [_spelling(reading)[0] for reading in _surname(beginning)]
    for place, spelling in enumerate(surname):
        keys[place] = (spelling, tuple(dict.fromkeys((spelling[:1], *keys[place][1]))))
    choices = [initials for _, initials in keys if initials]
    several = itertools.islice(itertools.product(*reversed(choices)), _MOST_VARIANTS)
    first = [_spelling(reading)[0] for reading in _readings(beginning[0])]
    ways = [[*surname, *everyday[len(surname) :]], *([spelling, *everyday[1:]] for spelling in first)]
    spellings = tuple(dict.fromkeys(map("".join, ways)))
    return tuple("".join(one[::-1]) for one in several), spellings[:_MOST_SPELLINGS]


def sort_key(name: str) -> str:
    """Give a text whose plain order is the order by pinyin, tone and character, surname first."""
    lowered = name.lower()
    if lowered.isascii():
        return lowered
    readings = _readings_in_place(lowered)
    return " ".join(
        "".join(_spelling(reading)) + character for character, reading in zip(lowered, readings, strict=True)
    )


def _readings_in_place(name: str) -> list[str]:
    """Pick one reading for each character; one without a reading stands for itself."""
    readings = [_readings(character)[0] for character in name]
    surname = _surname(name)
    readings[: len(surname)] = surname
    return readings


def _surname(name: str) -> tuple[str, ...]:
    """Give the readings of a surname's characters that are read differently in one; most have none."""
    double = _DOUBLE_SURNAMES.get(name[:2])
    single = _SURNAMES.get(name[0])
    return double or ((single,) if single else ())


class _Keys(dict[str, tuple[str, tuple[str, ...]]]):
    """A character's everyday spelling and the initials of all its readings; blanks and signs have none.

    A dictionary, for it is asked for each character of thousands of names: a cached function takes three times as long.
    """

    def __missing__(self, character: str) -> tuple[str, tuple[str, ...]]:
        spelling = _spelling(_readings(character)[0])[0]
        found = self[character] = (spelling, _initials(character) if spelling else ())
        return found


_KEYS = _Keys()


@functools.cache
def _readings(character: str) -> tuple[str, ...]:
    return tuple(_dictionary().get(str(ord(character)), character).split(","))


@functools.cache
def _initials(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_spelling(reading)[0][:1] for reading in _readings(character)))


@functools.cache
def _spelling(reading: str) -> tuple[str, str]:
    """Split ``lǚ`` into ``lv`` and its tone ``3``; punctuation and blanks give nothing."""
    parts = unicodedata.normalize("NFD", reading)
    tone = "".join(_TONES.get(part, "") for part in parts)
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    letters = letters.replace("ü", "v").replace("ê", "e")
    return "".join(letter for letter in letters if letter.isalnum()), tone


@functools.cache
def _dictionary() -> dict[str, str]:
    """Read pypinyin's table of characters: 30 ms, where importing the package costs 280 ms for its phrases."""
    package = importlib.util.find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin")
    table: dict[str, str] = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return table
