"""Alignment: the share of a question for which what a fact says has the word itself, or one near to it in meaning.

Each word of the question is aligned with the nearest word of the fact's statement and quotes (greedy matching, as in
Zhang et al., BERTScore, 2020). Phrasings have no part in it: it finds what is asked in words that nobody foresaw.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.language.word_frequencies import rarity
from knowledge.language.word_vectors import unit, word_vectors
from knowledge.matching.fact_index import Index
from knowledge.matching.match import Match
from knowledge.matching.question import ParsedQuestion, WeighedTerm
from knowledge.search.ragged import Floats

QUESTION_WORD_WEIGHT, ENTITY_WEIGHT, SMALL_WORD_SHARE = 0.08, 0.9, 0.3
"""Weight of a question word; of a name, a number or a date, where a word weighs its rarity; and the share of it that a
word without content weighs. Arbitrary."""
RANK_CONSTANT = 30
"""Rank constant of reciprocal rank fusion: the larger, the less the first places count; tuned on fresh cases."""
LIKELIEST_KEPT = 2
"""Number of facts that stay before all others, the likeliest; tuned on fresh cases."""
_MAX_FACTS = 1024
"""Maximum number of facts whose words and vectors are kept in memory; arbitrary."""


class Alignment:
    """Aligns questions with facts; what a fact says is read when it is first needed, and kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._said = lru_cache(_MAX_FACTS)(self._read)

    def fused(self, question: ParsedQuestion, matches: Sequence[Match]) -> list[tuple[Match, float]]:
        """Return matches, each with its share of the question, as three rankings together put them, the best first.

        These are by probability, by word vectors and by alignment. Their places are fused by reciprocal ranks (Cormack,
        Clarke and Büttcher, Reciprocal rank fusion, 2009).
        """
        shares = self.shares(question, (match.fact_id for match in matches))
        places = range(len(matches))
        scores = [0.0] * len(matches)
        for by in ([-place for place in places], [match.word_cosine for match in matches], shares):
            for rank, place in enumerate(sorted(places, key=lambda place: -by[place])):
                scores[place] += 1 / (RANK_CONSTANT + rank)
        others = sorted(places[LIKELIEST_KEPT:], key=lambda place: -scores[place])
        return [(matches[place], shares[place]) for place in (*places[:LIKELIEST_KEPT], *others)]

    def shares(self, question: ParsedQuestion, fact_ids: Iterable[str]) -> list[float]:
        """Return for each fact the share of the question, by weight, that it says or is near to, from 0 to 1."""
        terms = list(question.weighed.values())
        weights = [_weight(term, question.language) for term in terms]
        vectors = _unit_vectors([term.term.key for term in terms], question.language)
        total = sum(weights) or 1.0
        shares = []
        for fact_id in fact_ids:
            keys, own = self._said(fact_id, question.language)
            near = (vectors @ own.T).max(axis=1, initial=0.0).tolist()
            had = (max((like for key, like in term.alternatives.items() if key in keys), default=0.0) for term in terms)
            shares.append(sum(weight * max(both) for weight, *both in zip(weights, near, had, strict=True)) / total)
        return shares

    def _read(self, fact_id: str, language: str) -> tuple[frozenset[str], Floats]:
        """Return the keys of what a fact says, and the unit vectors of its words, (n, SIZE)."""
        base, read = self._index.base, self._index.reader.read
        fact = base.facts[fact_id]
        texts = [(text, code) for code, text in fact.statement.items()]
        texts += [(citation.quote, base.documents[citation.document_id].language) for citation in fact.citations]
        keys = frozenset(term.key for text, code in texts for term in read(clean(text), code))
        return keys, _unit_vectors(sorted(keys), language)


def _weight(term: WeighedTerm, language: str) -> float:
    match term.term.kind:
        case Kind.INTERROGATIVE | Kind.NEUTRAL:
            return QUESTION_WORD_WEIGHT
        case Kind.WORD:
            return rarity(term.term.key, language) * (1.0 if term.has_content else SMALL_WORD_SHARE)
        case _:
            return ENTITY_WEIGHT


def _unit_vectors(keys: Sequence[str], language: str) -> Floats:
    """Return the unit vectors of words by their keys, (keys, SIZE); of those without a vector all zeros."""
    return unit(word_vectors(language).of_stems(keys))
