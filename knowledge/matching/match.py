"""What comes of comparing the facts of a base with a question."""

from dataclasses import dataclass

from knowledge.matching.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well it fits; every figure is from 0 to 1."""

    fact_id: str
    score: float
    """Probability that it answers the question."""
    best_overlap: float = 0.0
    """F1 of the question and the fact's best phrasing: the harmonic mean of the shares that either has of the other."""
    coverage: float = 0.0
    """Share of the question, by weight, that its phrasings, statement and quotes have together."""
    ngram_cosine: float = 0.0
    """Cosine of the question's character n-grams with those typical of the fact."""
    word_cosine: float = 0.0
    """Cosine of the question's word vectors with those of the fact's phrasings."""
    sentence_cosine: float = 0.0
    """Cosine of the question's sentence embedding with that of the fact; 0 without an embedder."""
    evidence: Evidence | None = None
    """What its texts say of the question word by word; None where it is too unlikely to be examined."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names, numbers and dates of the question that it is known to lack."""
        return self.evidence.missing if self.evidence else ()


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """The likeliest of the questions that the documents do not answer."""

    id: str
    score: float
    """Probability that the question is any of these, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class FactRanking:
    """The facts for a question, best first."""

    matches: tuple[Match, ...]
    out_of_scope: OutOfScope | None = None
    by_meaning: bool = False
    """Whether sentence embeddings were compared too; else words alone."""
    threshold: float = 0.0
    """Minimum probability of an answer, set by who decides."""
