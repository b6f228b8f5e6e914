"""The command line's own words in the language that was chosen: usage, headings, and what was typed wrongly.

Typer has English sentences only. Its help is written by a formatter that a context names, its errors are exceptions
with one sentence each: both are put into words here, and a sentence that is not known stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import partial

import typer
from typer._click.formatting import HelpFormatter  # the class that ``Context.formatter_class`` must be of
from typer.core import TyperCommand, TyperGroup

from db.messages import N_, Message
from desktop.language import _, said

_HEADINGS = {"Options": N_("选项："), "Commands": N_("命令："), "Arguments": N_("参数：")}

_PARTS = {
    r"\[OPTIONS\]": N_("[选项]"),
    r"COMMAND \[ARGS\]\.\.\.": N_("命令 [参数]…"),
    "Show this message and exit.": N_("显示这些说明。"),
    "<path>": N_("<路径>"),
    "<str>": N_("<文字>"),
    "<int>": N_("<整数>"),
    "<int range>": N_("<整数>"),
    r"<list\[str\]>": N_("<文字>"),
    r"default: (?P<value>.*?)(?=[;\]])": N_("不写就是 {value}"),
    r"x>=(?P<value>\d+)": N_("至少 {value}"),
    r"required(?=\]$)": N_("必须写"),
}
"""What stands in a line of the help."""

_ERRORS = {
    r"Missing option (?P<name>.+)\.": N_("缺少选项 {name}。"),
    r"Missing argument (?P<name>.+)\.": N_("缺少参数 {name}。"),
    r"Missing command\.": N_("没有写命令。"),
    r"No such command (?P<name>'.*?')\. Did you mean (?P<like>.+)\?": N_(
        "没有命令 {name}。是不是要写 {like}？"
    ),
    r"No such command (?P<name>.+)\.": N_("没有命令 {name}。"),
    r"No such option: (?P<name>\S+) \(Possible options: (?P<like>.+)\)": N_(
        "没有选项 {name}。是不是要写 {like}？"
    ),
    r"No such option: (?P<name>.+)": N_("没有选项 {name}。"),
    r"Option (?P<name>.+) requires an argument\.": N_("选项 {name} 后面要写内容。"),
    r"Option (?P<name>.+) does not take a value\.": N_("选项 {name} 后面不写内容。"),
    r"Got unexpected extra argument\(s\) \((?P<words>.+)\)": N_("多写了：{words}"),
    r"Invalid value for (?P<name>.+): .* greater than or equal to (?P<least>\d+)": N_(
        "{name} 的值不对：不能小于 {least}。"
    ),
    r"Invalid value for (?P<name>.+): .*integer.*": N_("{name} 的值不对：要写整数。"),
    r"Invalid value for (?P<name>.+): (?P<why>.+)": N_("{name} 的值不对：{why}"),
}
"""What can be typed wrongly; the first that fits is said."""


class _Help(HelpFormatter):
    """Writes the help with our headings and marks; a Chinese character is as wide as two others."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        usage = prefix or _("用法：")  # not inside the f-string: the catalogue is not collected from there
        self.write(f"{usage}{prog} {_line(args)}\n")

    def write_heading(self, heading: str) -> None:
        self.write(_(_HEADINGS[heading]) + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        self.write("".join(f"{indent}{line}\n" for line in _folded(text, self.width - self.current_indent)))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        ours = [(_line(name), _line(words)) for name, words in rows]
        first = min(max(_width(name) for name, _words in ours), col_max) + col_spacing
        for name, words in ours:
            lines = _folded(words, self.width - self.current_indent - first)
            beside = max(first - _width(name), 1) if _width(name) < first else col_spacing
            self.write(f"{'':{self.current_indent}}{name}{'':{beside}}{lines[0]}\n")
            self.write("".join(f"{'':{self.current_indent + first}}{line}\n" for line in lines[1:]))


class _Context(typer.Context):
    formatter_class = _Help


class Command(TyperCommand):
    """A command whose help speaks the language that was chosen."""

    context_class = _Context


class Group(TyperGroup):
    """The commands together."""

    context_class = _Context


def explain(error: typer.TyperException) -> str:
    """Say in lines how the command is written, where more is said, and last what was typed wrongly."""
    context = getattr(error, "ctx", None)
    lines = []
    if isinstance(context, typer.Context):
        command = f"{context.command_path} {context.help_option_names[0]}"
        lines = [context.get_usage(), said(Message(N_("要看说明：{command}"), {"command": command}))]
    return "\n".join([*lines, said(_sentence(error.format_message()))])


def _sentence(english: str) -> Message:
    for pattern, template in _ERRORS.items():
        found = re.fullmatch(pattern, english)
        if found:
            return Message(
                template, {name: word.replace("'", "") for name, word in found.groupdict().items()}
            )
    return Message("{words}", {"words": english})


def _line(english: str) -> str:
    words = english
    for pattern, template in _PARTS.items():
        words = re.sub(pattern, partial(_part, template), words)
    return words


def _part(template: str, found: re.Match[str]) -> str:
    return said(Message(template, found.groupdict()))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _folded(text: str, width: int) -> list[str]:
    """Fold a text at spaces and behind Chinese characters."""
    lines, wide = [""], 0
    for word in re.findall(
        r"\[[^\]]*\]|[\u2e80-\uffef][，。；：、！？）】”]*|\s+|[^\s\[\u2e80-\uffef]+|\[", text
    ):
        if wide + _width(word) > width and lines[-1]:
            lines.append("")
            wide = 0
        if lines[-1] or not word.isspace():
            lines[-1] += word
            wide += _width(word)
    return lines
