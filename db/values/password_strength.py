"""How soon a password would be guessed (密码强度), Chinese habits included: pinyin, the office's name, birthdays."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.messages import N_, Message
from db.values import pinyin

ENOUGH = 3  # of 4, as zxcvbn counts: 10**8 guesses, half a year for one processor with the vault's Argon2id

_READ = 72  # characters that are looked at; more can only make a password better
_SCORES = (1e3, 1e6, 1e8, 1e10)  # guesses below which the score is 0, 1, 2, 3
_PER_SYLLABLE = 100  # guesses: surnames and given names use a few of the 400 syllables
_MOST_SYLLABLES = 3
_PER_NUMBER = 10**6  # guesses: a long number is somebody's telephone, ID card or account
_PARTS_OF_PLACES = re.compile(r"(?<=[省市县区镇乡旗盟州村])|(?<=街道)")
_ENDINGS = ("总工会", "工会", "街道", *"省市县区镇乡")
_COMMON = (
    "gonghui", "zonggonghui", "zhongguo", "woaini", "taizhang", "mima", "guanliyuan", "bangong", "dangyuan",
    "xianjin", "zhigong", "beijing", "kuaile", "fadacai", "5201314", "woaizhongguo", "ceshi", "diannao",
    "工会", "总工会", "台账", "密码", "中国", "我爱你", "管理员",
)  # fmt: skip
_LONG_NUMBER = re.compile(r"\d{7,}")
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|ve|er|a|o|e|i|u|v)"
)

_ADVICE = {
    "common": N_("这是很多人用的密码，一猜就中，请换一个。"),
    "ours": N_("密码里有本单位或使用人的名称，知情的人一猜就中，请换掉这一部分。"),
    "pinyin": N_("姓名、词语的拼音容易被猜到，请再加一两个不相干的词。"),
    "date": N_("生日、年份容易被猜到，请换掉这一部分，或再加一两个不相干的词。"),
    "number": N_("电话、证件、账号等号码容易被猜到，请加上一两个不相干的词。"),
    "row": N_("连续、重复的字符（1234、aaaa、qwer）容易被猜到，请换掉这一部分。"),
    "short": N_("密码太短，请加到 10 个字符以上，最好是两三个不相干的词。"),
}
_GOOD = N_("密码可以使用；再长一些更好。")
_BEST = N_("密码很好。请记牢，不要写在电脑旁。")


@dataclass(frozen=True)
class Strength:
    """``score`` is 0 (guessed at once) to 4; ``message`` says what to do; only ``is_enough`` ones are taken."""

    score: int
    is_enough: bool
    message: Message


def strength(password: str, words: Iterable[str] = ()) -> Strength:
    """Judge a password; ``words`` are names that somebody who knows the office would try (office, user).

    Length alone is not enough (luojiazhen2026): ten characters that are no name, date or row score 4 by themselves.
    """
    from zxcvbn import matching, scoring  # noqa: PLC0415 - its lists take 60 ms, for new passwords only

    read = unicodedata.normalize("NFKC", password)[:_READ]
    lists = {
        **matching.RANKED_DICTIONARIES,
        "pinyin": _pinyin(read.lower()),
        "number": dict.fromkeys(_LONG_NUMBER.findall(read), _PER_NUMBER),
        "ours": _ranked((*_spellings(words), *_COMMON)),
    }
    found = scoring.most_guessable_match_sequence(read, matching.omnimatch(read, lists)) if read else None
    score = sum(found["guesses"] >= least for least in _SCORES) if found else 0
    if score >= ENOUGH:
        return Strength(score, is_enough=True, message=Message(_BEST if score > ENOUGH else _GOOD))
    weakness = _weakness(found["sequence"] if found else ())
    return Strength(score, is_enough=False, message=Message(_ADVICE[weakness]))


def _weakness(pieces: Sequence[Mapping[str, Any]]) -> str:
    """Name what is wrong: a name of the office above all, else the longest piece that is no accident."""
    kinds = {_kind(piece): len(piece["token"]) for piece in sorted(pieces, key=lambda one: len(one["token"]))}
    if "ours" in kinds:
        return "ours"
    kinds.pop("accident", None)
    worst = max(kinds, key=kinds.__getitem__, default="short")
    whole = sum(len(piece["token"]) for piece in pieces)
    return "short" if worst == "common" and kinds[worst] * 2 < whole else worst


def _kind(piece: Mapping[str, Any]) -> str:
    match piece["pattern"]:
        case "bruteforce":
            return "accident"
        case "dictionary":
            name = piece["dictionary_name"]
            ours = name == "ours" and piece["matched_word"] not in _COMMON
            return name if ours or name in {"pinyin", "number"} else "common"
        case "date" | "regex":  # the only pattern of regex is a year
            return "date"
    return "row"


@functools.lru_cache(maxsize=32)
def _parts(word: str) -> tuple[str, ...]:
    """Split the name of an office into what people would use of it: 青山湖区罗家镇总工会 has 青山湖, 罗家镇, 罗家."""
    parts = [word, *_PARTS_OF_PLACES.split(word)]
    bare = [part.removesuffix(ending) for part in parts for ending in _ENDINGS]
    return tuple(dict.fromkeys(part for part in (*parts, *bare) if len(part) > 1))


def _spellings(words: Iterable[str]) -> Iterator[str]:
    """Give every word and its parts in characters, pinyin and initials."""
    for word in words:
        for part in _parts(word.strip()):
            yield from (key for key in pinyin.search_keys(part).split() if len(key) > 1)


def _ranked(words: Iterable[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(dict.fromkeys(words), start=1)}


def _pinyin(text: str) -> dict[str, int]:
    """Rank every run of two or three syllables by how many such words there are."""
    ranks: dict[str, int] = {}
    for count in range(2, _MOST_SYLLABLES + 1):
        for found in re.finditer(rf"(?=((?:{_SYLLABLE}){{{count}}}))", text):
            ranks.setdefault(found[1], _PER_SYLLABLE**count)
    return ranks
