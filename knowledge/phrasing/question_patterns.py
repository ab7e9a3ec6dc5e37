"""Question patterns: how people ask in a language, from `knowledge/language/data/<language>/questions.txt`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.data_files import table

_PATTERNS = ("clause", "date", "number", "provision", "title")


@dataclass(frozen=True, slots=True)
class QuestionPatterns:
    """What the file says, where each key is explained; empty for a language without one."""

    reported: Sequence[str]
    patterns: Mapping[str, Sequence[str]]
    """What a pattern is for, in the order of the file, to the patterns."""
    provisions: Mapping[str, str]
    """Beginning of a word ("articl") to the question for it."""
    date_prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    after_participles: frozenset[str]
    past: Mapping[str, str]
    """Irregular past form to the verb."""
    plurals: tuple[str, ...]
    """Endings of a noun that is counted; none where any word behind a number is one."""
    counted_adjectives: tuple[str, ...]
    conjunctions: tuple[str, ...]
    dropped: frozenset[str]
    first_person: frozenset[str]
    """Who speaks or is spoken to ("we", "your")."""
    counts_from: int
    """Minimum number whose noun has the form that a question for the number wants."""


@cache
def question_patterns(language: str) -> QuestionPatterns:
    """Return the patterns of a language code."""
    values = table(language, "questions")
    kinds = [key for key in values if key in _PATTERNS or key.startswith("name.")]
    return QuestionPatterns(
        reported=_items(values.get("reported", "")),
        patterns={key: _items(values[key]) for key in kinds},
        provisions=dict(_pair(item) for item in _items(values.get("provisions", ""))),
        date_prepositions=frozenset(values.get("date_prepositions", "").split()),
        auxiliaries=frozenset(values.get("auxiliaries", "").split()),
        after_participles=frozenset(values.get("after_participles", "").split()),
        past=dict(_pair(item) for item in values.get("past", "").split()),
        plurals=tuple(values.get("plurals", "").split()),
        counted_adjectives=tuple(values.get("counted_adjectives", "").split()),
        conjunctions=tuple(values.get("conjunctions", "").split()),
        dropped=frozenset(values.get("dropped", "").split()),
        first_person=frozenset(values.get("first_person", "").split()),
        counts_from=int(values.get("counts_from", "2")),
    )


def _items(value: str) -> Sequence[str]:
    return [item for part in value.split("|") if (item := part.strip())]


def _pair(item: str) -> tuple[str, str]:
    left, _, right = item.partition("=")
    return left.strip(), right.strip()
