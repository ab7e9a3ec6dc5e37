"""Ranks the facts of a knowledge base by how well their phrasings fit a question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from knowledge.background import frequencies
from knowledge.index import PART_OF_NAME, Index, Phrasing, Profile, asked, asked_for, date_fits, doings
from knowledge.lexicon import STRICT, lexicon
from knowledge.model import KnowledgeBase, Passage
from knowledge.terms import Kind, Term
from knowledge.text import clean, function_words

CANDIDATES = 60
"""So many phrasings, the best by their share of the question, are compared in full."""
_NEAREST = 8
_EXCERPT_TERMS, _EXCERPT_SHARE = 2, 0.5
"""A passage is shown if it has so many of the question's terms, and this share of them by weight."""
_PHRASINGS_IN_CONTEXT = 12
_MENDED = 12
"""So many unlisted words of a question are looked up as typing errors; with more it is not a question."""
_NAMED = 20
"""So many of the terms that the base does not have are named."""
_SHORT = 3
"""An unknown word of so few letters is a slip of the finger, not a name."""
_ASKED_WITHIN = 6
_HAD = 0.5
"""From this similarity on a fact counts as having a term."""


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well it fits, as a score from 0 to 1."""

    fact_id: str
    score: float
    coverage: float = 0.0
    """The share of the question, by weight, that the fact's phrasings, statement and quotes have."""
    gap: float = 0.0
    """The share of the question that its heaviest term has which no fact has."""
    lost: float = 0.0
    """The share of the question that its heaviest term has which other facts have and this one lacks."""
    fit: float = 0.0
    """How well the best phrasing of the fact fits, from 0 to 1."""
    support: float = 0.0
    """The fact's share in the fits of the phrasings that fit best."""
    missing: tuple[str, ...] = ()
    """Names, numbers and dates of the question that the fact does not have."""
    unserved: bool = False
    """Whether it asks "when" or "how many" where no phrasing does, denies the fact, or swaps who does what."""
    unasked: bool = False
    """Whether the question asks for something ("which list", "who") that no phrasing of the fact asks for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the matcher read it."""

    language: str
    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    """Words, names, numbers and dates that the knowledge base does not have, as they were typed."""
    strange: bool
    """Whether one of these is a name, a number or a date: then no fact can be the answer."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The distinct terms of a question with their weights and what they may stand for."""

    reading: Reading
    terms: tuple[Term, ...]
    weights: Mapping[str, float]
    similar: Mapping[str, Mapping[str, float]]
    order: tuple[str, ...]
    total: float


