"""Second entry (复录核对): where a number that was keyed twice, the second time blind, differs."""

from __future__ import annotations

from db.values import characters

_BETWEEN = frozenset(" ,-¥元")
"""What people put between and around digits; it makes no difference."""


def differing_places(first: str, second: str) -> tuple[int, ...]:
    """Give the places (from 0) in ``second`` that differ from ``first``, as few as possible; () when they agree.

    For IDs, cards and amounts: blanks, commas, the width and the case of letters, and the zeros at the end of an amount
    do not count. Where ``second`` lacks something, the place is the one before which it should stand, at the end
    ``len(second)``.
    """
    wanted, typed = _signs(first), _signs(second)
    costs = _distances([sign for _, sign in wanted], [sign for _, sign in typed])
    places: set[int] = set()
    row, column = len(wanted), len(typed)
    while row or column:
        cost = costs[row][column]
        differ = row and column and wanted[row - 1][1] != typed[column - 1][1]
        if differ and cost == costs[row - 1][column - 1] + 1:
            places.add(typed[column - 1][0])
            row, column = row - 1, column - 1
        elif column and cost == costs[row][column - 1] + 1:
            places.add(typed[column - 1][0])
            column -= 1
        elif row and cost == costs[row - 1][column] + 1:
            places.add(typed[column][0] if column < len(typed) else len(second))
            row -= 1
        else:
            row, column = row - 1, column - 1
    return tuple(sorted(places))


def _signs(text: str) -> list[tuple[int, str]]:
    """List the characters that count, each with its place in the text."""
    plain = characters.half_width_signs(text)
    signs = [(place, sign.upper()) for place, sign in enumerate(plain) if sign not in _BETWEEN]
    if any(sign == "." for _, sign in signs):
        while signs[-1][1] == "0":
            signs.pop()
        if signs[-1][1] == ".":
            signs.pop()
    return signs


def _distances(wanted: list[str], typed: list[str]) -> list[list[int]]:
    """Count for all beginnings of both how many signs must be changed, added or left out (Levenshtein)."""
    costs = [[row + column for column in range(len(typed) + 1)] for row in range(len(wanted) + 1)]
    for row, sign in enumerate(wanted, 1):
        for column, other in enumerate(typed, 1):
            costs[row][column] = min(
                costs[row - 1][column] + 1,
                costs[row][column - 1] + 1,
                costs[row - 1][column - 1] + (sign != other),
            )
    return costs
