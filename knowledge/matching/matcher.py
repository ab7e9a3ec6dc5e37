"""Ranks the facts of a knowledge base by how well their phrasings fit a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.language.antonyms import antonyms
from knowledge.language.lexicon import STRICT, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term
from knowledge.language.tokenizer import tokenize
from knowledge.language.word_frequencies import frequencies, names, rarity
from knowledge.matching.embedder import Embedder
from knowledge.matching.fact_index import (
    PART_OF_NAME,
    Index,
    Profile,
    agent_pairs,
    date_fits,
    focus_nouns,
    opening_word,
    question_words,
)
from knowledge.model import KnowledgeBase, Passage
from knowledge.search.ngrams import gram_text
from knowledge.search.query import Query
from knowledge.search.ranker import Ranker

_EXCERPT_TERMS, _EXCERPT_SHARE = 2, 0.5
"""A passage is shown if it has so many of the question's terms, and this share of them by weight."""
_PHRASINGS_IN_CONTEXT = 24
UNSERVED, OTHER_FOCUS = 0.3, 0.8
"""The odds of a fact that cannot serve what a question asks for; and of one whose phrasings ask for other things."""
OPENINGS = 0.5
"""How much counts how often a fact's phrasings begin with the question word, or with none, as the question does."""
SMOOTHING_COUNT, SMOOTHING_PRIOR = 5.0, 0.3
"""So many phrasings more are supposed, such a share of which begin so: few phrasings tell little."""
HALF_SATURATION = 3
"""With so many phrasings, what none of them asks for counts half."""
_READ_CLOSELY, _LIKELY = 3, 0.03
"""So many of the matches, the best, are compared word for word with the question, if they are so probable."""
_NAMED = 20
"""So many of the terms that the base does not have are named."""
_SHORT = 3
"""An unknown word of so few letters is a slip of the finger, not a name, unless it is listed as one."""
_ASKED_WITHIN = 6
_HAD = 0.5
"""From this similarity on a fact counts as having a term."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """The likeliest of the questions that the documents do not answer."""

    id: str
    score: float
    """The probability that what was asked is any of these, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how well it fits. What the best three lack is known in detail; of the others it is not looked up."""

    fact_id: str
    score: float
    """The probability that it answers the question, from 0 to 1."""
    best_overlap: float = 0.0
    """How well its best phrasing fits, from 0 to 1: the harmonic mean of what either has of the other."""
    coverage: float = 0.0
    """The share of the question, by weight, that its phrasings, statement and quotes have."""
    ngram_cosine: float = 0.0
    """How like what is typical of the fact the question is, letter for letter, from 0 to 1."""
    word_cosine: float = 0.0
    """How near in meaning its words are to those of the fact's phrasings, from 0 to 1."""
    sentence_cosine: float = 0.0
    """How near the question is to what the fact's phrasings mean, from 0 to 1; 0 without an embedder."""
    uncovered_unknown: float = 0.0
    """The share of the question that its heaviest term has which no fact has."""
    uncovered_elsewhere: float = 0.0
    """The share of the question that its heaviest term has which other facts have and this one lacks."""
    missing: tuple[str, ...] = ()
    """Names, numbers and dates of the question that the fact does not have."""
    unserved: bool = False
    """Whether it asks "when" or "how many" where no phrasing does, denies the fact, or swaps who does what."""
    other_focus: bool = False
    """Whether the question asks for something ("which list", "who") that no phrasing of the fact asks for."""
    serves: float = 1.0
    """By how much either lowers its odds; the less, the fewer phrasings there are to tell."""
    out_of_scope: OutOfScope | None = None
    """What the question may be instead; only of the best match."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as the matcher read it."""

    language: str
    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    """Words, names, numbers and dates that the knowledge base does not have, as they were typed."""
    has_unknown_entity: bool
    """Whether one of these is a name, a number or a date: then no fact can be the answer."""
    text: str = ""
    """The question with its typing errors corrected, for comparing by meaning."""
    alternatives: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """For a word (normalised) that need not be what was meant, other words, each with a likelihood below 1."""
    low_confidence: frozenset[str] = frozenset()
    """Words (normalised) of which it can but be guessed what was meant."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The distinct terms of a question with their weights and what they may stand for."""

    parsed: ParsedQuestion
    terms: tuple[Term, ...]
    query: Query
    heavy: Mapping[str, float]
    """Each term's share of the question, by weight and by how rare the word is at large."""


