"""The ranker once more, slow and plain: the same arithmetic in dictionaries and loops, to compare the arrays with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from knowledge.language.terms import Kind, Term
from knowledge.language.word_frequencies import RARE, frequencies
from knowledge.language.word_vectors import SIZE, word_vectors
from knowledge.search import index_builder, logit, term_weights
from knowledge.search.index_builder import TextRow
from knowledge.search.logit import RankingWeights
from knowledge.search.ngrams import LONGEST, SHORTEST, gram_text
from knowledge.search.query import Query

_Features = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlainMatch:
    """A fact by number with its features and its probability."""

    fact: int
    overlap_f1: float
    coverage: float
    ngram_cosine: float
    word_cosine: float
    sentence_cosine: float
    probability: float


class PlainRanker:
    """The texts of numbered facts as dictionaries and lists."""

    def __init__(self, rows: Sequence[TextRow], count: int, weights: RankingWeights = logit.FACT_WEIGHTS) -> None:
        self.weights = weights
        self.count = count
        self.profiles: list[set[str]] = [set() for _ in range(count)]
        """The keys that each fact's texts have."""
        self.phrasings: list[list[set[str]]] = [[] for _ in range(count)]
        """The keys of each phrasing of each fact."""
        self._rarities: dict[str, float] = {}
        for row in rows:
            keys = {term.key for term in row.terms}
            self.profiles[row.fact] |= keys
            if row.is_phrasing:
                self.phrasings[row.fact].append(keys)
            for term in row.terms:
                self._rarities.setdefault(term.key, _rarity(term, row.language))
        self._grams = _Grams(rows, count)
        self._words = _Words(rows, count)

    def having(self, key: str) -> int:
        """Return how many facts have a key."""
        return sum(key in profile for profile in self.profiles)

    def weight(self, term: Term, language: str) -> float:
        """Return what a term of a question weighs."""
        if term.key in self._rarities:
            return self._weight(term.key)
        rarity = _rarity(term, language)
        return -rarity if rarity < 0 else self._shrunk(rarity)

    def vector_of(self, terms: Sequence[Term], language: str) -> Sequence[float] | None:
        """Return what the words of a question are about, times the root of the share of it that has vectors."""
        distinct = {term.key: term for term in terms}
        covered = [term for term in distinct.values() if vectors_of(term, language)]
        if not covered or not self._words.middle:
            return None
        about = self._words.about(distinct.values(), language)
        whole = sum(self.weight(term, language) for term in distinct.values())
        share = sum(self.weight(term, language) for term in covered) / whole
        return [value * sqrt(share) for value in about]

    def rank(self, query: Query, sentence_cosine: Sequence[float] | None = None) -> list[PlainMatch]:
        """Return every fact that shares a key, or some meaning, with a question, the most probable first."""
        total = sum(query.weights.values()) or 1.0
        meant, known = self._meant(query)
        near = [0.0] * self.count if sentence_cosine is None else sentence_cosine
        by = self.weights if sentence_cosine is None else logit.SEMANTIC_FACT_WEIGHTS
        found: dict[int, _Features] = {}
        for fact in range(self.count):
            word_cosine = self._words.cosine(fact, query.vector)
            if near[fact] > 0 or word_cosine > 0 or _shared(meant, self.profiles[fact]) > 0:
                ngram_cosine = self._grams.cosine(fact, query.text)
                overlap_f1 = self._overlap_f1(fact, meant, total, by.precision_weight)
                coverage = self._coverage(fact, meant, total)
                found[fact] = (overlap_f1, coverage, ngram_cosine, word_cosine, near[fact])
        if not found:
            return []
        odds = {fact: exp(_score(features, by)) for fact, features in found.items()}
        whole = sum(odds.values()) + exp(by.no_answer + by.no_answer_known * known / total)
        matches = [PlainMatch(fact, *features, odds[fact] / whole) for fact, features in found.items()]
        return sorted(matches, key=lambda match: (-match.probability, match.fact))

    def _overlap_f1(self, fact: int, meant: Sequence[Mapping[str, float]], total: float, precision: float) -> float:
        """Return the best harmonic mean of what the question has of a phrasing and the phrasing of the question.

        The second counts only as much as `precision` says.
        """
        best = 0.0
        for keys in self.phrasings[fact]:
            shared = min(total, _shared(meant, keys))
            best = max(best, (1 + precision) * shared / (total + precision * sum(map(self._weight, keys))))
        return min(1.0, best)

    def _coverage(self, fact: int, meant: Sequence[Mapping[str, float]], total: float) -> float:
        return min(1.0, _shared(meant, self.profiles[fact]) / total)

    def _meant(self, query: Query) -> tuple[list[dict[str, float]], float]:
        """Return for each known term the keys that it stands for with what each counts, and the weight known in all."""
        meant: list[dict[str, float]] = []
        known = 0.0
        for key, weight in query.weights.items():
            stands_for = {**query.similar.get(key, {}), key: 1.0}
            near = {other: weight * similar for other, similar in stands_for.items() if other in self._rarities}
            meant.append(near)
            known += max(near.values(), default=0.0)
        return meant, known

    def _weight(self, key: str) -> float:
        rarity = self._rarities[key]
        if rarity < 0:
            return -rarity
        scarce = log((self.count + 1) / (self.having(key) + 0.5)) / log((self.count + 1) / 0.5)
        return max(term_weights.MIN_WEIGHT, self._shrunk(rarity) * max(term_weights.MIN_WEIGHT, scarce))

    def _shrunk(self, rarity: float) -> float:
        """Return how rare a word is, of which less is taken from the language at large the more facts there are."""
        share = term_weights.BACKGROUND_FACTS / (term_weights.BACKGROUND_FACTS + self.count)
        return share * rarity + 1 - share


