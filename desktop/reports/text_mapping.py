"""TrueType fonts whose text can be searched and copied: mends reportlab's mapping beyond U+FFFF.

reportlab 5.1 writes ``<2CC56>`` into the ToUnicode table where PDF wants UTF-16 (``<D873DC56>``): the glyph prints,
but search and copy give another character, so a rare name would be another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

_LINES_PER_BLOCK = 100  # ISO 32000-1, 9.10.3: at most 100 lines between beginbfchar and endbfchar


class SearchableFont(TTFont):
    """A reportlab font that replaces each subset's ToUnicode table when the document is written."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("latin-1")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Write the ToUnicode table of a one-byte font; ``subset`` holds the code point of each byte, 0 for none."""
    mapped = [(byte, code) for byte, code in enumerate(subset) if code]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *_blocks(mapped),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _blocks(mapped: Sequence[tuple[int, int]]) -> Iterator[str]:
    for start in range(0, len(mapped), _LINES_PER_BLOCK):
        block = mapped[start : start + _LINES_PER_BLOCK]
        yield f"{len(block)} beginbfchar"
        for byte, code in block:
            yield f"<{byte:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        yield "endbfchar"
