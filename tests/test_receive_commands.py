"""``taizhang receive`` and ``answer``: the round by stick without a screen, told in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop import command_line
from desktop.commands import terminal
from tests.support.offices import PASSWORD
from tests.support.round_trip import LUOJIA, UNITS, OfficeMaker, copy_of, save_unit, send


def test_a_round_on_the_command_line(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    maker = OfficeMaker(tmp_path_factory.mktemp("offices"))
    monkeypatch.setattr(terminal, "clock", maker.clock)  # a unit's contracts run out one day
    trip = maker.round(tmp_path)
    unit = save_unit(trip.luojia, 1)
    path = send(trip.luojia, trip.stick)
    trip.close()
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    county, luojia = (
        ["--ledger", str(one.folder), "--password-file", str(secret)] for one in (trip.county, trip.luojia)
    )

    def run(*arguments: str) -> tuple[int, Any]:
        code = command_line.run(arguments)
        out = capsys.readouterr().out
        return code, json.loads(out) if "--json" in arguments else out

    code, found = run("receive", str(trip.stick), *county, "--json")
    (arrival,) = found["packages"]
    assert (code, arrival["standing"], arrival["records"]["new"], arrival["decision"]) == (0, "READY", 1, "")
    code, said = run("receive", str(trip.stick), *county, "--accept-clean")
    assert code == 0
    assert f"{path.name}：罗家镇总工会第 1 号" in said
    assert "已收下" in said
    code, given = run("answer", *county, "--to", str(trip.stick), "--json")
    assert (code, len(given["receipts"])) == (0, 1)
    code, said = run("answer", *county, "--to", str(trip.stick))
    assert (code, said) == (0, "没有要写的回执。\n")
    code, found = run("receive", str(trip.stick), *luojia, "--accept-clean", "--json")
    (receipt,) = found["receipts"]
    assert (code, receipt["decision"], receipt["received"], receipt["returned"]) == (0, "accepted", 1, 0)
    path.write_bytes(path.read_bytes()[:-1])
    code, found = run("receive", str(trip.stick), *county, "--json")
    assert code == 1
    assert [one["code"] for one in found["packages"][0]["findings"]] == ["E01"]
    opened = maker.reopen(LUOJIA, trip.luojia.folder)
    assert copy_of(opened, UNITS, unit.id).state == "received"
    opened.close()
