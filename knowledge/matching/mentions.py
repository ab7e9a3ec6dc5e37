"""Mentions: what of a question the texts of a case do not have in any form, so that it can be said with certainty.

Only names, numbers and dates are ever said to be absent. In doubt nothing is: a language may have a verb that no list
has, but no document has a name in a form that none of the comparisons here knows.
"""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.edtf import EventDate, is_within, parse_edtf
from knowledge.language.data_files import languages
from knowledge.language.declension import names_another
from knowledge.language.kept_lists import kept
from knowledge.language.lexicon import LATIN, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.personal_names import is_surname
from knowledge.language.proper_nouns import (
    forms_of_same_name,
    is_listed_name,
    is_proper_noun,
    relation_root,
)
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term
from knowledge.language.word_frequencies import names
from knowledge.matching.case_texts import CaseTexts
from knowledge.matching.fact_index import Index
from knowledge.matching.question import ParsedQuestion
from knowledge.spelling.candidates import FuzzyDictionary, packed_words
from knowledge.spelling.transliteration import sound

_MIN_NUMBER = 11
"""Minimum number that is said to be absent: smaller ones are written in too many ways ("three", "third"); arbitrary."""
_MIN_MISSPELT = 5
"""Minimum letters of a name that may be a misspelt one of the texts; arbitrary."""
_LETTERS_PER_EDIT = 3
"""Number of letters of a name in another script for each edit by which two ways to write it may differ; arbitrary."""
_MIN_START, _MAX_REST = 4, 3
"""Minimum letters of a name in one script with which it begins in the other, and maximum letters behind; arbitrary."""
_DAYS_OF_MONTH = 31
"""Maximum length of a period, in days, that counts as a mention of each day in it; arbitrary."""
_OPENING = re.compile(r"(?:^|(?<!\b\w)[.?!…:;]+[\"'»”)]?\s+|[\"«“„(—–-]\s*)[\"«“„(—–-]*([^\W\d_]+)")
"""A word that begins a sentence, or what stands in quotation marks or brackets."""


