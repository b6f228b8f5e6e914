"""What is wrong in the TOML of a form, with file, line and reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from db.messages import N_, Message, listed
from desktop.reports.forms.positions import Path, Positions

MISSING = object()
LARGEST = 1000  # millimetres, lines or copies: what is more is a slip of the hand, and would print for hours


@dataclass(frozen=True)
class Mistake:
    """One thing to mend; ``file`` as the user knows it, ``line`` from 1."""

    file: str
    line: int
    reason: Message

    @property
    def message(self) -> Message:
        """The whole sentence."""
        values = {"file": self.file, "line": self.line, "reason": self.reason}
        return Message(N_("表格文件“{file}”第 {line} 行：{reason}"), values)

    def __str__(self) -> str:
        return str(self.message)


@dataclass
class Reading:
    """One file being read: its lines and what was found wrong so far."""

    file: str
    positions: Positions
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, path: Path, reason: str, containing: str = "", /, **values: object) -> None:
        """Note a mistake at a table or key, on the line below it where ``containing`` stands."""
        line = self.positions.line(path, containing)
        self.mistakes.append(Mistake(self.file, line, Message(reason, values)))


class Table:
    """A TOML table that is read key by key; what nobody asked for is a mistake."""

    def __init__(self, reading: Reading, path: Path, values: dict[str, Any]) -> None:
        self.reading = reading
        self.path = path
        self._values = values
        self._asked: set[str] = set()

    def text(self, key: str, default: str = "") -> str:
        """Read words."""
        return str(self._take(key, (str,), N_("应写成带引号的文字"), default))

    def number(self, key: str, default: float = 0) -> float:
        """Read a number, not negative."""
        found = self._take(key, (int, float), N_("应写成数字"), default)
        return float(found) if self._is_in_bounds(key, found) else default

    def whole(self, key: str, default: int = 0) -> int:
        """Read a whole number, not negative."""
        found = self._take(key, (int,), N_("应写成整数"), default)
        return int(found) if self._is_in_bounds(key, found) else default

    def yes(self, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        return bool(self._take(key, (bool,), N_("应写成 true 或 false"), default))

    def one_of(self, key: str, words: tuple[str, ...], default: str) -> str:
        """Read one of a closed set of words."""
        found = self.text(key, default)
        if found not in words:
            wanted = listed(word for word in words if word)
            self.mistake(key, N_("“{key}”只能写：{wanted}。"), key=key, wanted=wanted)
            return default
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of words."""
        return tuple(str(one) for one in self.items(key) if self._is_text(key, one))

    def items(self, key: str) -> list[Any]:
        """Read a list of anything."""
        return list(self._take(key, (list,), N_("应写成 [ … ] 形式的列表"), []))

    def table(self, key: str) -> dict[str, Any]:
        """Read a table within."""
        return dict(self._take(key, (dict,), N_("应写成单独一节，如 [{key}]"), {}))

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def raw(self, key: str) -> Any:
        """Read whatever stands there, None where nothing does."""
        self._asked.add(key)
        return self._values.get(key)

    def mistake(self, key: str, reason: str, containing: str = "", /, **values: object) -> None:
        """Note a mistake at one of the keys, or at the table itself."""
        self.reading.mistake((*self.path, key) if key else self.path, reason, containing, **values)

    def close(self) -> None:
        """Note the keys that mean nothing."""
        for key in self._values.keys() - self._asked:
            known = listed(sorted(self._asked))
            self.mistake(key, N_("不认识“{key}”，这里可以写：{known}。"), key, key=key, known=known)

    def _take(self, key: str, kinds: tuple[type, ...], wanted: str, default: Any) -> Any:
        self._asked.add(key)
        found = self._values.get(key, MISSING)
        if found is MISSING:
            return default
        if not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds):
            self.mistake(key, N_("“{key}”{wanted}。"), key, key=key, wanted=Message(wanted, {"key": key}))
            return default
        return found

    def _is_in_bounds(self, key: str, found: float) -> bool:
        if 0 <= found <= LARGEST:
            return True
        sentence = N_("“{key}”不能小于 0。") if found < 0 else N_("“{key}”不能大于 {most}。")
        self.mistake(key, sentence, key=key, most=LARGEST)
        return False

    def _is_text(self, key: str, found: object) -> bool:
        if not isinstance(found, str):
            self.mistake(key, N_("“{key}”里只能写带引号的文字。"), key=key)
        return isinstance(found, str)
