"""``submit`` and ``verify``: a package onto a stick, and everything that can be said of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.messages import N_, Severity
from db.registers import all_registers
from db.values import dates
from desktop.commands.records import named
from desktop.commands.terminal import (
    Json,
    LedgerFolder,
    PasswordFile,
    User,
    clock,
    give,
    opened,
    progress,
    say,
    tell,
)
from desktop.language import _, said
from desktop.services import submitting


def submit(
    ledger: LedgerFolder,
    to: Annotated[Path, typer.Option(help=_("U 盘或文件夹。"))],
    user: User = "",
    password_file: PasswordFile = None,
    register: Annotated[list[str] | None, typer.Option(help=_("只报这个台账，可以写几次。"))] = None,
    period: Annotated[str, typer.Option(help=_("报送期间，如 2026年第三季度；不写就是今年到今天。"))] = "",
    everything: Annotated[bool, typer.Option("--all", help=_("没有改动的记录也报。"))] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out-standing", help=_("还有问题的记录留下不报；不写就一条都不报。"))
    ] = False,
    without_identity: Annotated[
        bool, typer.Option("--without-identity", help=_("县区向市上报时不带身份信息：姓名只留姓，号码不写。"))
    ] = False,
    plain_copy: Annotated[
        Path | None,
        typer.Option(help=_("另写一份不加密的到这个文件夹，供手工核验；里面有个人信息，用后删除。")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Build a package, sign it, seal it, put it on the stick and read it back."""
    codes = [named(code).code for code in register or all_registers()]
    with opened(ledger, user, password_file) as book, progress() as bar:
        review = submitting.prepare(
            book,
            codes,
            period or _this_year(),
            only_changed=not everything,
            leave_out_standing=leave_out,
            without_identity=without_identity,
            progress=bar,
        )
        made = submitting.make(book, review, bar)
        placed = submitting.place(book, made, to, bar)
        plain = None if plain_copy is None else submitting.plain_copy(book, made, plain_copy)
    if as_json:
        give(
            {
                "package": str(placed.path),
                "plain_copy": None if plain is None else str(plain.path),
                "sha256": placed.sha256,
                "sequence": review.sequence,
                "period": review.period,
                "counts": {code: count.total for code, count in review.counts.items()},
                "left_out": [record.label for record in review.left_out],
                "broken_history": said(review.broken_history) if review.broken_history else None,
            }
        )
        return
    for code, count in review.counts.items():
        tell(
            N_("{title}：新增 {new} 条，更正 {changed} 条，撤销 {withdrawn} 条"),
            title=said(all_registers()[code].title),
            new=count.new,
            changed=count.changed,
            withdrawn=count.withdrawn,
        )
    for record in review.left_out:
        tell(N_("没有上报：{label}"), label=record.label)
    if review.broken_history:
        tell(review.broken_history.template, **review.broken_history.values)
    tell(N_("已写入 {path}，读回核对一致，可以拔出。"), path=placed.path)


def verify(
    file: Annotated[Path, typer.Argument(help=_("报送包（.asice）。"))],
    root: Annotated[Path | None, typer.Option(help=_("受信任的根证书（PEM）。"))] = None,
    crl: Annotated[Path | None, typer.Option(help=_("根证书的吊销名单（PEM）。"))] = None,
    as_json: Json = False,
) -> None:
    """Say everything that can be said of a package."""
    from desktop.exchange.verification import to_json  # noqa: PLC0415 - signatures load large libraries
    from desktop.services import verifying  # noqa: PLC0415 - as above

    found = verifying.verify_file(file, root=root, revocations=crl)
    if as_json:
        give(to_json(found))
    else:
        for finding in found.findings:
            mark = "✓" if finding.holds else "✗" if finding.severity is Severity.MUST else "!"
            say(f"{mark} {said(finding.message)}")
        tell(N_("结论：核验通过。") if found.holds else N_("结论：核验不通过，不要使用这个报送包。"))
    if not found.holds:
        raise typer.Exit(1)


def _this_year() -> str:
    today = clock().date()
    return f"{dates.written(today.replace(month=1, day=1))}至{dates.written(today)}"
