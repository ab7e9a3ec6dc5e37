"""Weights of terms: how much a term tells about which fact is meant, from 0 to 1."""

from knowledge.language.terms import Kind, Term
from knowledge.language.word_frequencies import rarity

INTERROGATIVE_WEIGHT = 0.25
"""Weight of a question word ("who"); arbitrary."""
STOP_WORD_WEIGHT = 0.05
"""Weight of a question stop word ("please"); arbitrary."""
FIGURE_WEIGHT = 0.3
"""Weight of a number or a date, which a guard checks besides; arbitrary."""
MIN_WEIGHT = 0.02
"""Minimum weight of a word or name, and of its IDF; arbitrary."""
BACKGROUND_FACTS = 10.0
"""Half-saturation: in a base of this many facts, rarity in the language counts for half; arbitrary."""


def rarity_of(term: Term, language: str) -> float:
    """Return how rare a word is in its language, from 0.15 to 1; for other kinds of terms their weight, negated."""
    match term.kind:
        case Kind.INTERROGATIVE:
            return -INTERROGATIVE_WEIGHT
        case Kind.NEUTRAL:
            return -STOP_WORD_WEIGHT
        case Kind.NUMBER | Kind.DATE:
            return -FIGURE_WEIGHT
        case Kind.NAME:
            return 1.0
        case Kind.WORD:
            return rarity(term.key, language)


def background_share(count: int) -> float:
    """Return the share of rarity in the language beside IDF, in a base of `count` facts: from 1 for none down to 0."""
    return BACKGROUND_FACTS / (BACKGROUND_FACTS + count)
