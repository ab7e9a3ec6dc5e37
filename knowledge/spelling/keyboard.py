"""What fingers do wrong: which keys are neighbours, how likely a slip is, and text typed in the wrong layout."""

from collections.abc import Iterable

_LAYOUTS = {
    "en": ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,."),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "uk": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
}
"""The rows of letter keys of each language's usual keyboard, the same keys in the same places."""


def _neighbours() -> Iterable[tuple[str, str]]:
    for rows in _LAYOUTS.values():
        for number, row in enumerate(rows):
            below = rows[number + 1] if number + 1 < len(rows) else ""
            for place, letter in enumerate(row):
                beside = (row[place + 1 : place + 2], below[place : place + 1], below[max(0, place - 1) : place])
                for other in beside:
                    if letter.isalpha() and other.isalpha():
                        yield letter, other
                        yield other, letter


_NEIGHBOURS = frozenset(_neighbours())
_DOUBLED, _UNDOUBLED, _BESIDE, _STRUCK, _SWAPPED, _LEFT_OUT, _PUT_IN, _OTHER, _FIRST = (
    0.5,  # a letter typed twice
    0.6,  # a double letter typed once
    0.6,  # the key beside the right one
    0.75,  # the key beside the right one as well as it
    0.8,  # two neighbours in the wrong order
    0.9,  # a letter left out
    1.0,  # a letter put in
    1.2,  # another letter
    0.3,  # the first letter is wrong, too
)
MIN_EDIT_COST = 0.5
"""No slip costs less."""


def edit_cost(typed: str, meant: str) -> float:
    """Return how unlikely it is that fingers type one word for another: about 1 for each slip, 0 for the same word.

    The optimal string alignment distance with weights that depend on the letters and on their keys.
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
            replaced = 0.0 if letter == other else _BESIDE if (letter, other) in _NEIGHBOURS else _OTHER
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
    return _STRUCK if (letter, previous) in _NEIGHBOURS or (letter, following) in _NEIGHBOURS else _PUT_IN


def _left_out(meant: str, place: int) -> float:
    return _UNDOUBLED if place > 1 and meant[place - 2] == meant[place - 1] else _LEFT_OUT


def in_other_layouts(text: str) -> Iterable[str]:
    """Yield what a text is if the keyboard was set to another language when it was typed."""
    folded = text.casefold()
    for one, typed in _LAYOUTS.items():
        for other, meant in _LAYOUTS.items():
            if (one == "en") != (other == "en"):
                yield folded.translate(str.maketrans("".join(typed), "".join(meant)))
