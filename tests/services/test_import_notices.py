"""What was passed over is told in a few sentences, apart from what is wrong."""

from __future__ import annotations

import io

from openpyxl import Workbook

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import import_notices, importing
from desktop.services.importing import ImportPreview

UNITS = all_registers()["units"]
HEADER = [
    "单位名称",
    "统一社会信用代码",
    "单位类别",
    "登记状态",
    "企业职工人数",
    "建会情况",
    "邮箱",
    "联系电话",
]


def read(ledger: Ledger, *, totals: int) -> ImportPreview:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "表"
    sheet.append(HEADER)
    for _ in range(totals):
        sheet.append(["合计", "", "", "", 120])
    sheet.append(["甲厂", "1", "国有企业", "在业", 120, "筹备", "x", "0791-88123456"])
    sheet.column_dimensions["B"].hidden = True
    made.create_sheet("封面").append(["罗家镇"])
    out = io.BytesIO()
    made.save(out)
    return importing.dry_run(ledger, UNITS, out.getvalue(), "表.xlsx")


def test_notices_are_sentences_and_a_question_is_none(ledger: Ledger) -> None:
    preview = read(ledger, totals=2)
    assert preview.suggested == {"企业职工人数": "employees"}
    problems, notices = import_notices.parted(preview)
    assert [str(one) for one in notices] == [
        "工作表“封面”不是这个台账的，没有读入。",
        "没有“邮箱”这个栏目，这一列不会导入。",
        "“统一社会信用代码”：这一列在表格里是隐藏的，也读入了。",
        "第 2、3 行：这一行是“合计”，不是记录，已跳过。",
    ]
    assert ("统一社会信用代码", 4) in {(one.column, one.row) for one in problems}


def test_many_rows_alike_are_one_sentence(ledger: Ledger) -> None:
    _, notices = import_notices.parted(read(ledger, totals=40))
    assert str(notices[-1]) == "第 2、3、4 行等 40 行：这一行是“合计”，不是记录，已跳过。"


def test_a_problem_of_another_sheet_names_it(ledger: Ledger) -> None:
    problem = import_notices.parted(read(ledger, totals=0))[0][0]
    assert import_notices.place(problem, "表") == problem.column
    assert import_notices.place(problem, "别的") == f"表 · {problem.column}"
