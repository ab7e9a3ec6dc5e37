"""Ranks the facts of a knowledge base by how well their phrasings fit a question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from rapidfuzz.distance import Indel

from knowledge.background import RARE, frequencies
from knowledge.dates import DateError, covers, parse_edtf
from knowledge.model import Fact, KnowledgeBase, Passage
from knowledge.respelling import Speller
from knowledge.terms import Kind, Term, TermReader
from knowledge.text import clean, function_words, stem

CANDIDATES = 60
"""So many phrasings, the best by their share of the question, are compared in full."""

_INTERROGATIVE_WEIGHT = 0.35
_NEUTRAL_WEIGHT = 0.04
_PART_OF_NAME = 0.6
_PREFIX = 0.75
_NEAR = 0.7
"""What a real word counts that is one edit from a word of the base ("harbor", "harbour")."""


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well it fits, as a score from 0 to 1."""

    fact_id: str
    score: float
    coverage: float = 0.0
    """The share of the question, by weight, that the fact's phrasings, statement and quotes have."""
    missing: tuple[str, ...] = ()
    """Names, numbers and dates of the question that the fact does not have."""
    unserved: bool = False
    """Whether the question asks what no phrasing of the fact asks ("when", "how many"), or denies what it says."""


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
class _Phrasing:
    fact: int
    keys: tuple[str, ...]
    weights: Mapping[str, float]
    total: float


@dataclass(slots=True)
class _Profile:
    keys: dict[str, float] = field(default_factory=dict)
    asks: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)


