"""Words in all their forms, and which of them have forms that the stemmer cuts to different stems."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.language.lexicon import function_words
from knowledge.language.stemmer import stem
from tests.benchmarks.words import DICTIONARIES, unknown_words

LEAST_LEXEME, MOST_LEXEME = 2.7, 6.6
"""Zipf frequencies of a word, all its forms together, from which on and up to which it is listed: "was" and "will be"
are no content to meet in; arbitrary."""
LEAST_SHARE = 0.6
"""Minimum share of a stem's occurrences that are a word's, for the stem to stand for it; arbitrary."""
FREQUENT = 4.2
"""Zipf frequency of a word all of whose forms count, also those that were not seen; arbitrary."""
LEAST_STEM = 2
"""Minimum letters of a stem that is listed; arbitrary."""
_UNSEEN = 1e-6
"""Weight of a form that was not seen, as a share of its word's."""


@dataclass
class Lexeme:
    """A word in all its forms (normalised), with the occurrences in a billion words of the forms that were seen."""

    lemma: str
    kind: str
    forms: frozenset[str]
    seen: dict[str, float]

    @property
    def weight(self) -> float:
        """The occurrences of all forms."""
        return sum(self.seen.values())

    @property
    def is_name(self) -> bool:
        """Whether it is a name: these are compared by their declension."""
        return " " in self.kind

    def stems(self, language: str) -> dict[str, float]:
        """Return the stems of the forms, each with its occurrences; of a rare word only those that were seen."""
        frequent = self.weight >= 10**FREQUENT
        found: dict[str, float] = defaultdict(float)
        for form in sorted(self.forms if frequent else self.seen):
            found[stem(form, language)] += self.seen.get(form, 0.0) or _UNSEEN * self.weight
        return found


def is_spelt(words: Iterable[str], language: str) -> list[str]:
    """Return the words that a spelling dictionary has, in lower case or with a capital."""
    words = list(words)
    unknown = unknown_words(words, DICTIONARIES[language])
    capitalised = unknown_words([word.capitalize() for word in words if word in unknown], DICTIONARIES[language])
    return [word for word in words if word not in unknown or word.capitalize() not in capitalised]


def groups(lexemes: Iterable[Lexeme], language: str) -> Iterator[list[str]]:
    """Yield, for each word that has several stems, those that are mostly its own; a stem is in one group at most."""
    small = function_words(language)
    known = sorted(lexemes, key=lambda lexeme: (-lexeme.weight, lexeme.lemma, lexeme.kind))
    stems = [lexeme.stems(language) for lexeme in known]
    totals: dict[str, float] = defaultdict(float)
    for counts in stems:
        for one, count in counts.items():
            totals[one] += count
    taken = {stem(word, language) for word in small}
    for lexeme, counts in zip(known, stems, strict=True):
        frequent = LEAST_LEXEME <= math.log10(lexeme.weight + 1) < MOST_LEXEME
        if not frequent or lexeme.is_name or lexeme.lemma in small:
            continue
        own = [
            one
            for one, count in sorted(counts.items())
            if one not in taken and len(one) >= LEAST_STEM and count >= LEAST_SHARE * totals[one]
        ]
        if len(own) > 1:
            taken.update(own)
            yield own
