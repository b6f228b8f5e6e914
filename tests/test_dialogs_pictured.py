"""Every dialog of the window is photographed: a new one without a scene is found here, not by the first clerk."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.picturing.dialogs import SCENES

_ROOT = Path(__file__).parents[1]
_SHARED = {"JobDialog"}  # what others are made from


def _dialogs() -> set[str]:
    """Name every class of desktop/ui that is a QDialog, by itself or through another one."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for path in (_ROOT / "desktop" / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    found = {"QDialog"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found - {"QDialog"}


def test_every_dialog_has_a_scene() -> None:
    assert _dialogs() - _SHARED == set(SCENES)


def test_every_named_picture_is_taken() -> None:
    scenes = "".join(path.read_text("utf-8") for path in (_ROOT / "tests" / "picturing").glob("*_scenes.py"))
    taken = set(re.findall(r'"([a-z-]+)"', scenes))
    assert {name for names in SCENES.values() for name in names} - taken == set()
