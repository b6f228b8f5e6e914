"""Make pictures of every page and dialog, to be looked at by a person: ``python tests/pictures.py OUT``.

For each language, text size and ledger (empty, the demonstration, every field at its limit, 100 000 households) OUT has a
folder of pictures with sheets of small ones and ``misfits.txt``: what is cut or overlapping. ``OUT/index.html`` shows the
same page of all of them side by side. The switches make only a part. Offscreen unless QT_QPA_PLATFORM names a display.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.picturing import album, ledgers
from tests.picturing.ledgers import Prepared

_ONE = Path(__file__).parent / "picturing" / "one.py"


def main() -> int:
    """Prepare the ledgers, take each album in a process of its own, and tell what does not fit; 1 if anything does not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", choices=("zh", "en"), nargs="+", default=["zh", "en"])
    parser.add_argument("--text-size", type=int, nargs="+", default=[100, 150], help="percent")
    parser.add_argument("--ledger", choices=ledgers.KINDS, nargs="+", default=list(ledgers.KINDS))
    parser.add_argument("--records", type=int, default=100_000, help="households of the big ledger")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "taizhang-benchmarks",
        help="keeps the big one",
    )
    chosen = parser.parse_args()
    found = 0
    for kind in chosen.ledger:
        with tempfile.TemporaryDirectory() as folder:
            prepared = ledgers.prepare(kind, Path(folder) / "first", chosen.cache, chosen.records)
            for language, percent in product(chosen.language, chosen.text_size):
                name = f"{kind}-{language}-{percent}"
                copy = Path(folder) / name
                shutil.copytree(prepared.folder, copy)
                found += _take(chosen.out / name, kind, language, percent, prepared, copy)
                shutil.rmtree(copy)
    album.index(chosen.out, [one.parent.name for one in chosen.out.glob("*/misfits.txt")])
    sys.stdout.write(f"{chosen.out / 'index.html'}: {found} misfits\n")
    return 1 if found else 0


def _take(out: Path, kind: str, language: str, percent: int, prepared: Prepared, ledger: Path) -> int:
    """Take one album; gives how many things do not fit, and prints them."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, _ONE, out, "--kind", kind, "--language", language, "--text-size", str(percent)]
    command += ["--ledger", ledger]
    if prepared.package is not None:
        command += ["--package", prepared.package]
    subprocess.run(command, input=prepared.password, text=True, check=True)
    found = (out / "misfits.txt").read_text("utf-8").splitlines()
    for line in found:
        sys.stdout.write(f"{out.name}: {line}\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
