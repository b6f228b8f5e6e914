"""The command line: exit codes, one JSON object on stdout, sentences instead of tracebacks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pytest
import typer
from openpyxl import load_workbook

from desktop.__main__ import main
from tests.support.demo_office import DemoOffice, taizhang
from tests.support.offices import LedgerMaker

UNITS = "单位名称,统一社会信用代码,单位类别(经济类型),登记状态,职工人数,建会情况,未建会原因\n"
GOOD = "南昌甲有限公司,91360121763378124D,私营企业,在业,20,未建,职工少\n"
BAD = "南昌乙有限公司,9.1360121763378E+17,私营企业,在业,二十,未建,职工少\n"


COMMANDS = ("demo", "init", "import", "template", "check", "submit", "verify", "self-check")


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """Runs commands in this process, which spares the start of a program."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        code = main([str(word) for word in arguments])
        return Said(code, *self._capsys.readouterr())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


@pytest.fixture
def opening(ledger_maker: LedgerMaker, tmp_path: Path) -> Sequence[object]:
    """Give the options that open an empty ledger."""
    from tests.support.offices import PASSWORD

    ledger_maker.copy(tmp_path / "ledger")
    (tmp_path / "password.txt").write_text(PASSWORD + "\n", "utf-8")
    return ("--ledger", tmp_path / "ledger", "--password-file", tmp_path / "password.txt")


def table(folder: Path, text: str) -> Path:
    path = folder / "units.csv"
    path.write_text(text, "utf-8")
    return path


def test_help_is_chinese_and_names_every_command(run: Terminal) -> None:
    said = run("--help")
    assert (said.code, said.err) == (0, "")
    for word in (
        "demo",
        "init",
        "import",
        "check",
        "submit",
        "verify",
        "backup",
        "restore",
        "self-check",
        "导出上报",
    ):
        assert word in said.out
    lines = said.out.splitlines()
    assert lines[0] == "用法：taizhang [选项] 命令 [参数]…"
    assert {"选项：", "命令："} < set(lines)
    assert "  -h, --help  显示这些说明。" in lines
    for word in ("Usage", "Options", "Commands", "Show this", "OPTIONS"):
        assert word not in said.out


def test_help_of_a_command_is_chinese_folded_and_aligned(run: Terminal) -> None:
    said = run("import", "--help")
    lines = said.out.splitlines()
    assert lines[0] == "用法：taizhang import [选项] {register} {file}"
    assert "参数：" in lines
    assert "  register <文字>  台账的代码，如 hardship_cases、units。  [必须写]" in lines
    assert "  --ledger <路径>         台账所在的文件夹。  [必须写]" in lines
    assert "  --dry-run               只检查，不写入。" in lines
    wide = [sum(2 if east_asian_width(one) in "WF" else 1 for one in line) for line in lines]
    assert max(wide) <= 80
    assert not any(line.strip().startswith(("，", "。", "、")) for line in lines)
    of_demo = run("demo", "--help").out
    assert "[不写就是 60; 至少 12]" in of_demo
    for word in ("required", "default", "<path>", "<str>", "<int"):
        assert word not in said.out + of_demo


USAGES = [
    (("demo",), "缺少选项 --into。", "Missing option --into."),
    (("nonsense",), "没有命令 nonsense。", "There is no command nonsense."),
    (("chek",), "没有命令 chek。是不是要写 check？", "There is no command chek. Did you mean check?"),
    (("verify",), "缺少参数 file。", "Missing argument file."),
    (("verify", "a", "b"), "多写了：b", "Not expected: b"),
    (
        ("demo", "--into", "x", "--households", "3"),
        "--households 的值不对：不能小于 12。",
        "Wrong value for --households: it must be 12 or more.",
    ),
    (
        ("demo", "--into", "x", "--seed", "a"),
        "--seed 的值不对：要写整数。",
        "Wrong value for --seed: it must be a whole number.",
    ),
    (
        ("init", "--password", "x"),
        "没有选项 --password。是不是要写 --password-file？",
        "There is no option --password. Did you mean --password-file?",
    ),
    (("init", "--zz"), "没有选项 --zz。", "There is no option --zz."),
    (("--zz",), "没有选项 --zz。", "There is no option --zz."),
]
NAMES = [" ".join(arguments) for arguments, *_ in USAGES]