class Matcher:
    """Ranks facts for questions. Immutable once built; one instance may serve all chats."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._languages = base.case.languages
        self._reader = TermReader(base.case.names, self._languages)
        self._speller = Speller()
        self._facts = tuple(base.facts.values())
        self._numbers = {fact.id: number for number, fact in enumerate(self._facts)}
        self._profiles = tuple(_Profile(dates={fact.date.text} if fact.date else set()) for fact in self._facts)
        self._passages = tuple(self._read_passages())
        self._document_keys = frozenset(key.lstrip("¬") for _, keys in self._passages for key in keys)
        read = [
            (number, self._learn(number, *text))
            for number, fact in enumerate(self._facts)
            for text in self._texts(fact)
        ]
        self._speller.add(self._reader.names.words)
        self._facts_with = Counter(key for profile in self._profiles for key in profile.keys)
        self._phrasings = tuple(self._phrasing(number, terms) for number, terms in read)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for index, phrasing in enumerate(self._phrasings):
            for key in phrasing.weights:
                self._postings[key].append(index)
        self._by_prefix: dict[str, list[str]] = defaultdict(list)
        for key in self._facts_with:
            if key[0].isalpha() and len(key) >= _SHORTEST_PREFIX:
                self._by_prefix[key[:_SHORTEST_PREFIX]].append(key)

    def _read_passages(self) -> Iterable[tuple[Passage, frozenset[str]]]:
        for document in self._base.documents.values():
            for passage in document.passages:
                terms = self._reader.read(clean(passage.text), document.language)
                self._speller.add(term.word for term in terms)
                yield passage, frozenset(term.key for term in terms)

    def _texts(self, fact: Fact) -> Iterable[tuple[str, str, bool]]:
        """Return the texts of a fact: language, text, and whether it is a phrasing."""
        for language, questions in fact.questions.items():
            for question in questions:
                yield language, question, True
        for language, statement in fact.statement.items():
            yield language, statement, False
        for citation in fact.citations:
            yield self._base.documents[citation.document_id].language, citation.quote, False

    def _learn(self, number: int, language: str, text: str, is_phrasing: bool) -> tuple[Term, ...]:
        profile = self._profiles[number]
        terms = self._reader.read(clean(text), language)
        strength = 1.0 if is_phrasing else _STATED
        for term in terms:
            profile.keys[term.key] = max(strength, profile.keys.get(term.key, 0.0))
            if term.kind is Kind.INTERROGATIVE and is_phrasing:
                profile.asks.add(term.key)
            if term.kind in {Kind.WORD, Kind.NEUTRAL}:
                self._speller.add((term.word,))
            if term.kind is Kind.DATE:
                profile.dates.add(term.key[1:])
        return terms

    def _phrasing(self, number: int, terms: Sequence[Term]) -> _Phrasing:
        weights = {term.key: self.weight(term) for term in terms}
        return _Phrasing(number, tuple(term.key for term in terms), weights, sum(weights.values()) or 1.0)

    def weight(self, term: Term, language: str | None = None) -> float:
        """Return how informative a term is, from 0 to 1: rare at large, and had by few of the facts."""
        match term.kind:
            case Kind.INTERROGATIVE:
                return _INTERROGATIVE_WEIGHT
            case Kind.NEUTRAL:
                return _NEUTRAL_WEIGHT
            case Kind.NUMBER | Kind.DATE | Kind.NAME:
                rarity = 1.0
            case Kind.WORD:
                rarity = self._rarity(term.key.lstrip("¬"), language)
        having = self._facts_with.get(term.key, 0)
        count = len(self._facts)
        scarcity = log((count + 1) / (having + 0.5)) / log((count + 1) / 0.5) if having else 1.0
        return max(0.02, rarity * (0.3 + 0.7 * max(0.0, scarcity)))

    def _rarity(self, stem: str, language: str | None) -> float:
        languages = (language,) if language else self._languages
        zipf = max((frequencies(code).get(stem, RARE) for code in languages), default=RARE)
        return min(1.0, max(0.15, (8.5 - zipf) / 5.5))

    def read(self, question: str, language: str | None = None) -> Reading:
        """Read a cleaned question: its terms, with typing errors mended, and what the base does not have."""
        language = language or self._base.case.default_language
        plain = self._reader.read(question, language)
        respell = self._respellings(plain, language)
        terms = self._reader.read(question, language, respell) if respell else plain
        unknown = [term for term in terms if self._is_unknown(term, language)]
        strange = any(self._is_strange(term, language) for term in unknown)
        return Reading(language, terms, tuple(dict.fromkeys(term.surface for term in unknown)), strange)

    def _respellings(self, terms: Sequence[Term], language: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for term in terms:
            if term.kind is Kind.WORD and not self._is_ordinary(term.key.lstrip("¬"), language):
                meant = self._speller.meant(term.word, function_words(language))
                if meant and meant != term.word:
                    found[term.word] = meant
        return found

    def _is_ordinary(self, stem: str, language: str) -> bool:
        return stem in frequencies(language)

    def _is_everyday(self, stem: str, language: str) -> bool:
        return frequencies(language).get(stem, 0.0) >= _EVERYDAY

    def _has(self, key: str) -> bool:
        bare = key.lstrip("¬")
        return key in self._facts_with or bare in self._facts_with or bare in self._document_keys

    def _is_unknown(self, term: Term, language: str) -> bool:
        match term.kind:
            case Kind.NUMBER | Kind.NAME:
                return not self._has(term.key)
            case Kind.DATE:
                return not self._date_is_known(term)
            case Kind.WORD:
                return not self._has(term.key) and not self._is_everyday(term.key.lstrip("¬"), language)
            case _:
                return False

    def _date_is_known(self, term: Term) -> bool:
        return any(_date_fits(term.key[1:], profile.dates) for profile in self._profiles)

    def _is_strange(self, term: Term, language: str) -> bool:
        if term.kind is not Kind.WORD:
            return True
        ordinary = self._is_ordinary(term.key.lstrip("¬"), language)
        return not ordinary or (term.capitalised and term.inner)

    def match(self, question: str, language: str | None = None, limit: int = 10) -> list[Match]:
        """Rank the facts for a cleaned question, best first; facts that share nothing with it are left out."""
        return self.rank(self.read(question, language), limit)

    def rank(self, reading: Reading, limit: int = 10) -> list[Match]:
        """Rank the facts for a question that has been read."""
        terms = list({term.key: term for term in reading.terms}.values())
        weights = {term.key: self.weight(term, reading.language) for term in terms}
        total = sum(weights.values())
        if not total:
            return []
        similar = {term.key: self._similar(term, reading.language) for term in terms}
        shares = self._shares(weights, similar)
        best: dict[int, list[float]] = defaultdict(list)
        order = tuple(term.key for term in reading.terms)
        for index in sorted(shares, key=lambda index: (-shares[index], index))[:CANDIDATES]:
            phrasing = self._phrasings[index]
            best[phrasing.fact].append(self._fit(phrasing, shares[index] / total, similar, order))
        matches = [self._match(number, fits, terms, weights, similar, total) for number, fits in best.items()]
        return sorted(matches, key=lambda match: (-match.score, match.fact_id))[:limit]

    def content(self, reading: Reading) -> tuple[Term, ...]:
        """Return the terms of a question that carry its meaning: not question words, not everyday words."""
        return tuple(term for term in reading.terms if self._has_content(term, reading.language))

    def _has_content(self, term: Term, language: str) -> bool:
        if term.kind is Kind.WORD:
            everyday = term.word in function_words(language)
            return not everyday and self._rarity(term.key.lstrip("¬"), language) >= _CONTENT
        return term.kind not in {Kind.INTERROGATIVE, Kind.NEUTRAL}

    def has_content(self, fact_id: str, reading: Reading) -> bool:
        """Whether a fact has every term of a question that carries meaning."""
        profile = self._profiles[self._numbers[fact_id]]
        return all(
            any(key in profile.keys for key in self._similar(term, reading.language)) for term in self.content(reading)
        )

    def in_context(self, reading: Reading, fact_id: str) -> Iterable[Reading]:
        """Return a short question as it would read inside each phrasing of a fact: "why" + "did the UK refuse"."""
        fact = self._base.facts.get(fact_id)
        asks = any(term.kind is Kind.INTERROGATIVE for term in reading.terms)
        for phrasing in fact.questions.get(reading.language, ())[:_PHRASINGS_IN_CONTEXT] if fact else ():
            terms = self._reader.read(clean(phrasing), reading.language)
            kept = tuple(term for term in terms if not (asks and term.kind is Kind.INTERROGATIVE))
            yield Reading(reading.language, reading.terms + kept, (), False)

    def passages(self, reading: Reading) -> tuple[Passage, ...]:
        """Return the passages that have most of what a question is about, best first."""
        content = {term.key: term for term in self.content(reading)}
        weights = {key: self.weight(term, reading.language) for key, term in content.items()}
        total = sum(weights.values())
        scored = []
        for passage, keys in self._passages:
            had = [key for key in content if keys.intersection(self._similar(content[key], reading.language))]
            share = sum(weights[key] for key in had) / total if total else 0.0
            if len(had) >= _EXCERPT_TERMS and share >= _EXCERPT_SHARE:
                scored.append((-share, passage.document_id, passage.number, passage))
        return tuple(entry[-1] for entry in sorted(scored, key=lambda entry: entry[:3]))

    def _similar(self, term: Term, language: str) -> dict[str, float]:
        """Return the keys of the base that a term may stand for, each with a similarity from 0 to 1."""
        similar: dict[str, float] = {}
        key = term.key
        if key[0].isalpha() and len(key) >= _SHORTEST_PREFIX:
            for other in self._by_prefix.get(key[:_SHORTEST_PREFIX], ()):
                if _share_a_stem(key, other):
                    similar[other] = _PREFIX
        for name in self._reader.names.parts.get(key, ()):
            similar[name] = _PART_OF_NAME
        if term.kind is Kind.WORD and key not in self._facts_with:
            for word in self._speller.near(term.word):
                similar[stem(word, language)] = _NEAR
        if term.kind is Kind.DATE:
            similar.update(
                {f"={date}": 0.8 for profile in self._profiles for date in profile.dates if _date_fits(key[1:], [date])}
            )
        similar[key] = 1.0
        return similar

    def _shares(self, weights: Mapping[str, float], similar: Mapping[str, Mapping[str, float]]) -> dict[int, float]:
        shares: dict[int, float] = defaultdict(float)
        for key, weight in weights.items():
            here: dict[int, float] = {}
            for other, similarity in similar[key].items():
                for index in self._postings.get(other, ()):
                    if similarity > here.get(index, 0.0):
                        here[index] = similarity
            for index, similarity in here.items():
                shares[index] += weight * similarity
        return shares

    def _fit(
        self,
        phrasing: _Phrasing,
        question_share: float,
        similar: Mapping[str, Mapping[str, float]],
        order: tuple[str, ...],
    ) -> float:
        covered = sum(
            weight * max((known.get(key, 0.0) for known in similar.values()), default=0.0)
            for key, weight in phrasing.weights.items()
        )
        phrasing_share = covered / phrasing.total
        if not question_share or not phrasing_share:
            return 0.0
        harmonic = 2 * question_share * phrasing_share / (question_share + phrasing_share)
        return 0.85 * harmonic + 0.15 * Indel.normalized_similarity(order, phrasing.keys)

    def _match(
        self,
        number: int,
        fits: Sequence[float],
        terms: Sequence[Term],
        weights: Mapping[str, float],
        similar: Mapping[str, Mapping[str, float]],
        total: float,
    ) -> Match:
        profile = self._profiles[number]
        coverage = 0.0
        missing = []
        for term in terms:
            had = max((profile.keys.get(key, 0.0) * value for key, value in similar[term.key].items()), default=0.0)
            coverage += weights[term.key] * had
            if _lacks(profile, term, had):
                missing.append(term.surface)
        coverage /= total
        top = sorted(fits, reverse=True)
        vote = sum(top[:3]) / 3 if len(top) >= 3 else sum(top) / 3
        score = 0.55 * top[0] + 0.15 * vote + 0.3 * coverage
        asked = {term.key for term in terms if term.kind is Kind.INTERROGATIVE}
        unserved = (bool(asked) and not asked & profile.asks) or any(_contradicts(profile, term) for term in terms)
        return Match(self._facts[number].id, min(1.0, score), coverage, tuple(missing), unserved)


_SHORTEST_PREFIX = 5
_STATED = 0.85
"""What a word of the statement or the quotes counts against a word of a phrasing."""
_EVERYDAY = 4.3
"""Words of at least this Zipf frequency are not worth telling a reader that the documents lack them."""
_CONTENT = 0.35
"""The least rarity of a word that carries meaning."""
_EXCERPT_TERMS, _EXCERPT_SHARE = 2, 0.5
"""A passage is shown if it has so many of the question's terms, and this share of them by weight."""
_PHRASINGS_IN_CONTEXT = 6


def _share_a_stem(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 3


def _lacks(profile: _Profile, term: Term, had: float) -> bool:
    match term.kind:
        case Kind.NAME:
            return had < _PART_OF_NAME
        case Kind.NUMBER:
            return had == 0.0
        case Kind.DATE:
            return not _date_fits(term.key[1:], profile.dates)
        case _:
            return False


def _contradicts(profile: _Profile, term: Term) -> bool:
    return term.key[0] == "¬" and term.key not in profile.keys and term.key[1:] in profile.keys


def _date_fits(asked: str, dates: Iterable[str]) -> bool:
    try:
        period = parse_edtf(asked)
        return any(covers(period, parse_edtf(date)) for date in dates)
    except DateError:
        return False
