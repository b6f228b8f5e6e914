"""The rows of a CSV carry the numbers that a spreadsheet shows beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.messages import ReportableError
from desktop.exchange import csv_table


def rows(data: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in csv_table.parse(data.encode()).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    line = separator.join(["张三", "汉族", "1"])
    table = csv_table.parse(f"姓名{separator}民族{separator}性别\n{line}\n".encode("gb18030"))
    assert table.separator == separator
    assert table.rows[1].cells == ("张三", "汉族", "1")


def test_separators_inside_quotes_do_not_count() -> None:
    table = csv_table.parse('姓名\t"a,b,c,d,e"\n张三\t"1,2,3,4,5"\n'.encode())
    assert table.separator == "\t"
    assert table.rows[1].cells == ("张三", "1,2,3,4,5")


def test_a_quoted_line_end_stays_in_its_cell_and_counts_as_one_row() -> None:
    found = rows('姓名,地址\n张三,"罗家镇\n枫下村"\n李四,濡溪村\n')
    assert found == [(1, ("姓名", "地址")), (2, ("张三", "罗家镇\n枫下村")), (3, ("李四", "濡溪村"))]


def test_mixed_line_ends_and_empty_rows_keep_the_numbers() -> None:
    found = rows("姓名,民族\r\n张三,汉族\n\r\n,\r李四,回族\r\n,,\n\n")
    assert found == [(1, ("姓名", "民族")), (2, ("张三", "汉族")), (5, ("李四", "回族"))]


def test_a_doubled_quote_is_one() -> None:
    assert rows('a,"说""好"""\n')[0][1] == ("a", '说"好"')


@pytest.mark.parametrize("data", [b"", b"\n\r\n , ,\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(csv_table.TableError, match="没有内容"):
        csv_table.parse(data)


def test_a_quote_that_is_never_closed_names_its_row() -> None:
    with pytest.raises(csv_table.TableError, match="第 3 行"):
        csv_table.parse('姓名,地址\n张三,a\n李四,"b\n王五,c\n赵六,d\n'.encode())


def test_one_endless_cell_is_refused() -> None:
    with pytest.raises(csv_table.TableError, match="第 2 行"):
        csv_table.parse(b"a,b\n" + b"x" * 2_000_000 + b",1\n")


def test_too_many_rows_or_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MOST_ROWS", 3)
    with pytest.raises(csv_table.TableError, match="超过 3 行"):
        csv_table.parse(b"a\n1\n2\n3\n")
    with pytest.raises(csv_table.TableError, match="第 1 行有 501 列"):
        csv_table.parse(b"," * 500 + b"x\n")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportableError, match="打不开文件"):
        csv_table.read_file(tmp_path / "没有.csv")
    (tmp_path / "有.csv").write_bytes(b"a,b\n")
    assert csv_table.read_file(tmp_path / "有.csv") == b"a,b\n"


@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_rows_or_a_sentence(data: bytes) -> None:
    try:
        table = csv_table.parse(data)
    except ReportableError as refused:
        assert str(refused)  # noqa: PT017 - to raise is one of two right outcomes
    else:
        numbers = [row.number for row in table.rows]
        assert numbers == sorted(set(numbers))
        assert numbers[0] >= 1
