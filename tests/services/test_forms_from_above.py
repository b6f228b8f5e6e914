"""Forms that a county has changed travel with its receipts; the township looks at each and adopts or declines it."""

from __future__ import annotations

import pytest

from db.store.ledger import Ledger
from desktop.exchange import updates
from desktop.exchange.updates import FormUpdate, Updates, UpdatesError
from desktop.reports.forms.catalogue import built_in, catalogue, source_of
from desktop.services import form_folder, forms_from_above, sent_forms, updates_from_above
from desktop.services.offered import Offered
from desktop.services.progress import Silent
from desktop.services.updates_from_above import apply_updates, decline, pending_updates
from tests.services.test_updates_from_above import go_round
from tests.support.round_trip import Round

CODE = "brief_deeds"


def changed(words: str = "本县用") -> str:
    """Give a form of the program with another title."""
    source = source_of(built_in()[CODE])
    title = built_in()[CODE].title
    assert f'title = "{title}"' in source
    return source.replace(f'title = "{title}"', f'title = "{title}（{words}）"', 1)


def put(ledger: Ledger, name: str, content: str) -> None:
    folder = form_folder.of(ledger)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, "utf-8")


def offer(ledger: Ledger, *forms: FormUpdate) -> tuple[Offered, ...]:
    with ledger.store.writing() as session:
        updates_from_above.learn(session, forms, "-", ledger.clock())
    return pending_updates(ledger)


def files(ledger: Ledger) -> dict[str, str]:
    return {one.name: one.read_text("utf-8") for one in form_folder.of(ledger).iterdir()}


def test_a_ticked_form_goes_down_is_shown_and_printed_from_after_it_was_adopted(trip: Round) -> None:
    put(trip.county, "简要事迹.toml", changed())
    sent_forms.choose(trip.county, CODE, is_sent=True)
    go_round(trip, 1)
    (one,) = pending_updates(trip.luojia)
    assert (one.kind, str(one.what), str(one.now)) == (
        "表格",
        f"{built_in()[CODE].title}（本县用）",
        "程序自带的表",
    )
    assert not form_folder.of(trip.luojia).exists()
    assert isinstance(one.update, FormUpdate)
    assert forms_from_above.preview(trip.luojia, one.update, Silent()).pdf.startswith(b"%PDF")
    done = apply_updates(trip.luojia, [one.id])
    assert (done.count, done.remarks, done.refused) == (1, (), ())
    assert files(trip.luojia) == {f"{CODE}.toml": changed()}
    assert catalogue(form_folder.of(trip.luojia)).forms[CODE].title.endswith("（本县用）")
    go_round(trip, 2)
    assert pending_updates(trip.luojia) == ()


def test_nothing_goes_down_without_a_tick_and_a_tick_can_be_taken_back(trip: Round) -> None:
    put(trip.county, "a.toml", changed())
    go_round(trip, 1)
    assert pending_updates(trip.luojia) == ()
    sent_forms.choose(trip.county, CODE, is_sent=True)
    assert [one.is_sent for one in sent_forms.listed(trip.county)] == [True]
    sent_forms.choose(trip.county, CODE, is_sent=False)
    go_round(trip, 2)
    assert pending_updates(trip.luojia) == ()


def test_another_file_of_the_same_form_is_kept_aside_and_that_is_said(ledger: Ledger) -> None:
    put(ledger, "我的.toml", changed("本镇用"))
    put(ledger, "我的.toml.old", "更早的")
    put(ledger, f"{CODE}.toml", "写坏了 =")
    put(ledger, "units_list.toml", source_of(built_in()["units_list"]))
    (one,) = offer(ledger, FormUpdate(CODE, changed()))
    assert str(one.now) == "本单位自己的“我的.toml”"
    (remark,) = apply_updates(ledger, [one.id]).remarks
    assert "“brief_deeds.toml.old、我的.toml.old1”" in str(remark)
    kept = files(ledger)
    assert kept.pop("units_list.toml") == source_of(built_in()["units_list"])
    assert kept == {
        f"{CODE}.toml": changed(),
        f"{CODE}.toml.old": "写坏了 =",
        "我的.toml.old": "更早的",
        "我的.toml.old1": changed("本镇用"),
    }
    assert catalogue(form_folder.of(ledger)).mistakes == ()


def test_a_form_that_holds_already_is_not_offered(ledger: Ledger) -> None:
    assert offer(ledger, FormUpdate(CODE, source_of(built_in()[CODE]))) == ()
    put(ledger, "我的.toml", changed())
    assert offer(ledger, FormUpdate(CODE, changed())) == ()


