"""What holds for every form of the program, whoever wrote it: empty, with usual and with the longest data."""

from __future__ import annotations

import pytest

from desktop.reports.archival_pdf import violations
from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.description import Form, Listing, Rows
from desktop.reports.forms.document import Printed
from desktop.reports.forms.printing import draw, subjects
from tests.reports.forms.form_samples import empty_record, longest_record, occasion, usual_record
from tests.reports.forms.geometry import check_all, sides

FORMS = list(built_in().values())


def _answers(form: Form, words: str) -> dict[str, str]:
    return dict.fromkeys(form.asked, words)


def _drawn(form: Form, kind: str) -> Printed:
    if not form.register:
        return draw(form, [None], occasion(**_answers(form, "南昌市" if kind == "usual" else "")))
    match kind:
        case "blank":
            return draw(form, [None], occasion())
        case "empty":
            return draw(form, [empty_record(form.register)], occasion())
        case "usual":
            return draw(form, [usual_record(form.register)], occasion(**_answers(form, "南昌市")))
        case _:
            answers = _answers(form, "南昌市青山湖区罗家镇总工会委员会经费审查委员会")
            return draw(form, [longest_record(form.register)], occasion(**answers))


@pytest.mark.parametrize("kind", ["blank", "empty", "usual", "longest"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_everything_stands_where_it_can_be_printed_and_read(form: Form, kind: str) -> None:
    printed = _drawn(form, kind)
    check_all(printed)
    assert printed.missing == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_it_is_pdf_a_2b(form: Form) -> None:
    assert violations(_drawn(form, "usual").pdf) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_nothing_of_the_longest_data_is_cut(form: Form) -> None:
    """The last twelve characters of every value are somewhere in the document."""
    if not form.register:
        pytest.skip("a form without records")
    record = longest_record(form.register)
    asked = occasion(**_answers(form, "南昌市"))
    pages = "".join(side.text for side in sides(draw(form, [record], asked).pdf))
    bare = "".join(pages.replace("（转续页）", "").split())
    from desktop.reports.forms.printing import _filled

    for subject in subjects(form, [record]):
        for place, slot in _filled(form, subject, asked):
            words = "".join(slot.read(place, asked).split())[-12:]
            assert words in bare, (slot.label, words)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_usual_data_needs_no_continuation(form: Form) -> None:
    if not form.register or any(isinstance(block, Listing) for block in form.blocks):
        pytest.skip("a list runs on by itself")
    assert "（续页）" not in "".join(side.text for side in sides(_drawn(form, "usual").pdf))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_pages_are_counted_and_say_what_they_are(form: Form) -> None:
    if form.foot == "letter":
        pytest.skip("a letter has its own numbers")
    printed = _drawn(form, "usual")
    count = printed.drawn[0].pages
    text = "".join(side.text for side in sides(printed.pdf))
    for number in range(1, count + 1):
        assert f"第{number}页共{count}页" in text
    assert "打印时间：2026年5月8日9:05" in text
    assert text.count("内部资料注意保管") >= (count if form.personal else 0)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_on_both_sides_begins_on_a_front(form: Form) -> None:
    if not form.register or form.many or form.duplex == "":
        pytest.skip("printed on one side, or a single document")
    records = [longest_record(form.register), usual_record(form.register)]
    printed = draw(form, records, occasion())
    assert all(drawn.first % 2 == 1 for drawn in printed.drawn)


def test_the_empty_lines_of_tables_are_printed() -> None:
    """A guard for the tests above: a table of a form has more lines than the usual record has rows."""
    assert any(isinstance(block, Rows) for form in FORMS for block in form.blocks)