def _shared(meant: Sequence[Mapping[str, float]], keys: Iterable[str]) -> float:
    """Return how much of a question some keys have, by weight; a term counts once, by its likest key."""
    own = set(keys)
    return sum(max((weight for key, weight in term.items() if key in own), default=0.0) for term in meant)


class _Grams:
    """What runs of letters are typical of each fact: unit vectors of its texts, added up."""

    def __init__(self, rows: Sequence[TextRow], count: int) -> None:
        texts = [(row, cut(gram_text_of(row.terms))) for row in rows]
        self._count = count
        self._having = Counter(gram for _, gram in {(row.fact, gram) for row, grams in texts for gram in grams})
        self._typical: list[dict[str, float]] = [{} for _ in range(count)]
        for row, grams in texts:
            share = 1.0 if row.is_phrasing else index_builder.STATEMENT_GRAM_WEIGHT
            of_fact = self._typical[row.fact]
            for gram, value in self._unit(grams).items():
                of_fact[gram] = of_fact.get(gram, 0.0) + share * value

    def cosine(self, fact: int, text: str) -> float:
        """Return the cosine of a text with what is typical of a fact."""
        own = self._typical[fact]
        length = sqrt(sum(value * value for value in own.values()))
        shared = sum(value * own.get(gram, 0.0) for gram, value in self._unit(cut(text)).items())
        return min(1.0, shared / length) if length else 0.0

    def _unit(self, grams: Mapping[str, int]) -> dict[str, float]:
        values = {gram: (1 + log(times)) * self._weight(gram) for gram, times in grams.items()}
        length = sqrt(sum(value * value for value in values.values()))
        return {gram: value / length for gram, value in values.items()}

    def _weight(self, gram: str) -> float:
        having = self._having[gram]
        return (
            log((self._count + 1) / (having + 0.5))
            if having
            else index_builder.UNSEEN_GRAM_DISCOUNT * log(self._count + 1)
        )


