"""The container of a package: a strict ASiC-E ZIP whose bytes are decided by its members alone.

One form only: no extra fields, comments, data descriptors, gaps, junk before or after,
encryption or links. Reading happens in memory and trusts no size that a header states before checking it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.messages import N_, ReportableError

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"

TOTAL_LIMIT = 512 * 1024 * 1024
MEMBER_LIMIT = 64
RATIO_LIMIT = 200

_PART = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*"
_NAME = re.compile(rf"(?=.{{1,100}}$){_PART}(?:/{_PART}){{0,3}}")
_WINDOWS_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|/|$)")

_END = struct.Struct("<4s4H2LH")
_DIRECTORY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MADE_BY = 3 << 8 | 20  # Unix, version 2.0: what pack() writes
_ATTRIBUTES = 0o100600 << 16  # an ordinary file; anything else could be a link
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ContainerError(ReportableError):
    """The bytes are not a container of this profile; ``code`` is E01 (unreadable, partial) or E03 (not allowed)."""

    def __init__(self, code: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.code = code


@dataclass(frozen=True)
class Member:
    """One file in the container."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Unpacked:
    """What a container holds, in its order, without the ``mimetype`` that every one begins with."""

    members: Mapping[str, bytes]


@dataclass(frozen=True)
class _Entry:
    name: str
    method: int
    checksum: int
    packed: bytes
    size: int


def pack(members: Sequence[Member]) -> bytes:
    """Write members in the order given, ``mimetype`` first; the same members give the same bytes."""
    _refuse_names([MIMETYPE_NAME, *(member.name for member in members)])
    if sum(len(member.content) for member in members) > TOTAL_LIMIT:
        raise ReportableError(N_("要报送的内容超过 512 MB，装不进一个报送包。请缩小范围，分几次导出。"))
    content, tight = _written(members, stored=frozenset())
    # A reader would take what compresses too well for a bomb, so that is stored as it is.
    return _written(members, stored=tight)[0] if tight else content


def unpack(data: bytes) -> Unpacked:
    """Read a container, or raise :class:`ContainerError` with the sentence that says what is wrong."""
    if len(data) > TOTAL_LIMIT:
        raise ContainerError("E03", N_("文件超过 512 MB，不是本软件的报送包。"))
    entries = list(_entries(data))
    _refuse_names([entry.name for entry in entries])
    if sum(entry.size for entry in entries) > TOTAL_LIMIT:
        raise ContainerError("E03", N_("报送包展开后超过 512 MB，可能是压缩炸弹，已拒收。"))
    for entry in entries:
        if _is_tight(entry.size, len(entry.packed)):
            raise ContainerError(
                "E03", N_("成员“{name}”的压缩比异常，可能是压缩炸弹，已拒收。"), name=entry.name
            )
    contents = {entry.name: _content(entry) for entry in entries}
    first = entries[0]
    if (
        first.name != MIMETYPE_NAME
        or first.method != zipfile.ZIP_STORED
        or contents.pop(first.name) != MIMETYPE
    ):
        raise ContainerError("E03", N_("文件不是报送包（开头没有 ASiC-E 的类型标记）。请选择 .asice 文件。"))
    return Unpacked(contents)