@pytest.mark.parametrize(("arguments", "chinese", "_english"), USAGES, ids=NAMES)
def test_wrong_usage_ends_with_2_and_one_sentence(
    run: Terminal, arguments: Sequence[str], chinese: str, _english: str
) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    usage, more, sentence = said.err.splitlines()
    command = "taizhang" if arguments[0] not in COMMANDS else f"taizhang {arguments[0]}"
    assert usage.startswith(f"用法：{command} [选项]")
    assert more == f"要看说明：{command} -h"
    assert sentence == chinese


@pytest.mark.parametrize(("arguments", "_chinese", "english"), USAGES, ids=NAMES)
def test_wrong_usage_is_english_for_those_who_chose_it(
    run: Terminal, arguments: Sequence[str], _chinese: str, english: str
) -> None:
    said = run("--language", "en", *arguments)
    assert (said.code, said.out) == (2, "")
    usage, more, sentence = said.err.splitlines()
    assert usage.startswith("Usage: taizhang")
    assert more.startswith("For help: taizhang")
    assert sentence == english


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("submit", "--to"), "选项 --to 后面要写内容。"),
        (("submit", "--json=1"), "选项 --json 后面不写内容。"),
    ],
)
def test_an_option_with_too_little_or_too_much_is_wrong_usage(
    run: Terminal, arguments: Sequence[str], sentence: str
) -> None:
    said = run(*arguments)
    assert (said.code, said.out, said.err) == (2, "", f"{sentence}\n")


def test_help_is_english_for_those_who_chose_it(run: Terminal) -> None:
    lines = run("--language", "en", "demo", "--help").out.splitlines()
    assert lines[0] == "Usage: taizhang demo [options]"
    assert "Options:" in lines
    assert any(line.startswith("  --into <path>") and line.endswith("[required]") for line in lines)


@pytest.mark.parametrize("arguments", [("--language", "fr"), ("--language",), ("--ledger",)], ids=" ".join)
def test_a_wrong_start_is_wrong_usage(run: Terminal, arguments: Sequence[str]) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err == "--language 后面写 zh 或 en，--ledger 后面写文件夹。\n"