class Mentions:
    """What the documents, statements and names of a base mention. What is looked up fills as it is first needed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._texts = CaseTexts(index)

    def absent(self, question: ParsedQuestion) -> tuple[str, ...]:
        """Return the names, numbers and dates of a question that no text has in any form, as they were typed.

        The words of one name that stand beside each other are one item.
        """
        found: list[str] = []
        beside = ""
        opening = _opening_words(question)
        for term in question.terms:
            if not (_may_be_absent(term, question.language, opening) and self._is_absent(term, question.language)):
                beside = ""
                continue
            typed = question.typed.get(term.word, term.surface)
            is_word = term.kind is Kind.WORD
            if is_word and beside and f"{beside} {term.surface}" in question.text:
                found[-1] += f" {typed}"
            else:
                found.append(typed)
            beside = term.surface if is_word else ""
        return tuple(dict.fromkeys(found))

    def stated(self, term: Term, typed: str, language: str) -> str:
        """Return what the texts surely mention of a name, a number or a date; "" where they have it in no form.

        A name of the case is given as the case has it: "London" may be one of its words for the United Kingdom.
        """
        key = term.key.lstrip("¬")
        if term.kind is Kind.DATE:
            asked = parse_edtf(key[1:])
            return typed if any(is_within(date, asked) for date in self._texts.dates) else ""
        if term.kind is Kind.NUMBER:
            return typed if not self._texts.numbers.isdisjoint((term.word, key)) else ""
        if name := self._index.base.names.get(key.removeprefix("#")):
            return name.label.get(language, typed) if key in self._texts.names else ""
        return typed if term.word in self._texts.words else ""

    def _is_absent(self, term: Term, language: str) -> bool:
        if term.kind is Kind.DATE:
            return not self._has_date(parse_edtf(term.key[1:]), term.surface)
        if term.kind is Kind.NUMBER:
            return not (self._index.has(term.key) or not self._texts.numbers.isdisjoint((term.word, term.key)))
        if term.key.startswith("?"):
            forms = forms_of_same_name(normalise(term.surface)) if term.surface.isalpha() else ()
            return term.surface.casefold() not in self._texts.whole_text and self._texts.words.isdisjoint(forms)
        return not self._has_name(term, language)

    def _has_date(self, asked: EventDate, surface: str) -> bool:
        """Whether a text has a date, one within it or one that holds it, also without its year."""
        return (
            any(_is_mentioned(asked, date) for date in self._texts.dates)
            or surface in self._texts.numbers
            or (asked.first.month, asked.first.day) in self._texts.yearless_days
        )

    def _has_name(self, term: Term, language: str) -> bool:
        """Whether a text has a name in any case, spelling or script; or may have it under another name abroad."""
        word, key = term.word, term.key.lstrip("¬")
        if self._index.has(key) or self._index.reader.names.parts_of(word, key):
            return True
        same = forms_of_same_name(word)
        if not same.isdisjoint(self._texts.words) or self._has_stem(word):
            return True
        if self._has_relation(word):
            return True
        return self._has_spelling(word) or self._has_in_other_script(word, same, language)

    def _has_stem(self, word: str) -> bool:
        return any(
            not names_another(word, other)
            for code in self._index.languages
            for other in self._texts.by_stem.get(stem(word, code), ())
        )

    def _has_relation(self, word: str) -> bool:
        """Whether a text has a place of which a word is the adjective, or the adjective of the place that it names."""
        root = relation_root(word)
        if root and any(other.startswith(root) for other in self._texts.words):
            return True
        return any(word.startswith(other) and len(word) - len(other) <= _MAX_REST for other in self._texts.roots)

    def _has_spelling(self, word: str) -> bool:
        """Whether a text has a word of the same script that sounds alike or is a slip away."""
        key, keys = sound(word), self._texts.names_in(word.isascii())
        if key in keys:
            return True
        if len(word) < _MIN_MISSPELT or is_listed_name(word):
            return False
        near = process.extract(key, list(keys), scorer=OSA.distance, score_cutoff=1, limit=None)
        return any(not names_another(word, other) for spelling, _, _ in near for other in keys[spelling])

    def _has_in_other_script(self, word: str, same: Iterable[str], language: str) -> bool:
        keys = self._texts.names_in(not word.isascii())
        if not keys:
            return False
        for key in {sound(form) for form in same if form[:3] == word[:3]} | {sound(word)}:
            if key in keys or any(_begins(key, other) for other in keys):
                return True
        key = sound(word)
        if process.extractOne(key, list(keys), scorer=OSA.distance, score_cutoff=len(key) // _LETTERS_PER_EDIT):
            return True
        return is_listed_name(word) and not is_surname(word) and not _is_listed_abroad(key, word.isascii())


def _may_be_absent(term: Term, language: str, opening: frozenset[str]) -> bool:
    """Whether a term is what may be said to be absent: a date, a number in digits, or what can only be a name."""
    match term.kind:
        case Kind.DATE:
            return True
        case Kind.NUMBER:
            return term.surface[:1].isdecimal() and float(term.word) >= _MIN_NUMBER
        case Kind.WORD:
            return term.key.startswith("?") or is_proper_noun(term, language, term.surface in opening)
        case _:
            return False


def _opening_words(question: ParsedQuestion) -> frozenset[str]:
    """Return the words whose capital letter means nothing, for they begin a sentence; none of a name by itself."""
    if len(question.terms) > 1 and all(term.capitalised for term in question.terms):
        return frozenset()
    return frozenset(_OPENING.findall(question.text))


def _is_mentioned(asked: EventDate, date: EventDate) -> bool:
    """Whether a date of the texts is within the one that is asked for, or a short period that has days of it."""
    if is_within(date, asked):
        return True
    overlaps = asked.first <= date.last and date.first <= asked.last
    return overlaps and ("/" in date.text or (date.last - date.first).days < _DAYS_OF_MONTH)


def _begins(one: str, other: str) -> bool:
    """Whether one of two Latin keys begins the other, but for an ending."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _MIN_START and longer.startswith(shorter) and len(longer) - len(shorter) <= _MAX_REST


def _is_listed_abroad(key: str, latin: bool) -> bool:
    """Whether the languages of the other script have a name by the same sound, so that it goes by no other there."""
    bound = len(key) // _LETTERS_PER_EDIT
    near = _names_by_sound(not latin).within(key, max(1, bound))
    return any(distance <= bound for _, distance in near)


@cache
def _names_by_sound(latin: bool) -> FuzzyDictionary:
    """Return the frequent names of all languages of the Latin or the other script, as they sound."""

    def heard() -> bytes:
        codes = [code for code in languages() if (lexicon(code).script == LATIN) == latin]
        return packed_words(set(sound("\n".join(name for code in codes for name in names(code))).split("\n")))

    return FuzzyDictionary(kept(f"heard-names.{LATIN if latin else 'other'}", heard))