def _written(members: Sequence[Member], *, stored: frozenset[str]) -> tuple[bytes, frozenset[str]]:
    """Write the ZIP and name the members whose compression a reader would refuse."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for member in (Member(MIMETYPE_NAME, MIMETYPE), *members):
            info = zipfile.ZipInfo(member.name, _EPOCH)
            info.create_system, info.external_attr = 3, _ATTRIBUTES
            plain = member.name == MIMETYPE_NAME or member.name in stored
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, member.content)
        entries = archive.infolist()
    tight = (info.filename for info in entries if _is_tight(info.file_size, info.compress_size))
    return output.getvalue(), frozenset(tight)


def _is_tight(size: int, packed: int) -> bool:
    return size > RATIO_LIMIT * max(packed, 1)


def _refuse_names(names: Sequence[str]) -> None:
    if not 1 <= len(names) <= MEMBER_LIMIT:
        raise ContainerError("E03", N_("报送包里的文件多于 {limit} 个，不符合规定。"), limit=MEMBER_LIMIT)
    for name in names:
        if not _NAME.fullmatch(name) or _WINDOWS_DEVICE.search(name.lower()):
            raise ContainerError("E03", N_("报送包里有不允许的文件名 {name}，已拒收。"), name=ascii(name))
    if len({name.lower() for name in names}) != len(names):
        raise ContainerError("E03", N_("报送包里有重名文件，已拒收。"))


def _entries(data: bytes) -> Iterator[_Entry]:
    """Walk the directory and the local headers side by side: they must agree and leave no byte unused."""
    partial = ContainerError(
        "E01", N_("文件读不出来：不完整或不是报送包。请让对方重新导出，等提示“可以拔出”后再拔 U 盘。")
    )
    if len(data) < _END.size:
        raise partial
    end = _END.unpack_from(data, len(data) - _END.size)
    signature, disk, directory_disk, here, total, directory_size, directory_start, comment = end
    if signature != b"PK\x05\x06":
        raise partial
    tail = (disk, directory_disk, comment, here, directory_start + directory_size)
    if tail != (0, 0, 0, total, len(data) - _END.size):
        raise _disagrees()
    position, local = directory_start, 0
    for _ in range(total):
        entry, position, local = _entry(data, position, local, directory_start)
        yield entry
    if (position, local) != (directory_start + directory_size, directory_start):
        raise _disagrees()


def _entry(data: bytes, position: int, local: int, limit: int) -> tuple[_Entry, int, int]:
    """Read one entry of the directory at ``position`` and its header at ``local``; return both next places."""
    if position + _DIRECTORY.size > len(data) or local + _LOCAL.size > limit:
        raise _disagrees()
    (mark, made_by, version, flags, method, time, date, checksum, packed_size, size, name_size, *rest) = (
        _DIRECTORY.unpack_from(data, position)
    )
    header = _LOCAL.unpack_from(data, local)
    same = (b"PK\x03\x04", version, flags, method, time, date, checksum, packed_size, size, name_size, 0)
    name_start = position + _DIRECTORY.size
    name = data[name_start : name_start + name_size]
    body = local + _LOCAL.size + name_size
    plain = (mark, made_by, version, flags) == (b"PK\x01\x02", _MADE_BY, 20, 0)
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    # rest: extra field, comment, disk, internal attributes, external attributes, place of the header
    if not plain or rest != [0, 0, 0, 0, _ATTRIBUTES, local] or header != same or method not in methods:
        raise _disagrees()
    if data[local + _LOCAL.size : body] != name or body + packed_size > limit:
        raise _disagrees()
    entry = _Entry(name.decode("latin-1"), method, checksum, data[body : body + packed_size], size)
    return entry, name_start + name_size, body + packed_size


def _content(entry: _Entry) -> bytes:
    """Expand one member, never further than the size its header states."""
    whole = True
    if entry.method == zipfile.ZIP_STORED:
        content = entry.packed
    else:
        expander = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = expander.decompress(entry.packed, entry.size + 1)
        except zlib.error:
            content, whole = b"", False
        whole = whole and expander.eof and not expander.unused_data and not expander.unconsumed_tail
    if not whole or len(content) != entry.size or zlib.crc32(content) != entry.checksum:
        raise ContainerError(
            "E01", N_("成员“{name}”读不出来，文件已损坏。请让对方重新导出并再拷贝一次。"), name=entry.name
        )
    return content


def _disagrees() -> ContainerError:
    return ContainerError(
        "E03", N_("报送包的目录与内容对不上：前后或中间夹带了别的数据，或被别的软件重新打包过。请用原文件。")
    )
