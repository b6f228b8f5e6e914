"""The sheet of 结构比例 on paper: its head, every group beside its rule, what stays open, and the names to sign."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf
import pytest

from db.registers import all_registers
from db.rule_tables import RATIOS, Figure, ratio_name
from db.store.ledger import Ledger
from desktop.reports.archival_pdf import violations
from desktop.services import records, rule_figures, structure_papers, structure_ratios
from desktop.services.printables import structure_sheet
from desktop.services.structure_ratios import Batch, Structure
from tests.reports.forms.geometry import check_printable, check_text_clear_of_lines, sides
from tests.support.offices import NAME

NOMINEES = all_registers()["nominees"]
BATCH = Batch("21", 2010)


def nominee(ledger: Ledger, category: str, times: int = 1, **values: Any) -> None:
    given = {"title": "21", "year": 2010, "sex": "1", "ethnic": "01", "person_category": category}
    for _ in range(times):
        record = records.new(ledger, NOMINEES)
        for code, value in (given | {"unit_type": "170"} | values).items():
            setattr(record, code, value)
        records.save(ledger, NOMINEES, record)


def enter(ledger: Ledger, title: str, group: str, percent: int, source: str = "洪工发〔2026〕3号") -> None:
    name = ratio_name(title, group, is_minimum=True)
    given = Figure(
        table=RATIOS, name=name, value=Decimal(percent), valid_from=date(2026, 1, 1), source=source
    )
    rule_figures.enter(ledger, given)


@pytest.fixture
def found(ledger: Ledger) -> Structure:
    nominee(ledger, "01", 6)
    nominee(ledger, "03", 5)
    return structure_ratios.structure(ledger, BATCH)


def rows(found: Structure) -> dict[str, tuple[str, ...]]:
    content = structure_papers.content_of(found, NAME)
    return {line.texts[0]: line.texts[1:] for line in (*content.asked, *content.others)}


def test_each_group_stands_beside_its_rule_and_the_source_of_it(found: Structure) -> None:
    source = "江西省劳动模范推荐评选通知（2010年）"
    told = rows(found)
    assert told["一线工人和专业技术人员"] == (
        "6",
        "企业职工",
        "11",
        "54.5%",
        "不少于 55%",
        "不符合，还差 1 人",
        source,
    )
    assert told["企业职工"] == ("11", "全部人选", "11", "100%", "不少于 45%", "符合", source)
    assert told["企业负责人"][4:6] == ("不超过 22%", "不符合，多出 3 人")
    assert told["乡镇企业负责人"][:6] == ("—", "农民", "—", "—", "不超过 20%", "无法统计")
    assert told["女职工"] == ("0", "全部人选", "11", "0%", "—", "—", "—")


def test_the_paper_has_its_head_its_verdicts_and_the_names_to_sign(ledger: Ledger, found: Structure) -> None:
    paper = structure_sheet(ledger, found)
    (page,) = sides(paper.pdf)
    assert paper.pages == 1
    assert page.width > page.height
    for words in (
        "江西省劳动模范推荐人选结构比例表（2010年）",
        f"填报单位（盖章）：{NAME}",
        "统计时点：2026年6月15日",
        "推荐人选11人。规定比例8项：符合2项，不符合4项，还不能确定2项。",
        "不符合，还差1人",
        "以下类别没有规定比例，人数供参考",
        "台账里没有一项能确定谁是“乡镇企业负责人”，无法统计，请另行核对。",
        "单位负责人：",
        "审核人：",
        "填表人：",
        "填报日期：",
        "第1页",
    ):
        assert words in page.text.replace(" ", ""), words
    assert "内部资料" not in page.text  # it counts people and names nobody
    check_printable(page, 1)
    check_text_clear_of_lines(page, 1)
    assert violations(paper.pdf) == []
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "江西省劳动模范推荐人选结构比例表（2010年）"


def test_the_same_figures_give_the_same_bytes(ledger: Ledger, found: Structure) -> None:
    again = structure_ratios.structure(ledger, BATCH)
    assert structure_sheet(ledger, found).pdf == structure_sheet(ledger, again).pdf


def test_who_is_not_known_is_noted_with_what_to_fill_in(ledger: Ledger, found: Structure) -> None:
    nominee(ledger, "01", unit_type=None)
    content = structure_papers.content_of(structure_ratios.structure(ledger, BATCH), NAME)
    texts = {line.texts[0]: line.texts for line in content.asked}
    assert found.batch.nominees == 11
    assert texts["一线工人和专业技术人员"][6] == "暂时不符合，还差 1 人"
    assert content.notes == (
        "“机关事业单位人员”：另有 1 人没有填“单位性质”，不能确定属于哪一类，补填后才能定。",
        "“县处级干部”：另有 1 人没有填“单位性质、人员类别（身份）”，不能确定属于哪一类，补填后才能定。",
        (
            "“企业职工”“一线工人和专业技术人员”“企业负责人”："
            "另有 1 人没有填“人员类别（身份）、单位性质”，不能确定属于哪一类，补填后才能定。"
        ),
        "台账里没有一项能确定谁是“乡镇企业负责人”，无法统计，请另行核对。",
    )
    assert structure_sheet(ledger, structure_ratios.structure(ledger, BATCH)).pages == 1


def test_nobody_yet_is_said_and_printed(ledger: Ledger) -> None:
    found = structure_ratios.structure(ledger, Batch("23", 2026))
    assert rows(found)["一线产业工人"][:6] == ("0", "全部人选", "0", "—", "不少于 35%", "还没有人")
    (page,) = sides(structure_sheet(ledger, found).pdf)
    assert "推荐人选0人。" in page.text.replace(" ", "")


def test_without_a_rule_the_sheet_says_so(ledger: Ledger) -> None:
    nominee(ledger, "01", title="31", year=2026)
    found = structure_ratios.structure(ledger, Batch("31", 2026))
    (page,) = sides(structure_sheet(ledger, found).pdf)
    assert "规则表没有规定这一年度的比例，以下人数供参考" in page.text.replace(" ", "")
    assert "符合0项" not in page.text.replace(" ", "")


def test_many_groups_go_on_overleaf_and_the_signatures_stay_with_a_row(ledger: Ledger) -> None:
    longest = "关于做好推荐评选工作的补充通知" * 4 + "洪工发〔2026〕3号"
    for number in range(30):
        enter(ledger, "35", f"通知新设的第{number + 1}类人选（含劳务派遣和新就业形态劳动者）", 5, longest)
    found = structure_ratios.structure(ledger, Batch("35", 2026))
    paper = structure_sheet(ledger, found)
    pages = sides(paper.pdf)
    assert paper.pages == len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "人选类别" in page.text or "说明" in page.text
        check_printable(page, number)
        check_text_clear_of_lines(page, number)
    assert "填表人：" in pages[-1].text
    assert paper.missing == ()
