"""The texts of a case as what they have: words, names in Latin letters, numbers and dates, for looking up."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from knowledge.edtf import EventDate
from knowledge.language.data_files import languages
from knowledge.language.date_finder import find_dates
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean, normalise
from knowledge.language.proper_nouns import relation_root
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind
from knowledge.language.tokenizer import Token, tokenize
from knowledge.language.word_frequencies import forms
from knowledge.matching.fact_index import Index
from knowledge.spelling.transliteration import sound

_DIGITS = re.compile(r"[0-9]+")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})\W{0,3}(?:(?:st|nd|rd|th|of|го|е|й)\W{1,2})*([^\W\d_]{3,12})")
_MONTH_AND_DAY = re.compile(r"([^\W\d_]{3,12})\W{1,3}([0-9]{1,2})(?![0-9])")


class CaseTexts:
    """The documents, statements, names and titles of a base, without phrasings. Tables are made when first needed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._base = index.base

    def names_in(self, latin: bool) -> dict[str, list[str]]:
        """Return the words of the texts that may be names, of the Latin or the other script, by their Latin keys."""
        return self._keys[latin]

    @cached_property
    def _keys(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        tables: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
        small = {token.word for token in self._tokens if not token.capitalised}
        capitalised = {token.word for token in self._tokens if token.capitalised and not token.is_number}
        for word in sorted(capitalised):
            if not (word in small and any(word in forms(code) for code in languages())):
                tables[word.isascii()].setdefault(sound(word), []).append(word)
        return tables

    @cached_property
    def _tokens(self) -> Sequence[Token]:
        """The distinct tokens of all texts, wherever they stand."""
        distinct = {
            (token.word, token.capitalised): token
            for language, text in self._texts()
            for token in tokenize(clean(text), language)
        }
        return tuple(distinct.values())

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.word for token in self._tokens) | self._index.reader.names.words.keys()

    @cached_property
    def roots(self) -> frozenset[str]:
        """What is left of the adjectives of places."""
        return frozenset(filter(None, map(relation_root, self.words)))

    @cached_property
    def by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in sorted(self.words):
            for key in {stem(word, code) for code in self._index.languages}:
                found.setdefault(key, []).append(word)
        return found

    @cached_property
    def whole_text(self) -> str:
        return "\n".join(clean(text).casefold() for _, text in self._texts())

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All numbers of the texts as keys: in digits, their pieces, and written out, with "twenty-five" as 25."""
        found = {token.word for token in self._tokens if token.is_number}
        found.update(normalise(digits) for digits in _DIGITS.findall(self.whole_text))
        found.update(_written_out(self.whole_text))
        return frozenset(found)

    @cached_property
    def dates(self) -> Sequence[EventDate]:
        """The dates of all facts, of all documents and of what they say."""
        stated = [found.date for _, text in self._texts() for found in find_dates(clean(text)) if found.date]
        facts = [fact.date for fact in self._base.facts.values() if fact.date]
        return (*stated, *facts, *(document.date for document in self._base.documents.values()))

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the names of the case that a document or a statement has."""
        said = [(language, text) for fact in self._base.facts.values() for language, text in fact.statement.items()]
        said += [(document.language, document.text) for document in self._base.documents.values()]
        terms = (term for language, text in said for term in self._index.reader.read(clean(text), language))
        return frozenset(term.key.lstrip("¬") for term in terms if term.kind is Kind.NAME)

    @cached_property
    def yearless_days(self) -> frozenset[tuple[int, int]]:
        """Each month and day that stand together in a text, with or without a year."""
        months = {word: month for code in languages() for word, month in lexicon(code).months.items()}
        text = self.whole_text
        pairs = [(month, day) for day, month in _DAY_AND_MONTH.findall(text)] + _MONTH_AND_DAY.findall(text)
        dated = {(date.first.month, date.first.day) for date in self.dates}
        found = {(months[month], int(day)) for month, day in pairs if month in months}
        return frozenset(found - dated)

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Yield all texts with their languages: documents, statements, names and titles, without phrasings."""
        case = self._base.case
        for document in self._base.documents.values():
            for text in (document.text, document.title, document.publisher):
                yield document.language, text
        for fact in self._base.facts.values():
            yield from fact.statement.items()
        for name in case.names:
            yield from name.label.items()
            yield from ((language, spelling) for spelling in name.spellings for language in case.languages[:1])
        for localized in (case.title, case.summary, *(topic.title for topic in case.topics)):
            yield from localized.items()


def _written_out(text: str) -> Iterator[str]:
    """Yield the numbers that a text has in words, in any form: each by itself, and the sum of those in a row."""
    starts = {
        word.rstrip("aeiyаеєиіїоуыьюя"): number
        for code in languages()
        for word, number in lexicon(code).numbers.items()
    }
    whole = {word: number for code in languages() for word, number in lexicon(code).numbers.items()}
    lengths = sorted({len(start) for start in starts if len(start) > 2}, reverse=True)
    row = 0
    for word in re.findall(r"[^\W\d_]+", text):
        number = whole.get(word) or next((starts[word[:size]] for size in lengths if word[:size] in starts), None)
        row = 0 if number is None else row * number if number == 100 and row else row + number
        if number is not None:
            yield from (str(number), str(row))
