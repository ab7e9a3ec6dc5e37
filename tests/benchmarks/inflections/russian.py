"""The lexemes of Russian, from the dictionary of OpenCorpora (CC BY-SA 3.0) as pymorphy3 (MIT licence) holds it."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from knowledge.language.normalisation import normalise
from tests.benchmarks.inflections.lexemes import Lexeme

LEAST_WORD = 1.7
"""Minimum Zipf frequency of a word that is looked up."""
LEAST_LEXEME = 2.7
"""Minimum Zipf frequency of a lexeme that is declined here; few are kept below that of the tables."""
CONTENT = {"NOUN", "ADJF", "ADJS", "INFN", "VERB", "NUMR"}
"""Parts of speech that are tabled."""
NAMES = ("Surn", "Name", "Patr", "Geox", "Orgn")
"""Marks of names, which are lexemes of their own beside common words of the same spelling."""
PRONOUN = "Apro"
"""Mark of pronouns that are declined as adjectives are: "всего" asks for a total rather than for "весь"."""
OMITTED = {"Erro", "Cmp2", "Supr", "COMP", "PRTF", "PRTS", "GRND", "V-be", "incl", "Arch", "V-ey"}
"""Marks of forms that are errors, old, or, as participles and degrees are, rather words of their own."""
_WORD = re.compile("[а-яё]+")


def russian() -> Iterator[Lexeme]:
    """Yield the lexemes of the frequent words."""
    from importlib import import_module

    from wordfreq import get_frequency_dict

    dictionary: Any = import_module("pymorphy3").MorphAnalyzer()
    seen: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    parsed: dict[tuple[str, ...], Any] = {}
    for word, frequency in get_frequency_dict("ru", "best").items():
        count = frequency * 1e9
        if math.log10(count) >= LEAST_WORD and _WORD.fullmatch(word) and dictionary.word_is_known(word):
            for parse in dictionary.parse(word):
                lemma = parse.normalized
                kind = (normalise(lemma.word), str(lemma.tag.POS), *(mark for mark in NAMES if mark in lemma.tag))
                seen[kind][normalise(word)] += parse.score * count
                parsed.setdefault(kind, lemma)
    for kind, counts in seen.items():
        if (
            kind[1] in CONTENT
            and PRONOUN not in parsed[kind].tag
            and math.log10(sum(counts.values()) + 1) >= LEAST_LEXEME
        ):
            forms = frozenset(_forms(parsed[kind])) | {kind[0]}
            yield Lexeme(kind[0], " ".join(kind[1:]), forms, dict(counts))


def _forms(lemma: Any) -> Iterator[str]:
    for form in lemma.lexeme:
        if not any(mark in form.tag for mark in OMITTED) and not form.word.endswith("мте"):
            yield normalise(form.word)
