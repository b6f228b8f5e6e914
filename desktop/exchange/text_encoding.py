"""Tell in which encoding a text file from someone else's spreadsheet is written.

The order is the one that does no harm: a byte order mark, then strict UTF-8, then UTF-16 by its zero bytes, then
GB 18030, which is what a Chinese Excel calls “CSV”.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from db.messages import N_, ReportableError

LARGEST = 50 * 2**20
"""Bytes; a hundred thousand rows of a register need half of it."""

_LOST = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # .xlsx and every other zip; .xls
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3")
_MARKS_OF_A_TABLE = frozenset(",;\t\r\n")


class NotTextError(ReportableError):
    """The file is not a text file, or too large to be a register's."""


@dataclass(frozen=True)
class DecodedText:
    """The text of a file; what could not be read stands in it as U+FFFD, so that its place can be named."""

    text: str
    encoding: str


def decode(data: bytes) -> DecodedText:
    """Read a file's bytes as text; raises NotTextError for workbooks, pictures and other binary files."""
    if len(data) > LARGEST:
        raise NotTextError(
            N_("文件超过 {most} MB，不像是台账的表格。请检查是否选错了文件，或分成几个文件导入。"),
            most=LARGEST // 2**20,
        )
    if data.startswith(_WORKBOOKS):
        raise NotTextError(
            N_(
                "这是 Excel 工作簿，不是 CSV。请在表格软件里用“另存为”，类型选“CSV UTF-8（逗号分隔）”，再导入。"
            )
        )
    if data.startswith(_OTHER_FILES):
        raise NotTextError(N_("这不是表格文件（可能是图片、PDF 或压缩包），请选择 CSV 文件。"))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _without_zeros(_lenient(data[len(mark) :], encoding))
    if b"\0" in data:
        return _without_zeros(_wide(data))
    return _without_mark(data)


def _without_mark(data: bytes) -> DecodedText:
    for encoding in ("utf-8", "gb18030"):
        text = _strict(data, encoding)
        # Broken UTF-8 can by chance be whole GB 18030, in which every character is a wrong one.
        if text is not None and (encoding == "utf-8" or not _is_damaged_utf8(data)):
            return DecodedText(text, encoding)
    return _lenient(data, "utf-8" if _is_damaged_utf8(data) else "gb18030")


def _wide(data: bytes) -> DecodedText:
    """Read UTF-16 without a mark: in the right byte order the commas and line ends appear as such.

    In another text with a stray zero byte hardly any of them do.
    """
    texts = {encoding: _lenient_text(data, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    encoding = max(texts, key=lambda name: _table_marks(texts[name]))
    bytes_like_marks = sum(data.count(mark.encode()) for mark in _MARKS_OF_A_TABLE)
    if 0 < bytes_like_marks <= 2 * _table_marks(texts[encoding]):
        return DecodedText(texts[encoding], encoding)
    return DecodedText(data.decode("latin-1"), "")  # only to say where the zero is


def _table_marks(text: str) -> int:
    return sum(map(text.count, _MARKS_OF_A_TABLE))


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether two thirds of what is not ASCII reads as UTF-8; of GBK text hardly a fifth does, and only by chance."""
    text = _lenient_text(data, "utf-8")
    return sum(map(str.isascii, text)) + 3 * text.count(_LOST) < len(text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lenient(data: bytes, encoding: str) -> DecodedText:
    """Let single broken bytes pass as U+FFFD; a text that is full of them is none."""
    text = _lenient_text(data, encoding)
    if text.count(_LOST) > max(5, len(text) // 50):
        raise NotTextError(
            N_("认不出文件的文字编码。请用表格软件打开，另存为“CSV UTF-8（逗号分隔）”，再导入。")
        )
    return DecodedText(text, encoding)


def _lenient_text(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace")


def _without_zeros(decoded: DecodedText) -> DecodedText:
    place = decoded.text.find("\0")
    if place >= 0:
        line = decoded.text.count("\n", 0, place) + 1
        raise NotTextError(
            N_("第 {line} 行有空字节，文件不是文本或已损坏。请用表格软件打开检查，另存为 CSV 再导入。"),
            line=line,
        )
    return decoded
