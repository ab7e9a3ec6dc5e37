"""Nouns that the stemmer cuts to the stem of another noun: which get a stem of their own, and in which forms."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from knowledge.language.stemmer import snowball
from tests.benchmarks.inflections.lexemes import Lexeme

LEAST = 3.0
"""Minimum Zipf frequency of a noun that is listed, all its forms together; arbitrary."""
PART = 0.05
"""Minimum share of a noun's occurrences that have a stem, for the noun to be one of those that share it; arbitrary."""
OWN = 0.6
"""Minimum share of a form's occurrences that are the noun's, for the form to be listed; arbitrary."""
COVERED = 0.7
"""Minimum share of a noun's occurrences that are in listed forms; arbitrary."""
QUALITY = "ость"
"""Ending of nouns that say the same as the adjective of their stem ("виновность"), and meet it."""
SHORT = 3
"""Number of letters of a noun up to which it is not listed: dictionaries have many short ones that nobody writes."""


def apart(lexemes: Iterable[Lexeme]) -> Iterator[list[str]]:
    """Yield a line for each noun that shares its stem with a more frequent one: its own stem, and its own forms."""
    known = sorted((one for one in lexemes if not one.is_name), key=lambda one: (-one.weight, one.lemma, one.kind))
    total: dict[str, float] = defaultdict(float)
    users: dict[str, set[str]] = defaultdict(set)
    for lexeme in known:
        for form, count in lexeme.seen.items():
            total[form] += count
        for form in lexeme.forms:
            users[snowball(form)].add(lexeme.lemma)
    second = _second_of_a_stem(known)
    for noun in known:
        if noun.kind == "NOUN" and noun.lemma in second:
            own = [form for form in sorted(noun.forms) if noun.seen.get(form, 0.0) >= OWN * total.get(form, 0.0)]
            key = next((form for form in (noun.lemma, *own) if users[form] <= {noun.lemma}), None)
            if key and sum(noun.seen.get(form, 0.0) for form in own) >= COVERED * noun.weight:
                yield [key, *own]


def _second_of_a_stem(known: list[Lexeme]) -> set[str]:
    """Return the nouns that are frequent enough, and have a stem that belongs rather to another noun."""
    described = {one.lemma for one in known if one.kind.startswith("ADJ")}
    holders: dict[str, list[Lexeme]] = defaultdict(list)
    for noun in known:
        if noun.kind == "NOUN":
            for stem in _fair_stems(noun):
                holders[stem].append(noun)
    second: set[str] = set()
    for shared in holders.values():
        # A noun that is an adjective too ("раненый") has its forms' stem, so the others are listed.
        shared.sort(key=lambda one: one.lemma not in described)
        if len(shared[0].lemma) > 1:
            second.update(one.lemma for one in shared[1:] if _is_listed(one))
    return second - described


def _is_listed(noun: Lexeme) -> bool:
    long = len(noun.lemma) > SHORT and not noun.lemma.endswith(QUALITY)
    return long and math.log10(noun.weight + 1) >= LEAST


def _fair_stems(noun: Lexeme) -> list[str]:
    counts: dict[str, float] = defaultdict(float)
    for form, count in noun.seen.items():
        counts[snowball(form)] += count
    return [stem for stem, count in counts.items() if count >= PART * noun.weight]
