"""Print how long each job takes beside the bare limit of the same machine in the same minutes.

``python tests/benchmarks/run.py [NAME…]``; the first run makes a ledger of 100 000 households, kept in ``--cache``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # as a script it stands outside of the program's folders

from tests.benchmarks import (
    forms,
    importing,
    packages,
    receiving_packages,
    reports,
    saving,
    scrolling,
    searching,
    windows,
)
from tests.benchmarks.measure import Measured
from tests.benchmarks.stage import Stage

JOBS: dict[str, Callable[[Stage], list[Measured]]] = {
    "start": windows.start,
    "list": searching.open_list,
    "scroll": scrolling.scroll,
    "search": searching.search,
    "save": saving.save,
    "import": importing.import_rows,
    "report": reports.report,
    "forms": forms.forms,
    "package": packages.package,
    "receive": receiving_packages.receive,
    "memory": windows.memory,
}
_FOOTNOTE = (
    "Figures are milliseconds, or MB where the budget is; the budgets are for a quiet machine of 2 cores."
)
_HEADER = ("job", "bare limit", "bare", "ours", "ratio", "budget", "")
_WIDTHS = (36, 24, 9, 9, 8, 10, 4)


def lines(names: list[str], stage: Stage) -> Iterator[str]:
    """Measure and give the table line by line."""
    yield _line(_HEADER)
    for name in names or JOBS:
        for one in JOBS[name](stage):
            bare, ours, ratio = f"{one.bare_figure:.1f}", f"{one.our_figure:.1f}", f"{one.ratio:.1f} ×"
            verdict = "ok" if one.is_within else "over"
            yield _line((one.job, one.bare, bare, ours, ratio, str(one.budget), verdict))


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *JOBS], metavar="NAME", help=", ".join(JOBS))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "taizhang-benchmarks")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    for line in lines(chosen.names, Stage(chosen.cache, records=chosen.records, rounds=chosen.rounds)):
        print(line, flush=True)  # noqa: T201 - the table is what the script is for
    print(_FOOTNOTE)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