class Matcher:
    """Ranks facts for questions. Immutable once built; one instance may serve all chats."""

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        self.index = Index(base, cache, embedder)

    @property
    def knows_meaning(self) -> bool:
        """Whether there is an embedder."""
        return self.index.embedder is not None

    def retyped(self, question: str) -> str:
        """Return a cleaned question as it would be in the right keyboard layout, where as typed it is no language's."""
        return self.index.corrector.retyped(question)

    def read(self, question: str, language: str | None = None) -> ParsedQuestion:
        """Read a cleaned question: its terms, with typing errors corrected, and what the base does not have."""
        index = self.index
        language = language or index.base.case.default_language
        tokens = tokenize(question, language)
        text, typed, perhaps, guessed = index.corrector.correct(question, tokens, language)
        terms = index.reader.terms(tokens if text is question else tokenize(text, language), text, language)
        unknown = [term for term in terms if index.is_unknown(term, language)]
        strange = any(_is_strange(term, language) for term in unknown)
        surfaces = tuple(dict.fromkeys(typed.get(term.word, term.surface) for term in unknown))[:_NAMED]
        return ParsedQuestion(language, terms, surfaces, strange, text, perhaps, guessed)

    def match(self, question: str, language: str | None = None, limit: int = 10) -> list[Match]:
        """Rank the facts for a cleaned question, best first; facts that share nothing with it are left out."""
        return self.rank(self.read(question, language), limit)

    def rank(self, parsed: ParsedQuestion, limit: int = 10, by_meaning: bool = False) -> list[Match]:
        """Rank the facts for a question that has been read; by meaning too, where there is an embedder."""
        question = self._question(parsed)
        meaning = self.index.meaning(parsed.text, parsed.language) if by_meaning else None
        ranking = self.index.ranker.rank(question.query, None, meaning)
        facts, matches, out_of_scope = self.index.facts, list[Match](), list[OutOfScope]()
        found = zip(ranking.facts.tolist(), ranking.features.tolist(), ranking.probabilities.tolist(), strict=True)
        for number, features, probability in found:
            if number >= len(facts):
                out_of_scope.append(OutOfScope(self.index.entries[number].id, probability))
            elif len(matches) < limit:
                match = Match(facts[number].id, probability, *features)
                closely = len(matches) < _READ_CLOSELY and match.score >= _LIKELY
                matches.append(self._closely(question, match) if closely else match)
        return _reweighed(self._by_opening(question, matches), out_of_scope)

    def _by_opening(self, question: _Question, matches: Sequence[Match]) -> list[Match]:
        """Return matches, of the best those with lower odds whose phrasings seldom begin with the question's word."""
        word = opening_word(question.parsed.terms)
        words = question.query.similar.get(word, {word: 1.0}).items()
        best = [match for match in matches[:_READ_CLOSELY] if match.score >= _LIKELY]
        profiles = [self.index.profile(self.index.numbers[match.fact_id]) for match in best]
        counts = [max(one.opening_counts[like] * similarity for like, similarity in words) for one in profiles]
        shares = [
            (count + SMOOTHING_PRIOR * SMOOTHING_COUNT) / (one.phrasings + SMOOTHING_COUNT)
            for count, one in zip(counts, profiles, strict=True)
        ]
        lowered = [
            replace(match, serves=match.serves * (share / max(shares)) ** OPENINGS)
            for match, share in zip(best, shares, strict=True)
        ]
        return [*lowered, *matches[len(best) :]]

    def _question(self, parsed: ParsedQuestion) -> _Question:
        terms = tuple({term.key: term for term in parsed.terms}.values())
        query = self.query(parsed, self.index.ranker)
        heavy = {term.key: query.weights[term.key] * _rarity(term, parsed.language) for term in terms}
        total = sum(heavy.values()) or 1.0
        return _Question(parsed, terms, query, {key: weight / total for key, weight in heavy.items()})

    def _closely(self, question: _Question, match: Match) -> Match:
        """Return a match with what the question has that the fact lacks."""
        profile = self.index.profile(self.index.numbers[match.fact_id])
        comparable = question.parsed.language in profile.languages
        uncovered_unknown = uncovered_elsewhere = 0.0
        missing = []
        for term in question.terms:
            similar = question.query.similar[term.key].items()
            own = comparable and term.kind is Kind.WORD
            keys = profile.spoken[question.parsed.language] if own else profile.keys
            had = max((keys.get(key, 0.0) * similarity for key, similarity in similar), default=0.0)
            if had < _HAD and comparable and self.index.has_content(term, question.parsed.language):
                if self.index.having(term.key):
                    uncovered_elsewhere = max(uncovered_elsewhere, question.heavy[term.key])
                else:
                    uncovered_unknown = max(uncovered_unknown, question.heavy[term.key])
            if _lacks(profile, term, had) and not self.index.is_common_name(term.key):
                missing.append(term.surface)
        unserved, other_focus = _is_unserved(profile, question), _has_other_focus(profile, question)
        lowered = UNSERVED if unserved else OTHER_FOCUS if other_focus else 1.0
        return replace(
            match,
            uncovered_unknown=uncovered_unknown,
            uncovered_elsewhere=uncovered_elsewhere,
            missing=tuple(missing),
            unserved=unserved,
            other_focus=other_focus,
            serves=1.0 - (1.0 - lowered) * profile.phrasings / (profile.phrasings + HALF_SATURATION),
        )

    def content(self, parsed: ParsedQuestion) -> tuple[Term, ...]:
        """Return the terms of a question that carry its meaning: not question words, not everyday words."""
        return tuple(term for term in parsed.terms if self.index.has_content(term, parsed.language))

    def has_content(self, fact_id: str, parsed: ParsedQuestion) -> bool:
        """Whether a fact has every term of a question that carries meaning."""
        keys = self.index.profile(self.index.numbers[fact_id]).keys
        similar = (self.index.similar(term) for term in self.content(parsed))
        return all(any(key in keys for key in near) for near in similar)

    def has_a_word(self, fact_id: str, parsed: ParsedQuestion, beside_names: bool = False) -> bool:
        """Whether a fact has any term of a question that carries meaning and need not be guessed, if there is one.

        Of words `beside_names`, it must have one of those, if the question is in a language of its phrasings.
        """
        profile = self.index.profile(self.index.numbers[fact_id])
        content = [term for term in self.content(parsed) if term.word not in parsed.low_confidence]
        words = beside_names and parsed.language in profile.languages
        content = [term for term in content if words and term.kind is Kind.WORD] or content
        near = (self.index.similar(term) for term in content)
        return not content or any(key in profile.keys for keys in near for key in keys)

    def leans(self, parsed: ParsedQuestion) -> bool:
        """Whether a question has a word that stands for somebody or something told before ("he", "it")."""
        return any(term.word in lexicon(parsed.language).pronouns for term in parsed.terms)

    def only_names(self, parsed: ParsedQuestion) -> bool:
        """Whether a question names somebody or something and asks nothing about it: "what about Smith?"."""
        kinds = {term.kind for term in self.content(parsed)}
        asks = any(term.kind is Kind.INTERROGATIVE for term in parsed.terms)
        return kinds == {Kind.NAME} and not asks

    def in_context(self, parsed: ParsedQuestion, fact_id: str) -> Iterable[ParsedQuestion]:
        """Return a short question as it reads beside what a fact is about.

        "why" + "did they go", "is he" + "Smith", and "what about Smith?" + "where is Jones?".
        """
        fact = self.index.base.facts.get(fact_id)
        if fact is None:
            return
        asks = any(term.kind is Kind.INTERROGATIVE for term in parsed.terms)
        own = tuple(term for term in parsed.terms if term.kind is Kind.INTERROGATIVE or term in self.content(parsed))
        statement = clean(fact.statement.get(parsed.language, ""))
        names = {
            term.key: term for term in self.index.reader.read(statement, parsed.language) if term.kind is Kind.NAME
        }
        for name in names.values() if self.leans(parsed) else ():
            yield ParsedQuestion(parsed.language, (*own, name), (), False)
        for phrasing in sorted(fact.questions.get(parsed.language, ()), key=len)[:_PHRASINGS_IN_CONTEXT]:
            terms = self.index.reader.read(clean(phrasing), parsed.language)
            if self.only_names(parsed):
                yield from self._instead(terms, parsed)
                continue
            kept = (term for term in terms if not (asks and term.kind is Kind.INTERROGATIVE))
            yield ParsedQuestion(parsed.language, (*own, *kept), (), False)

    def _instead(self, terms: Sequence[Term], parsed: ParsedQuestion) -> Iterable[ParsedQuestion]:
        """Yield a phrasing with a name of the question instead of its names of the same kind."""
        kinds = {f"#{name.id}": name.kind for name in self.index.base.case.names}
        for name in self.content(parsed):
            replaced = tuple(name if kinds.get(term.key) == kinds[name.key] else term for term in terms)
            if replaced != tuple(terms):
                yield ParsedQuestion(parsed.language, replaced, (), False)

    def query(self, parsed: ParsedQuestion, ranker: Ranker) -> Query:
        """Return a question as a ranker of the index compares it."""
        terms = {term.key: term for term in parsed.terms}
        return Query(
            {key: ranker.weight(term, parsed.language) for key, term in terms.items()},
            {key: {**self._perhaps(term, parsed), **self.index.similar(term)} for key, term in terms.items()},
            gram_text(term.word for term in parsed.terms),
            ranker.vector_of(parsed.terms, parsed.language),
        )

    def _perhaps(self, term: Term, parsed: ParsedQuestion) -> dict[str, float]:
        """Return the keys of the words that may have been meant instead of a term."""
        others = parsed.alternatives.get(term.word, {})
        asking = lexicon(parsed.language).interrogatives
        keys: dict[str, float] = {}
        for word, likelihood in others.items():
            key = asking.get(word) or stem(word, parsed.language)
            keys[key] = max(likelihood, keys.get(key, 0.0))
        return keys

    def passages(self, parsed: ParsedQuestion) -> tuple[Passage, ...]:
        """Return the passages that have most of what a question is about, best first."""
        if not self.index.passages:
            return ()
        content = {term.key: term for term in self.content(parsed)}
        ranker = self.index.passage_ranker
        query = self.query(parsed, ranker)
        total = sum(query.weights[key] for key in content)
        found = []
        for number in ranker.rank(query).facts.tolist():
            had = [key for key in content if any(ranker.has(number, near) for near in query.similar[key])]
            if len(had) >= _EXCERPT_TERMS and sum(query.weights[key] for key in had) >= _EXCERPT_SHARE * total:
                found.append(self.index.passages[number])
        return tuple(found)


