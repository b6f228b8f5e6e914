"""Encodings are told apart by what the bytes are, never by a setting."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.messages import ReportableError
from desktop.exchange import text_encoding

TEXT = "姓名,身份证号,民族\r\n张𬱖,360111199001011234,汉族\r\n李䶮㛃,一丁,1\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (b"id_no,name\r\n1,2\r\n", "utf-8"),
    ],
)
def test_every_encoding_is_told_apart(data: bytes, encoding: str) -> None:
    decoded = text_encoding.decode(data)
    assert decoded.encoding == encoding
    assert decoded.text in {TEXT, "id_no,name\r\n1,2\r\n"}


def test_one_broken_byte_of_gbk_leaves_a_mark_in_its_place() -> None:
    data = bytearray("姓名,民族\r\n张三,汉族\r\n李四,汉族\r\n".encode("gb18030"))
    data[data.index("李四".encode("gb18030"))] = 0xFF
    decoded = text_encoding.decode(bytes(data))
    assert decoded.encoding == "gb18030"
    assert "张三,汉族" in decoded.text
    assert "\ufffd" in decoded.text.splitlines()[2]


def test_broken_utf8_that_happens_to_be_whole_gb18030_is_still_utf8() -> None:
    broken = "姓名,民族\r\n张三,汉族\r\n李四,汉族\r\n".encode().replace(b"\xe6\x9d\x8e", b"\xe6\xe9\x8e")
    assert "李四" not in broken.decode("gb18030")  # no error, only wrong characters
    decoded = text_encoding.decode(broken)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("姓名,民族\r\n张三,汉族\r\n\ufffd")


def test_one_broken_byte_of_utf8_does_not_turn_the_file_into_wrong_chinese() -> None:
    data = "姓名,民族\r\n张三,汉族\r\n李四,汉族\r\n".encode()
    broken = data.replace("李".encode(), b"\xed\xa0\x80")  # half of a surrogate pair
    decoded = text_encoding.decode(broken)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("姓名,民族\r\n张三,汉族\r\n\ufffd")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"PK\x03\x04\x14\x00", "Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "Excel 工作簿"),
        (b"%PDF-1.7\n", "不是表格文件"),
        ("姓名\n张三\n".encode() + b"a\0,b\n", "空字节"),
        (bytes(range(256)) * 8, "空字节"),
        (bytes(range(128, 256)) * 20, "认不出文件的文字编码"),
        (codecs.BOM_UTF16_LE + "姓名\n张\0三".encode("utf-16-le"), "第 2 行有空字节"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, part: str) -> None:
    with pytest.raises(text_encoding.NotTextError) as refused:
        text_encoding.decode(data)
    assert part in str(refused.value)


def test_a_file_too_large_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(text_encoding.NotTextError, match="50 MB"):
        text_encoding.decode(bytes(text_encoding.LARGEST + 1))


@given(st.binary(max_size=400))
def test_arbitrary_bytes_give_text_or_a_sentence(data: bytes) -> None:
    try:
        decoded = text_encoding.decode(data)
    except ReportableError as refused:
        assert str(refused)  # noqa: PT017 - to raise is one of two right outcomes
    else:
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffd"), max_size=60))
def test_what_utf8_says_is_kept(text: str) -> None:
    assert text_encoding.decode(codecs.BOM_UTF8 + text.encode()).text == text
