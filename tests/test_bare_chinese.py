"""Chinese that the program can show is marked for the catalogue: a bare literal would stay Chinese on an English screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_HAN = re.compile(r"[〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd]")
_MARKS = {"N_", "_"}
_SPOKEN = {
    "Message",
    "ReportableError",
    "WordInContext",
    "said",
    "__init__",
}  # their texts are meant for people

ON_PAPER = "papers are Chinese in every language of the screen"
READ = "words that are looked for in what people type or import"
IN_FILES = "tables and files that offices exchange are Chinese"
MADE_UP = "the demonstration's people and places"
UNIT = "a unit is asked for, and worded where it is shown"
KEPT = "a name that is kept in the ledger or in a certificate is the same for everybody"

# Modules and folders whose bare Chinese never comes to the screen as words of the program. None of desktop/ui.
MODULES = {
    "db/values/": READ,  # and amounts in capitals, dates as paper writes them, pinyin
    "db/withholding.py": READ,  # surnames of two characters
    "desktop/exchange/data_package.py": IN_FILES,
    "desktop/exchange/list_workbook.py": IN_FILES,  # the name of a font
    "desktop/exchange/workbook_template.py": IN_FILES,
    "desktop/reports/": ON_PAPER,
    "desktop/services/column_matching.py": READ,
    "desktop/services/column_synonyms.py": READ,
    "desktop/services/demonstration/": MADE_UP,
    "desktop/services/import_tables.py": READ,
    "desktop/services/printing_records.py": ON_PAPER,
    "desktop/services/reminder_papers.py": ON_PAPER,
    "desktop/services/roll_up_papers.py": ON_PAPER,
    "desktop/services/structure_papers.py": ON_PAPER,
    "desktop/services/submission_papers.py": ON_PAPER,
    "desktop/services/summaries.py": ON_PAPER,
    "desktop/services/summarising.py": ON_PAPER,
    "desktop/services/township_tables.py": ON_PAPER,
}
# Single words of modules that also speak to people.
WORDS = {
    ("db/areas.py", "县"): READ,
    ("db/areas.py", "市辖区"): READ,
    ("db/areas.py", "省直辖县级行政区划"): READ,
    ("db/areas.py", "自治区直辖县级行政区划"): READ,
    ("db/code_lists.py", "又称:"): READ,
    ("db/entry.py", "否"): READ,
    ("db/entry.py", "无"): READ,
    ("db/entry.py", "是"): READ,
    ("db/entry.py", "有"): READ,
    ("db/registers/assistance/indicators.py", "元"): UNIT,
    ("db/registers/nominees/record.py", "无"): READ,
    ("db/registers/nominees/rules.py", "五一劳动奖章"): READ,
    ("db/registers/nominees/rules.py", "先进工作者"): READ,
    ("db/registers/nominees/rules.py", "劳动模范"): READ,
    ("desktop/commands/making.py", "总工会"): KEPT,
    ("desktop/commands/packages.py", "至"): KEPT,
    ("desktop/exchange/certificates.py", "根证书"): KEPT,
    ("desktop/exchange/returned_workbook.py", "工会台账"): IN_FILES,
    ("desktop/exchange/spreadsheet.py", "所属"): IN_FILES,
    ("desktop/services/backing_up.py", "工会台账备份"): IN_FILES,  # the folder on the stick
    ("desktop/services/figures_from_above.py", "上级下发："): KEPT,
    ("desktop/services/gathering.py", "，不带身份信息"): ON_PAPER,
    ("desktop/services/import_cells.py", "[0-9A-Za-z㐀-䶿一-鿿()（）.-]+"): READ,
    ("desktop/services/import_cells.py", "㐀-䶿一-鿿"): READ,
    ("desktop/services/levels.py", "总工会"): KEPT,
    ("desktop/services/nominee_groups.py", "一线职工"): READ,
    ("desktop/services/nominee_groups.py", "一线职工和专业技术人员"): READ,
    ("desktop/services/nominee_groups.py", "女"): READ,
    ("desktop/services/nominee_groups.py", "女性"): READ,
    ("desktop/services/self_checking.py", "自检"): KEPT,
    ("desktop/services/self_checking.py", "𬱖䶮㛃"): READ,
    ("desktop/ui/elided_heading.py", "国"): "its width is measured",
    ("desktop/ui/first_start.py", "总工会"): KEPT,
    ("desktop/ui/pages/enrolment_page.py", "纸质材料"): KEPT,
    ("desktop/ui/pages/settings_page.py", "中文"): "each language is named in its own words",
    ("desktop/ui/registers/bulk_change.py", "否 n fou f 0"): READ,
    ("desktop/ui/registers/bulk_change.py", "是 y shi s 1"): READ,
    ("desktop/ui/tables/row_delegate.py", "否 n fou f 0"): READ,
    ("desktop/ui/tables/row_delegate.py", "是 y shi s 1"): READ,
    **{
        ("desktop/ui/tables/row_table_model.py", unit): UNIT
        for unit in ("人", "次", "户", "件", "个", "家", "万元")
    },
}


@cache
def _modules() -> dict[str, ast.Module]:
    paths = sorted(path for folder in ("db", "desktop") for path in (_ROOT / folder).rglob("*.py"))
    return {path.relative_to(_ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def bare(tree: ast.AST) -> tuple[ast.Constant, ...]:
    """Give the literals with Chinese that are neither marked, nor compared with, nor there for the reader of the code."""
    quiet: set[ast.AST] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[marked, *_]) if name in _MARKS:
                quiet.add(marked)
            case ast.Expr(value=ast.Constant() as documentation):
                quiet.add(documentation)
            case ast.Compare():
                quiet |= set(ast.walk(node))
            case ast.Subscript(value=ast.Name(id="Literal")):
                quiet |= set(ast.walk(node))
    return tuple(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node not in quiet
        if isinstance(node.value, str) and _HAN.search(node.value)
    )


def spoken(tree: ast.AST) -> Iterator[ast.Constant]:
    """Give the bare literals that become a message or an error."""
    unmarked = set(bare(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _SPOKEN:
                yield from (one for one in node.args if one in unmarked and isinstance(one, ast.Constant))


def test_no_chinese_is_left_unmarked() -> None:
    found = [
        f"{name}:{one.lineno} {one.value}"
        for name, tree in _modules().items()
        if not any(name == kept or (kept.endswith("/") and name.startswith(kept)) for kept in MODULES)
        for one in bare(tree)
        if (name, one.value) not in WORDS
    ]
    assert found == []


def test_no_message_is_unmarked_anywhere() -> None:
    found = [f"{name}:{one.lineno} {one.value}" for name, tree in _modules().items() for one in spoken(tree)]
    assert found == []


def test_no_exception_has_outlived_its_reason() -> None:
    left = {(name, str(one.value)) for name, tree in _modules().items() for one in bare(tree)}
    assert set(WORDS) - left == set()
    assert [kept for kept in MODULES if not any(name.startswith(kept) for name, _text in left)] == []
    assert [kept for kept in MODULES if kept.startswith("desktop/ui")] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('QLabel("保存")', ["保存"]),
        ('label.setText(f"共 {n} 条")', ["共 ", " 条"]),
        ('heads = ("姓名", N_("年龄"))', ["姓名"]),
        ('said(Message(N_("共 {n} 条"), {"n": 1})) or _("没有")', []),
        ('"""保存"""\nis_yuan = unit == "元"', []),
        ('names = {"户主": 1}', ["户主"]),
    ],
)
def test_what_is_bare_is_found(source: str, found: list[str]) -> None:
    assert [one.value for one in bare(ast.parse(source))] == found


def test_an_unmarked_message_is_found_even_where_papers_are_made() -> None:
    source = (
        'raise ReportableError("没有 {name}，请核对。", name="甲")\nMessage(N_("好"))\nsuper().__init__("坏")'
    )
    assert [one.value for one in spoken(ast.parse(source))] == ["没有 {name}，请核对。", "坏"]
