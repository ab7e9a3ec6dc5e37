"""Alignment: the share of a question for which what a fact says has the word itself, or one near to it in meaning.

Each word of the question is aligned with the nearest word of the fact's statement and quotes (greedy matching, as in
Zhang et al., BERTScore, 2020). Phrasings have no part in it: it finds what is asked in words that nobody foresaw.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.language.word_frequencies import rarity
from knowledge.language.word_vectors import SIZE, unit, word_vectors
from knowledge.matching.fact_index import Index
from knowledge.matching.match import Match
from knowledge.matching.question import ParsedQuestion, WeighedTerm
from knowledge.search.ragged import Floats, Ints, offsets_of

QUESTION_WORD_WEIGHT, ENTITY_WEIGHT, SMALL_WORD_SHARE = 0.08, 0.9, 0.3
"""Weight of a question word; of a name, a number or a date, where a word weighs its rarity; and the share of it that a
word without content weighs. Arbitrary."""
RANK_CONSTANT = 30
"""Rank constant of reciprocal rank fusion: the larger, the less the first places count; tuned on fresh cases."""
LIKELIEST_KEPT = 2
"""Number of facts that stay before all others, the likeliest; tuned on fresh cases."""
_NO_WORD = ""
"""A key that every fact has, so that none has no row."""
_MAX_FACTS = 1024
"""Maximum number of facts whose words and vectors are kept in memory; arbitrary."""


class Alignment:
    """Aligns questions with facts; what facts say is read when it is first needed, and kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words: defaultdict[str, _Words] = defaultdict(_Words)
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
        said = [self._said(fact_id, question.language) for fact_id in fact_ids]
        if not said:
            return []
        terms, words = list(question.weighed.values()), self._words[question.language]
        rows, places = np.unique(np.concatenate(said), return_inverse=True)
        near = words.vectors[rows] @ _unit_vectors([term.term.key for term in terms], question.language).T
        for column, term in enumerate(terms):
            for key, like in term.alternatives.items():
                row = words.rows.get(key, -1)
                place = int(np.searchsorted(rows, row))
                if place < len(rows) and rows[place] == row:
                    near[place, column] = max(near[place, column], like)
        np.maximum(near, 0.0, out=near)
        weights = np.array([_weight(term, question.language) for term in terms], np.float32)
        starts = offsets_of(np.array([len(one) for one in said]))[:-1]
        best = np.maximum.reduceat(near[places], starts, axis=0)
        shares: list[float] = (best @ weights / (weights.sum() or 1.0)).tolist()
        return shares

    def _read(self, fact_id: str, language: str) -> Ints:
        """Return the rows of the words that a fact says."""
        base, read = self._index.base, self._index.reader.read
        fact = base.facts[fact_id]
        texts = [(text, code) for code, text in fact.statement.items()]
        texts += [(citation.quote, base.documents[citation.document_id].language) for citation in fact.citations]
        keys = sorted({term.key for text, code in texts for term in read(clean(text), code)})
        return self._words[language].rows_of([_NO_WORD, *keys], language)


class _Words:
    """The words that facts say, each with a row; and their unit vectors as those of one language, (rows, SIZE)."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {_NO_WORD: 0}
        self.vectors: Floats = np.zeros((1, SIZE), np.float32)

    def rows_of(self, keys: Sequence[str], language: str) -> Ints:
        """Return the rows of some keys; new ones get a row."""
        new = [key for key in keys if key not in self.rows]
        self.rows.update((key, len(self.vectors) + place) for place, key in enumerate(new))
        self.vectors = np.concatenate([self.vectors, _unit_vectors(new, language)])
        rows: Ints = np.array([self.rows[key] for key in keys], np.int32)
        return rows


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
