# ruff: noqa: INP001 - a recipe beside its results, not a module of the program
# mypy: disable-error-code="import-untyped,import-not-found"
"""Recipe of the bundled fonts: cut five TrueType faces out of larger free ones.

    pip install taizhang[fonts]
    python resources/fonts/build_fonts.py --serif DIR --sans DIR --kai DIR --hanazono DIR --unicode UCD.XML

Each DIR holds the faces named in README.md (searched below it), UCD.XML is Unicode's ``ucd.all.grouped.xml``. The
faces are written beside this file: static, 1000 units per em, without hints and layout tables, so that
reportlab and Qt take them alike. It runs for half a minute.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

HERE = Path(__file__).parent
BEYOND_BMP = 0x10000
HANGUL = range(0xAC00, 0xD7A4)
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(BEYOND_BMP * 2, BEYOND_BMP * 4))
BALLOT_SIGNS = "☐☑☒✓✔✕✖✗✘"  # Noto's Chinese faces lack most of them

# Sources of Chinese characters that are dictionaries (Kangxi, Hanyu Da Zidian), bronze inscriptions or Zhuang
# writing. The other sources of the mainland, and Hong Kong's, are where the rare characters of names come from.
NOT_FOR_NAMES = {"GKX", "GHZ", "GHZR", "GZ", "GZJW", "GCH", "GZFY"}


def main() -> None:
    """Build the five faces and print their sizes."""
    arguments = _arguments()
    common, names = _characters(arguments.unicode)
    serif = _face(arguments.serif, "NotoSerifSC_400Regular.ttf")
    sans = _face(arguments.sans, "NotoSansSC_400Regular.ttf")
    kai = _face(arguments.kai, "LXGWWenKai-Regular.ttf")
    _save(_cut(serif, _all_but_hangul(serif)), "NotoSerifSC-Regular.ttf")
    _save(_cut(sans, _all_but_hangul(sans)), "NotoSansSC-Regular.ttf")
    bold = _face(arguments.serif, "NotoSerifSC_700Bold.ttf")
    _save(_cut(bold, _common(bold, common)), "NotoSerifSC-Bold.ttf")
    # "LXGW" and "Hanazono" are reserved names (OFL, condition 3): a cut face needs another one.
    _save(_renamed(_cut(kai, _common(kai, common)), "Taizhang Kai"), "TaizhangKai-Regular.ttf")
    lacking = (names | {char for char in _cmap(kai) if char >= BEYOND_BMP}) - _cmap(serif)
    rare = _merged(
        _cut(_face(arguments.hanazono, "HanaMinB.ttf"), lacking),
        _cut(_face(arguments.hanazono, "HanaMinA.ttf"), {*map(ord, BALLOT_SIGNS), *lacking}),
    )
    _save(_renamed(rare, "Taizhang Rare Song"), "TaizhangRareSong-Regular.ttf")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("serif", "sans", "kai", "hanazono", "unicode"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args()


def _characters(unicode_xml: Path) -> tuple[set[int], set[int]]:
    """Give the characters in common use (GB 2312 and 通用规范汉字表) and the rare ones beyond the BMP for names."""
    common = {ord(char) for char in map(_gb2312, range(0xA1A1, 0xFFFF)) if char}
    names = set()
    for line in unicode_xml.read_text("utf-8").splitlines():
        if not (found := re.search(r'<char cp="([0-9A-F]{4,5})"', line)):
            continue
        char = int(found[1], 16)
        if re.search(r'kTGH="[^"]', line):
            common.add(char)
        china = re.search(r'kIRG_GSource="([^-"]+)', line)
        if char >= BEYOND_BMP and (
            (china and china[1] not in NOT_FOR_NAMES) or re.search(r'kIRG_HSource="[^"]', line)
        ):
            names.add(char)
    return common, names


def _gb2312(code: int) -> str:
    return code.to_bytes(2, "big").decode("gb2312", "ignore")[:1] if code & 0xFF > 0xA0 else ""


def _face(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def _cmap(path: Path) -> set[int]:
    return set(TTFont(path, lazy=True).getBestCmap())


def _all_but_hangul(path: Path) -> set[int]:
    return {char for char in _cmap(path) if char not in HANGUL}


def _common(path: Path, common: set[int]) -> set[int]:
    """Give the common characters and everything that is neither Han nor Hangul."""
    return {
        char for char in _all_but_hangul(path) if char in common or not any(char in block for block in HAN)
    }


def _cut(path: Path, characters: Iterable[int]) -> TTFont:
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], drop_tables=[
            *subset.Options().drop_tables, "BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "meta", "vhea", "vmtx",
        ],
    )  # fmt: skip
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    if font["head"].unitsPerEm != 1000:
        scale_upem(font, 1000)
    return font


def _merged(*fonts: TTFont) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / f"{number}.ttf") for number in range(len(fonts))]
        for font, path in zip(fonts, paths, strict=True):
            font.save(path)
        return merge.Merger().merge(paths)


def _renamed(font: TTFont, family: str) -> TTFont:
    """Give the face its own names and keep the notices of copyright and licence (0, 13, 14)."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 5, 13, 14}]
    for number, text in {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}.items():
        table.setName(text, number, 3, 1, 0x409)
        table.setName(text, number, 1, 0, 0)
    return font


def _save(font: TTFont, name: str) -> None:
    font["post"].formatType = 3.0  # glyph names are of no use to anyone here
    font.save(HERE / name)
    print(f"{name}: {len(font.getBestCmap())} characters, {(HERE / name).stat().st_size / 1e6:.1f} MB")  # noqa: T201 - tells whoever builds the fonts


if __name__ == "__main__":
    main()
