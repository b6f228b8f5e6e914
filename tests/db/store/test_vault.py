"""The vault: a wrong password, a damaged vault and a lost slot are told apart; a recovery code is read as people write it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.store import vault
from db.store.errors import WrongPasswordError
from db.store.vault import RECOVERY, Vault, VaultDamagedError

PASSWORD = "红旗 1925 é"


@pytest.fixture
def made(cheap_passwords: None) -> tuple[Vault, bytes, str]:  # noqa: ARG001 - passwords must be cheap before it is made
    return vault.new_vault("ledger-1", "万秀英", PASSWORD)


Made = tuple[Vault, bytes, str]


def test_the_real_cost_is_64_mib_three_passes_four_lanes() -> None:
    slots, key, code = vault.new_vault("ledger-1", "万秀英", PASSWORD)
    assert {(slot.memory_kib, slot.passes, slot.lanes) for slot in slots.slots} == {(65536, 3, 4)}
    assert slots.unlock("万秀英", PASSWORD) == slots.recover(code) == key
    assert len(key) == 32


def test_a_wrong_password_or_name_is_a_wrong_password(made: Made) -> None:
    slots, _, _ = made
    for user, password in (
        ("万秀英", "红旗 1926 é"),
        ("万秀英", ""),
        ("别人", PASSWORD),
        ("", PASSWORD),
        ("万秀英", "\ud84c"),
    ):
        with pytest.raises(WrongPasswordError):
            slots.unlock(user, password)


def test_the_same_word_typed_on_another_system_is_the_same_password(made: Made) -> None:
    slots, key, _ = made
    assert slots.unlock("万秀英", unicodedata.normalize("NFD", PASSWORD)) == key


def test_the_recovery_code_is_read_as_people_write_it(made: Made) -> None:
    slots, key, code = made
    assert len(code) == 39
    assert set(code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ-")
    full_width = "".join(chr(ord(char) + 0xFEE0) for char in code)
    for written in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code}\n",
        full_width,
    ):
        assert slots.recover(written) == key
    for wrong in ("", code[:-1], code[:-1] + ("2" if code[-1] != "2" else "3"), "-" * 39):
        with pytest.raises(WrongPasswordError):
            slots.recover(wrong)


def test_the_recovery_slot_is_no_user(made: Made) -> None:
    slots, _, code = made
    assert slots.users == ("万秀英",)
    assert slots.role_of("万秀英") == "admin"
    with pytest.raises(WrongPasswordError):
        slots.unlock("", vault.bare_code(code))


def test_a_second_user_and_a_new_password(made: Made) -> None:
    slots, key, code = made
    both = slots.with_slot(key, "李会计", "entry", "second")
    assert both.users == ("万秀英", "李会计")
    assert both.unlock("李会计", "second") == both.unlock("万秀英", PASSWORD) == key
    changed = both.with_slot(key, "李会计", "entry", "third")
    assert changed.users == ("万秀英", "李会计")
    assert changed.unlock("李会计", "third") == changed.recover(code) == key
    with pytest.raises(WrongPasswordError):
        changed.unlock("李会计", "second")


def test_a_changed_slot_keeps_its_place_and_its_owner_has_no_other(made: Made) -> None:
    slots, key, _ = made
    three = slots.with_slot(key, "李会计", "entry", "second").with_slot(key, "王主席", "review", "third")
    changed = three.with_slot(key, "李会计", "admin", "fourth")
    assert changed.users == ("万秀英", "李会计", "王主席")
    assert changed.role_of("李会计") == "admin"
    assert len(changed.slots) == len(three.slots) == 4


def test_a_user_without_a_slot_cannot_unlock(made: Made) -> None:
    slots, key, code = made
    left = slots.with_slot(key, "李会计", "entry", "second").without("李会计")
    assert left.users == ("万秀英",)
    assert left.recover(code) == slots.without("").recover(code) == key  # the code's slot is nobody's
    with pytest.raises(WrongPasswordError):
        left.unlock("李会计", "second")


def test_a_new_recovery_code_ends_the_one_before(made: Made) -> None:
    slots, key, code = made
    new = vault.new_code()
    changed = slots.with_code(key, new)
    assert changed.recover(new) == key
    assert len(changed.slots) == 2
    with pytest.raises(WrongPasswordError):
        changed.recover(code)


def test_a_role_cannot_be_raised_by_editing_the_file(made: Made) -> None:
    slots, key, _ = made
    slots = slots.with_slot(key, "李会计", "entry", "second")
    raised = tuple(replace(slot, kind="admin") if slot.kind == "entry" else slot for slot in slots.slots)
    with pytest.raises(WrongPasswordError):
        replace(slots, slots=raised).unlock("李会计", "second")


def test_a_key_that_is_not_the_ledgers_is_damage_not_a_wrong_password(made: Made) -> None:
    slots, _, _ = made
    with pytest.raises(VaultDamagedError):
        replace(slots, key_check="0" * 64).unlock("万秀英", PASSWORD)


def test_a_written_vault_is_read_back_and_leaves_no_part(made: Made, tmp_path: Path) -> None:
    slots, _, _ = made
    vault.write(tmp_path, slots)
    assert vault.read(tmp_path) == slots
    assert [path.name for path in tmp_path.iterdir()] == ["vault.json"]
    assert RECOVERY in (tmp_path / "vault.json").read_text("utf-8")


def test_a_failed_write_keeps_the_old_vault(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots, key, _ = made
    vault.write(tmp_path, slots)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(vault.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        vault.write(tmp_path, slots.with_slot(key, "李会计", "entry", "second"))
    assert vault.read(tmp_path) == slots


def edited(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        body = json.loads(content)
        change(body)
        return json.dumps(body).encode()

    return edit


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-20],
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"1",
        lambda _: b"\xff\xfe\x00",
        lambda _: b"[" * 100_000,
        lambda content: content.replace(b'"passes": 1', b'"passes": 2'),
        edited(lambda body: body.pop("slots")),
        edited(lambda body: body.pop("sha256")),
        edited(lambda body: body["slots"][0].pop("salt")),
        edited(lambda body: body.update(ledger_id="another")),
        edited(lambda body: body.update(format="taizhang-vault/2")),
    ],
)
def test_every_damage_is_said(made: Made, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    vault.write(tmp_path, made[0])
    path = tmp_path / "vault.json"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(VaultDamagedError, match="密钥文件"):
        vault.read(tmp_path)


def test_a_missing_vault_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultDamagedError):
        vault.read(tmp_path)