class Matcher:
    """Ranks facts for questions. Immutable once built; one instance may serve all chats."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._index = Index(base)

    def read(self, question: str, language: str | None = None) -> Reading:
        """Read a cleaned question: its terms, with typing errors mended, and what the base does not have."""
        index = self._index
        language = language or index.base.case.default_language
        plain = index.reader.read(question, language)
        respell = self._respellings(plain, language)
        terms = index.reader.read(question, language, respell) if respell else plain
        unknown = [term for term in terms if index.is_unknown(term, language)]
        strange = any(_is_strange(term, language) for term in unknown)
        surfaces = tuple(dict.fromkeys(term.surface for term in unknown))[:_NAMED]
        return Reading(language, terms, surfaces, strange)

    def _respellings(self, terms: Sequence[Term], language: str) -> dict[str, str]:
        odd = [
            term.word for term in terms if term.kind is Kind.WORD and term.key.lstrip("¬") not in frequencies(language)
        ]
        found = {word: self._index.speller.meant(word, function_words(language)) for word in odd[:_MENDED]}
        return {word: meant for word, meant in found.items() if meant and meant != word}

    def match(self, question: str, language: str | None = None, limit: int = 10) -> list[Match]:
        """Rank the facts for a cleaned question, best first; facts that share nothing with it are left out."""
        return self.rank(self.read(question, language), limit)

    def rank(self, reading: Reading, limit: int = 10) -> list[Match]:
        """Rank the facts for a question that has been read."""
        question = self._question(reading)
        if not question.total:
            return []
        shares = self._shares(question)
        fits: dict[int, list[float]] = defaultdict(list)
        for index in sorted(shares, key=lambda index: (-shares[index], index))[:CANDIDATES]:
            phrasing = self._index.phrasings[index]
            fits[phrasing.fact].append(_fit(phrasing, shares[index] / question.total, question))
        nearest = sorted(((fit, number) for number, values in fits.items() for fit in values), reverse=True)[:_NEAREST]
        total = sum(fit for fit, _ in nearest) or 1.0
        matches = [
            self._match(number, values, sum(fit for fit, near in nearest if near == number) / total, question)
            for number, values in fits.items()
        ]
        return sorted(matches, key=lambda match: (-match.score, match.fact_id))[:limit]

    def _question(self, reading: Reading) -> _Question:
        terms = tuple({term.key: term for term in reading.terms}.values())
        weights = {term.key: self._index.weight(term, reading.language) for term in terms}
        similar = {term.key: self._index.similar(term, reading.language) for term in terms}
        order = tuple(term.key for term in reading.terms)
        return _Question(reading, terms, weights, similar, order, sum(weights.values()))

    def _shares(self, question: _Question) -> dict[int, float]:
        """Return phrasing to the weight of the question's terms that it has."""
        shares: dict[int, float] = defaultdict(float)
        for key, weight in question.weights.items():
            here: dict[int, float] = {}
            for other, similarity in question.similar[key].items():
                for index in self._index.postings.get(other, ()):
                    if similarity > here.get(index, 0.0):
                        here[index] = similarity
            for index, similarity in here.items():
                shares[index] += weight * similarity
        return shares

    def _match(self, number: int, fits: Sequence[float], support: float, question: _Question) -> Match:
        profile = self._index.profiles[number]
        coverage = gap = lost = 0.0
        missing = []
        for term in question.terms:
            similar = question.similar[term.key].items()
            had = max((profile.keys.get(key, 0.0) * similarity for key, similarity in similar), default=0.0)
            coverage += question.weights[term.key] * had
            if had < _HAD and self._index.has_content(term, question.reading.language):
                if term.key in self._index.facts_with:
                    lost = max(lost, question.weights[term.key])
                else:
                    gap = max(gap, question.weights[term.key])
            if _lacks(profile, term, had) and not self._index.is_common_name(term.key):
                missing.append(term.surface)
        coverage /= question.total
        top = sorted(fits, reverse=True)
        vote = sum(top[:3]) / 3
        score = min(1.0, 0.55 * top[0] + 0.15 * vote + 0.3 * coverage)
        return Match(
            fact_id=self._index.facts[number].id,
            score=score,
            coverage=coverage,
            gap=gap / question.total,
            lost=lost / question.total,
            fit=top[0],
            support=support,
            missing=tuple(missing),
            unserved=_is_unserved(profile, question),
            unasked=_is_unasked(profile, question),
        )

    def content(self, reading: Reading) -> tuple[Term, ...]:
        """Return the terms of a question that carry its meaning: not question words, not everyday words."""
        return tuple(term for term in reading.terms if self._index.has_content(term, reading.language))

    def has_content(self, fact_id: str, reading: Reading) -> bool:
        """Whether a fact has every term of a question that carries meaning."""
        keys = self._index.profiles[self._index.numbers[fact_id]].keys
        similar = (self._index.similar(term, reading.language) for term in self.content(reading))
        return all(any(key in keys for key in near) for near in similar)

    def leans(self, reading: Reading) -> bool:
        """Whether a question has a word that stands for somebody or something told before ("he", "it")."""
        return any(term.word in lexicon(reading.language).pronouns for term in reading.terms)

    def in_context(self, reading: Reading, fact_id: str) -> Iterable[Reading]:
        """Return a short question as it reads beside what a fact is about: "why" + "did they go", "is he" + "Smith"."""
        fact = self._index.base.facts.get(fact_id)
        if fact is None:
            return
        asks = any(term.kind is Kind.INTERROGATIVE for term in reading.terms)
        own = tuple(term for term in reading.terms if term.kind is Kind.INTERROGATIVE or term in self.content(reading))
        statement = clean(fact.statement.get(reading.language, ""))
        names = {
            term.key: term for term in self._index.reader.read(statement, reading.language) if term.kind is Kind.NAME
        }
        for name in names.values() if self.leans(reading) else ():
            yield Reading(reading.language, (*own, name), (), False)
        for phrasing in sorted(fact.questions.get(reading.language, ()), key=len)[:_PHRASINGS_IN_CONTEXT]:
            terms = self._index.reader.read(clean(phrasing), reading.language)
            kept = (term for term in terms if not (asks and term.kind is Kind.INTERROGATIVE))
            yield Reading(reading.language, (*own, *kept), (), False)

    def passages(self, reading: Reading) -> tuple[Passage, ...]:
        """Return the passages that have most of what a question is about, best first."""
        content = {term.key: term for term in self.content(reading)}
        weights = {key: self._index.weight(term, reading.language) for key, term in content.items()}
        similar = {key: self._index.similar(term, reading.language) for key, term in content.items()}
        total = sum(weights.values())
        scored = []
        for passage, keys in self._index.passages:
            had = [key for key in content if keys.intersection(similar[key])]
            share = sum(weights[key] for key in had) / total if total else 0.0
            if len(had) >= _EXCERPT_TERMS and share >= _EXCERPT_SHARE:
                scored.append((-share, passage.document_id, passage.number, passage))
        return tuple(entry[-1] for entry in sorted(scored, key=lambda entry: entry[:3]))


