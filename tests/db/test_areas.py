"""Places are found by code and by name, and abolished ones are known without being offered."""

import csv
import importlib.resources
import subprocess
import sys
import time

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
    assert districts == "东湖区 西湖区 青云谱区 青山湖区 新建区 红谷滩区 南昌县 安义县 进贤县".split()  # noqa: SIM905
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
    assert all(len(row) == 2 and len(row[0]) == 9 and row[1].strip() == row[1] != "" for row in rows)
    counties = (places / "counties.csv").read_text("utf-8")
    assert {row[0][:6] for row in rows} <= {line[:6] for line in counties.splitlines()}


def test_a_county_is_looked_up_without_reading_the_townships() -> None:
    code = "from db import areas; areas.county_name('360111'); print(areas._townships.cache_info().currsize)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "0"


def test_the_townships_are_read_quickly() -> None:
    areas._townships.cache_clear()
    start = time.process_time()
    areas._townships()
    assert time.process_time() - start < 0.15
