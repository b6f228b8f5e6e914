"""The benchmarks run and give figures; how large they are is not tested, for no test may depend on the hour."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import queries
from db.store.folder import FILE_NAME
from tests.benchmarks import big_ledger, run
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, in_turns, percentile_95
from tests.benchmarks.stage import Stage

_UP_TO_THE_LIST = """
import json, linecache, os, sys
from pathlib import Path
from tests.benchmarks import window_process

def say_what_is_loaded(_line):
    print(json.dumps([list(sys.modules), list(linecache.cache)]), flush=True)
    os._exit(0)

window_process._press_key = say_what_is_loaded
window_process._ours(Path(sys.argv[1]), "list")
"""
_OF_A_JOB = {
    *("alembic", "mako", "openpyxl", "python_calamine"),  # a new version of the ledger, a workbook
    *("reportlab", "pikepdf", "pypdfium2", "segno", "PIL"),  # paper
    *("pyhanko", "pyhanko_certvalidator", "asn1crypto", "cryptography.x509", "pyrage", "pkcs11"),  # a package
    *("pypinyin", "zxcvbn", "stdnum", "typer", "babel"),
    *("urllib.request", "http.client", "xml"),  # come by accident: nothing here goes on line
}
PROCESSES = {"start", "memory"}  # compile and start the whole program many times


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("cache"), records=30, imported=20, small=3, rounds=1)


@pytest.mark.qt_log_ignore(
    "This plugin does not support", extend=True
)  # offscreen has no window manager to ask
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in PROCESSES)) for name in run.JOBS]
)
def test_every_job_gives_its_figures(name: str, stage: Stage, qapp: object) -> None:
    assert qapp
    lines = run.JOBS[name](stage)
    assert [line for line in lines if line.bare_figure <= 0 or line.our_figure <= 0] == []
    assert {line.budget.unit for line in lines} <= {"ms", "MB", "×"}


def test_the_table_names_what_is_compared(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Measured("save", "commit", 2.0, 31.0, Budget(15))
    monkeypatch.setitem(run.JOBS, "save", lambda _stage: [slow])
    header, line = run.lines(["save"], stage)
    assert header.split() == ["job", "bare", "limit", "bare", "ours", "ratio", "budget"]
    assert line.split() == ["save", "commit", "2.0", "31.0", "15.5", "×", "≤", "15", "ms", "over"]


def test_a_budget_in_times_is_held_against_the_ratio() -> None:
    assert Measured("start", "empty window", 350, 800, Budget(2.5, "×")).is_within
    assert not Measured("start", "empty window", 350, 900, Budget(2.5, "×")).is_within


def test_both_ways_are_timed_in_turns_after_one_round_that_does_not_count() -> None:
    called: list[str] = []
    bare, ours = in_turns(lambda: called.append("bare"), lambda: called.append("ours"), 2)
    assert called == ["bare", "ours"] * 3
    assert (len(bare), len(ours)) == (2, 2)


def test_95_of_100_figures_do_not_exceed_the_percentile() -> None:
    assert percentile_95([float(figure) for figure in range(1, 101)]) == 95.0
    assert percentile_95([7.0]) == 7.0


def test_the_made_up_ledger_is_the_same_every_time_and_is_kept(tmp_path: Path) -> None:
    opened = big_ledger.opened(tmp_path, 5)
    with opened.store.reading() as session:
        cases = queries.load_all(session, REGISTER)
    opened.close()
    assert [(case.name, len(case.members)) for case in cases][:2] == [("刘国", 2), ("吴琪生", 2)]
    assert len({case.id_no for case in cases}) == len({case.address for case in cases}) == 5
    (folder,) = tmp_path.iterdir()
    made = (folder / FILE_NAME).stat().st_mtime_ns
    big_ledger.opened(tmp_path, 5).close()
    assert (folder / FILE_NAME).stat().st_mtime_ns == made


def test_the_password_is_asked_for_before_anything_heavy_is_loaded() -> None:
    heavy = {"sqlalchemy", "sqlcipher3", "alembic", "reportlab", "pyhanko", "pypinyin", "openpyxl", "pikepdf"}
    command = "import sys, desktop.ui.program; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", command], check=True, capture_output=True, text=True
    ).stdout
    assert heavy & set(loaded.split()) == set()


def test_a_window_with_a_list_has_loaded_no_library_of_a_job_and_no_source(stage: Stage) -> None:
    with stage.ledger() as ledger:
        folder = ledger.folder
    done = subprocess.run(
        [sys.executable, "-c", _UP_TO_THE_LIST, folder],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    modules, sources = json.loads(done.stdout)
    assert _OF_A_JOB & set(modules) == set()
    pages = {name.rpartition(".")[2] for name in modules if name.startswith("desktop.ui.pages.")}
    assert pages == {"only_here", "page", "recovery_box", "workbench_page"}  # 工作台 warns by these
    made_up = {name for name in sources if name.startswith("<")}  # SQLAlchemy's own functions
    assert set(sources) - made_up == set()
