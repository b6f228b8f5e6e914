"""Files changed at random: none is accepted with other content, and none surprises the program.

A few each time, twenty thousand packages and twenty thousand receipts with ``--slow``, in parts for several processes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from desktop.exchange import asic_manifest, container, envelope, receipt_check, verification
from desktop.exchange.container import Member
from desktop.exchange.receipt_check import CheckedReceipt
from desktop.exchange.verification import Verification
from tests.exchange.vectors import answers
from tests.exchange.vectors.scene import Scene

SEED = 20260801
PARTS = 8
SMALL, LARGE = 150, 20_000
# Said only of what no check has foreseen: it would be a traceback, were it not caught.
UNFORESEEN = ("文件读不出来，已拒收。", "回执读不出来，没有使用。")

Judge = Callable[[bytes], Verification | CheckedReceipt]


def changed(content: bytes, rng: random.Random) -> bytes:
    """Flip, set, remove or insert one to eight bytes; at times cut or double a stretch."""
    result = bytearray(content)
    for _ in range(rng.choice([1, 1, 1, 2, 8])):
        place = rng.randrange(len(result)) if result else 0
        stretch = rng.randrange(1, 64)
        match rng.randrange(6) if result else 3:
            case 0:
                result[place] ^= 1 << rng.randrange(8)
            case 1:
                result[place] = rng.randrange(256)
            case 2:
                del result[place]
            case 3:
                result.insert(place, rng.randrange(256))
            case 4:
                del result[place : place + stretch]
            case _:
                result[place:place] = result[place : place + stretch]
    return bytes(result)


def changed_inside(members: Mapping[str, bytes], rng: random.Random) -> bytes:
    """Change a member and pack it rightly again, so that the checks behind the container are reached."""
    name = rng.choice(sorted(members))
    whole = {**members, name: changed(members[name], rng)}
    return container.pack([Member(each, content) for each, content in whole.items()])


def run(content: bytes, judge: Judge, count: int, seed: int) -> int:
    """Judge mutations, one in five of them inside; give how many were accepted, all with the content that was signed."""
    rng = random.Random(seed)
    members = dict(container.unpack(content).members)
    signed = {name: each for name, each in members.items() if name != asic_manifest.SIGNATURE_PATH}
    assert judge(content).holds
    accepted = 0
    for number in range(count):
        mutated = changed_inside(members, rng) if number % 5 == 0 else changed(content, rng)
        result = judge(mutated)
        for finding in result.findings:
            assert not str(finding.message).startswith(UNFORESEEN), (seed, number)
        if result.holds:
            found = dict(container.unpack(mutated).members)
            del found[asic_manifest.SIGNATURE_PATH]
            assert found == signed, f"mutation {number} of {seed} was accepted with different content"
            accepted += 1
    return accepted


def shares() -> list[Any]:
    """One small run each time, the large one in parts."""
    part = pytest.mark.slow
    return [
        pytest.param(SMALL, SEED, id="few"),
        *(pytest.param(LARGE // PARTS, SEED + 1 + n, id=f"part-{n}", marks=part) for n in range(PARTS)),
    ]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("count", "seed"), shares())
def test_no_changed_package_is_accepted_with_other_content(count: int, seed: int, scene: Scene) -> None:
    sealed = envelope.seal(scene.built.content, [scene.daily.recipient])
    content = envelope.unseal(sealed, [scene.daily.identity])
    trust, name = scene.office.trust, scene.built.file_name
    accepted = run(content, lambda data: verification.verify(data, trust=trust, file_name=name), count, seed)
    assert accepted < count / 10


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("count", "seed"), shares())
def test_no_changed_receipt_is_accepted_with_other_content(count: int, seed: int, scene: Scene) -> None:
    content, trust = answers.built(scene), scene.county.trust
    above, town = scene.county.name.code, scene.office.name.code
    accepted = run(
        content,
        lambda data: receipt_check.check(data, trust=trust, above=above, receiver=town),
        count,
        seed,
    )
    assert accepted < count / 10


@pytest.mark.parametrize("count", [400, pytest.param(4000, marks=pytest.mark.slow)])
def test_no_changed_envelope_opens(count: int, scene: Scene) -> None:
    rng = random.Random(SEED)
    sealed = envelope.seal(scene.built.content, [scene.daily.recipient, scene.escrow.recipient])
    for number in range(count):
        mutated = changed(sealed, rng)
        if mutated == sealed:
            continue
        with pytest.raises(envelope.EnvelopeError):
            pytest.fail(f"mutation {number}: {envelope.unseal(mutated, [scene.daily.identity])[:20]!r}")


def test_an_accepted_forgery_would_be_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the comparison of digests, changed members go through: the run sees it."""
    for check in ("member_findings", "content_findings"):
        monkeypatch.setattr(verification, check, lambda *_: ())
    with pytest.raises(AssertionError, match="different content"):
        run(
            scene.built.content,
            lambda data: verification.verify(data, trust=scene.office.trust),
            SMALL,
            SEED,
        )
