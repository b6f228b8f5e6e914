"""``demo`` and ``init``: make a ledger, with or without made-up contents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db import areas
from db.messages import N_, ReportableError
from db.registers import all_registers
from desktop.commands.terminal import (
    Json,
    LedgerFolder,
    PasswordFile,
    clock,
    give,
    password,
    progress,
    say,
    tell,
)
from desktop.language import _, said
from desktop.services import setting_up
from desktop.services.demonstration import FEWEST_HOUSEHOLDS
from desktop.services.levels import Level, level_of
from desktop.services.receiving import Standing

if TYPE_CHECKING:
    from desktop.services.demonstration.office import Demonstration


def demo(
    into: Annotated[Path, typer.Option(help=_("放在哪个文件夹里。"))],
    seed: Annotated[int, typer.Option(help=_("同一个数、同一天，做出的人都一样。"))] = 1,
    households: Annotated[int, typer.Option(min=FEWEST_HOUSEHOLDS, help=_("困难职工多少户。"))] = 60,
    as_json: Json = False,
) -> None:
    """Make the made-up office."""
    from desktop.services.demonstration import office  # noqa: PLC0415 - signing loads large libraries

    with progress() as bar:
        made = office.make(into, seed, households, clock, bar)
    if as_json:
        give(_as_data(made))
    else:
        _tell(made)
    if not made.verification.holds:
        raise typer.Exit(1)


def init(
    ledger: LedgerFolder,
    office: Annotated[
        str, typer.Option(help=_("乡镇（街道）九位、县区六位或市六位的代码，如 360111103、360111、360100。"))
    ],
    user: Annotated[str, typer.Option(help=_("第一个用户的名字。"))],
    name: Annotated[str, typer.Option(help=_("工会全称；不写就用地名加“总工会”。"))] = "",
    password_file: PasswordFile = None,
    as_json: Json = False,
) -> None:
    """Make an empty ledger."""
    place = areas.full_name(office)
    if place == office or len(office) not in {6, 9}:
        raise ReportableError(
            N_("没有代码是 {code} 的乡镇（街道）、县区或市，请核对九位或六位代码。"), code=office
        )
    name = name or f"{_own_part(office, place)}总工会"
    created = setting_up.create_ledger(ledger, office, name, user, password(password_file, new=True), clock)
    created.ledger.close()
    if as_json:
        give({"ledger": str(ledger), "office": office, "name": name, "recovery_code": created.recovery_code})
        return
    tell(N_("已新建台账：{ledger}({name}，{office})"), ledger=ledger, name=name, office=office)
    tell(N_("恢复码：{code}"), code=created.recovery_code)
    tell(N_("请把恢复码抄在纸上锁好：忘记密码时只有它能打开台账。"))


def _own_part(office: str, place: str) -> str:
    """Leave out what stands above the county; a city is named alone."""
    above = office[:2] if level_of(office) is Level.CITY else office[:4]
    return place.removeprefix(areas.full_name(above))


def _tell(made: Demonstration) -> None:
    tell(N_("已做好一个虚构的单位：{office}（人员、号码均为虚构）"), office=made.office)
    for code, (kept, sent) in made.counts.items():
        title = said(all_registers()[code].title)
        tell(N_("  {title}：{kept} 条，已上报 {sent} 条"), title=title, kept=kept, sent=sent)
    tell(N_("有 {count} 条记录写了核实说明，随报送包走："), count=len(made.reasons))
    for one in made.reasons:
        say(f"  {one.label}:{one.reason}")
    tell(N_("有 {count} 条记录还有问题，留在草稿里没有上报："), count=len(made.left_out))
    for record in made.left_out:
        say(f"  {record.label}:{said(record.stands[0].message)}")
    tell(N_("核验通过。") if made.verification.holds else N_("核验不通过。"))
    say()
    _tell_round(made)
    say()
    tell(N_("看报表：     {path}"), path=made.report)
    tell(N_("报送包：     {path}（加密，在 U 盘上）"), path=made.sealed)
    tell(N_("            {path}（不加密，供手工核验）"), path=made.package)
    tell(
        N_("再核验一次：  taizhang verify {package} --root {root}"),
        package=made.package,
        root=made.root_certificate,
    )
    tell(N_("不用本程序核验（要 unzip、openssl、sha256sum）："))
    say(f"  sh resources/verify.sh {made.package} {made.root_certificate}")
    say(f"  unzip -d x {made.package} && openssl cms -verify -binary -cades -inform DER \\")
    say("    -in x/META-INF/signature001.p7s -content x/META-INF/ASiCManifest001.xml \\")
    say(f"    -CAfile {made.root_certificate} -purpose any -out /dev/null")
    say("  pdfsig x/report.pdf; (cd x && sha256sum -c SHA256SUMS)")
    say()
    tell(N_("打开窗口（用户都是 {user}，密码都在 {file}）："), user=made.user, file=made.password_file)
    for office, folder in made.ledgers.items():
        say(f"  taizhang --ledger {folder}  # {office}")


def _tell_round(made: Demonstration) -> None:
    """Say what went round by stick, and what still waits for the county."""
    played = made.played
    tell(
        N_("县区已核对三个乡镇的报送包：退回 {returned} 条，其中 {corrected} 条已更正重报并收下。"),
        returned=played.returned + played.corrected,
        corrected=played.corrected,
    )
    tell(
        N_("县区已向市上报 {count} 条，市已收下。回执（不加密）：{path}"),
        count=sum(played.in_city.values()),
        path=played.receipt,
    )
    tell(N_("U 盘上还有等县区处理的（在县区台账的“数据接收”里打开 {stick}）："), stick=made.sealed.parents[2])
    for one in played.waiting:
        if one.standing is not Standing.REPEATED:
            say(f"  {one.path.name}:{said(one.standing)}")
            for _code, message in one.findings:
                say(f"    {said(message)}")


def _as_data(made: Demonstration) -> dict[str, Any]:
    from desktop.exchange.verification import to_json  # noqa: PLC0415 - signatures load large libraries

    return {
        "ledger": str(made.ledger),
        "user": made.user,
        "password_file": str(made.password_file),
        "package": str(made.package),
        "sealed": str(made.sealed),
        "ledgers": {office: str(folder) for office, folder in made.ledgers.items()},
        "county_ledger": str(made.county_ledger),
        "city_ledger": str(made.city_ledger),
        "stick": str(made.sealed.parents[2]),
        "receipt": str(made.played.receipt),
        "sealed_receipt": str(made.played.sealed_receipt),
        "in_city": dict(made.played.in_city),
        "findings": [
            {
                "file": one.path.name,
                "standing": one.standing.name.lower(),
                "findings": [{"code": code, "text": str(text)} for code, text in one.findings],
            }
            for one in made.played.waiting
        ],
        "report": str(made.report),
        "root_certificate": str(made.root_certificate),
        "counts": {code: sent for code, (_kept, sent) in made.counts.items()},
        "kept": {code: kept for code, (kept, _sent) in made.counts.items()},
        "left_out": [
            {
                "register": record.register,
                "record": record.label,
                "problems": [str(one.message) for one in record.stands],
            }
            for record in made.left_out
        ],
        "explained": [{"record": one.label, "reason": one.reason} for one in made.reasons],
        "verify": to_json(made.verification),
    }
