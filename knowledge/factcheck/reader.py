"""Reads the claims of a text, given the names of a case."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice

from knowledge.edtf import parse_edtf
from knowledge.factcheck.claims import Claims, PartialDate, StatedDate
from knowledge.language.data_files import languages
from knowledge.language.date_finder import find_dates
from knowledge.language.figures import figures, implied
from knowledge.language.lexicon import LATIN, function_words, lexicon
from knowledge.language.name_mentions import MentionFinder
from knowledge.language.name_words import MAX_INITIALS, addressed_apart, is_capitalised
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean, normalise
from knowledge.language.proper_nouns import is_proper_noun
from knowledge.language.terms import Kind, Term
from knowledge.language.tokenizer import Token, sentences, tokenize
from knowledge.language.word_frequencies import forms

_CLOCK = re.compile(r"(?<![\d.,:/-])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.,]*\d)(?:\s?([ap])\.?\s?m\b)?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d.,:/-])(1[0-2]|\d)\s?([ap])\.?\s?m\b", re.IGNORECASE)
_LIKE_TIME = re.compile(r"\d[:.]\d\d|\d\s?[apAP]\.?\s?[mM]")
"""What each text with a time has; quicker to look for."""
_DIGIT = re.compile(r"\d")
_DAYS = 31
_BETWEEN = 4
"""Maximum number of characters between a day and its month ("th of"); arbitrary."""
_MAX_WORDS = 32_768
"""Maximum number of words of which it is kept whether they can only be names; arbitrary."""
_ABBREVIATED = 3
"""Maximum number of letters of an abbreviated month, which is not read alone."""


class ClaimReader:
    """Reads texts of a case, given its names."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._beginnings: dict[tuple[str, str], bool] = {}

    def _may_begin(self, token: Token) -> bool:
        key = (token.word, token.stem)
        found = self._beginnings.get(key)
        if found is None:
            found = self._beginnings[key] = self.names.may_begin(token)
        return found

    def read(self, text: str, language: str) -> Claims:
        """Return what a text states."""
        found = Claims()
        for sentence in sentences(clean(text)):
            self._read_sentence(sentence, language, found)
        return found

    def _read_sentence(self, text: str, language: str, found: Claims) -> None:
        tokens = addressed_apart(tokenize(text, language), text, is_capitalised)
        found.words.update(token.word for token in tokens)
        found.stems.update((token.stem, token.surface) for token in tokens)
        found.negated.update(_negated(tokens, language))
        found.numbers |= implied(tokens, language)
        taken = _times(text, found)
        taken += [*_dates(text, found)] if _DIGIT.search(text) else []
        rest = [token for token in tokens if not _within(token, taken)] if taken else tokens
        rest = [*_without_partial_dates(rest, language, found)]
        stated = figures(rest, text, language)
        found.numbers.update(value for figure in stated for value in figure.values)
        without_names = [*self._without_names(rest, text, language, found)]
        found.figures += stated if len(without_names) == len(rest) else figures(without_names, text, language)

    def _without_names(self, tokens: Sequence[Token], text: str, language: str, found: Claims) -> Iterator[Token]:
        """Yield the tokens that belong to no name of the case; note names, and words that can only be names."""
        finder = MentionFinder(self.names, tokens, text, language)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            name = finder.at(position) if self._may_begin(token) or _is_short(token) else None
            if name and name.ids:
                end = position + name.length
                found.names.setdefault(frozenset(name.ids), text[token.start : tokens[end - 1].end])
                beside = {*_weighty(reversed(tokens[:position]), "<", language), *_weighty(tokens[end:], ">", language)}
                for one in name.ids:
                    found.beside.setdefault(one, set()).update(beside)
                position = end
                continue
            if token.surface[:1].isupper() and _can_only_be_name(token.word, token.surface, position == 0, language):
                found.proper.setdefault(token.word, token.surface)
            yield token
            position += 1


def _weighty(tokens: Iterable[Token], sign: str, language: str) -> Iterator[str]:
    """Yield the stem of the first word of weight, with a sign before it."""
    small = function_words(language)
    yield from islice((f"{sign}{token.stem}" for token in tokens if token.word not in small), 1)


