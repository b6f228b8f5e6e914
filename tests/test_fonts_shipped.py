"""The bundled faces load where they are used and hold the characters that forms and names need."""

import importlib.resources
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

FONTS = Path(str(importlib.resources.files("resources") / "fonts"))
FACES = {
    "NotoSerifSC-Regular.ttf": b"Noto Serif SC",
    "NotoSerifSC-Bold.ttf": b"Noto Serif SC",
    "NotoSansSC-Regular.ttf": b"Noto Sans SC",
    "TaizhangKai-Regular.ttf": b"Taizhang Kai",
    "TaizhangRareSong-Regular.ttf": b"Taizhang Rare Song",
}
EVERYDAY = "困难职工档案表〔2024〕12号，“人民币壹仟元整”：3601—…·、□■℃㎡¥￥Xx"


@pytest.fixture(scope="module")
def faces() -> dict[str, TTFontFile]:
    return {name: TTFont(name, str(FONTS / name)).face for name in FACES}


def test_the_folder_holds_just_these_faces_and_stays_small() -> None:
    files = sorted(FONTS.glob("*.ttf"))
    assert [file.name for file in files] == sorted(FACES)
    assert sum(file.stat().st_size for file in files) < 45_000_000


def test_every_face_loads_at_1000_units_under_its_own_name(faces: dict[str, TTFontFile]) -> None:
    for name, family in FACES.items():
        assert faces[name].unitsPerEm == 1000
        assert faces[name].familyName == family


@pytest.mark.parametrize("name", [name for name in FACES if "Rare" not in name])
def test_a_text_face_holds_everyday_characters(faces: dict[str, TTFontFile], name: str) -> None:
    assert [char for char in EVERYDAY if ord(char) not in faces[name].charToGlyph] == []


@pytest.mark.parametrize("char", "䶮㛃𬱖𬭎𠮷·□☑■★●○✓✖℃㎡¥￥〔〕—–…")
def test_some_face_holds_what_names_and_forms_need(faces: dict[str, TTFontFile], char: str) -> None:
    assert any(ord(char) in face.charToGlyph for face in faces.values())


def test_the_window_shows_rare_names_without_another_face(faces: dict[str, TTFontFile]) -> None:
    sans = faces["NotoSansSC-Regular.ttf"].charToGlyph
    assert [char for char in "䶮㛃𬱖𬭎" if ord(char) not in sans] == []


def test_every_face_has_its_licence_beside_it() -> None:
    for name in FACES:
        licence = FONTS / f"OFL-{name.partition('-')[0]}.txt"
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text("utf-8")