def _reweighed(matches: Sequence[Match], out_of_scope: Sequence[OutOfScope]) -> list[Match]:
    """Return matches, best first, with lower odds for those that do not serve what is asked."""
    total, found = 1.0, list(matches)
    if any(match.serves < 1.0 for match in matches):
        odds = [match.score * match.serves for match in matches]
        total += sum(odds) - sum(match.score for match in matches)
        found = [replace(match, score=odd / total) for match, odd in zip(matches, odds, strict=True) if total > 0]
        found.sort(key=lambda match: -match.score)
    if found and out_of_scope:
        likeliest = OutOfScope(out_of_scope[0].id, sum(entry.score for entry in out_of_scope) / total)
        found[0] = replace(found[0], out_of_scope=likeliest)
    return found


def _rarity(term: Term, language: str) -> float:
    return rarity(term.key, language) if term.kind is Kind.WORD else 1.0


def _is_strange(term: Term, language: str) -> bool:
    """Whether an unknown term can only be a name, a number or a date that the case does not have."""
    if term.kind is not Kind.WORD:
        return True
    ordinary = term.key.lstrip("¬") in frequencies(language)
    named = len(term.word) > _SHORT or term.word in names(language)
    return (not ordinary and named) or (term.capitalised and term.inner)


def _lacks(profile: Profile, term: Term, had: float) -> bool:
    match term.kind:
        case Kind.NAME:
            return had < _HAD * PART_OF_NAME
        case Kind.NUMBER:
            return had == 0.0
        case Kind.DATE:
            return not date_fits(term.key[1:], profile.dates)
        case Kind.WORD:
            return had == 0.0 and term.capitalised and term.inner
        case _:
            return False


