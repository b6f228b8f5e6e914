"""Vectors of the ZIP itself: every header field that could lie, every place it could be cut, other ways to pack."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from desktop.exchange import asic_manifest, container
from tests.exchange.vectors.forgeries import HOSTILE_NAMES
from tests.exchange.vectors.scene import CASES, Scene, loose_zip, packed
from tests.exchange.vectors.vector import REFUSE, Vector, package, sealed

_DIRECTORY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
# Field of an entry in the directory -> where it stands there, where in its own header (None: only in the directory).
_FIELDS = {
    "made_by": (4, None), "version": (6, 4), "flags": (8, 6), "method": (10, 8), "crc": (16, 14),
    "packed_size": (20, 18), "size": (24, 22), "name_length": (28, 26), "extra_length": (30, 28),
    "comment_length": (32, None), "disk": (34, None), "internal": (36, None), "attributes": (38, None),
    "place": (42, None),
}  # fmt: skip


def _directory_place(content: bytes, entry: int) -> int:
    place = struct.unpack_from("<L", content, len(content) - 6)[0]
    for _ in range(entry):
        place += 46 + struct.unpack_from("<H", content, place + 28)[0]
    return int(place)


def _xored(field: str, bits: int, *, both: bool) -> Callable[[Scene], bytes]:
    """Change a field of the third entry, in the directory alone or in both headers."""

    def make(scene: Scene) -> bytes:
        content = bytearray(scene.built.content)
        there = _directory_place(scene.built.content, 3)
        local = struct.unpack_from("<L", content, there + 42)[0]
        in_directory, in_header = _FIELDS[field]
        content[there + in_directory] ^= bits
        if both and in_header is not None:
            content[local + in_header] ^= bits
        return bytes(content)

    return make


def _cut(at: Callable[[bytes], int]) -> Callable[[Scene], bytes]:
    return lambda scene: scene.built.content[: at(scene.built.content)]


_CUTS: dict[str, Callable[[bytes], int]] = {
    "in the first header": lambda _: 12,
    "behind the type mark": lambda content: content.index(_LOCAL, 4),
    "in a member": lambda content: content.index(_LOCAL, 100) + 200,
    "in the middle": lambda content: len(content) // 2,
    "before the directory": lambda content: content.index(_DIRECTORY),
    "in the directory": lambda content: _directory_place(content, 2) + 20,
    "before the end record": lambda content: len(content) - 22,
    "in the end record": lambda content: len(content) - 11,
    "by one byte": lambda content: len(content) - 1,
}


def _end(offset: int, bits: int) -> Callable[[Scene], bytes]:
    def make(scene: Scene) -> bytes:
        content = bytearray(scene.built.content)
        content[len(content) - 22 + offset] ^= bits
        return bytes(content)

    return make


def _repacked(scene: Scene, *, level: int, first: str = "mimetype") -> bytes:
    """Pack the same members in the allowed form, but with another compression or order."""
    output = io.BytesIO()
    members = {"mimetype": container.MIMETYPE, **scene.members}
    with zipfile.ZipFile(output, "w") as archive:
        for name in (first, *(name for name in members if name != first)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, members[name], compresslevel=level)
    return output.getvalue()


def _members_turned(scene: Scene) -> bytes:
    return packed(dict(reversed(scene.members.items())))


def _by_another_program(scene: Scene) -> bytes:
    """Pack as programs do by themselves: their own time and attributes."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", container.MIMETYPE, zipfile.ZIP_STORED)
        for name, content in scene.members.items():
            archive.writestr(name, content)
    return output.getvalue()


def _twice_the_same_name(scene: Scene) -> bytes:
    """Add a second member of the same name with other content: readers differ in which one they take."""
    changed = CASES.replace("cases", "casez")
    content = loose_zip(scene.members | {changed: b"forged"})
    return content.replace(changed.encode(), CASES.encode())


def _with_folder(scene: Scene) -> bytes:
    return loose_zip({"data/": b""} | scene.members)


def _mimetype_of_a_document(scene: Scene) -> bytes:
    return scene.built.content.replace(b"vnd.etsi.asic-e+zip", b"vnd.oasis.open+zip0", 1)


def _mimetype_packed(scene: Scene) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"mimetype": container.MIMETYPE, **scene.members}.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return output.getvalue()


def _with_method(method: int) -> Callable[[Scene], bytes]:
    return lambda scene: loose_zip(scene.members, method)