def test_a_new_password_is_asked_for_twice(
    run: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed = iter(["correct horse", "correct house"])
    monkeypatch.setattr(typer, "prompt", lambda *_words, **_how: next(typed))
    said = run("init", "--ledger", tmp_path / "new", "--office", "360111103", "--user", "万秀英")
    assert (said.code, said.out) == (1, "")
    assert said.err == "两次输入的密码不一样，什么都没有做。请重新运行。\n"
    assert not (tmp_path / "new").exists()


def test_nothing_typed_is_a_cancelled_command(
    run: Terminal, opening: Sequence[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_words: object, **_how: object) -> str:
        raise typer.Abort

    monkeypatch.setattr(typer, "prompt", leave)
    said = run("check", *opening[:2])
    assert (said.code, said.out, said.err) == (1, "", "已取消。\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("verify", "no-such-file.asice"), "读不到文件"),
        (("check", "--ledger", "no-such-folder"), "没有台账"),
        (("import", "nonsense", "x.csv", "--ledger", "x"), "没有代码是“nonsense”的台账"),
        (("import", "units", "no-such.csv", "--ledger", "x"), "读不到文件"),
        (("init", "--ledger", "x", "--office", "999999999", "--user", "u"), "没有代码是 999999999"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_the_user_can_put_right_is_one_sentence(
    run: Terminal, arguments: Sequence[str], sentence: str
) -> None:
    said = run(*arguments, *(["--json"] if arguments[0] == "verify" else []))
    assert said.code == 1
    assert said.out == ""
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_wrong_password_is_one_sentence(run: Terminal, opening: Sequence[object], tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("wrong\n", "utf-8")
    said = run("check", *opening)
    assert (said.code, said.out) == (1, "")
    assert "密码不对" in said.err


def test_init_makes_a_ledger_that_opens(run: Terminal, tmp_path: Path) -> None:
    password = tmp_path / "p"
    password.write_text("correct horse\n", "utf-8")
    opening = ("--ledger", tmp_path / "new", "--password-file", password)
    said = run("init", *opening, "--office", "360111103", "--user", "万秀英", "--json")
    assert said.code == 0
    assert said.data["name"] == "青山湖区罗家镇总工会"
    assert len(said.data["recovery_code"]) > 20
    checked = run("check", *opening, "--json")
    assert (checked.code, checked.data) == (0, {"checked": 0, "standing": 0, "problems": []})
    again = run("init", *opening, "--office", "360111103", "--user", "万秀英")
    assert (again.code, again.out) == (1, "")


def test_import_takes_good_rows_and_tells_of_bad_ones(
    run: Terminal, opening: Sequence[object], tmp_path: Path
) -> None:
    file = table(tmp_path, UNITS + GOOD + BAD)
    dry = run("import", "units", file, *opening, "--dry-run", "--json")
    assert (dry.code, dry.data["accepted"], dry.data["rejected"]) == (1, 1, 1)
    assert run("check", *opening, "--json").data["checked"] == 0
    said = run("import", "units", file, *opening, "--json")
    assert (said.code, said.data["accepted"], said.data["rejected"]) == (1, 1, 1)
    assert {"row": 3, "column": "职工人数", "class": "强制"}.items() <= said.data["problems"][-1].items()
    assert all(set(problem) == {"row", "column", "class", "message"} for problem in said.data["problems"])
    assert run("check", *opening, "--json").data["checked"] == 1


def test_a_template_is_written_and_a_workbook_imported_and_marked(
    run: Terminal, opening: Sequence[object], tmp_path: Path
) -> None:
    assert run("template", "units", "--to", tmp_path / "模板.xlsx").code == 0
    book = load_workbook(tmp_path / "模板.xlsx")
    heads = {cell.column: str(cell.value).rstrip("*") for cell in book["单位台账"][1]}
    labels = {label.translate(str.maketrans("（）", "()")): column for column, label in heads.items()}
    for row, line in enumerate((GOOD, BAD), 3):
        for label, text in zip(UNITS.strip().split(","), line.strip().split(","), strict=True):
            book["单位台账"].cell(row, labels[label], text)
    book.save(tmp_path / "表.xlsx")
    said = run("import", "units", tmp_path / "表.xlsx", *opening, "--marked", tmp_path / "改.xlsx", "--json")
    assert (said.code, said.data["accepted"], said.data["rejected"]) == (1, 1, 1)
    marked = load_workbook(tmp_path / "改.xlsx")["单位台账"]
    assert "不是整数" in marked.cell(4, labels["职工人数"]).comment.text
    again = run("import", "units", tmp_path / "改.xlsx", *opening, "--json")
    assert (again.data["accepted"], again.data["skipped"], again.data["rejected"]) == (0, 1, 1)


def test_submit_and_verify_a_first_package(run: Terminal, opening: Sequence[object], tmp_path: Path) -> None:
    run("import", "units", table(tmp_path, UNITS + GOOD), *opening)
    stick = tmp_path / "stick"
    stick.mkdir()
    said = run("submit", *opening, "--to", stick, "--period", "2026年", "--json")
    assert (said.code, said.data["counts"]["units"], said.data["sequence"]) == (0, 1, 1)
    assert Path(said.data["package"]).parent == stick / "TAIZHANG" / "OUT"
    again = run("submit", *opening, "--to", stick)
    assert (again.code, again.out) == (1, "")
    assert "不需要上报" in again.err


def test_check_ends_with_1_while_something_stands(
    run: Terminal, opening: Sequence[object], tmp_path: Path
) -> None:
    run(
        "import",
        "units",
        table(tmp_path, UNITS + GOOD.replace("91360121763378124D", "91360121763378124E")),
        *opening,
    )
    said = run("check", *opening, "--json")
    assert said.code == 1
    [problem] = [each for each in said.data["problems"] if each["stands"]]
    assert (problem["register"], problem["field"], problem["class"]) == ("units", "credit_code", "核实")
    blocked = run("submit", *opening, "--to", tmp_path)
    assert (blocked.code, blocked.out) == (1, "")


def test_verify_tells_whole_from_changed(run: Terminal, demo: DemoOffice, tmp_path: Path) -> None:
    whole = run("verify", demo.package, "--root", demo.root, "--json")
    assert (whole.code, whole.data["holds"]) == (0, True)
    changed = tmp_path / demo.package.name
    content = bytearray(demo.package.read_bytes())
    content[len(content) // 2] ^= 0x10
    changed.write_bytes(content)
    said = run("verify", changed, "--root", demo.root, "--json")
    assert (said.code, said.data["holds"]) == (1, False)
    assert "不通过" in run("verify", changed).out


def test_demo_says_last_how_to_open_the_window(demo: DemoOffice, run: Terminal) -> None:
    assert {"ledger", "password_file", "package", "report", "root_certificate", "counts"} <= set(demo.printed)
    assert demo.printed["verify"]["holds"] is True
    assert demo.password_file.stat().st_mode & 0o777 == 0o600
    again = run("demo", "--into", demo.ledger.parent)
    assert (again.code, again.out) == (1, "")
    assert "已经有一个台账" in again.err


def test_imported_hardship_file_of_the_demo_shows_its_duplicates(
    run: Terminal, demo: DemoOffice, tmp_path: Path
) -> None:
    """The demonstration's own ledger, copied: what it sent is there already and does not come in again.

    One unit was returned and corrected since: its old row is refused beside the new one.
    """
    shutil.copytree(demo.ledger, tmp_path / "ledger")
    import zipfile

    with zipfile.ZipFile(demo.package) as package:
        package.extract("data/units.csv", tmp_path)
    opening = ("--ledger", tmp_path / "ledger", "--password-file", demo.password_file)
    said = run("import", "units", tmp_path / "data/units.csv", *opening, "--json")
    assert (said.code, said.data["accepted"], said.data["rejected"]) == (1, 0, 1)
    assert said.data["skipped"] == demo.printed["counts"]["units"] - 1


def test_self_check_of_a_whole_program_ends_with_0() -> None:
    done = taizhang("self-check", "--json")
    data = json.loads(done.stdout)
    assert (data["holds"], done.stderr) == (True, "")
    assert {part["part"] for part in data["parts"]} >= {
        "fonts",
        "codes",
        "registers",
        "ledger",
        "signing",
        "catalogue",
    }


def test_chinese_is_written_whatever_the_locale_says(demo: DemoOffice) -> None:
    done = taizhang("verify", demo.package, "--root", demo.root, PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert "青山湖区罗家镇总工会" in done.stdout
    assert done.stdout.splitlines()[-1] == "结论：核验通过。"


def test_self_check_names_what_is_broken(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.reports import fonts

    monkeypatch.setitem(fonts.FILES, "song", ("NoSuchFont.ttf",))
    said = run("self-check", "--json")
    assert (said.code, said.data["holds"]) == (1, False)
    assert next(part["part"] for part in said.data["parts"] if not part["holds"]) == "fonts"


def test_no_command_opens_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from desktop import app

    opened: list[tuple[Path | None, str | None]] = []
    monkeypatch.setattr(app, "run", lambda folder, language: opened.append((folder, language)) or 0)
    assert main(["--ledger", str(tmp_path)]) == 0
    assert main([]) == 0
    assert main(["--language", "en"]) == 0
    assert opened == [(tmp_path, None), (None, None), (None, "en")]  # None: as the settings say
