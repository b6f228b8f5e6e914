"""Every vector is judged alike by the program and by a script of age, unzip, openssl and sha256sum."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from db.messages import Severity
from desktop.exchange import certificates, envelope, receipt_check, verification
from desktop.exchange.finding import Finding, failing
from desktop.exchange.signing import Trust
from desktop.exchange.verification import Expected
from tests.exchange.vectors import answers, containers, contents, envelopes, signatures
from tests.exchange.vectors.scene import Scene
from tests.exchange.vectors.vector import ACCEPT, RECEIPT, REFUSE, WAIT, Given, Vector

JUDGE = "tests/exchange/judge.sh"
VERDICTS = {0: ACCEPT, 1: REFUSE, 3: WAIT}
VECTORS = [
    vector for made in (contents, signatures, containers, envelopes, answers) for vector in made.vectors()
]
EVERY = 7  # the script judges so many of them each time, and all in the slow mode

needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")


def trusted(scene: Scene, given: Given, kind: str) -> tuple[bytes, ...]:
    """Give the roots: a county knows two townships', a township its county's."""
    if given.roots is not None:
        return given.roots
    return (scene.county.root,) if kind == RECEIPT else (scene.office.root, scene.other_office.root)


def judged(scene: Scene, given: Given, kind: str) -> tuple[str, tuple[Finding, ...]]:
    """Judge as the services do: out of the envelope, then every finding."""
    content, county, town = given.content, scene.county.name.code, scene.office.name.code
    if envelope.is_sealed(content):
        try:
            content = envelope.unseal(content, [scene.daily.identity, scene.escrow.identity])
        except envelope.EnvelopeError as error:
            return REFUSE, (failing(error.code, error.message),)
    lists = () if given.revocations is None else (given.revocations,)
    trust, name = Trust(trusted(scene, given, kind), lists), given.name.removesuffix(envelope.SUFFIX)
    if kind == RECEIPT:
        checked = receipt_check.check(content, trust=trust, above=county, receiver=town, file_name=name)
        return (ACCEPT if checked.holds and checked.statement else REFUSE), checked.findings
    expected = Expected(receiver=county, received=given.received)
    verified = verification.verify(content, trust=trust, file_name=name, expected=expected)
    waits = any(finding.code == "E10" and not finding.holds for finding in verified.findings)
    return (REFUSE if not verified.holds else WAIT if waits else ACCEPT), verified.findings


def judged_by_script(scene: Scene, given: Given, kind: str, folder: Path) -> tuple[str, str]:
    """Judge the same without a line of our program; gives what the script said too."""
    files = {
        given.name: given.content,
        "key": f"{scene.daily.identity}\n{scene.escrow.identity}\n".encode(),
        "roots": b"".join(certificates.as_pem(root) for root in trusted(scene, given, kind)),
        "stream": "".join(f"{number} {identity}\n" for number, identity in given.received.items()).encode(),
    }
    if given.revocations is not None:
        files["crl"] = given.revocations
    for name, content in files.items():
        (folder / name).write_bytes(content)
    town, county = scene.office.name.code, scene.county.name.code
    receiver, above = (town, county) if kind == RECEIPT else (county, "-")
    arguments = [kind, given.name, "key", "roots", receiver, above, "stream", *(["crl"] * ("crl" in files))]
    result = subprocess.run(
        ["sh", Path(JUDGE).absolute(), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert result.stderr == ""
    return VERDICTS[result.returncode], result.stdout


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_the_program_says_of_every_vector_what_it_is(vector: Vector, scene: Scene) -> None:
    verdict, findings = judged(scene, vector.make(scene), vector.kind)
    wrong = {one.code for one in findings if not one.holds and one.severity is not Severity.HINT}
    said = [str(one.message) for one in findings if not one.holds]
    assert verdict == vector.verdict, said
    assert {vector.code} - {""} <= wrong, said
    assert (verdict == ACCEPT) == (wrong == set()), said
    assert all(sentence.endswith(("。", "：")) or "请" in sentence for sentence in said)


@needs_age
@pytest.mark.parametrize(
    "vector",
    [
        pytest.param(vector, id=vector.name, marks=[pytest.mark.slow] * bool(place % EVERY))
        for place, vector in enumerate(VECTORS)
    ],
)
def test_the_script_gives_the_same_verdict(vector: Vector, scene: Scene, tmp_path: Path) -> None:
    verdict, said = judged_by_script(scene, vector.make(scene), vector.kind, tmp_path)
    assert verdict == vector.verdict, said


def test_there_are_enough_of_them_and_most_are_refused() -> None:
    names = Counter(vector.name for vector in VECTORS)
    assert [name for name, count in names.items() if count > 1] == []
    refused = sum(vector.verdict == REFUSE for vector in VECTORS)
    assert len(VECTORS) >= 150
    assert refused >= 0.8 * len(VECTORS)
    assert {vector.code for vector in VECTORS} >= {f"E{code:02}" for code in range(1, 16)}
