"""A fingerprint on paper (指纹): which groups are typed from it, and whether they agree; enrolment files read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from random import Random

from db.messages import N_, ReportableError
from desktop.exchange import certificates
from desktop.exchange.signed_json import LARGEST, EnrolmentError

ASKED = 2  # groups of a fingerprint that are typed from the paper


def challenge(random: Random) -> tuple[int, ...]:
    """Choose the groups of a fingerprint that have to be typed from the paper, numbered from 1 to 16."""
    return tuple(sorted(random.sample(range(1, 17), ASKED)))


def agrees(fingerprint: str, typed: Mapping[int, str]) -> bool:
    """Say whether the typed groups are those of a fingerprint; blanks and capitals are fine, two are needed."""
    groups = certificates.grouped(fingerprint).split(" ")
    return len(typed) >= ASKED and all(
        1 <= number <= len(groups)
        and "".join(unicodedata.normalize("NFKC", words).split()).lower() == groups[number - 1]
        for number, words in typed.items()
    )


def read_file(path: Path) -> bytes:
    """Read a request or an answer from a stick, never more than such a file can hold."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ReportableError(
            N_("读不到文件“{path}”，请检查 U 盘是否插好、文件是否还在。"), path=path
        ) from error
    if len(content) > LARGEST:
        raise EnrolmentError(N_("文件“{name}”太大，不是申请或批复文件。"), name=path.name)
    return content
