"""The command line (命令行): the use cases without a screen."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer

from db.messages import ReportableError
from desktop.commands import making, packages, records, self_check
from desktop.language import _, said

DONE, REJECTED, USAGE = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command; what the user can act on goes to stderr as one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # names have characters that older consoles lack
    try:
        build()(list(arguments), prog_name="taizhang", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else REJECTED
    except ReportableError as error:
        sys.stderr.write(f"{said(error.message)}\n")
        return REJECTED
    return DONE


def build() -> typer.Typer:
    """Put the commands together, with help in the language that was chosen at the start."""
    app = typer.Typer(
        help=_("工会台账。不写命令时打开窗口:taizhang --ledger 文件夹。加 --language en 用英文。"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command("demo", help=_("做一个虚构的单位:有台账、有记录、已上报到一个假想的 U 盘。"))(making.demo)
    app.command("init", help=_("新建台账,给出恢复码。"))(making.init)
    app.command("import", help=_("把 Excel 或 CSV 表格导入一个台账，逐行逐列说明问题。"))(
        records.import_table
    )
    app.command("template", help=_("写出一个台账的导入模板（Excel 工作簿）。"))(records.template)
    app.command("check", help=_("逻辑检查:列出还不能上报的记录。"))(records.check)
    app.command("submit", help=_("导出上报:生成报送包,签名,写到 U 盘并读回核对。"))(packages.submit)
    app.command("verify", help=_("核验一个报送包。"))(packages.verify)
    app.command("self-check", help=_("检查本程序是否完整:字体、代码表、加密、签名等。"))(
        self_check.self_check
    )
    return app
