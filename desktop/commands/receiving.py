"""``receive`` and ``answer``: take in what lies on a stick, and write the receipts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.messages import N_, Message
from desktop.commands.terminal import (
    Json,
    LedgerFolder,
    PasswordFile,
    User,
    give,
    opened,
    progress,
    say,
    tell,
)
from desktop.language import _, said
from desktop.services.levels import Level, level_of

if TYPE_CHECKING:
    from db.store.ledger import Ledger
    from desktop.commands.terminal import Bar
    from desktop.services.comparing import Comparison
    from desktop.services.receipt_using import TakenReceipt
    from desktop.services.receipts import ReceiptArrival
    from desktop.services.receiving import Arrival
    from desktop.services.taking_in import TakenIn


def receive(
    stick: Annotated[Path, typer.Argument(help=_("U 盘或文件夹。"))],
    ledger: LedgerFolder,
    user: User = "",
    password_file: PasswordFile = None,
    accept_clean: Annotated[
        bool, typer.Option("--accept-clean", help=_("没有问题的报送包直接收下；不写就只看，什么都不写入。"))
    ] = False,
    as_json: Json = False,
) -> None:
    """Look at packages, or at a township at receipts; take in what needs no decision when asked to."""
    with opened(ledger, user, password_file) as book, progress() as bar:
        if level_of(book.office().area) is Level.TOWNSHIP:
            found, is_clean = _receipts(book, stick, bar, use=accept_clean)
        else:
            found, is_clean = _packages(book, stick, bar, take=accept_clean)
            if level_of(book.office().area) is Level.COUNTY:
                more, also_clean = _receipts(book, stick, bar, use=accept_clean)
                found, is_clean = found | more, is_clean and also_clean
    if as_json:
        give(found)
    else:
        _tell(found)
    if not is_clean:
        raise typer.Exit(1)


def answer(
    ledger: LedgerFolder,
    to: Annotated[Path, typer.Option(help=_("U 盘或文件夹。"))],
    user: User = "",
    password_file: PasswordFile = None,
    again: Annotated[bool, typer.Option("--again", help=_("以前写过的回执也再写一次。"))] = False,
    as_json: Json = False,
) -> None:
    """Make the receipts that are missing and write them to a stick."""
    from desktop.services import answering  # noqa: PLC0415 - signatures load large libraries

    with opened(ledger, user, password_file) as book, progress() as bar:
        written = answering.answer(book, to, bar)
        if again:
            given = [one.identity for one in answering.receipts(book)]
            written = answering.place(book, to, given, bar)
    if as_json:
        give({"receipts": [{"file": str(one.path), "sha256": one.sha256} for one in written]})
        return
    for one in written:
        tell(N_("已写入 {path}，读回核对一致，可以拔出。"), path=one.path)
    if not written:
        tell(N_("没有要写的回执。"))


def _packages(book: Ledger, stick: Path, bar: Bar, *, take: bool) -> tuple[dict[str, Any], bool]:
    """Look at packages and take in those in which every record may be accepted as it is."""
    from desktop.services import comparing, deciding, receiving, taking_in  # noqa: PLC0415 - as above

    arrivals = receiving.look(book, stick, bar)
    ready = [one for one in arrivals if one.standing is receiving.Standing.READY]
    compared = comparing.compare_all(book, ready, bar)
    results: tuple[TakenIn, ...] = ()
    if take:
        clean = [(one, deciding.default_decisions(one)) for one in compared if not one.with_findings]
        results = taking_in.apply(book, clean, bar) if clean else ()
        taking_in.note_refused(book, arrivals)
    by_identity = {one.arrival.identity: one for one in compared}
    taken = {one.arrival.identity: one for one in results}
    listed = [_arrival(one, by_identity.get(one.identity), taken.get(one.identity)) for one in arrivals]
    right = {receiving.Standing.READY, receiving.Standing.REPEATED}
    is_clean = all(one.standing in right for one in arrivals) and not any(
        one.with_findings for one in compared
    )
    return {"packages": listed}, is_clean and not any(one.error for one in results)


def _receipts(book: Ledger, stick: Path, bar: Bar, *, use: bool) -> tuple[dict[str, Any], bool]:
    from desktop.services import receipt_using, receipts  # noqa: PLC0415 - as above
    from desktop.services.receiving import Standing  # noqa: PLC0415 - as above

    arrivals = receipts.look(book, stick, bar)
    ready = [one for one in arrivals if one.standing is Standing.READY]
    results = receipt_using.apply(book, ready, bar) if use else ()
    used = {one.arrival.identity: one for one in results}
    is_clean = all(one.standing in {Standing.READY, Standing.REPEATED} for one in arrivals)
    found: dict[str, Any] = {"receipts": [_receipt(one, used.get(one.identity)) for one in arrivals]}
    found["returns"] = [
        {
            "register": one.register,
            "record": one.record_id,
            "label": one.label,
            "code": one.code,
            "reason": one.text,
            "field": one.field,
            "suggested": one.suggested,
        }
        for one in receipt_using.returns(book)
    ]
    return found, is_clean and not any(one.error for one in results)


def _arrival(one: Arrival, comparison: Comparison | None, taken: TakenIn | None) -> dict[str, Any]:
    from desktop.services.comparing import Kind  # noqa: PLC0415 - as above

    return {
        "file": one.path.name,
        "standing": one.standing.name,
        "sender": one.sender,
        "sender_name": one.sender_name,
        "sequence": one.sequence,
        "period": one.period,
        "identity": one.identity,
        "findings": _findings(one),
        "records": {kind.name.lower(): comparison.count(kind) for kind in Kind} if comparison else {},
        "with_findings": [
            {
                "register": record.register,
                "record": record.record_id,
                "label": record.label,
                "findings": [said(message) for message in record.findings],
            }
            for record in (comparison.with_findings if comparison else ())
        ],
        "decision": taken.decision if taken else "",
        "error": said(taken.error) if taken and taken.error else "",
    }


def _receipt(one: ReceiptArrival, used: TakenReceipt | None) -> dict[str, Any]:
    return {
        "file": one.path.name,
        "standing": one.standing.name,
        "package": one.statement.package_seq if one.statement else 0,
        "decision": one.statement.decision if one.statement else "",
        "findings": _findings(one),
        "received": used.received if used else 0,
        "returned": used.returned if used else 0,
        "error": said(used.error) if used and used.error else "",
    }


def _findings(one: Arrival | ReceiptArrival) -> list[dict[str, str]]:
    return [{"code": finding.code, "message": said(finding.message)} for finding in one.wrong]


def _tell(found: dict[str, Any]) -> None:
    from desktop.services.receiving import Standing  # noqa: PLC0415 - as above

    for one in found.get("packages", ()):
        standing = Message(Standing[one["standing"]].value)
        values = {"name": one["sender_name"], "seq": one["sequence"], "standing": standing}
        tell(N_("{file}：{name}第 {seq} 号，{standing}"), file=one["file"], **values)
        _tell_findings(one)
        for record in one["with_findings"]:
            for finding in record["findings"]:
                say(f"  ! {record['label']}: {finding}")
        if one["decision"]:
            tell(N_("  已收下。"))
    for one in found.get("receipts", ()):
        standing = Message(Standing[one["standing"]].value)
        tell(
            N_("{file}：对第 {seq} 号的回执，{standing}"),
            file=one["file"],
            seq=one["package"],
            standing=standing,
        )
        _tell_findings(one)
        if one["received"] or one["returned"]:
            tell(
                N_("  已收 {received} 条，退回 {returned} 条。"),
                received=one["received"],
                returned=one["returned"],
            )
    for one in found.get("returns", ()):
        tell(N_("待更正：{label}：{reason}"), label=one["label"], reason=one["reason"])
    if not found.get("packages") and not found.get("receipts"):
        tell(N_("没有找到报送包或回执。"))


def _tell_findings(one: dict[str, Any]) -> None:
    for finding in one["findings"]:
        say(f"  {finding['code']} {finding['message']}")
    if one["error"]:
        say(f"  ! {one['error']}")
