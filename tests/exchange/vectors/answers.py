"""Vectors of receipts: right ones, and what a forger or a fault could make of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from desktop.exchange import (
    asic_manifest,
    certificates,
    container,
    csv_rows,
    envelope,
    receipt,
    registry,
    revocation,
)
from desktop.exchange.receipt import ACCEPTED, MERGED, RETURNED, RecordDecision, Statement
from desktop.exchange.updates import ChoiceUpdate, FigureUpdate, FormUpdate, Lock, Updates
from tests.exchange.vectors.scene import Scene, loose_zip, now, packed, resigned
from tests.exchange.vectors.vector import ACCEPT, RECEIPT, RECEIPT_NAME, REFUSE, Given, Vector

Make = Callable[[Scene], bytes]
UPDATES = Updates(
    Lock("2026-06-30", "汇总"),
    figures=(FigureUpdate("limits", "n", "3601", "800", "2026-01-01", "", '文“号”,"form":"../x"'),),
    forms=(
        FormUpdate("deeds", 'code = "deeds"\n# 说明\t\\\n'),
        FormUpdate("large", "表" * 1300 + "\n" + "# 长\n" * 9000),
    ),
    choices=(ChoiceUpdate("assistance_kind", "X01", '冬季“取暖”补贴","codes":"../x"', "2026-01-01", ""),),
).to_json()
DECIDED = (
    RecordDecision("hardship_cases", "c1", 1, ACCEPTED),
    RecordDecision(
        "hardship_cases", "c2", 2, RETURNED, code="R102", text='收入“有误”,"请核对"', field="income"
    ),
    RecordDecision("hardship_cases", "c3", 1, MERGED, merged_into="c9"),
)


def statement(scene: Scene) -> Statement:
    """Say what a right receipt says."""
    return Statement(
        type=receipt.RECEIPT,
        receipt_id="6f1f7f5e-2f0a-4a55-9d0c-0d9d4f7f0002",
        sender=scene.county.name,
        receiver=scene.office.name,
        seq=1,
        prev="0" * 64,
        package_id=scene.built.manifest.package_id,
        manifest_sha256=scene.built.manifest_sha256,
        package_seq=7,
        decision="partially",
        counts={"accepted": 1, "returned": 1, "merged": 1},
        reason="",
        next_expected_seq=8,
        crl_number=None,
        seen_audit_n=12,
        seen_audit_head="cd" * 32,
        audit_n=3,
        audit_head="ef" * 32,
        created="2026-08-02T09:00:00+08:00",
        app_version="0.1",
    )


def built(scene: Scene, *, by: Any = None, **changes: Any) -> bytes:
    """Build a receipt, right in every way but for the changes to its statement."""
    signer = (by or scene.county).signer
    return receipt.build(replace(statement(scene), **changes), DECIDED, signer, now()).content


def members(scene: Scene) -> dict[str, bytes]:
    """Unpack a right receipt."""
    return dict(container.unpack(built(scene)).members)


def _stating(**changes: Any) -> Make:
    return lambda scene: built(scene, **changes)


def _rewritten(name: str, change: Callable[[bytes], bytes]) -> Make:
    """Sign a receipt with one member changed."""

    def make(scene: Scene) -> bytes:
        whole = members(scene)
        return resigned(whole | {name: change(whole[name])}, scene.county)

    return make


def _restated(**changes: Any) -> Make:
    """Sign other values than the writer would write; a value of ``...`` leaves the key out."""

    def change(text: bytes) -> bytes:
        values = json.loads(text) | changes
        values = {key: value for key, value in values.items() if value is not ...}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    return _rewritten(receipt.STATEMENT, change)


def _deciding(*decisions: RecordDecision, **counts: int) -> Make:
    def make(scene: Scene) -> bytes:
        all_counts = {"accepted": 0, "returned": 0, "merged": 0} | counts
        stated = replace(statement(scene), counts=all_counts)
        return receipt.build(stated, decisions, scene.county.signer, now()).content

    return make


def _by_township(scene: Scene) -> bytes:
    """Sign as a township under the county's own root, in the county's name."""
    county, town = scene.county, scene.office
    public = certificates.public_key_of(town.key)
    certificate = certificates.issue(county.root_key, county.root, public, town.name, now())
    return resigned(members(scene), replace(county, key=town.key, certificate=certificate))


def _from_township(scene: Scene) -> bytes:
    """Sign the same, with a statement that says itself who it is from."""
    county, town = scene.county, scene.office
    public = certificates.public_key_of(town.key)
    certificate = certificates.issue(county.root_key, county.root, public, town.name, now())
    signer = replace(county, key=town.key, certificate=certificate)
    return built(scene, by=signer, sender=town.name)


def _forged_root(scene: Scene) -> bytes:
    """Make a root and a certificate with the very names of the county."""
    stranger = scene.other_office
    root = certificates.make_root(stranger.root_key, scene.county.name, now())
    public = certificates.public_key_of(stranger.key)
    certificate = certificates.issue(stranger.root_key, root, public, scene.county.name, now())
    return built(scene, by=replace(stranger, name=scene.county.name, root=root, certificate=certificate))


def _changed(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Make:
    """Change the members without signing again."""
    return lambda scene: packed(change(members(scene)))


def _without(name: str) -> Make:
    return _changed(lambda whole: {each: content for each, content in whole.items() if each != name})


def _signed_without(name: str) -> Make:
    def make(scene: Scene) -> bytes:
        whole = members(scene)
        del whole[name]
        return resigned(whole, scene.county)

    return make


def _with_updates(scene: Scene) -> bytes:
    serial = registry.serial_of(scene.other_office.certificate)
    revoked = revocation.issue(scene.county.root_key, scene.county.root, {serial: now()}, 4, now())
    stated = replace(statement(scene), crl_number=4)
    return receipt.build(
        stated, DECIDED, scene.county.signer, now(), revocations=revoked, updates=UPDATES
    ).content


def _sending(updates: bytes) -> Make:
    """Sign a receipt with other updates."""
    return lambda scene: (
        receipt.build(statement(scene), DECIDED, scene.county.signer, now(), updates=updates).content
    )


def _form(code: str, content: str = "x = 1\n") -> Make:
    return _sending(Updates(forms=(FormUpdate(code, content),)).to_json())


def _choices(*choices: ChoiceUpdate) -> Make:
    return _sending(Updates(choices=choices).to_json())


def _decisions_of_another(scene: Scene) -> bytes:
    other = container.unpack(_deciding(DECIDED[0], accepted=1)(scene)).members
    return packed(members(scene) | {receipt.DECISIONS: other[receipt.DECISIONS]})


def vectors() -> Iterator[Vector]:
    yield _vector("as it should be", built)
    yield _vector(
        "a rejection",
        _stating(type=receipt.REJECTION, reason="数据不全"),
        name=RECEIPT_NAME.replace("RCP", "REJ"),
    )
    yield _vector("with a list and updates", _with_updates)
    yield _vector("a choice of a list that nobody knows", _choices(ChoiceUpdate("moon", "X01", "甲", "", "")))
    yield _vector("without decisions", _deciding())
    yield _vector("with a formula as its text", _deciding(replace(DECIDED[1], text="=1+1"), returned=1))
    yield _vector("under another name", built, name="回执.asice")
    yield Vector("receipt: sealed", _sealed_to_us, kind=RECEIPT)
    yield Vector("receipt: sealed to another", _sealed_to_other, REFUSE, "E02", RECEIPT)
    for name, make, code in (
        ("signed by a township", _by_township, "E06"),
        ("from a township", _from_township, "E06"),
        ("under a forged root", _forged_root, "E05"),
        ("to another office", lambda scene: built(scene, receiver=scene.other_office.name), "E14"),
        ("without signature", _without(asic_manifest.SIGNATURE_PATH), "E04"),
        ("without decisions file", _without(receipt.DECISIONS), "E07"),
        ("without sums", _without("SHA256SUMS"), "E07"),
        ("signed without decisions", _signed_without(receipt.DECISIONS), "E03"),
        ("a decision changed", _changed(lambda whole: whole | {receipt.DECISIONS: whole[receipt.DECISIONS].replace(b"RETURNED", b"ACCEPTED")}), "E07"),
        ("decisions of another receipt", _decisions_of_another, "E07"),
        ("an unsigned update", _changed(lambda whole: whole | {receipt.UPDATES: UPDATES}), "E08"),
        ("a signed program", lambda scene: resigned(members(scene) | {"setup.exe": b"MZ"}, scene.county), "E03"),
        ("a package in its place", lambda scene: scene.built.content, "E12"),
        ("a hostile name", lambda scene: loose_zip(members(scene) | {"../x": b"x"}), "E03"),
        ("cut", lambda scene: built(scene)[:-300], "E01"),
        ("junk behind", lambda scene: built(scene) + b"junk", "E01"),
        ("empty", lambda _: b"", "E01"),
        ("more accepted than told", _deciding(*DECIDED, accepted=2, returned=1, merged=1), "E13"),
        ("fewer returned than told", _deciding(*DECIDED, accepted=1, merged=1), "E13"),
        ("a verdict that is none", _rewritten(receipt.DECISIONS, lambda text: text.replace(b"RETURNED", b"BURNED")), "E12"),
        ("a record twice", _deciding(DECIDED[0], DECIDED[0], accepted=2), "E12"),
        ("a revision that is no number", _rewritten(receipt.DECISIONS, lambda text: text.replace(b'"2"', b'"x"')), "E12"),
        ("decisions without BOM", _rewritten(receipt.DECISIONS, lambda text: text.removeprefix(csv_rows.BOM)), "E12"),
        ("decisions with bare line ends", _rewritten(receipt.DECISIONS, lambda text: text.replace(b"\r\n", b"\n")), "E12"),
        ("a column of another name", _rewritten(receipt.DECISIONS, lambda text: text.replace(b'"rev"', b'"ver"')), "E12"),
        ("schema newer", _restated(schema="taizhang-receipt/2"), "E12"),
        ("a key missing", _restated(prev=...), "E12"),
        ("an unknown key", _restated(more=1), "E12"),
        ("number 0", _restated(seq=0), "E12"),
        ("a decision that is none", _restated(decision="maybe"), "E12"),
        ("a time without a zone", _restated(created="2026-08-02T09:00:00"), "E12"),
        ("a form with a path in its name", _form("../../deeds"), "E12"),
        ("a form with an ending in its name", _form("deeds.toml"), "E12"),
        ("a form without a name", _form(""), "E12"),
        ("a form that is too large", _form("deeds", "# 表\n" * 11_000), "E12"),
        ("a form with a line that is too long", _form("deeds", "a" + ".a" * 30_000 + " = 1\n"), "E12"),
        ("a form with text that runs backwards", _form("deeds", "# \u202ecod\n"), "E12"),
        ("a form with a control character", _form("deeds", "# \x1b[2J\n"), "E12"),
        ("a choice of a list with a path in its name", _choices(ChoiceUpdate("../sex", "X01", "甲", "", "")), "E12"),
        ("a choice with a code that is none", _choices(ChoiceUpdate("bank", "X 1", "甲", "", "")), "E12"),
        ("a choice without words", _choices(ChoiceUpdate("bank", "X01", "", "", "")), "E12"),
        ("more choices than there may be", _choices(*[ChoiceUpdate("bank", "X01", "甲", "", "")] * 2001), "E12"),
        ("updates of another version", _sending(UPDATES.replace(b"updates/1", b"updates/2")), "E12"),
        ("updates with a part that nobody knows", _sending(UPDATES.replace(b'"lock":', b'"links":[],"lock":')), "E12"),
        ("a line end behind", _rewritten(receipt.STATEMENT, lambda text: text + b"\n"), "E12"),
        ("written by another program", _rewritten(receipt.STATEMENT, lambda text: text.replace(b":", b": ", 1)), "E12"),
    ):  # fmt: skip
        yield _vector(name, make, REFUSE, code)


def _sealed_to_us(scene: Scene) -> Given:
    return Given(envelope.seal(built(scene), [scene.daily.recipient]), RECEIPT_NAME + envelope.SUFFIX)


def _sealed_to_other(scene: Scene) -> Given:
    other = envelope.make_identity().recipient
    return Given(envelope.seal(built(scene), [other]), RECEIPT_NAME + envelope.SUFFIX)


def _vector(what: str, make: Make, verdict: str = ACCEPT, code: str = "", name: str = RECEIPT_NAME) -> Vector:
    return Vector(f"receipt: {what}", lambda scene: Given(make(scene), name), verdict, code, RECEIPT)
