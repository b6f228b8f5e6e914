"""Passwords that people here would guess are weak, whatever their length; two or three plain words are strong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from db.values.password_strength import strength

WORDS = ("江西省南昌市青山湖区罗家镇总工会", "万秀英")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "太短"),
        ("kT7#pq", "太短"),
        ("123456", "很多人用"),
        ("1234567890", "很多人用"),
        ("１２３４５６７８９０", "很多人用"),
        ("qwer1234", "很多人用"),
        ("Aa123456.", "很多人用"),
        ("woaini1314", "很多人用"),
        ("gonghui2026", "很多人用"),
        ("luojiazhen2026", "本单位"),
        ("Ljz123456", "本单位"),
        ("qingshanhu88", "本单位"),
        ("罗家镇总工会", "本单位"),
        ("wanxiuying2026", "使用人"),
        ("万秀英1234", "使用人"),
        ("gniyuixnaw", "使用人"),
        ("zhangwei1985", "拼音"),
        ("hongqi123", "拼音"),
        ("19831225", "生日"),
        ("13870912345", "号码"),
        ("36011119800307", "号码"),
        ("aaaaaaaaaaaa", "重复"),
    ],
)
def test_what_is_soon_guessed_is_refused_with_advice(password: str, says: str) -> None:
    found = strength(password, WORDS)
    assert not found.is_enough
    assert found.score < 3
    assert says in str(found.message)


@pytest.mark.parametrize(
    "password",
    [
        "red flag 1925",
        "桂花 自行车 1987",
        "kT7#pqx9",
        "wan1987 zixingche",
        "祝你身体健康万事如意",
        "brass kettle 66",
    ],
)
def test_a_few_words_or_enough_accident_is_taken(password: str) -> None:
    found = strength(password, WORDS)
    assert found.is_enough
    assert found.score >= 3


def test_the_score_goes_up_with_every_word() -> None:
    scores = [
        strength(text).score
        for text in ("", "hongqi", "hongqi 1925", "hongqi 1925 biandan", "h0 1925 biandan 扁担")
    ]
    assert scores == sorted(scores)
    assert scores[0] == 0
    assert scores[-1] == 4


def test_words_are_not_remembered() -> None:
    assert not strength("shixiaoniu 77", ("石小牛",)).is_enough
    assert strength("shixiaoniu 77 jiandao").is_enough
    assert strength("shixiaoniu 77", ()).score > strength("shixiaoniu 77", ("石小牛",)).score


def test_a_very_long_password_is_judged_by_its_beginning() -> None:
    assert not strength("a" * 100_000).is_enough
    assert strength("red flag 1925 " * 5000).is_enough


def test_the_lists_are_loaded_only_when_a_password_is_judged() -> None:
    code = "import sys; from db.values import password_strength; print('zxcvbn' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"
