"""Which column of a file is which field: by label or code, however the header is decorated."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from db.fields import Field

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|\{[^}]*\}")
_SPELLINGS = (("号码", "号"), ("其它", "其他"), ("日期", "时间"))
_SYNONYMS = (
    ("姓名", "名字", "职工姓名", "户主姓名", "困难职工姓名", "被推荐人姓名"),
    ("身份证号", "身份证", "证件号码", "居民身份证号码", "公民身份号码", "身份证件号码"),
    ("手机号码", "手机", "移动电话", "联系手机", "本人手机", "手机电话"),
    ("联系电话", "电话", "电话号码", "联系方式", "固定电话"),
    ("单位名称", "企业名称", "单位全称", "用人单位", "用人单位名称"),
    ("统一社会信用代码", "信用代码", "社会信用代码", "组织机构代码", "机构代码"),
    ("工作单位", "所在单位", "单位", "单位名称"),
    ("家庭住址", "住址", "家庭地址", "现住址", "居住地址", "地址"),
    ("银行卡号", "卡号", "银行账号", "银行帐号", "开户账号"),
    ("开户银行", "开户行", "银行"),
    ("出生日期", "出生年月日", "生日"),
    ("邮政编码", "邮编"),
    ("当前学历", "学历", "文化程度"),
    ("职工人数", "员工人数", "从业人数", "在职职工人数"),
    ("会员人数", "工会会员人数", "会员数"),
    ("备注", "说明"),
    ("关系", "与户主关系", "与本人关系", "家庭关系"),
)
"""Each line names one thing in the words of different forms; taken only where no field has the word as its label."""

_ALIKE = 0.6  # the share of characters in common from which a column may be the same field under another name


@dataclass(frozen=True)
class Columns:
    """What a header says; positions count from 0, ``repeated`` holds every column of a field but its first.

    ``suggested`` are unknown columns that may be a field which has no column: to be confirmed, never taken by itself;
    ``declined`` are those of which a person has said that they are not, or are not to be imported, whatever their name.
    """

    header: tuple[str, ...]
    places: Mapping[str, int]
    unknown: tuple[int, ...]
    repeated: tuple[tuple[int, str], ...]
    suggested: Mapping[int, str] = dataclasses.field(default_factory=dict)
    declined: Mapping[int, str] = dataclasses.field(default_factory=dict)


def match(
    header: Sequence[str],
    fields: Mapping[str, Field],
    ignored: AbstractSet[str],
    confirmed: Mapping[str, str] | None = None,
) -> Columns:
    """Match the cells of a header with fields; ``ignored`` are codes and labels that carry no field.

    ``confirmed`` maps header cells to the codes that a person chose for them, "" for none, be its name a field's.

    Spaces, asterisks, brackets and full-width forms make no difference. What stands in brackets is left out only
    when the whole header fits no label: 工作单位(单位台账) and 工作单位 are two fields, 月收入(元) is 月收入.
    """
    exact = _names(fields, _bare)
    loose = _names(fields, _without_brackets)
    passed_over = {_bare(name) for name in ignored}
    chosen = {_bare(name): code for name, code in (confirmed or {}).items() if code in fields}
    refused = _refused(confirmed or {})
    also = _synonyms(exact, loose)

    def named(cell: str) -> str | None:
        bare, shorter = _bare(cell), _without_brackets(cell)
        return (
            chosen.get(bare) or exact.get(bare) or exact.get(shorter) or loose.get(bare) or loose.get(shorter)
        )

    found = [named(cell) for cell in header]
    by_name = {code for cell, code in zip(header, found, strict=True) if _bare(cell) not in refused}
    declined: dict[int, str] = {}
    places: dict[str, int] = {}
    unknown: list[int] = []
    repeated: list[tuple[int, str]] = []
    for place, (cell, known) in enumerate(zip(header, found, strict=True)):
        bare, code = _bare(cell), known
        if not bare or (code is None and bare in passed_over):
            continue
        if code is None:
            other = also.get(bare) or also.get(_without_brackets(cell))
            code = None if other in by_name or other in places else other
        if code is not None and bare in refused:
            declined[place] = code
            code = None
        if code is None:
            unknown.append(place)
        elif code in places:
            repeated.append((place, code))
        else:
            places[code] = place
    return Columns(tuple(header), places, tuple(unknown), tuple(repeated), declined=declined)


def with_suggestions(columns: Columns, fields: Mapping[str, Field], confirmed: Mapping[str, str]) -> Columns:
    """Add for each unknown column the free field whose label is most alike, each field once; "" declines."""
    refused = _refused(confirmed)
    free = {
        _without_brackets(field.label): code for code, field in fields.items() if code not in columns.places
    }
    suggested: dict[int, str] = {}
    declined = dict(columns.declined)
    for place in columns.unknown:
        if place in declined:
            continue
        close = difflib.get_close_matches(_without_brackets(columns.header[place]), free, n=1, cutoff=_ALIKE)
        if close and _bare(columns.header[place]) in refused:
            declined[place] = free[close[0]]
        elif close:
            suggested[place] = free.pop(close[0])
    return dataclasses.replace(columns, suggested=suggested, declined=declined)


def _refused(confirmed: Mapping[str, str]) -> set[str]:
    return {_bare(name) for name, code in confirmed.items() if not code}


def same_name(text: str) -> str:
    """Give the form in which two spellings of a name are equal (brackets, blanks, full width, capitals)."""
    return _bare(text)


def _synonyms(exact: Mapping[str, str], loose: Mapping[str, str]) -> dict[str, str]:
    """Map other words for a field to its code, where the register has one field for them and none by that label."""
    found: dict[str, set[str]] = {}
    for words in _SYNONYMS:
        bare = [_bare(word) for word in words]
        code = next(
            (exact.get(word) or loose.get(word) for word in bare if word in exact or word in loose), None
        )
        for word in bare if code else ():
            found.setdefault(word, set()).add(code or "")
    return {
        word: next(iter(codes))
        for word, codes in found.items()
        if len(codes) == 1 and word not in exact and word not in loose
    }


def _names(fields: Mapping[str, Field], form: Callable[[str], str]) -> dict[str, str]:
    """Map codes and labels to codes, leaving out labels that two fields share in this form."""
    named = [(form(field.label), code) for code, field in fields.items()]
    count = Counter(name for name, _ in named)
    by_label = {name: code for name, code in named if count[name] == 1}
    return by_label | {_bare(code): code for code in fields}


@functools.lru_cache(maxsize=2048)  # every row that may be the header is matched with the same labels
def _bare(text: str) -> str:
    bare = "".join(
        char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or char == "_"
    )
    for spelling, usual in _SPELLINGS:
        bare = bare.replace(spelling, usual)
    return bare


def _without_brackets(text: str) -> str:
    return _bare(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))
