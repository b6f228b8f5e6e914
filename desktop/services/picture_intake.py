"""Take a picture file in: refuse what is none, forget what the camera wrote into it, and make it small enough.

Loaded only when a picture is chosen: Pillow costs a tenth of a second.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps

from db.fields import PictureField
from db.messages import N_, Message, ReportableError

LARGEST_FILE = 30 * 1024 * 1024  # bytes
LARGEST = 200 * 1024  # bytes of what is kept
MOST_PIXELS = 50_000_000
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG markers that say the size
_QUALITIES = (92, 85, 75, 60)
_SKEWED = 0.05  # by as much the shape may differ


class PictureRefusedError(ReportableError):
    """The file is no picture that can be kept."""


@dataclass(frozen=True)
class Taken:
    """A picture as it is kept (JPEG without anything but the picture), and what is not quite right about it."""

    content: bytes
    hints: tuple[Message, ...]


def take(field: PictureField, given: bytes) -> Taken:
    """Read the bytes of a JPEG or PNG file. Raises PictureRefusedError; nothing is decoded before its size is known."""
    picture = _opened(given)
    return Taken(_reduced(picture, field.least), tuple(hints(field, picture.size)))


def is_kept_form(content: bytes) -> bool:
    """Tell whether bytes from another office are a picture as ``take`` writes it: a whole, small JPEG and nothing else."""
    if len(content) > LARGEST or not content.startswith(_JPEG):
        return False
    try:
        _opened(content)
    except PictureRefusedError:
        return False
    return True


def hints(field: PictureField, size: tuple[int, int]) -> Iterator[Message]:
    """Say what would print badly: too few pixels, or another shape than that of the box."""
    across, high = size
    values = {"across": across, "high": high}
    if across < field.least[0] or high < field.least[1]:
        least = {"least_across": field.least[0], "least_high": field.least[1]}
        yield Message(
            N_(
                "照片只有 {across}×{high} 像素，小于 {least_across}×{least_high}，打印出来可能不清楚，最好换一张。"
            ),
            values | least,
        )
    if abs(across / high / (field.shape[0] / field.shape[1]) - 1) > _SKEWED:
        shape = {"width": field.shape[0], "height": field.shape[1]}
        yield Message(
            N_(
                "照片的宽高比不是 {width}:{height}（现为 {across}×{high} 像素），打印时上下或左右会留白，最好先裁剪。"
            ),
            values | shape,
        )


def _opened(given: bytes) -> Image.Image:
    across, high = _size(given)
    if across * high > MOST_PIXELS:
        values = {"across": across, "high": high}
        raise PictureRefusedError(
            N_("这张图片太大（{across}×{high} 像素），请用不超过五千万像素的照片。"), **values
        )
    if _is_something_else(given):
        raise PictureRefusedError(N_("这个文件里除了图片还夹带了别的内容，不能使用。请重新拍照或扫描。"))
    return _decoded(given)


def _size(given: bytes) -> tuple[int, int]:
    """Read the size from the head of the file."""
    size = None
    if given.startswith(_PNG) and given[12:16] == b"IHDR" and len(given) >= 24:
        size = struct.unpack(">II", given[16:24])
    elif given.startswith(_JPEG):
        size = _jpeg_size(given)
    else:
        raise PictureRefusedError(N_("这不是 JPG 或 PNG 图片，请换一个文件。手机照片请先存为 JPG。"))
    if not size or not all(size):
        raise _damaged()
    return size[0], size[1]


def _jpeg_size(given: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 <= len(given) and given[place] == 0xFF:
        marker, length = given[place + 1], int.from_bytes(given[place + 2 : place + 4])
        if marker == 0xFF:  # a fill byte
            place += 1
        elif marker in _FRAMES:
            high, across = struct.unpack(">HH", given[place + 5 : place + 9])
            return across, high
        else:
            place += 2 + length
    return None


def _is_something_else(given: bytes) -> bool:
    """Whether the same bytes are also an archive, a document or a page, made to slip through."""
    start = given[:4096].lower()
    if any(words in start for words in (b"%pdf-", b"<script", b"<html", b"<?php")):
        return True
    end = given.rfind(b"IEND") if given.startswith(_PNG) else -1
    if 0 <= end < len(given) - 8:  # something stands behind the last part of a PNG
        return True
    return zipfile.is_zipfile(io.BytesIO(given))


def _decoded(given: bytes) -> Image.Image:
    """Decode a whole picture, upright and in plain colours, on white where it is transparent."""
    try:
        with Image.open(io.BytesIO(given), formats=("JPEG", "PNG")) as opened:
            opened.load()
            upright = ImageOps.exif_transpose(opened)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _damaged() from error
    if upright.mode in {"RGBA", "LA", "P", "PA"}:
        clear = upright.convert("RGBA")
        upright = Image.new("RGB", clear.size, "white")
        upright.paste(clear, mask=clear.getchannel("A"))
    return upright.convert("RGB")


def _damaged() -> PictureRefusedError:
    return PictureRefusedError(N_("这张图片不完整或已损坏，打不开，请换一个文件。"))


def _reduced(picture: Image.Image, least: tuple[int, int]) -> bytes:
    """Write as JPEG of at most 200 KB: with twice the pixels that print sharply, then fewer, at last fewer still."""
    enough = max(least[0] / picture.width, least[1] / picture.height)
    for times in (2, 1.5, 1, 0.7, 0.5, 0.3, 0.1, 0.03):
        scale = min(1.0, enough * times)
        size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
        smaller = picture if scale == 1 else picture.resize(size, Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            written = io.BytesIO()
            smaller.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= LARGEST:
                return written.getvalue()
    raise PictureRefusedError(N_("这张图片太长或太宽，缩小后看不清，请先裁剪成照片的大小。"))
