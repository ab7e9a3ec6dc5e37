"""Reads a text as terms: words, names of the case, numbers, dates, question words; each with a key to compare by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import NamedTuple

from knowledge.language.date_finder import DateMention, find_dates
from knowledge.language.lexicon import lexicon
from knowledge.language.tokenizer import Token, clean, function_words, normalise, tokenize
from knowledge.language.word_frequencies import frequencies
from knowledge.model import Name

_LONGEST_QUESTION_PHRASE = 4
_DIGIT = re.compile(r"\d")
_EVERYDAY = 5.6
"""A spelling in capitals ("US") that is also a word of at least this Zipf frequency must be typed in capitals."""


class Kind(Enum):
    """What sort of thing a term is."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    INTERROGATIVE = "interrogative"
    NEUTRAL = "neutral"


class Term(NamedTuple):
    """One comparable unit of a text. Equal keys mean the same thing whatever the spelling, the script or the format.

    Keys: a stem; `#<name id>`; digits; `=<EDTF>`; `@<question word>`; a negated word is `¬<stem>`.
    """

    key: str
    kind: Kind
    surface: str
    word: str
    capitalised: bool = False
    inner: bool = False
    """Whether it stands inside a sentence, where a capital letter means a name."""


class NameIndex:
    """Finds the names of a case in tokens by any of their spellings, the longest first."""

    def __init__(self, names: Iterable[Name], languages: Sequence[str]) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self._capitals: set[tuple[str, ...]] = set()
        self.parts: dict[str, set[str]] = {}
        """A stem to the keys of the names that it is part of."""
        self.holders: dict[str, set[str]] = {}
        """The key of a name ("Smith") to those of the names that hold it ("the Smith family")."""
        self.held: dict[str, set[str]] = {}
        """The other way about."""
        self.words: dict[str, None] = {}
        """The words of all names, each once, in the order of the names: a set's order must not reach an answer."""
        for name in names:
            for spelling in dict.fromkeys((*name.spellings, *name.label.values())):
                self._add(name.id, spelling, languages)
        self._relate()

    def _relate(self) -> None:
        for key, name_id in self._ids.items():
            inner = {self._ids.get(key[i:j]) for i in range(len(key)) for j in range(i + 1, len(key) + 1)}
            for other in inner - {None, name_id}:
                self.holders.setdefault(f"#{other}", set()).add(f"#{name_id}")
                self.held.setdefault(f"#{name_id}", set()).add(f"#{other}")

    def _add(self, name_id: str, spelling: str, languages: Sequence[str]) -> None:
        cleaned = clean(spelling)
        small = frozenset().union(*map(function_words, languages))
        for language in languages:
            tokens = tokenize(cleaned, language)
            key = tuple(token.stem for token in tokens)
            if not key:
                continue
            self._ids.setdefault(key, name_id)
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))
            self.words.update(dict.fromkeys(token.word for token in tokens if not token.is_number))
            if len(key) == 1 and cleaned.isupper() and _is_everyday(tokens[0].stem, language):
                self._capitals.add(key)
            for token in tokens:
                if token.word not in small:
                    self.parts.setdefault(token.stem, set()).add(f"#{name_id}")

    def at(self, tokens: Sequence[Token], position: int, shouted: bool, language: str) -> tuple[str, int] | None:
        """Return the id of the longest name that begins at `position`, and how many tokens it takes."""
        longest = self._longest.get(tokens[position].stem, 0)
        named = longest > 0 and position > 0 and tokens[position - 1].word in lexicon(language).articles
        for length in range(min(longest, len(tokens) - position), 0, -1):
            key = tuple(token.stem for token in tokens[position : position + length])
            found = self._ids.get(key)
            in_capitals = tokens[position].surface.isupper() and not shouted
            if found and (key not in self._capitals or in_capitals or named):
                return found, length
        return None

    def may_begin(self, token: Token) -> bool:
        """Whether a name begins with the stem of a token."""
        return token.stem in self._longest