def _fit(phrasing: Phrasing, question_share: float, question: _Question) -> float:
    """Return how well a phrasing fits: the harmonic mean of both coverages, and the order of the terms a little."""
    covered = sum(
        weight * max((near.get(key, 0.0) for near in question.similar.values()), default=0.0)
        for key, weight in phrasing.weights.items()
    )
    phrasing_share = covered / phrasing.total
    if not question_share or not phrasing_share:
        return 0.0
    harmonic = 2 * question_share * phrasing_share / (question_share + phrasing_share)
    return 0.85 * harmonic + 0.15 * Indel.normalized_similarity(question.order, phrasing.keys)


def _is_strange(term: Term, language: str) -> bool:
    """Whether an unknown term can only be a name, a number or a date that the case does not have."""
    if term.kind is not Kind.WORD:
        return True
    ordinary = term.key.lstrip("¬") in frequencies(language)
    return (not ordinary and len(term.word) > _SHORT) or (term.capitalised and term.inner)


def _lacks(profile: Profile, term: Term, had: float) -> bool:
    match term.kind:
        case Kind.NAME:
            return had < _HAD * PART_OF_NAME
        case Kind.NUMBER:
            return had == 0.0
        case Kind.DATE:
            return not date_fits(term.key[1:], profile.dates)
        case _:
            return False


def _is_unserved(profile: Profile, question: _Question) -> bool:
    terms, language = question.reading.terms, question.reading.language
    if any(term.key in STRICT and term.key not in profile.asks for term in terms):
        return True
    if any(term.key[0] == "¬" and term.key not in profile.keys and term.key[1:] in profile.keys for term in terms):
        return True
    return any(
        word in profile.doers and not profile.doers[word].intersection(question.similar[name])
        for name, word in doings(terms, language)
    )


def _is_unasked(profile: Profile, question: _Question) -> bool:
    terms, language = question.reading.terms, question.reading.language
    asks = asked(terms, _ASKED_WITHIN)
    wanted = asked_for(terms, language)
    return (bool(asks) and not asks & profile.asks) or (
        bool(wanted) and not any(near in profile.asked_for for key in wanted for near in question.similar[key])
    )
