"""Edit cost: how unlikely a slip of the fingers is, by the keys of the keyboard; and text in the wrong layout."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from knowledge.language.data_files import languages
from knowledge.language.lexicon import LATIN, lexicon

# Costs of edits, about 1 each; arbitrary, in the order of how often fingers do so.
_DOUBLED = 0.5  # a letter typed twice
_UNDOUBLED = 0.6  # a double letter typed once
_BESIDE = 0.6  # the key beside the right one
_STRUCK = 0.75  # the key beside the right one as well as it
_SWAPPED = 0.8  # two neighbours in the wrong order
_LEFT_OUT = 0.9  # a letter left out
_PUT_IN = 1.0  # a letter put in
_OTHER = 1.2  # another letter
_FIRST = 0.3  # the first letter is wrong, in addition
MIN_EDIT_COST = _DOUBLED
"""Minimum cost of an edit."""


def edit_cost(typed: str, meant: str) -> float:
    """Return the cost of typing one word for another: 0 for the same word, about 1 for each edit.

    It is the optimal string alignment distance (OSA) with costs that depend on the letters and on their keys. What the
    words have in common at either end costs nothing and is left out, but for a letter that an edit may look back at.
    """
    if typed == meant:
        return 0.0
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(meant)) - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    start, end = max(0, start - 1), max(0, end - 1)
    cost = _aligned(typed[start : len(typed) - end], meant[start : len(meant) - end])
    return cost + (_FIRST if typed[:1] != meant[:1] else 0.0)


def _aligned(typed: str, meant: str) -> float:
    """Return the cost of the cheapest alignment, row by row of the edit matrix; `last` is the row before, e.g.

              l    i    c
         0   .9  1.8  2.7
    l   1.0   0   .9  1.8      each cell is the cheapest of: from the left, a letter left out; from above, a letter put
    c   2.0  1.0 1.2   .9      in; from above left, a letter replaced; from two above left, two letters swapped
    """
    neighbours = _neighbours()
    before: list[float] = []
    last = [0.0]
    for place in range(1, len(meant) + 1):
        last.append(last[-1] + _left_out(meant, place))
    for row in range(1, len(typed) + 1):
        letter = typed[row - 1]
        put_in = _put_in(typed, row)
        line = [last[0] + put_in]
        for place in range(1, len(meant) + 1):
            other = meant[place - 1]
            replaced = 0.0 if letter == other else _BESIDE if (letter, other) in neighbours else _OTHER
            cost = min(last[place - 1] + replaced, last[place] + put_in, line[-1] + _left_out(meant, place))
            if row > 1 and place > 1 and letter == meant[place - 2] and typed[row - 2] == other:
                cost = min(cost, before[place - 2] + _SWAPPED)
            line.append(cost)
        before, last = last, line
    return last[-1]


def _put_in(typed: str, row: int) -> float:
    letter, previous, following = typed[row - 1], typed[row - 2 : row - 1], typed[row : row + 1]
    if previous == letter:
        return _DOUBLED
    neighbours = _neighbours()
    return _STRUCK if (letter, previous) in neighbours or (letter, following) in neighbours else _PUT_IN


def _left_out(meant: str, place: int) -> float:
    return _UNDOUBLED if place > 1 and meant[place - 2] == meant[place - 1] else _LEFT_OUT


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters on neighbouring keys, either way, of all keyboards."""
    pairs = [pair for code in languages() for pair in _pairs(lexicon(code).keyboard)]
    letters = [(one, other) for one, other in pairs if one.isalpha() and other.isalpha()]
    return frozenset((*letters, *((other, one) for one, other in letters)))


def _pairs(rows: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each key of a keyboard with those to its right and below it."""
    for row, below in zip_longest(rows, rows[1:], fillvalue=""):
        for place, key in enumerate(row):
            beside = (row[place + 1 : place + 2], below[place : place + 1], below[max(0, place - 1) : place])
            yield from ((key, other) for other in beside if other)


def in_other_layouts(text: str) -> Iterator[str]:
    """Yield what a text is if the keyboard was set to a language of the other script when it was typed."""
    folded = text.casefold()
    layouts = [(known.script, "".join(known.keyboard)) for known in map(lexicon, languages())]
    for script, typed in layouts:
        for other_script, meant in layouts:
            if (script == LATIN) != (other_script == LATIN):
                yield folded.translate(str.maketrans(typed, meant))
