"""The level of an office and the office above it, by the code alone."""

from __future__ import annotations

import pytest

from desktop.services.levels import Level, NoSuperiorError, level_of, superior_code, usual_name


@pytest.mark.parametrize(
    ("code", "level", "above"),
    [
        ("360111103", Level.TOWNSHIP, "360111"),
        ("360111-T", Level.TOWNSHIP, "360111"),
        ("360100000", Level.TOWNSHIP, "360100"),
        ("360111", Level.COUNTY, "360100"),
        ("360100", Level.CITY, None),
    ],
)
def test_level_and_superior(code: str, level: Level, above: str | None) -> None:
    assert level_of(code) is level
    if above is None:
        with pytest.raises(NoSuperiorError):
            superior_code(code)
    else:
        assert superior_code(code) == above


def test_offices_are_named_after_their_place() -> None:
    assert usual_name("360111") == "青山湖区总工会"
    assert usual_name("360100") == "南昌市总工会"
    assert usual_name("999999") == "999999"