def _is_unserved(profile: Profile, question: _Question) -> bool:
    terms, language = question.parsed.terms, question.parsed.language
    similar = question.query.similar
    if any(term.key in STRICT and profile.answer_types.isdisjoint(similar[term.key]) for term in terms):
        return True
    if any(term.key[0] == "¬" and term.key not in profile.keys and term.key[1:] in profile.keys for term in terms):
        return True
    if _is_opposed(profile, question):
        return True
    return any(
        word in profile.agents and all(profile.agents[word].isdisjoint(question.query.similar[name]) for name in names)
        for names, word in agent_pairs(terms, language)
    )


def _is_opposed(profile: Profile, question: _Question) -> bool:
    """Whether a question has a word that a fact lacks, in whose place the fact has its opposite."""
    against, own = antonyms(question.parsed.language), profile.spoken[question.parsed.language]
    asked_with = {term.key for term in question.terms}
    return any(
        key not in own and not (against[key] & own.keys()).issubset(asked_with) for key in asked_with & against.keys()
    )


def _has_other_focus(profile: Profile, question: _Question) -> bool:
    terms, language = question.parsed.terms, question.parsed.language
    asks = {like for key in question_words(terms, _ASKED_WITHIN) for like in question.query.similar[key]}
    wanted = focus_nouns(terms, language) if language in profile.languages else ()
    return (bool(asks) and asks.isdisjoint(profile.answer_types)) or (
        bool(wanted) and not any(near in profile.focus_nouns for key in wanted for near in question.query.similar[key])
    )
