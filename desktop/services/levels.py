"""Which level an office is at (镇街、县区、市), and which office is above it, read from its code alone."""

from __future__ import annotations

import enum

from db import areas
from db.messages import N_, ReportableError


class Level(enum.StrEnum):
    """The three levels that run this program."""

    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"


class NoSuperiorError(ReportableError):
    """A city's ledger has nobody above it in this program."""

    def __init__(self) -> None:
        super().__init__(N_("本单位是市级，在本软件中没有上级单位。"))


def level_of(area: str) -> Level:
    """Tell the level by the code: nine digits (or ``360111-T``) township, six county, six ending in 00 city."""
    if len(area) == 6:
        return Level.CITY if area.endswith("00") else Level.COUNTY
    return Level.TOWNSHIP


def superior_code(area: str) -> str:
    """Give the code of the office above; raises NoSuperiorError for a city."""
    match level_of(area):
        case Level.TOWNSHIP:
            return area[:6]
        case Level.COUNTY:
            return f"{area[:4]}00"
        case Level.CITY:
            raise NoSuperiorError


def usual_name(area: str) -> str:
    """Give the name that an office of a county or city has by custom: 青山湖区总工会."""
    place = areas.county_name(area)
    return f"{place}总工会" if place else area