class _Words:
    """What the words of each fact are about, for facts with few phrasings, all in one language."""

    def __init__(self, rows: Sequence[TextRow], count: int) -> None:
        asked = {row.fact for row in rows if row.is_phrasing}
        telling = [row for row in rows if row.is_phrasing or row.fact not in asked]
        texts = [(row, {term.key: term for term in row.terms}.values()) for row in telling]
        self.middle: list[float] = []
        alone = [_unit(_added(terms, row.language)) for row, terms in texts]
        alone = [vector for vector in alone if any(vector)]
        share = term_weights.BACKGROUND_FACTS / (term_weights.BACKGROUND_FACTS + count)
        if rows:
            self.middle = [sum(values) / len(alone) * (1 - share) for values in zip(*alone, strict=True)] or [
                0.0
            ] * SIZE
        self._centroids = [[0.0] * SIZE for _ in range(count)]
        for row, terms in texts:
            about = self.about(terms, row.language)
            self._centroids[row.fact] = [
                one + other for one, other in zip(self._centroids[row.fact], about, strict=True)
            ]
        self._centroids = [_unit(summed) for summed in self._centroids]

    def about(self, terms: Iterable[Term], language: str) -> list[float]:
        """Return what some terms are about beside what all texts have in common; 0 where none has a vector."""
        alone = _unit(_added(terms, language))
        return _unit([one - other for one, other in zip(alone, self.middle, strict=True)]) if any(alone) else alone

    def cosine(self, fact: int, vector: Iterable[float] | None) -> float:
        """Return how near a question's vector is to a fact's."""
        own = self._centroids[fact]
        near = sum(float(one) * other for one, other in zip(vector, own, strict=True)) if vector is not None else 0
        return min(1.0, max(0.0, near))


def vectors_of(term: Term, language: str) -> list[list[float]]:
    """Return the vectors of a term's words."""
    known = word_vectors(language)
    return [[float(value) for value in vector] for vector in known.of(known.numbers(term, language))]


def _added(terms: Iterable[Term], language: str) -> list[float]:
    vectors = [vector for term in terms for vector in vectors_of(term, language)]
    return [sum(values) for values in zip(*vectors, strict=True)] or [0.0] * SIZE


def _unit(vector: Sequence[float]) -> list[float]:
    length = sqrt(sum(value * value for value in vector))
    return [value / max(length, 1e-9) for value in vector]


def _score(features: _Features, by: RankingWeights) -> float:
    weights = (by.overlap_f1, by.coverage, by.ngram_cosine, by.word_cosine, by.sentence_cosine)
    exact = logit.EXACT_LOG_ODDS * by.precision_weight if features[0] >= logit.EXACT_OVERLAP else 0.0
    return sum(weight * value for weight, value in zip(weights, features, strict=True)) + exact


def cut(text: str) -> Counter[str]:
    """Return the runs of letters of a text with how often each occurs."""
    return Counter(
        text[place : place + length]
        for length in range(SHORTEST, LONGEST + 1)
        for place in range(len(text) - length + 1)
    )


def gram_text_of(terms: Sequence[Term]) -> str:
    """Return terms as the text that grams are cut from."""
    return gram_text(term.word for term in terms)


def _rarity(term: Term, language: str) -> float:
    """Return how rare a word is at large; or, below 0, what a term of another kind always weighs."""
    fixed = {
        Kind.INTERROGATIVE: -term_weights.INTERROGATIVE_WEIGHT,
        Kind.NEUTRAL: -term_weights.STOP_WORD_WEIGHT,
        Kind.NUMBER: -term_weights.FIGURE_WEIGHT,
        Kind.DATE: -term_weights.FIGURE_WEIGHT,
        Kind.NAME: 1.0,
    }
    if term.kind in fixed:
        return fixed[term.kind]
    zipf = frequencies(language).get(term.key.lstrip("¬"), RARE)
    return min(1.0, max(0.15, (8.5 - zipf) / 5.5))
