"""Terms: a text as words, names of the case, numbers, dates and question words, each with a key to compare by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import NamedTuple

from knowledge.language.data_files import languages
from knowledge.language.date_finder import DateMention, find_dates
from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.name_mentions import MentionFinder
from knowledge.language.name_words import addressed_apart
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import Token, tokenize

_LONGEST_QUESTION_PHRASE = 4
"""Maximum number of words of a question phrase: the longest of a lexicon is "what was the reason"."""
_DIGIT = re.compile(r"\d")
SHARED = "|"
"""Sign between the ids of a key that several names share."""


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

    Keys: a stem; `#<name id>`, or `#<name id>|<name id>` where either may be meant; digits; `=<EDTF>`;
    `@<question word>`; a negated word is `¬<stem>`.
    """

    key: str
    kind: Kind
    surface: str
    word: str
    capitalised: bool = False
    inner: bool = False
    """Whether it stands inside a sentence, where a capital letter means a name."""
    named: float = 1.0
    """Chance that it is a person's name that is spelled like it, from 0 to 1: less for a common word."""


def keys_of_shared(key: str) -> tuple[str, ...]:
    """Return the keys of the names that a key may mean; none where it can only mean one."""
    return tuple(f"#{one}" for one in key[1:].split(SHARED)) if SHARED in key and key[0] == "#" else ()


class TermReader:
    """Reads texts as terms, given the names of a case."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names

    def read(self, text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text in order."""
        return self.terms(tokenize(text, language), text, language)

    def terms(self, tokens: Sequence[Token], text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text that was split into tokens."""
        tokens = addressed_apart(tokens, text)
        dates = find_dates(text) if _DIGIT.search(text) else ()
        words, may_begin = _words(language), self.names.may_begin
        finder = MentionFinder(self.names, tokens, text, language)
        terms: list[Term] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            phrase = None
            initial = finder.is_initial(position)
            if dates or initial or may_begin(token) or token.word in words.interrogatives:
                phrase = _phrase(tokens, position, dates, text, language, finder)
            if phrase:
                terms.append(phrase[0])
                position += phrase[1]
            elif initial and position + 1 < len(tokens) and tokens[position + 1].capitalised:
                position += 1
            else:
                if term := _plain(tokens, position, words, text.isupper()):
                    terms.append(term._replace(named=finder.chance_of_name(position)))
                position += 1
        if any(term.word in words.negations for term in terms):
            return tuple(_negated(terms, words))
        return tuple(terms)


def _phrase(
    tokens: Sequence[Token],
    position: int,
    dates: Sequence[DateMention],
    text: str,
    language: str,
    finder: MentionFinder,
) -> tuple[Term, int] | None:
    """Return the date, name or question phrase that begins at `position`, and its number of tokens."""
    token = tokens[position]

    def surface(length: int) -> str:
        return " ".join(other.surface for other in tokens[position : position + length])

    for mention in dates:
        if mention.start <= token.start < mention.end:
            taken = sum(1 for other in tokens[position:] if other.start < mention.end)
            written = text[mention.start : mention.end]
            if mention.date is None:
                return Term(f"?{written}", Kind.WORD, written, written, True, True), taken
            return Term(f"={mention.date.text}", Kind.DATE, written, surface(taken)), taken
    if name := finder.at(position):
        written = surface(name.length)
        if not name.ids:
            as_written = _written(tokens[position : position + name.length], text)
            return Term(f"?{written.casefold()}", Kind.WORD, as_written, as_written, True, True), name.length
        return Term(f"#{SHARED.join(name.ids)}", Kind.NAME, written, written), name.length
    phrases = _words(language).interrogatives.get(token.word, {})
    for length in range(min(_LONGEST_QUESTION_PHRASE, len(tokens) - position) if phrases else 0, 0, -1):
        if found := phrases.get(tuple(other.word for other in tokens[position : position + length])):
            return Term(found, Kind.INTERROGATIVE, surface(length), surface(length)), length
    return None


def _written(tokens: Sequence[Token], text: str) -> str:
    """Return the text of some tokens in a row, with the stop behind a last initial."""
    last = tokens[-1]
    stop = len(last.surface) == 1 and text[last.end : last.end + 1] == "."
    return text[tokens[0].start : last.end + stop]


@dataclass(frozen=True, slots=True)
class _Words:
    """Word classes of a language in the normalised spelling of tokens."""

    interrogatives: Mapping[str, Mapping[tuple[str, ...], str]]
    """Question phrases with their keys, by the first word."""
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
        return Term(_multiplied(tokens, position, Decimal(word)), Kind.NUMBER, surface, word)
    if word in _multipliers() and position > 0:
        before = tokens[position - 1]
        if before.is_number or (position > 1 and before.word in words.numbers):
            return None
    if word in _number_signs() and position + 1 < len(tokens) and tokens[position + 1].is_number:
        return None
    if position > 0 and word in words.numbers:
        return Term(_multiplied(tokens, position, Decimal(words.numbers[word])), Kind.NUMBER, surface, word)
    if word in words.question_stop_words:
        return Term(key, Kind.NEUTRAL, surface, word)
    return Term(key, Kind.WORD, surface, word, not shouted and token.capitalised, not shouted and position > 0)


def _multiplied(tokens: Sequence[Token], position: int, number: Decimal) -> str:
    """Return a number in digits, times the word behind it ("5.4 million")."""
    if position + 1 < len(tokens):
        number *= _multipliers().get(tokens[position + 1].word, 1)
    return f"{number.normalize():f}"


@cache
def _multipliers() -> Mapping[str, int]:
    return {word: number for code in languages() for word, number in lexicon(code).multipliers.items()}


@cache
def _number_signs() -> frozenset[str]:
    return in_any_language(lambda known: known.number_signs)


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
