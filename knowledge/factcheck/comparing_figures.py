"""Compares the numbers of a text with those of the quotes: the value, and the unit where both have one."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from knowledge.factcheck.claims import Claims
from knowledge.factcheck.discrepancies import Discrepancy, FactText
from knowledge.factcheck.evidence import Evidence
from knowledge.language.data_files import languages
from knowledge.language.figures import Figure

_COUNTED = 10
"""Maximum number that may come from counting what a quote lists; arbitrary."""
_ROUNDING = Decimal("0.1")
"""Maximum share by which a number that is said to be inexact may differ from that of a quote; arbitrary."""


def figure_discrepancies(text: FactText, evidence: Evidence) -> Iterator[Discrepancy]:
    """Yield the numbers of a text that the quotes do not have, or have of other things."""
    known = evidence.quotes.numbers | evidence.heads.numbers
    for figure in text.claims.figures:
        if figure.values & known:
            yield from _of_another_unit(figure, text, evidence)
        elif not _is_excused(figure, evidence):
            others = [one for one in evidence.quotes.figures if _alike(figure, one) and not _has(text.claims, one)]
            if others or not figure.values & evidence.passages.numbers:
                yield text.lacking(figure.surface, (one.surface for one in others), _place(figure, evidence))


def _place(figure: Figure, evidence: Evidence) -> str:
    having = (one.id for one in evidence.documents if figure.values & evidence.library.document(one).numbers)
    return next(having, "")


def _has(claims: Claims, figure: Figure) -> bool:
    return bool(figure.values & claims.numbers)


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two numbers may count the same: their units are not known to differ."""
    return one.unit == other.unit or not (one.unit and other.unit)


def _is_excused(figure: Figure, evidence: Evidence) -> bool:
    """Whether a number that no quote has may be right all the same: rounded, counted, or in words not to be read."""
    quotes = evidence.quotes
    if figure.in_words and figure.values == {Decimal(1)}:
        return True
    if figure.is_inexact and any(_is_near(value, own) for value in figure.values for own in quotes.numbers):
        return True
    if any(figure.amounts & one.amounts for one in quotes.figures):
        return True
    small = all(value <= _COUNTED for value in figure.values)
    counted = small and any(value <= evidence.listed for value in figure.values) and not quotes.figures
    return counted or _is_worked_out(figure, quotes) or (small and not evidence.languages <= set(languages()))


def _is_near(value: Decimal, own: Decimal) -> bool:
    return abs(value - own) <= _ROUNDING * abs(own)


def _is_worked_out(figure: Figure, quotes: Claims) -> bool:
    """Whether a number is the sum or the difference of two in the quotes that count the same thing as it."""
    same = [one for one in quotes.figures if one.unit and one.unit == figure.unit]
    pairs = [(a, b) for one, other in combinations(same, 2) for a in one.values for b in other.values]
    return any(figure.values & {a + b, abs(a - b)} for a, b in pairs)


def _of_another_unit(figure: Figure, text: FactText, evidence: Evidence) -> Iterator[Discrepancy]:
    """Yield a number to which each quote that has it gives another unit."""
    same = [one for one in evidence.quotes.figures if one.values & figure.values]
    if figure.unit and same and all(one.unit and one.unit != figure.unit for one in same):
        yield text.lacking(f"{figure.surface} ({figure.unit})", (f"{one.surface} ({one.unit})" for one in same))
