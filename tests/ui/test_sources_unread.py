"""Loading a module loads its code, not the text it was written in."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LOADING = """
import linecache
from desktop.ui import application

application.leave_sources_unread()
import wave
print(*linecache.cache)
wave.open("")
"""


@pytest.fixture(scope="module")
def loading() -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=False)


def test_no_source_is_kept_in_memory(loading: subprocess.CompletedProcess[str]) -> None:
    assert loading.stdout == "\n"


def test_an_error_still_shows_its_lines(loading: subprocess.CompletedProcess[str]) -> None:
    assert "return Wave_read(f)" in loading.stderr