def _negated(tokens: Sequence[Token], language: str) -> Iterator[tuple[str, str]]:
    """Yield the stem and the text of each word of weight that has a negation before it."""
    negations, small = _negations(language), function_words(language)
    for position, token in enumerate(tokens):
        if token.word in negations:
            following = (other for other in tokens[position + 1 :] if other.word not in small)
            yield from ((other.stem, other.surface) for other in islice(following, 1))


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(map(normalise, lexicon(language).negations))


def _is_short(token: Token) -> bool:
    """Whether a token may be an initial."""
    return len(token.surface) <= MAX_INITIALS and token.surface.isupper()


@lru_cache(_MAX_WORDS)
def _can_only_be_name(word: str, surface: str, opens: bool, language: str) -> bool:
    return is_proper_noun(Term("", Kind.WORD, surface, word, True, not opens), language, opens)


def _within(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _times(text: str, found: Claims) -> list[tuple[int, int]]:
    """Note the times of day of a text; return where they stand."""
    spans: list[tuple[int, int]] = []
    if not _LIKE_TIME.search(text):
        return spans
    for pattern, has_minutes in ((_CLOCK, True), (_HOUR, False)):
        for one in pattern.finditer(text):
            dotted = has_minutes and "." in one.group() and not one[3]
            if dotted or _within_span(one.start(), spans):
                continue  # a number with a fraction, for all that is known
            hour, minute = int(one[1]), int(one[2]) if has_minutes else 0
            found.numbers |= {Decimal(hour), Decimal(hour % 12), Decimal(hour % 12 + 12)}
            found.times.setdefault(hour % 12 * 60 + minute, one.group().strip())
            spans.append(one.span())
    return spans


def _within_span(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _dates(text: str, found: Claims) -> Iterator[tuple[int, int]]:
    """Note the dates of a text that have a year, both ends of a period; yield where they stand."""
    for mention in find_dates(text):
        if mention.date is not None:
            surface = text[mention.start : mention.end]
            for part in mention.date.text.split("/"):
                found.dates.append(StatedDate(parse_edtf(part), surface))
                found.numbers.add(Decimal(part[:4]))
            yield mention.start, mention.end


@cache
def _months(latin: bool) -> dict[str, int]:
    return {
        word: month
        for code in languages()
        if (lexicon(code).script == LATIN) == latin
        for word, month in lexicon(code).months.items()
    }


def _without_partial_dates(tokens: Sequence[Token], language: str, found: Claims) -> Iterator[Token]:
    """Yield the tokens that belong to no date without a year; note those dates."""
    months = {**_months(True), **_months(False)}
    taken: set[int] = set()
    for position, token in enumerate(tokens):
        month = months.get(token.word)
        if month is None or not token.word.isalpha():
            continue
        beside = [place for place in (position - 1, position + 1) if _is_day(tokens, place, token)]
        if beside:
            taken |= {position, beside[0]}
            surface = " ".join(tokens[place].surface for place in sorted((position, beside[0])))
            found.partial_dates.append(PartialDate(month, int(tokens[beside[0]].word), surface))
        elif _is_month_alone(token, position, language):
            taken.add(position)
            found.partial_dates.append(PartialDate(month, None, token.surface))
    yield from (token for position, token in enumerate(tokens) if position not in taken)


def _is_day(tokens: Sequence[Token], place: int, month: Token) -> bool:
    """Whether a token is the number of a day beside a month."""
    if not 0 <= place < len(tokens):
        return False
    token = tokens[place]
    near = token.end <= month.start <= token.end + _BETWEEN or month.end <= token.start <= month.end + 1
    return near and token.word.isdecimal() and 1 <= int(token.word) <= _DAYS


def _is_month_alone(token: Token, position: int, language: str) -> bool:
    """Whether a word is surely a month: not "may", nor an abbreviation."""
    if len(token.word) <= _ABBREVIATED or (token.word.isascii() and token.word in forms(language)):
        return False
    return not token.word.isascii() or (token.capitalised and position > 0)
