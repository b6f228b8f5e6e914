"""The container is written in one form and read in no other."""

from __future__ import annotations

import io
import struct
import subprocess
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from desktop.exchange import container
from desktop.exchange.container import ContainerError, Member

MEMBERS = [
    Member("a.txt", b"hello" * 100),
    Member("data/b.csv", b""),
    Member("META-INF/x.p7s", bytes(range(256))),
]


def test_members_come_back_in_their_order() -> None:
    unpacked = container.unpack(container.pack(MEMBERS))
    assert list(unpacked.members.items()) == [(member.name, member.content) for member in MEMBERS]


def test_the_same_members_give_the_same_bytes() -> None:
    assert container.pack(MEMBERS) == container.pack(list(MEMBERS))


def test_mimetype_is_first_stored_and_readable_at_a_fixed_place() -> None:
    content = container.pack(MEMBERS)
    assert content[:4] == b"PK\x03\x04"
    assert content[30:38] == b"mimetype"
    assert content[38:69] == b"application/vnd.etsi.asic-e+zip"


def test_unzip_finds_nothing_to_complain_about(tmp_path: Path) -> None:
    path = tmp_path / "p.asice"
    path.write_bytes(container.pack(MEMBERS))
    subprocess.run(["unzip", "-tq", str(path)], check=True, capture_output=True)


def test_what_compresses_too_well_is_stored_so_that_it_can_be_read() -> None:
    zeros = Member("data/zeros.csv", bytes(1_000_000))
    assert container.unpack(container.pack([zeros])).members == {zeros.name: zeros.content}


@pytest.mark.parametrize("name", ["../x", "a b", "nul", "工会", "a//b", "x" * 101, "", "A.txt"])
def test_a_name_that_readers_refuse_is_not_written(name: str) -> None:
    with pytest.raises(ContainerError):
        container.pack([*MEMBERS, Member(name, b"")])


def test_names_of_attachments_and_registers_are_allowed() -> None:
    names = [
        "data/hardship_cases.members.csv",
        "attachments/2f0a-1.jpg",
        "report.pdf",
        "SHA256SUMS",
        "x" * 100,
    ]
    content = container.pack([Member(name, b"1") for name in names])
    assert list(container.unpack(content).members) == names


def test_a_bomb_is_refused_by_what_it_claims_and_by_what_it_expands_to() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in (("mimetype", container.MIMETYPE), ("bomb", bytes(50_000_000))):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    bomb = output.getvalue()
    with pytest.raises(ContainerError, match="压缩炸弹"):
        container.unpack(bomb)
    # The same bomb that claims to be small, in both headers: it is never expanded beyond the claim.
    claimed = (50_000_000).to_bytes(4, "little")
    small = bomb.replace(claimed, (1000).to_bytes(4, "little"))
    assert small.count((1000).to_bytes(4, "little")) == 2
    tracemalloc.start()
    with pytest.raises(ContainerError, match="读不出来"):
        container.unpack(small)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_bytes_after_the_end_of_a_compressed_member_are_refused() -> None:
    """Such bytes are inside of what the headers call the member, so every place and size still agrees."""
    body, junk = b"hello world, hello world, hello world" * 4, b"junk"
    content = container.pack([Member("a.txt", body)])
    packed = zlib.compress(body)[2:-4]
    assert content.count(packed) == 1
    size, directory = len(packed), content.index(b"PK\x01\x02")
    grown = content[:directory].replace(packed, packed + junk)
    grown = grown.replace(
        struct.pack("<2L", size, len(body)), struct.pack("<2L", size + len(junk), len(body))
    )
    rest = content[directory:-6].replace(
        struct.pack("<2L", size, len(body)), struct.pack("<2L", size + len(junk), len(body))
    )
    grown += rest + struct.pack("<LH", directory + len(junk), 0)
    assert zipfile.ZipFile(io.BytesIO(grown)).read("a.txt") == body
    with pytest.raises(ContainerError, match="读不出来"):
        container.unpack(grown)


def test_every_single_byte_of_the_framing_matters() -> None:
    """Any change outside of the packed bodies is refused, except for the time stamp when both headers agree."""
    content = container.pack(MEMBERS)
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 0x01
        try:
            unpacked = container.unpack(bytes(changed)).members
        except ContainerError:
            continue
        raise AssertionError((place, unpacked))
