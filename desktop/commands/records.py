"""``import``, ``template`` and ``check``: records into the ledger, and what is wrong with those in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.messages import N_, Message, ReportableError, listed_names
from db.register import Register
from db.registers import all_registers
from desktop.commands.terminal import (
    Json,
    LedgerFolder,
    PasswordFile,
    User,
    clock,
    give,
    opened,
    progress,
    read_file,
    say,
    tell,
    write_file,
)
from desktop.language import _, said
from desktop.services import checking, importing, returning, templates


def import_table(
    register: Annotated[str, typer.Argument(help=_("台账的代码，如 hardship_cases、units。"))],
    file: Annotated[Path, typer.Argument(help=_("Excel 工作簿（.xlsx、.xls）或 CSV 文件，要有栏目名称。"))],
    ledger: LedgerFolder,
    user: User = "",
    password_file: PasswordFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只检查，不写入。"))] = False,
    column: Annotated[
        list[str] | None, typer.Option(help=_("确认一列是哪个栏目，如“联系手机=mobile”，可以写几次。"))
    ] = None,
    marked: Annotated[Path | None, typer.Option(help=_("把标出错误的工作簿写到这个文件。"))] = None,
    as_json: Json = False,
) -> None:
    """Import the good rows of a table."""
    chosen, data = named(register), read_file(file)
    confirmed = dict(one.rsplit("=", 1) for one in column or [] if "=" in one)
    with opened(ledger, user, password_file) as book, progress() as bar:
        preview = importing.dry_run(book, chosen, data, file.name, bar, confirmed=confirmed)
        if marked is not None:
            write_file(marked, returning.marked(data, preview, said, bar))
        if not dry_run and preview.accepted:
            importing.apply(book, preview, bar)
    if as_json:
        give(importing.to_json(preview))
    else:
        for problem in preview.problems:
            values = {
                "row": problem.row,
                "column": f"{problem.sheet} {problem.column}".strip(),
                "class": Message(problem.severity.value),
                "sentence": problem.message,
            }
            say(said(Message(N_("第 {row} 行 {column} [{class}] {sentence}"), values)))
        counts = {"accepted": preview.accepted, "rejected": preview.rejected}
        done = N_("可以导入 {accepted} 行，不能导入 {rejected} 行；什么都没有写入。")
        tell(done if dry_run else N_("已导入 {accepted} 行，没有导入 {rejected} 行。"), **counts)
    if preview.rejected or not (preview.accepted or preview.skipped):
        raise typer.Exit(1)


def template(
    register: Annotated[str, typer.Argument(help=_("台账的代码，如 hardship_cases、units。"))],
    to: Annotated[Path, typer.Option(help=_("写到这个 .xlsx 文件。"))],
) -> None:
    """Write a workbook to fill in."""
    with progress() as bar:
        write_file(to, templates.write(named(register), clock().date(), bar))
    tell(N_("模板已写到“{path}”。"), path=to)


def check(
    ledger: LedgerFolder,
    user: User = "",
    password_file: PasswordFile = None,
    register: Annotated[list[str] | None, typer.Option(help=_("只检查这个台账，可以写几次。"))] = None,
    as_json: Json = False,
) -> None:
    """Check all records."""
    chosen = [named(code) for code in register or all_registers()]
    with opened(ledger, user, password_file) as book, progress() as bar:
        report = checking.check_all(book, chosen, bar)
    if as_json:
        give(
            {
                "checked": report.checked,
                "standing": len(report.standing),
                "problems": [
                    {
                        "register": record.register,
                        "record_uid": record.record_id,
                        "record": record.label,
                        "field": problem.field,
                        "rows": problem.rows,
                        "row": None if problem.row is None else problem.row + 1,
                        "class": problem.severity.value,
                        "stands": problem in record.stands,
                        "message": said(problem.message),
                    }
                    for record in report.records
                    for problem in record.problems
                ],
            }
        )
    else:
        for record in report.records:
            declared = all_registers()[record.register]
            for problem in record.problems:
                place = _place(declared, problem.rows, problem.row, problem.field)
                mark = "✗" if problem in record.stands else "·"
                say(f"{mark} {said(declared.title)} {record.label} {place}: {said(problem.message)}")
        tell(
            N_("检查了 {checked} 条记录，{standing} 条还不能上报。"),
            checked=report.checked,
            standing=len(report.standing),
        )
    if report.standing:
        raise typer.Exit(1)


def named(code: str) -> Register:
    """Find a register by its code."""
    registers = all_registers()
    if code not in registers:
        raise ReportableError(
            N_("没有代码是“{code}”的台账，可以写：{codes}。"), code=code, codes=listed_names(registers)
        )
    return registers[code]


def _place(register: Register, rows: str, row: int | None, field: str) -> str:
    if not rows:
        return said(register.fields[field].label) if field in register.fields else ""
    group = register.row_group(rows)
    label = said(group.fields[field].label) if field in group.fields else ""
    if row is None:
        return said(group.title)
    return said(
        Message(
            N_("{title}第 {row} 行 {label}"), {"title": Message(group.title), "row": row + 1, "label": label}
        )
    )
