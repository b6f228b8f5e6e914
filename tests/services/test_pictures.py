"""Pictures: what is refused, what is kept of a file, where it stands in the ledger, and what a package says of it."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from db import canonical
from db.fields import PictureField
from db.registers import all_registers
from db.store import attachments, backup
from db.store.ledger import Ledger
from db.store.store import Store
from desktop.services import picture_intake, pictures, records
from desktop.services.picture_intake import PictureRefusedError, take
from desktop.services.record_differences import field_changes

PHOTO = PictureField("照片")
NOMINEES = all_registers()["nominees"]


def file_of(
    size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", noisy: bool = False, **more: object
) -> bytes:
    picture = Image.effect_noise(size, 90).convert(mode) if noisy else Image.new(mode, size, 128)
    written = io.BytesIO()
    picture.save(written, kind, **more)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_kept_as_a_small_jpeg_that_prints_sharply(kind: str) -> None:
    taken = take(PHOTO, file_of((2500, 3500), kind, noisy=True))
    kept = opened(taken.content)
    assert kept.format == "JPEG"
    assert kept.mode == "RGB"
    assert kept.width >= 413
    assert kept.height >= 579
    assert len(taken.content) <= 200 * 1024
    assert taken.hints == ()


def test_what_the_camera_wrote_is_forgotten_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "Secret Camera"
    taken = take(PHOTO, file_of((1000, 714), exif=exif))
    kept = opened(taken.content)
    assert kept.size == (714, 1000)
    assert not kept.getexif()
    assert b"Secret" not in taken.content
    assert taken.hints == ()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((300, 420), ["照片只有 300×420 像素，小于 413×579"]),
        ((1000, 1000), ["照片的宽高比不是 35:49"]),
        ((413, 579), []),
        ((4000, 100), ["照片只有 4000×100", "照片的宽高比不是 35:49"]),
    ],
)
def test_what_would_print_badly_is_only_said(size: tuple[int, int], words: list[str]) -> None:
    said = [str(hint) for hint in take(PHOTO, file_of(size)).hints]
    assert [one[: len(word)] for one, word in zip(said, words, strict=True)] == words


def test_transparent_parts_become_white() -> None:
    blank = Image.new("RGBA", (413, 579), (0, 0, 0, 0))
    written = io.BytesIO()
    blank.save(written, "PNG")
    assert opened(take(PHOTO, written.getvalue()).content).getpixel((5, 5)) == (255, 255, 255)


def _huge() -> bytes:
    head = struct.pack(">IIBBBBB", 10_000, 5_001, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + b"\0\0\0\0"


def _archive() -> bytes:
    written = io.BytesIO(file_of((500, 700)))
    written.seek(0, io.SEEK_END)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("a.txt", "a")
    return written.getvalue()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (_huge(), "这张图片太大（10000×5001 像素）"),
        (file_of((500, 700))[:-900], "这张图片不完整或已损坏"),
        (file_of((500, 700), "PNG", noisy=True)[:2000], "这张图片不完整或已损坏"),
        (b"\xff\xd8\xff", "这张图片不完整或已损坏"),
        (file_of((500, 700), "GIF", "L"), "这不是 JPG 或 PNG 图片"),
        (b"", "这不是 JPG 或 PNG 图片"),
        (_archive(), "这个文件里除了图片还夹带了别的内容"),
        (file_of((500, 700), "PNG") + b"<script>", "这个文件里除了图片还夹带了别的内容"),
        (file_of((500, 700), comment=b"%PDF-1.7"), "这个文件里除了图片还夹带了别的内容"),
    ],
    ids=["huge", "short jpeg", "short png", "head", "gif", "empty", "zip", "after png", "pdf"],
)
def test_what_is_no_picture_is_refused(given: bytes, words: str) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        take(PHOTO, given)
    assert str(refused.value).startswith(words)


def test_a_huge_picture_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_intake.Image, "open", lambda *_a, **_k: pytest.fail("decoded"))
    with pytest.raises(PictureRefusedError):
        take(PHOTO, _huge())


def test_a_picture_is_kept_once_within_the_encrypted_file(ledger: Ledger, tmp_path: Path) -> None:
    given = tmp_path / "张三.jpg"
    given.write_bytes(file_of((826, 1158), noisy=True))
    kept = pictures.keep(ledger, PHOTO, given)
    assert pictures.keep(ledger, PHOTO, given).digest == kept.digest
    content = pictures.content_of(ledger, kept.digest)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == kept.digest
    assert pictures.content_of(ledger, "0" * 64) is None
    for file in ledger.folder.rglob("*"):
        if file.is_file() and file.name != "ledger.lock":
            assert content[:64] not in file.read_bytes()


def test_a_file_that_is_not_there_is_said(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"打不开文件“没有\.jpg”"):
        pictures.keep(ledger, PHOTO, tmp_path / "没有.jpg")


def test_a_record_names_its_picture_by_digest(ledger: Ledger, tmp_path: Path) -> None:
    given = tmp_path / "photo.png"
    given.write_bytes(file_of((826, 1158), "PNG"))
    digest = pictures.keep(ledger, NOMINEES.fields["photo"], given).digest  # type: ignore[arg-type]
    nominee = records.new(ledger, NOMINEES)
    nominee.name, nominee.photo = "张三", digest
    saved = records.save(ledger, NOMINEES, nominee)
    assert canonical.snapshot(NOMINEES, saved.record)["photo"] == digest
    assert not [one for one in saved.problems if one.field == "photo"]
    nominee = records.open_record(ledger, NOMINEES, saved.record.id)
    assert nominee is not None
    nominee.photo = "no digest"
    again = records.save(ledger, NOMINEES, nominee)
    assert [one.code for one in again.problems if one.field == "photo"] == ["picture"]


def test_a_backup_has_the_pictures(ledger: Ledger, tmp_path: Path) -> None:
    given = tmp_path / "photo.jpg"
    given.write_bytes(file_of((826, 1158)))
    digest = pictures.keep(ledger, PHOTO, given).digest
    copy = backup.make(ledger.store, ledger.backups, ledger.clock(), label="photo")
    store = Store(copy, ledger.store.key)
    try:
        with store.reading() as session:
            assert attachments.content_of(session, digest) == pictures.content_of(ledger, digest)
    finally:
        store.close()


def test_the_history_tells_one_picture_from_another(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        (change,) = field_changes(session, NOMINEES, {"photo": ["ab" * 32, "cd" * 32]})
    assert (change.old, change.new) == ("有（ababab）", "有（cdcdcd）")