def _case_differs(scene: Scene) -> bytes:
    return loose_zip(scene.members | {"DATA/hardship_cases.csv": b"x"})


def _bomb_of_zeros(scene: Scene) -> bytes:
    return loose_zip(scene.members | {"attachments/a.png": bytes(200 * 1024 * 1024)})


def _zip_in_zip(scene: Scene) -> bytes:
    return loose_zip({"package.asice": scene.built.content})


def _junk_behind_deflate(scene: Scene) -> bytes:
    """Bytes behind the end of a compressed member, inside the size that its header states."""
    content = scene.built.content
    there = _directory_place(content, 1)
    local = struct.unpack_from("<L", content, there + 42)[0]
    size = struct.unpack_from("<L", content, there + 20)[0]
    end = local + 30 + len(asic_manifest.PATH) + size
    longer = bytearray(content[:end] + b"junk" + content[end:])
    struct.pack_into("<L", longer, local + 18, size + 4)
    struct.pack_into("<L", longer, there + 4 + 20, size + 4)
    place = there + 4 + 46 + len(asic_manifest.PATH)
    while longer[place : place + 4] == _DIRECTORY:
        struct.pack_into("<L", longer, place + 42, struct.unpack_from("<L", longer, place + 42)[0] + 4)
        place += 46 + struct.unpack_from("<H", longer, place + 28)[0]
    struct.pack_into("<L", longer, len(longer) - 6, struct.unpack_from("<L", longer, len(longer) - 6)[0] + 4)
    return bytes(longer)


def vectors() -> Iterator[Vector]:
    yield Vector("packed tighter", package(lambda scene: _repacked(scene, level=9)))
    yield Vector("packed loosely", package(lambda scene: _repacked(scene, level=1)))
    yield Vector("members in another order", package(_members_turned))
    for field in ("made_by", "version", "flags", "method", "crc", "packed_size", "name_length"):
        yield _refused(f"{field} only in the directory", _xored(field, 1, both=False))
    for field in ("extra_length", "comment_length", "disk", "internal", "attributes", "place"):
        yield _refused(f"{field} not ours", _xored(field, 1, both=True))
    yield _refused("flag of an encrypted member", _xored("flags", 1, both=True))
    yield _refused("flag of sizes behind the member", _xored("flags", 8, both=True))
    yield _refused("version of a large archive", _xored("version", 20 ^ 45, both=True))
    yield _refused("crc in both headers", _xored("crc", 1, both=True), "E01")
    yield _refused("size in both headers", _xored("size", 1, both=True), "E01")
    yield _refused("stored, says a compressed member", _xored("method", 8, both=True), "E01")
    for where, at in _CUTS.items():
        yield _refused(f"cut {where}", _cut(at), "E01")
    for what, offset in {"disk": 4, "count here": 8, "count": 10, "size": 12, "place": 16}.items():
        yield _refused(f"{what} in the end record", _end(offset, 1))
    yield _refused("packed by another program", _by_another_program)
    yield _refused("two members of one name", _twice_the_same_name)
    yield _refused("names that differ in case", _case_differs)
    yield _refused("a folder entry", _with_folder)
    yield _refused("mimetype of a document", _mimetype_of_a_document, "E01")
    yield _refused("mimetype compressed", _mimetype_packed)
    yield _refused("mimetype not first", lambda scene: _repacked(scene, level=6, first=CASES))
    yield _refused("bzip2", _with_method(zipfile.ZIP_BZIP2))
    yield _refused("lzma", _with_method(zipfile.ZIP_LZMA))
    yield _refused("200 MB of zeros", _bomb_of_zeros)
    yield _refused("a package in a zip", _zip_in_zip)
    yield _refused("junk behind a compressed member", _junk_behind_deflate, "E01")
    yield _refused("an empty zip", lambda _: b"PK\x05\x06" + bytes(18))
    yield _refused("zeros", lambda _: bytes(4096), "E01")
    yield _refused("a PDF", lambda scene: scene.members["report.pdf"], "E01")
    for name in HOSTILE_NAMES[:4]:
        make = _hostile(name)
        yield Vector(f"sealed, with {name.encode('unicode_escape').decode()}", sealed(make), REFUSE, "E03")


def _hostile(name: str) -> Callable[[Scene], bytes]:
    return lambda scene: loose_zip(scene.members | {name: b"x"})


def _refused(name: str, make: Callable[[Scene], bytes], code: str = "E03") -> Vector:
    return Vector(name, package(make), REFUSE, code)
