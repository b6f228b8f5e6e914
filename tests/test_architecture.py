"""Rules of the house that no reader should have to enforce: who imports whom, how long, and what is never done."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
AT_THE_TOP = {
    "desktop", "resources", "db", "tests", "pyproject.toml", "build.spec", "README.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
LONGEST_MODULE = 350
MODULES = sorted(path for folder in ("desktop", "db", "resources") for path in (ROOT / folder).rglob("*.py"))
REGISTRIES = re.compile(
    r"https?://[\w.-]*(?:pypi\.org|pythonhosted|npmjs|proxy\.golang|crates\.io|/simple/|artifactory|nexus)",
    re.IGNORECASE,
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """List what is in git; a source tree without git has nothing to say here."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("no git here")
    return [ROOT / one for one in done.stdout.decode().split("\0") if one]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Give what a module calls, as dotted text with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def where(pattern: str, allowed: set[str] | None = None) -> list[str]:
    """Name the calls that match a pattern outside the allowed modules."""
    matching = re.compile(pattern)
    return [
        f"{name(path)}:{line} {called}"
        for path in MODULES
        if name(path) not in (allowed or set())
        for called, line in calls(path)
        if matching.fullmatch(called)
    ]


def test_imports_point_from_the_screen_to_the_store() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 4 kept, 0 broken." in done.stdout


def test_no_module_is_longer_than_a_person_reads() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {one: length for one, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(path) for path in MODULES if tree(path).body and not ast.get_docstring(tree(path))]
    assert silent == []


def test_the_event_loop_is_never_turned_by_hand() -> None:
    assert where(r".*\bprocessEvents") == []


def test_nobody_sleeps() -> None:
    assert where(r"(time\.)?sleep|QThread\.\w*[sS]leep|QTest\.q(Wait|Sleep)") == []


def test_message_boxes_are_shown_in_one_place() -> None:
    users = {name(path) for path in MODULES if "QMessageBox" in path.read_text("utf-8")}
    assert users <= {"desktop/ui/messages.py"}


def test_the_application_is_reached_for_in_one_place() -> None:
    assert (
        where(r"(QtWidgets\.|QtCore\.|QtGui\.)?Q\w*Application\.instance", {"desktop/ui/application.py"})
        == []
    )


def test_only_commands_print() -> None:
    commands = {name(path) for path in MODULES if path.is_relative_to(ROOT / "desktop" / "commands")}
    commands |= {"desktop/__main__.py", "desktop/command_line.py", "resources/fonts/build_fonts.py"}
    assert where(r"print|sys\.std(out|err)\.write", commands) == []


def test_nothing_that_a_person_can_act_on_is_swallowed() -> None:
    """``except Exception`` stands where a hostile file is parsed, in the background thread, and at the last resort."""
    allowed = {
        "desktop/exchange/hostile.py",
        "desktop/ui/application.py",
        "desktop/ui/background.py",
    }
    broad = {
        name(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    }
    assert broad - allowed == set()


def test_every_exception_from_a_rule_has_its_reason() -> None:
    bare = re.compile(r"#\s*(?:ruff: )?noqa(?!: [A-Z0-9, ]+ - \S)|#\s*type: ignore(?!\[[a-z, -]+\])")
    tests = (ROOT / "tests").rglob("*.py")
    found = [
        f"{name(path)}:{number}"
        for path in [*MODULES, *sorted(tests)]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_the_top_of_the_tree_holds_only_the_agreed_names() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {one for one in names if not one.startswith(".")} <= AT_THE_TOP


def test_test_folders_are_no_packages() -> None:
    tests = [path for path in tracked() if path.is_relative_to(ROOT / "tests")]
    assert [name(path) for path in tests if path.name == "__init__.py"] == []


def test_no_registry_address_is_written_down() -> None:
    found = [
        name(path)
        for path in tracked()
        if path.is_file()
        and path.suffix in {"", ".py", ".toml", ".md", ".sh", ".spec", ".txt", ".yml", ".cfg", ".ini"}
        and path != Path(__file__)
        and REGISTRIES.search(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


def test_dependencies_come_without_addresses() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert "@" not in project.split("[tool.", 1)[0]
    assert "index-url" not in project
