"""What a ranker takes and gives: a question as weighted terms, and a ranking with features."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.search.ragged import Floats, Ints

OVERLAP_F1, COVERAGE, NGRAM_COSINE, WORD_COSINE, SENTENCE_COSINE = range(5)
"""The columns of `Ranking.features`."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as a ranker compares it."""

    weights: Mapping[str, float]
    """The keys of its distinct terms, each with its weight from 0 to 1."""
    similar: Mapping[str, Mapping[str, float]]
    """For a key, the other keys that stand for it in part, each with a similarity from 0 to 1."""
    text: str
    """Its words as `ngrams.gram_text` writes them."""
    vector: Floats | None = None
    """Its word vectors, summed as by `Ranker.vector_of`, (word_vectors.SIZE,); None where no word has one."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Facts by number, the most probable first, with their features."""

    facts: Ints
    """(n,)"""
    features: Floats
    """(n, 5): overlap_f1, coverage, ngram_cosine, word_cosine, sentence_cosine; each from 0 to 1."""
    probabilities: Floats
    """(n,): that the fact answers the question. What they lack to 1 is the probability that no fact does."""
    known: float
    """The share of the question, by weight, whose terms any fact has."""
