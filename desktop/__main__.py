"""Start: the window, or the command line when a command is named."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from db.messages import N_
from desktop import language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit code: 0 done, 1 rejected or invalid, 2 wrong usage."""
    language.choose(language.CHINESE)  # until another one is asked for
    parser = argparse.ArgumentParser(prog="taizhang", add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--language", choices=(language.CHINESE, language.ENGLISH))
    try:
        chosen, words = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)
        language.choose(chosen.language or language.CHINESE)
        parser.add_argument("--ledger", type=Path)
        window, command = parser.parse_known_args(words)
    except argparse.ArgumentError:
        sys.stderr.write(language.said(N_("--language 后面写 zh 或 en，--ledger 后面写文件夹。")) + "\n")
        return 2
    if command:
        from desktop import command_line  # noqa: PLC0415 - each half loads what the other one does not need

        return command_line.run(words)
    from desktop import app  # noqa: PLC0415 - as above

    return app.run(window.ledger, chosen.language)


if __name__ == "__main__":
    sys.exit(main())
