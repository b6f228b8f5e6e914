"""The ledgers that are photographed: empty, the demonstration, every field at its limit, very many records, the round."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db import areas
from db.fields import DateField, Field, MoneyField, ReferenceField, TextField, TextForm
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store import ledger
from db.store.folder import users
from db.store.ledger import Ledger
from desktop.services import records
from desktop.services.demonstration import FEWEST_HOUSEHOLDS, county, office
from desktop.services.levels import superior_code, usual_name
from desktop.services.setting_up import create_ledger
from tests.benchmarks import big_ledger
from tests.benchmarks.password import PASSWORD as BIG_PASSWORD
from tests.reports.forms.form_samples import longest
from tests.support.sample_records import value_of

KINDS = ("empty", "normal", "longest", "big", "round")
PASSWORD = "red flag 1925 Luojia"
NAME = "阿卜杜热依木·买买提吐尔逊䶮㛃𬱖熊欧阳·" * 3
_ROWS = {"members": 20}  # people of a household; six of everything else
_RECORDS = 30  # of each register: more than a list shows at once


@dataclass(frozen=True)
class Prepared:
    """A ledger that can be unlocked, and a package made from it; of the round, the folder of all its ledgers and sticks."""

    folder: Path
    password: str
    package: Path | None = None


def now() -> datetime:
    """Give local time."""
    return datetime.now().astimezone()


def prepare(kind: str, into: Path, cache: Path, count: int) -> Prepared:
    """Make the ledger of a kind; the big one with ``count`` households is kept in ``cache`` and copied."""
    match kind:
        case "normal":
            made = office.make(into / "office", 1, FEWEST_HOUSEHOLDS, now)
            return Prepared(made.ledger, made.password_file.read_text("utf-8").strip(), made.package)
        case "round":
            made = office.make(into, 1, FEWEST_HOUSEHOLDS, now)
            return Prepared(into, made.password_file.read_text("utf-8").strip())
        case "big":
            cache.mkdir(parents=True, exist_ok=True)
            opened = big_ledger.opened(cache, count)
            opened.close()
            shutil.copytree(opened.folder, into / "ledger")
            return Prepared(into / "ledger", BIG_PASSWORD)
        case "longest":
            town = _longest_town()
            empty = create_ledger(
                into / "ledger", town.code, f"{town.name}总工会", NAME[:20], PASSWORD, now
            ).ledger
            _enrol(empty, into)
            _fill(empty)
        case _:
            empty = create_ledger(
                into / "ledger", "360111103", "青山湖区罗家镇总工会", "李晓燕", PASSWORD, now
            ).ledger
    empty.close()
    return Prepared(into / "ledger", PASSWORD)


def unlocked(prepared: Prepared) -> Ledger:
    """Open a prepared ledger."""
    user = users(prepared.folder)[0]
    return ledger.unlock(prepared.folder, user, prepared.password, now)


def _longest_town() -> areas.Area:
    """Find the township of this country that has the longest name."""
    return max(
        (
            town
            for province in areas.provinces()
            for city in areas.children(province.code)
            for county in areas.children(city.code)
            for town in areas.children(county.code)
        ),
        key=lambda town: len(town.name),
    )


def _enrol(below: Ledger, into: Path) -> None:
    code = superior_code(below.office().area)
    above = create_ledger(into / "above", code, usual_name(code), NAME[:20], PASSWORD, now).ledger
    county.enrol(above, below)
    above.close()


def _fill(opened: Ledger) -> None:
    """Save records of all registers, each pointing at the first of the registers before it."""
    references: dict[str, str] = {}
    for register in all_registers().values():
        for number in range(_RECORDS):
            saved = records.save(opened, register, _full(opened, register, references, number)).record
            references.setdefault(register.code, saved.id)


def _full(opened: Ledger, register: Register, references: Mapping[str, str], number: int) -> Record:
    record = records.new(opened, register)
    for code, field in register.fields.items():
        setattr(record, code, at_its_limit(field, record.written_on, references))
    if register.number_field:
        setattr(record, register.number_field, None)  # given when it is saved
    for group in register.row_groups:
        count = _ROWS.get(group.code, 6) if not number else 2
        rows = [
            group.row(
                **{
                    code: at_its_limit(field, record.written_on, references)
                    for code, field in group.fields.items()
                }
            )
            for _ in range(count)
        ]
        setattr(record, group.code, rows)
    return record


def at_its_limit(field: Field, day: date, references: Mapping[str, str]) -> Any:
    """Give the longest value that a field takes."""
    match field:
        case TextField(form=TextForm.PERSON_NAME):
            return NAME[: field.max_length]
        case TextField(form=TextForm.PLAIN):
            return longest(field)
        case TextField() | ReferenceField():
            return value_of(field, day, references)
        case DateField():
            return date(2025, 12, 28)
        case MoneyField():
            return field.maximum
    return longest(field)
