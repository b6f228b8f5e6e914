"""Every way a package can be wrong is reported as what it is, by both verifiers."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from db.messages import Severity
from desktop.exchange import certificates, package, verification
from desktop.exchange.certificates import OfficeName
from desktop.exchange.manifest import PackageManifest
from desktop.exchange.package import BuiltPackage
from desktop.exchange.trust import Trust
from desktop.exchange.verification import Expected
from tests.exchange.vectors.forgeries import (
    BEYOND_THE_SHELL,
    BOTH,
    added_member,
    changed_member,
    removed_member,
    renamed_member,
    row_against_description,
    swapped_members,
)
from tests.exchange.vectors.scene import CASES, MEMBERS, Scene, now, resigned

SCRIPT = "resources/verify.sh"


@dataclass
class Shell:
    """Runs verify.sh in a folder of its own."""

    folder: Path

    def __call__(self, content: bytes, name: str, *roots: bytes) -> subprocess.CompletedProcess[str]:
        path = self.folder / name
        path.write_bytes(content)
        arguments = [str(path)]
        if roots:
            pem = self.folder / "roots.pem"
            pem.write_bytes(b"".join(certificates.as_pem(root) for root in roots))
            arguments.append(str(pem))
        left = self.folder / "tmp"
        left.mkdir(exist_ok=True)
        result = subprocess.run(
            ["sh", SCRIPT, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(left)},
        )
        assert list(left.iterdir()) == [], "verify.sh left its working folder behind"
        assert result.stderr == ""
        return result


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def failing_codes(result: verification.Verification) -> set[str]:
    return {
        finding.code for finding in result.findings if not finding.holds and finding.severity is Severity.MUST
    }


def test_a_right_package_holds_in_both(scene: Scene, shell: Shell) -> None:
    built, office = scene.built, scene.office
    result = verification.verify(built.content, trust=office.trust, file_name=built.file_name)
    assert [str(finding.message) for finding in result.findings if not finding.holds] == []
    assert result.holds
    assert result.identity == built.manifest_sha256
    assert result.manifest == built.manifest
    assert result.signature is not None
    assert result.signature.signer == office.name
    said = shell(built.content, built.file_name, office.root)
    assert said.returncode == 0, said.stdout
    assert "核验通过" in said.stdout
    assert office.name.name in said.stdout


def test_without_a_pinned_root_both_ask_to_compare_the_paper(scene: Scene, shell: Shell) -> None:
    printed = certificates.grouped(certificates.fingerprint(scene.office.root))
    result = verification.verify(scene.built.content, trust=Trust(), file_name=scene.built.file_name)
    open_ones = [finding for finding in result.findings if not finding.holds]
    assert [(finding.code, finding.severity) for finding in open_ones] == [("E05", Severity.EXPLAIN)]
    assert printed in str(open_ones[0].message)
    assert result.holds
    said = shell(scene.built.content, scene.built.file_name)
    assert said.returncode == 0, said.stdout
    assert printed in said.stdout


@pytest.mark.parametrize("forge", BOTH, ids=lambda forge: forge.__name__)
def test_a_forgery_is_reported_as_what_it_is_by_both(
    forge: Callable[[Scene], bytes], scene: Scene, shell: Shell
) -> None:
    content, (code, words) = forge(scene), BOTH[forge]
    # Both offices' roots are trusted, as they are at the county.
    trust = Trust(roots=(scene.office.root, scene.other_office.root))
    result = verification.verify(content, trust=trust, file_name=scene.built.file_name)
    assert code in failing_codes(result), [str(each.message) for each in result.findings]
    assert not result.holds
    said = shell(content, scene.built.file_name, *trust.roots)
    assert said.returncode == 1, said.stdout
    assert "核验不通过" in said.stdout
    assert words in "\n".join(line for line in said.stdout.splitlines() if line.startswith("✗"))


@pytest.mark.parametrize("forge", BEYOND_THE_SHELL, ids=lambda forge: forge.__name__)
def test_what_only_the_program_can_read_is_reported_by_it(
    forge: Callable[[Scene], bytes], scene: Scene
) -> None:
    result = verification.verify(forge(scene), trust=scene.office.trust)
    assert failing_codes(result) == {BEYOND_THE_SHELL[forge]}, [str(each.message) for each in result.findings]


def test_an_older_package_under_a_new_name_is_reported_as_that_by_both(scene: Scene, shell: Shell) -> None:
    new_name = package.file_name(replace(scene.built.manifest, seq=8))
    result = verification.verify(scene.built.content, trust=scene.office.trust, file_name=new_name)
    assert failing_codes(result) == {"E09"}
    assert any("改了名字" in str(finding.message) for finding in result.findings)
    said = shell(scene.built.content, new_name, scene.office.root)
    assert said.returncode == 1
    assert "改了名字" in said.stdout


def test_a_copy_under_a_free_name_is_only_a_hint(scene: Scene, shell: Shell) -> None:
    result = verification.verify(
        scene.built.content, trust=scene.office.trust, file_name="报送包 - 副本.asice"
    )
    assert result.holds
    assert ("E09", Severity.HINT) in {
        (each.code, each.severity) for each in result.findings if not each.holds
    }
    assert shell(scene.built.content, "报送包 - 副本.asice", scene.office.root).returncode == 0


def test_sentences_name_the_member(scene: Scene) -> None:
    def sentences(content: bytes) -> str:
        return "\n".join(str(each.message) for each in verification.verify(content, trust=Trust()).findings)

    assert f"文件 {MEMBERS} 被改名为 data/families.csv" in sentences(renamed_member(scene))
    assert f"文件 {CASES} 的内容其实是 {MEMBERS} 的" in sentences(swapped_members(scene))
    assert f"签过名的文件 {MEMBERS} 不见了" in sentences(removed_member(scene))
    assert "data/more.csv 没有被签名" in sentences(added_member(scene))
    assert "第 1 行“head”不符合说明" in sentences(row_against_description(scene))


@pytest.mark.parametrize(
    ("expected", "codes"),
    [
        (lambda _: Expected(receiver="999999"), {"E14"}),
        (lambda built: Expected(received={7: built.manifest_sha256}), {"E09"}),
        (lambda _: Expected(received={7: "00" * 32}), {"E11"}),
        (lambda _: Expected(received={6: "00" * 32}), {"E11"}),
        (lambda _: Expected(received={6: "ab" * 32}), set()),
        (lambda _: Expected(receiver="360111"), set()),
        (lambda _: Expected(received={4: "00" * 32}), set()),
    ],
)
def test_the_stream_so_far_decides(
    expected: Callable[[BuiltPackage], Expected], codes: set[str], scene: Scene
) -> None:
    result = verification.verify(
        scene.built.content, trust=scene.office.trust, expected=expected(scene.built)
    )
    assert failing_codes(result) == codes


def test_a_gap_waits_and_is_no_rejection(scene: Scene) -> None:
    expected = Expected(received={4: "00" * 32})
    result = verification.verify(scene.built.content, trust=scene.office.trust, expected=expected)
    assert [each.code for each in result.findings if not each.holds] == ["E10"]
    assert result.holds


def test_a_name_with_quotes_means_the_same_to_both(scene: Scene, shell: Shell, office: Any) -> None:
    name = OfficeName("360111103", '罗家"镇\\总工会')
    certificate = certificates.issue(
        office.root_key, office.root, certificates.public_key_of(office.key), name, now()
    )
    quoted = replace(office, certificate=certificate)
    text = scene.members["manifest.json"].replace("罗家镇总工会".encode(), '罗家\\"镇\\\\总工会'.encode())
    content = resigned(scene.members | {"manifest.json": text}, quoted)
    # Only the report's signature, by the certificate with the other name, is out of place.
    assert failing_codes(verification.verify(content, trust=office.trust)) == {"E15"}
    said = shell(content, scene.built.file_name, office.root)
    assert [line for line in said.stdout.splitlines() if line.startswith("✗")] == [
        "✗ 报表 report.pdf 没有有效的签名,或与报送包不是同一证书签署。"
    ]


def test_json_is_plain_data(scene: Scene) -> None:
    result = verification.verify(changed_member(scene), trust=scene.office.trust)
    value = json.loads(json.dumps(verification.to_json(result), ensure_ascii=False))
    assert value["holds"] is False
    assert value["signer"]["name"] == "罗家镇总工会"
    assert re.fullmatch("[0-9a-f]{64}", value["identity"])
    assert {"code": "E07", "holds": False, "severity": "MUST", "subject": CASES} in [
        {key: each[key] for key in ("code", "holds", "severity", "subject")} for each in value["findings"]
    ]


def test_verify_sh_says_how_it_is_used() -> None:
    for arguments in ([], ["/no/such/file"], ["a", "b", "c"], ["a", "b", "c", "d"]):
        result = subprocess.run(["sh", SCRIPT, *arguments], capture_output=True, text=True, check=False)
        assert (result.returncode, "用法" in result.stderr) == (2, True)


def test_what_the_manifest_says_survives(built: BuiltPackage, manifest: PackageManifest) -> None:
    assert replace(built.manifest, files=(), data_fingerprint="") == manifest