class TermReader:
    """Reads texts as terms in the light of a case's names."""

    def __init__(self, names: Iterable[Name], languages: Sequence[str]) -> None:
        self.names = NameIndex(names, languages)

    def read(self, text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text in order."""
        return self.terms(tokenize(text, language), text, language)

    def terms(self, tokens: Sequence[Token], text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text that was split into tokens."""
        shouted = text.isupper()
        dates = find_dates(text) if _DIGIT.search(text) else ()
        words, may_begin = _words(language), self.names.may_begin
        terms: list[Term] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            phrase = None
            if dates or may_begin(token) or token.word in words.interrogatives:
                phrase = self._phrase(tokens, position, dates, language, shouted)
            if phrase:
                key, kind, taken = phrase
                surface = " ".join(other.surface for other in tokens[position : position + taken])
                terms.append(Term(key, kind, surface, surface))
                position += taken
            else:
                if term := _plain(tokens, position, words, shouted):
                    terms.append(term)
                position += 1
        if any(term.word in words.negations for term in terms):
            return tuple(_negated(terms, words))
        return tuple(terms)

    def _phrase(
        self,
        tokens: Sequence[Token],
        position: int,
        dates: Sequence[DateMention],
        language: str,
        shouted: bool,
    ) -> tuple[str, Kind, int] | None:
        """Return the key and the kind of the date, name or question phrase that begins here, and how long it is."""
        token = tokens[position]
        for mention in dates:
            if mention.start <= token.start < mention.end:
                taken = sum(1 for other in tokens[position:] if other.start < mention.end)
                return f"={mention.date.text}", Kind.DATE, taken
        if name := self.names.at(tokens, position, shouted, language):
            return f"#{name[0]}", Kind.NAME, name[1]
        phrases = _words(language).interrogatives.get(token.word, {})
        for length in range(min(_LONGEST_QUESTION_PHRASE, len(tokens) - position) if phrases else 0, 0, -1):
            if found := phrases.get(tuple(other.word for other in tokens[position : position + length])):
                return found, Kind.INTERROGATIVE, length
        return None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language that make a term what it is, as tokens have them."""

    interrogatives: Mapping[str, Mapping[tuple[str, ...], str]]
    """Phrases that ask, by their first word, with their keys."""
    numbers: Mapping[str, int]
    question_stop_words: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]


@cache
def _words(language: str) -> _Words:
    known = lexicon(language)
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, key in known.interrogatives.items():
        words = tuple(normalise(word) for word in phrase.split())
        phrases.setdefault(words[0], {})[words] = key
    classes = (known.question_stop_words, known.negations, known.auxiliaries)
    return _Words(phrases, known.numbers, *(frozenset(map(normalise, words)) for words in classes))


def _plain(tokens: Sequence[Token], position: int, words: _Words, shouted: bool) -> Term | None:
    token = tokens[position]
    word, key, surface, _, _ = token
    if token.is_number:
        return Term(word, Kind.NUMBER, surface, word)
    if word in _NUMBER_SIGNS and position + 1 < len(tokens) and tokens[position + 1].is_number:
        return None
    if position > 0 and word in words.numbers:
        return Term(str(words.numbers[word]), Kind.NUMBER, surface, word)
    if word in words.question_stop_words:
        return Term(key, Kind.NEUTRAL, surface, word)
    return Term(key, Kind.WORD, surface, word, not shouted and token.capitalised, not shouted and position > 0)


_NUMBER_SIGNS = frozenset({"no", "nr", "n", "н"})


def _negated(terms: Sequence[Term], words: _Words) -> Iterable[Term]:
    """Fold each negation into the next word of weight: "did not agree" is about `¬agree`, never about `agree`."""
    pending = False
    for term in terms:
        if term.word in words.negations:
            pending = True
        elif pending and term.kind is Kind.WORD and term.word not in words.auxiliaries:
            pending = False
            yield Term(f"¬{term.key}", term.kind, term.surface, term.word, term.capitalised, term.inner)
        else:
            yield term


def _is_everyday(stem: str, language: str) -> bool:
    return frequencies(language).get(stem, 0.0) >= _EVERYDAY
