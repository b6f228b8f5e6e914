"""The command line (命令行): the use cases without a screen."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import typer

from db.messages import ReportableError
from desktop.commands import backups, making, packages, receiving, records, self_check, usage
from desktop.language import _, said

DONE, REJECTED, USAGE = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command; what the user can act on goes to stderr as one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # names have characters that older consoles lack
    try:
        code = build()(list(arguments), prog_name="taizhang", standalone_mode=False)
    except typer.TyperException as error:
        sys.stderr.write(f"{usage.explain(error)}\n")
        return USAGE
    except typer.Abort:
        sys.stderr.write(
            _("已取消。") + "\n"
        )  # not inside an f-string: the catalogue is not collected from there
        return REJECTED
    except ReportableError as error:
        sys.stderr.write(f"{said(error.message)}\n")
        return REJECTED
    return code if isinstance(code, int) else DONE


def build() -> typer.Typer:
    """Put the commands together, with help in the language that was chosen at the start."""
    app = typer.Typer(
        help=_("工会台账。不写命令时打开窗口：taizhang --ledger 文件夹。加 --language en 用英文。"),
        cls=usage.Group,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, do, words in (
        ("demo", making.demo, _("做一个虚构的单位：有台账、有记录、已上报到一个假想的 U 盘。")),
        ("init", making.init, _("新建台账，给出恢复码。")),
        ("import", records.import_table, _("把 Excel 或 CSV 表格导入一个台账，逐行逐列说明问题。")),
        ("template", records.template, _("写出一个台账的导入模板（Excel 工作簿）。")),
        ("check", records.check, _("逻辑检查：列出还不能上报的记录。")),
        ("submit", packages.submit, _("导出上报：生成报送包，签名，写到 U 盘并读回核对。")),
        ("receive", receiving.receive, _("接收：核验 U 盘上的报送包或回执，逐条比对；乡镇用它登记回执。")),
        ("answer", receiving.answer, _("写回执：对收下或拒收的报送包出具回执，写到 U 盘。")),
        ("verify", packages.verify, _("核验一个报送包。")),
        ("backup", backups.backup, _("备份：做一份检查过的加密副本，也可以写到 U 盘；或列出已有的备份。")),
        ("restore", backups.restore, _("从备份恢复台账，换了电脑也行；恢复前的台账留作备份。")),
        ("self-check", self_check.self_check, _("检查本程序是否完整：字体、代码表、加密、签名等。")),
    ):
        app.command(name, help=words, cls=usage.Command)(do)
    return app
