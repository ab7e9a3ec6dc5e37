"""Figures: the numbers that a text states, in digits or in words, with their units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from knowledge.language.data_files import languages, table
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import Token

_THOUSAND = 1000
_HUNDRED = 100
_UNIT_WITHIN = 3
"""Maximum number of words behind a number of which one may be its unit ("340,000 Norwegian crowns"); arbitrary."""
_ABOUT_WITHIN = 2
"""Maximum number of words before a number of which one may make it inexact ("more than 100"); arbitrary."""
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "к": 10**3, "м": 10**6}
"""Letters right behind a number that may multiply it ("$5m"), or be the sign of a unit."""
_CONVERTED = {
    "minute": ("minute", 1),
    "hour": ("minute", 60),
    "day": ("minute", 24 * 60),
    "week": ("minute", 7 * 24 * 60),
    "month": ("month", 1),
    "year": ("month", 12),
    "metre": ("metre", 1),
    "kilometre": ("metre", 1000),
    "kilogram": ("kilogram", 1),
    "tonne": ("kilogram", 1000),
}
"""Units that are multiples of each other: the smallest of a sort, and how many of it they are."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text, and how it may be read."""

    values: frozenset[Decimal]
    """Its value; with what a letter behind it may make of it ("5m" is 5 or 5,000,000)."""
    surface: str
    unit: str
    """A unit or currency by its English name, or ""."""
    is_inexact: bool
    """Whether it is said to be about right, or a bound."""
    in_words: bool

    @property
    def amounts(self) -> frozenset[tuple[str, Decimal]]:
        """What it measures, as a number of the smallest unit of its sort; empty without a unit that has others."""
        smallest, factor = _CONVERTED.get(self.unit, ("", 0))
        return frozenset((smallest, value * factor) for value in self.values if smallest)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What `data/<language>/numbers.txt` says. Words are normalised."""

    values: Mapping[str, Decimal]
    implied: Mapping[str, Decimal]
    """Words that imply a number and do not state it ("both", "twice")."""
    links: frozenset[str]
    about: frozenset[str]
    units: Mapping[str, str]


@cache
def number_words(language: str) -> NumberWords:
    """Return the number words of a language; none where it has no such file."""
    lists = {key: tuple(map(normalise, value.split())) for key, value in table(language, "numbers").items()}

    def values(prefix: str) -> dict[str, Decimal]:
        keys = (key for key in lists if key.startswith(prefix) and key.removeprefix(prefix)[0].isdigit())
        return {word: Decimal(key.removeprefix(prefix)) for key in keys for word in lists[key]}

    units = {word: key.removeprefix("unit.") for key, words in lists.items() if key[:5] == "unit." for word in words}
    links, about = (frozenset(lists.get(key, ())) for key in ("links", "about"))
    return NumberWords(values(""), values("also."), links, about, units)


@cache
def _multipliers() -> Mapping[str, int]:
    """Return the words for a thousand and more, of all languages: abbreviations cross their borders."""
    return {word: number for code in languages() for word, number in lexicon(code).multipliers.items()}


def figures(tokens: Sequence[Token], text: str, language: str) -> tuple[Figure, ...]:
    """Return the numbers of a tokenized text, those in words put together ("two hundred and five thousand")."""
    words = number_words(language)
    known = words.values
    places = [place for place, token in enumerate(tokens) if token.word in known or token.word[:1].isdecimal()]
    return tuple(_figures(tokens, text, words, places)) if places else ()


def implied(tokens: Sequence[Token], language: str) -> frozenset[Decimal]:
    """Return the numbers that words of a text imply: 2 for "twice" or "both"."""
    known = number_words(language).implied
    return frozenset(known[token.word] for token in tokens if token.word in known)


def _figures(tokens: Sequence[Token], text: str, words: NumberWords, places: Sequence[int]) -> Iterator[Figure]:
    """Yield the numbers of a text, given where words or digits are that may begin one."""
    end = 0
    for position in places:
        if position < end:
            continue
        token = tokens[position]
        value, length = _value(tokens, text, position, words)
        following = tokens[position + length : position + length + _UNIT_WITHIN]
        before = tokens[max(0, position - _ABOUT_WITHIN) : position]
        yield Figure(
            _readings(value, tokens[position + length - 1], following),
            text[token.start : tokens[position + length - 1].end],
            _unit(before, following, words),
            any(other.word in words.about for other in before),
            not token.is_number,
        )
        end = position + length


def _readings(value: Decimal, last: Token, following: Sequence[Token]) -> frozenset[Decimal]:
    adjacent = following[0] if following and following[0].start == last.end else None
    factor = _SUFFIXES.get(adjacent.word) if adjacent else None
    return frozenset({value, value * factor} if factor else {value})


def _unit(before: Sequence[Token], following: Sequence[Token], words: NumberWords) -> str:
    """Return the unit behind a number, or else the sign of a currency before it."""
    for token in following:
        if token.is_number or token.word in words.values:
            break
        if unit := words.units.get(token.word):
            return unit
    return words.units.get(before[-1].word, "") if before and not before[-1].surface[0].isalpha() else ""


def _value(tokens: Sequence[Token], text: str, position: int, words: NumberWords) -> tuple[Decimal, int]:
    """Return the number that begins at a token, and how many tokens it takes."""
    total, group, lowest, length = Decimal(0), Decimal(0), Decimal("Infinity"), 0
    largest = Decimal("Infinity")
    while position + length < len(tokens):
        skipped = _links(tokens, position + length, words) if length and lowest >= _HUNDRED else 0
        token = tokens[position + length + skipped]
        if length and not _joins(tokens, text, position + length + skipped):
            break
        multiplier = _multipliers().get(token.word)
        if multiplier and length and multiplier < largest:
            total += (group or 1) * multiplier
            group, lowest, largest = Decimal(0), Decimal(multiplier), Decimal(multiplier)
        elif token.is_number and (not length or (not group and total and Decimal(token.word) < lowest)):
            group, lowest = Decimal(token.word), Decimal(0)
        elif (own := words.values.get(token.word)) is not None and _fits(own, group, lowest):
            group = group * own if own == _HUNDRED and group else group + own
            lowest = _place(own)
        else:
            break
        length += 1 + skipped
    return total + group, length


def _fits(own: Decimal, group: Decimal, lowest: Decimal) -> bool:
    """Whether a number word may follow what was read of a number: smaller than its last place, or its "hundred"."""
    multiplies = own == _HUNDRED and Decimal(1) <= group < _HUNDRED and lowest > 0
    return multiplies or own < lowest


def _place(own: Decimal) -> Decimal:
    """Return the place that a number word takes: after "twenty" only units may come, after "five" nothing."""
    if own >= _HUNDRED:
        return Decimal(_HUNDRED)
    return Decimal(10) if own >= 20 else Decimal(1)


def _links(tokens: Sequence[Token], position: int, words: NumberWords) -> int:
    """Return 1 where an "and" links the parts of a number, else 0."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    linked = tokens[position].word in words.links and following is not None and following.word in words.values
    return 1 if linked else 0


def _joins(tokens: Sequence[Token], text: str, position: int) -> bool:
    """Whether nothing but spaces, hyphens and the dots of abbreviations stands between a token and the one before."""
    between = text[tokens[position - 1].end : tokens[position].start]
    return not between.strip(" .-\u00a0")
