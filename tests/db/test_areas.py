"""Places are found by code and by name, and abolished ones are known without being offered."""

import csv
import importlib.resources
import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from db import areas
from db.areas import Area


def test_a_code_gives_the_whole_name() -> None:
    assert areas.full_name("360111103") == "江西省南昌市青山湖区罗家镇"
    assert areas.full_name("360111") == "江西省南昌市青山湖区"
    assert areas.full_name("3601") == "江西省南昌市"
    assert areas.full_name("36") == "江西省"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110101001", "北京市东城区东华门街道"),  # no 市辖区
        ("441900003", "广东省东莞市东城街道"),  # a city without counties: not 东莞市东莞市
        ("429004", "湖北省仙桃市"),  # under the province itself
        ("360100", "江西省南昌市"),
        ("999999", "999999"),
    ],
)
def test_whole_names_leave_out_the_rows_that_are_no_places(code: str, name: str) -> None:
    assert areas.full_name(code) == name


def test_the_tree_goes_down_to_the_township() -> None:
    assert Area("36", "江西省", "province") in areas.provinces()
    assert len(areas.provinces()) == 31
    assert Area("3601", "南昌市", "city") in areas.children("36")
    districts = [area.name for area in areas.children("3601")]
    assert " ".join(districts) == "东湖区 西湖区 青云谱区 青山湖区 新建区 红谷滩区 南昌县 安义县 进贤县"
    assert [area.name for area in areas.children("360111")][4:6] == ["京东镇", "罗家镇"]
    assert areas.children("360111103") == ()


def test_nanchang_has_its_139_units() -> None:
    units = [unit for district in areas.children("3601") for unit in areas.children(district.code)]
    assert len(units) == 139
    assert Area("360121101", "向塘镇", "township") in units
    assert Area("360124500", "五里垦殖场", "township") in units


@pytest.mark.parametrize(("code", "name"), [("360105", "湾里区"), ("360122", "新建县")])
def test_an_abolished_county_is_known_but_not_offered(code: str, name: str) -> None:
    assert areas.county_name(code) == name
    assert areas.full_name(code) == "江西省南昌市" + name
    assert areas.find(name) == []
    assert name not in [area.name for area in areas.children("3601")]


def test_prefixes_of_resident_ids() -> None:
    assert areas.county_name("360112") == "新建区"
    assert areas.county_name("110223") == "通县"  # abolished in 1997
    assert areas.county_name("810000") == "香港特别行政区"
    assert areas.county_name("999999") is None
    assert areas.county_name("3601") is None


def test_places_are_found_by_part_of_their_name() -> None:
    assert areas.find("罗家镇", level="township")[0] == Area("360111103", "罗家镇", "township")
    assert areas.find("青山湖区罗家镇") == [Area("360111103", "罗家镇", "township")]
    assert areas.find("江西省南昌市青山湖区罗家镇") == [Area("360111103", "罗家镇", "township")]
    assert areas.find("青山湖", level="county") == [Area("360111", "青山湖区", "county")]
    assert areas.find("南昌", limit=2) == [Area("3601", "南昌市", "city"), Area("360121", "南昌县", "county")]
    assert len(areas.find("镇", limit=7)) == 7
    assert areas.find("  ") == []


@pytest.mark.parametrize(
    "typed", ["qshljz", "qshqljz", "jxncqshljz", "QSHLJZ", "青山湖罗家镇", "南昌罗家", " ncljz "]
)
def test_a_township_is_found_behind_the_places_above_it(typed: str) -> None:
    assert areas.find(typed)[0] == Area("360111103", "罗家镇", "township")


def test_a_place_above_finds_what_lies_below_it() -> None:
    below = areas.find("青山湖区", level="township")
    assert below == list(areas.children("360111"))
    assert areas.find("青山湖区")[0] == Area("360111", "青山湖区", "county")


def test_places_are_found_by_their_initials() -> None:
    assert Area("360111103", "罗家镇", "township") in areas.find("ljz", level="township", limit=200)
    assert areas.find("cqs", level="province") == [Area("50", "重庆市", "province")]
    assert Area("361124", "铅山县", "county") in areas.find("ysx", level="county")
    assert Area("330382", "乐清市", "county") in areas.find("yqs", level="county")
    assert areas.find("qqqqqq") == areas.find("vljz") == []


def test_exact_initials_come_before_beginnings_and_those_before_parts() -> None:
    names = [area.name for area in areas.find("ljz", level="township", limit=400)]
    keys = [
        areas._township_initials()[area.code].split()
        for area in areas.find("ljz", level="township", limit=400)
    ]
    ranks = [min(0 if key == "ljz" else 1 if key.startswith("ljz") else 2 for key in one) for one in keys]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}
    assert names[0] == "梁集镇"  # by code, as nothing is near


def test_what_is_near_comes_first() -> None:
    assert areas.find("ljz", level="township", near="360111103")[0].name == "罗家镇"
    assert areas.find("ljz", level="township", near="360111")[0].name == "罗家镇"
    codes = [area.code for area in areas.find("ljz", level="township", limit=50, near="360123")]
    assert codes[0].startswith("360123")
    assert codes[1].startswith("3601")
    assert codes[2].startswith("36")
    assert not codes[-1].startswith("36")
    assert (
        areas.find("bjs", near="360111103")[0].name == "北京市"
    )  # a whole name wins over a part of a near one


def test_rows_that_are_no_places_are_not_found() -> None:
    assert areas.find("市辖区") == []


def test_the_initials_are_those_of_the_recipe() -> None:
    recipe = _recipe()
    folder = importlib.resources.files("resources") / "places"
    counties = list(csv.DictReader((folder / "counties.csv").read_text("utf-8").splitlines()))
    townships = list(csv.DictReader((folder / "townships.csv").read_text("utf-8").splitlines()))
    for rows in (counties[::7], townships[::97]):
        assert recipe.with_initials(rows) == rows
    assert recipe.initials("罗家镇") == "ljz"
    assert recipe.initials("（白城市生态新区）官银号街道") == "bcsstxqgyhjd"


def _recipe() -> ModuleType:
    path = Path(areas.__file__).parents[1] / "resources" / "places" / "add_initials.py"
    spec = importlib.util.spec_from_file_location("add_initials", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_exact_names_come_first() -> None:
    names = [area.name for area in areas.find("大安镇", level="township", limit=100)]
    exact = names.count("大安镇")
    assert exact > 1
    assert names[:exact] == ["大安镇"] * exact
    assert "大安镇镇" in names[exact:]  # although its code is lower


def test_the_list_is_whole_and_plain() -> None:
    places = importlib.resources.files("resources") / "places"
    rows = list(csv.reader((places / "townships.csv").read_text("utf-8").splitlines()))[1:]
    assert len(rows) == 41_352
    assert all(len(row) == 3 and len(row[0]) == 9 and row[1].strip() == row[1] != "" for row in rows)
    assert all(re.fullmatch("[a-z]{2,}(?: [a-z]{2,}){0,3}", row[2]) for row in rows)
    counties = (places / "counties.csv").read_text("utf-8")
    assert {row[0][:6] for row in rows} <= {line[:6] for line in counties.splitlines()}


def test_a_county_is_looked_up_without_reading_the_townships() -> None:
    code = "from db import areas; areas.county_name('360111'); print(areas._township_lines.cache_info().currsize)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "0"


def test_the_townships_are_read_quickly() -> None:
    areas._townships.cache_clear()
    areas._township_lines.cache_clear()
    start = time.process_time()
    areas._townships()
    assert time.process_time() - start < 0.15