def test_a_declined_form_leaves_the_folder_alone_and_is_not_offered_again(ledger: Ledger) -> None:
    (one,) = offer(ledger, FormUpdate(CODE, changed()))
    decline(ledger, [one.id])
    assert offer(ledger, FormUpdate(CODE, changed())) == ()
    assert not form_folder.of(ledger).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('code = "brief_deeds"\ntitle = "表"\nregister = "nobody"\n', "第 3 行"),
        ("code = ", "第 1 行"),
        ("x = " + "[" * 3000, "写法太乱"),
        ('code = "units_list"\ntitle = "表"\n[[block]]\nkind = "title"\ntext = "表"\n', "与文件名不符"),
        (f'code = "{CODE}"\ntitle = "表"\n' + '[[block]]\nkind = "space"\n' * 200, "最多写 100 节"),
        (
            f'code = "{CODE}"\ntitle = "表"\n[[block]]\nkind = "space"\nheight = 1000000000\n',
            "不能大于 1000",
        ),
    ],
)
def test_a_form_with_a_mistake_is_told_and_cannot_be_adopted(ledger: Ledger, content: str, said: str) -> None:
    (one,) = offer(ledger, FormUpdate(CODE, content))
    assert not one.is_usable
    assert said in str(one.remark)
    done = apply_updates(ledger, [one.id])
    assert done.count == 0
    assert said in str(done.refused[0])
    assert not form_folder.of(ledger).exists()
    assert [each.id for each in pending_updates(ledger)] == [one.id]


def test_what_cannot_go_down_is_said_where_it_is_chosen(ledger: Ledger) -> None:
    put(ledger, "a.toml", changed() + "# 说明\n" * 10_000)
    put(ledger, "b.toml", "code =")
    put(ledger, "c.toml", changed())
    (form_folder.of(ledger) / "d.toml").write_bytes(b"\xff\xfe")
    sent_forms.choose(ledger, CODE, is_sent=True)
    told = {one.file: (one.code, str(one.problem), one.is_sent) for one in sent_forms.listed(ledger)}
    assert told["a.toml"] == (CODE, "超过 64 KB，不能下发。", False)
    assert told["b.toml"][0] == ""
    assert "另一个文件已经用了代码" in told["c.toml"][1]
    assert "读不出来" in told["d.toml"][1]
    with ledger.store.reading() as session:
        assert forms_from_above.sent_to(ledger, session, "360111103") == ()


def test_a_folder_that_cannot_be_written_leaves_the_form_in_the_list(ledger: Ledger) -> None:
    (one,) = offer(ledger, FormUpdate(CODE, changed()))
    form_folder.of(ledger).write_text("a file")
    done = apply_updates(ledger, [one.id])
    assert "写不了文件夹" in str(done.refused[0])
    assert pending_updates(ledger)[0].id == one.id


@pytest.mark.parametrize(
    "forms",
    [
        (FormUpdate("../x", "a"),),
        (FormUpdate("Deeds", "a"),),
        (FormUpdate("a" * 41, "a"),),
        (FormUpdate("deeds", ""),),
        (FormUpdate("deeds", "a"), FormUpdate("deeds", "b")),
        (FormUpdate("deeds", "表" * 22_000),),
        (FormUpdate("deeds", "a" * 4001),),
        (FormUpdate("deeds", "a\x00"),),
        (FormUpdate("deeds", "a\ufeff"),),
        tuple(FormUpdate(f"f{n}", "a") for n in range(2001)),
    ],
)
def test_forms_beyond_their_bounds_are_refused(forms: tuple[FormUpdate, ...]) -> None:
    with pytest.raises(UpdatesError):
        updates.parse(Updates(forms=forms).to_json())


def test_a_receipt_without_forms_is_read_by_programs_that_know_none() -> None:
    assert Updates().to_json() == b'{"exemptions":[],"figures":[],"lock":null,"schema":"taizhang-updates/1"}'
    one = Updates(forms=(FormUpdate("deeds", "a\tb\n"),))
    assert updates.parse(one.to_json()) == one


@pytest.mark.parametrize("code", sorted(built_in()))
def test_every_form_can_be_looked_at_empty(ledger: Ledger, code: str) -> None:
    content = source_of(built_in()[code])
    assert forms_from_above.preview(ledger, FormUpdate(code, content), Silent()).pages >= 1
