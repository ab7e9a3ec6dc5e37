"""Matcher: ranks the facts of a knowledge base by how well their phrasings fit a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term
from knowledge.language.tokenizer import tokenize
from knowledge.language.word_frequencies import frequencies, names, rarity
from knowledge.matching import evidence
from knowledge.matching.agents import Agents
from knowledge.matching.alignment import Alignment
from knowledge.matching.embedder import Embedder
from knowledge.matching.evidence import Evidence
from knowledge.matching.fact_index import Index
from knowledge.matching.match import FactRanking, Match, OutOfScope
from knowledge.matching.misspelt_names import mended
from knowledge.matching.persons import Persons
from knowledge.matching.question import ParsedQuestion, WeighedTerm
from knowledge.model import KnowledgeBase, Passage
from knowledge.search.ngrams import gram_text
from knowledge.search.query import Query, Ranking
from knowledge.search.ragged import Floats
from knowledge.search.ranker import Ranker

_MIN_EXCERPT_TERMS, _MIN_EXCERPT_SHARE = 2, 0.5
"""Minimum number of the question's terms that a passage to show has, and their minimum share of it; arbitrary."""
_MAX_EXAMINED, _MIN_EXAMINED_SCORE = 3, 0.03
"""Maximum number of facts compared word for word with the question, and their minimum probability; arbitrary."""
_MAX_NAMED = 4096
"""Maximum number of texts of the case whose names are kept in memory, some hundred bytes each; arbitrary."""
_SHORT = 3
"""Maximum number of letters of an unknown word that is a slip of the finger, not a name, unless it is listed as one."""


class Matcher:
    """Ranks facts for questions; one instance may serve all chats, from one thread at a time."""

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        self.index = Index(base, cache, embedder)
        self._persons = Persons(self.index)
        self.agents = Agents(self.index)
        self.named_in = lru_cache(_MAX_NAMED)(self._read_named)
        """Returns the ids of the names that a text of the case mentions in a language, in its order; kept."""
        self.alignment = Alignment(self.index)
        """Compares questions with what the facts say, whatever their phrasings ask."""

    @property
    def knows_meaning(self) -> bool:
        """Whether there is an embedder."""
        return self.index.embedder is not None

    def _read_named(self, text: str, language: str) -> tuple[str, ...]:
        terms = self.index.reader.read(clean(text), language)
        return tuple(dict.fromkeys(term.key[1:] for term in terms if term.kind is Kind.NAME and term.key[0] == "#"))

    def retyped(self, question: str) -> str:
        """Return a cleaned question as it would be in the right keyboard layout, where as typed it is no language's."""
        return self.index.corrector.retyped(question)

    def read(self, question: str, language: str | None = None) -> ParsedQuestion:
        """Read a cleaned question: its terms, with typing errors corrected, and what the base does not have."""
        index = self.index
        language = language or index.base.case.default_language
        tokens = tokenize(question, language)
        text, original, alternatives, low_confidence = index.corrector.correct(question, tokens, language)
        terms = index.reader.terms(tokens if text is question else tokenize(text, language), text, language)
        unknown = [term for term in terms if index.is_unknown(term, language)]
        if unknown:
            terms = mended(terms, index.base.names)
            unknown = [term for term in unknown if term in terms]
        return replace(
            self.weigh(terms, language, alternatives),
            typed=original,
            has_unknown_entity=any(_is_entity(term, language) for term in unknown),
            text=text,
            low_confidence=low_confidence,
        )

    def weigh(
        self, terms: Sequence[Term], language: str, alternatives: Mapping[str, Mapping[str, float]] | None = None
    ) -> ParsedQuestion:
        """Return terms as a question, with what each is worth.

        `alternatives` holds for a word (normalised) others that may have been meant, each with a likelihood below 1.
        """
        distinct = {term.key: term for term in terms}
        weights = {key: self.index.weight(term, language) for key, term in distinct.items()}
        heavy = {key: weights[key] * _rarity(term, language) for key, term in distinct.items()}
        total = sum(heavy.values()) or 1.0
        weighed = {
            key: self._weighed(
                term, language, weights[key], heavy[key] / total, (alternatives or {}).get(term.word, {})
            )
            for key, term in distinct.items()
        }
        content = tuple(term for term in terms if self.index.has_content(term, language))
        return ParsedQuestion(language, tuple(terms), weighed, content)

    def _weighed(
        self, term: Term, language: str, weight: float, share: float, others: Mapping[str, float]
    ) -> WeighedTerm:
        index, forms = self.index, self.index.forms(term)
        return WeighedTerm(
            term,
            weight,
            share,
            forms,
            {**_keys_of(others, language), **forms} if others else forms,
            index.having(term.key),
            index.is_common_name(term.key),
            index.has_content(term, language),
        )

    def match(self, question: str, language: str | None = None, limit: int = 10) -> tuple[Match, ...]:
        """Rank the facts for a cleaned question, best first; facts that share nothing with it are left out."""
        return self.rank(self.read(question, language), limit).matches

    def rank(self, question: ParsedQuestion, limit: int = 10, by_meaning: bool = False) -> FactRanking:
        """Rank the facts for a question that has been read; by meaning too, where there is an embedder.

        The likeliest are examined word for word, which may lower their odds.
        """
        cosines = self.index.sentence_cosines(question.text, question.language) if by_meaning else None
        matches, out_of_scope = self._split(self.index.ranker.rank(self.query(question), None, cosines), limit)
        likely = [match for match in matches[:_MAX_EXAMINED] if match.score >= _MIN_EXAMINED_SCORE]
        found = evidence.examine(question, [self.index.profile(match.fact_id) for match in likely])
        matches[: len(found)] = [
            replace(match, evidence=self._of_people(one, question, match.fact_id))
            for match, one in zip(likely, found, strict=True)
        ]
        return _reweighed(matches, out_of_scope, by_meaning)

    def _of_people(self, found: Evidence, question: ParsedQuestion, fact_id: str) -> Evidence:
        """Return the evidence of a fact with what its texts say of whom a question is about, and of who does it."""
        other_person = self._persons.tells_of_another(question, fact_id)
        return replace(found, other_person=other_person, unnamed_agent=self.agents.is_unnamed(question, fact_id))

    def _split(self, ranking: Ranking, limit: int) -> tuple[list[Match], OutOfScope | None]:
        """Return the best facts of a ranking, and what the question may be instead of any of them."""
        facts, matches, out_of_scope = self.index.facts, list[Match](), list[OutOfScope]()
        found = zip(ranking.facts.tolist(), ranking.features.tolist(), ranking.probabilities.tolist(), strict=True)
        for number, features, probability in found:
            if number >= len(facts):
                out_of_scope.append(OutOfScope(self.index.entries[number].id, probability))
            elif len(matches) < limit:
                matches.append(Match(facts[number].id, probability, *features))
        total = sum(one.score for one in out_of_scope)
        return matches, OutOfScope(out_of_scope[0].id, total) if out_of_scope else None

    def query(self, question: ParsedQuestion, ranker: Ranker | None = None) -> Query:
        """Return a question as a ranker of the index compares it; None stands for that of the facts."""
        by = ranker or self.index.ranker
        weighed = question.weighed.items()
        return Query(
            {key: by.weight(one.term, question.language) if ranker else one.weight for key, one in weighed},
            {key: one.alternatives for key, one in weighed},
            gram_text(term.word for term in question.terms),
            by.vector_of(question.terms, question.language),
        )

    def best_overlaps(self, versions: Sequence[Sequence[Term]], language: str) -> Floats:
        """Return the F1 of each version of a question and the best phrasing of each entry, (versions, entries)."""
        ranker, forms = self.index.ranker, self.index.forms
        questions = [{term.key: term for term in terms} for terms in versions]
        distinct = {key: term for terms in questions for key, term in terms.items()}
        weights = {key: ranker.weight(term, language) for key, term in distinct.items()}
        keys = {key: ranker.numbered(forms(term), weights[key]) for key, term in distinct.items()}
        return ranker.phrasing_rows.best_overlaps(
            [{key: keys[key] for key in terms} for terms in questions],
            [sum(weights[key] for key in terms) or 1.0 for terms in questions],
        )

    def has_a_word(self, fact_id: str, question: ParsedQuestion) -> bool:
        """Whether a fact has any term of a question that carries meaning and need not be guessed, if there is one."""
        return evidence.has_a_word(question, self.index.profile(fact_id))

    def is_thin(self, fact_id: str) -> bool:
        """Whether a fact quotes its source and has few phrasings."""
        return self.index.profile(fact_id).is_thin

    def lacking(self, fact_id: str, question: ParsedQuestion) -> tuple[str, ...]:
        """Return the terms of a question that carry meaning and that a fact has in no form, as they were typed."""
        return evidence.lacking(question, self.index.profile(fact_id))

    def passages(self, question: ParsedQuestion, limit: int) -> tuple[Passage, ...]:
        """Return the passages that have most of what a question is about, best first."""
        if not self.index.passages:
            return ()
        content = {term.key for term in question.content}
        ranker = self.index.passage_ranker
        query = self.query(question, ranker)
        total = sum(query.weights[key] for key in query.weights if key in content)
        found = []
        for number in ranker.rank(query).facts.tolist():
            had = [key for key in query.weights if key in content and _has(ranker, number, query.similar[key])]
            if len(had) >= _MIN_EXCERPT_TERMS and sum(query.weights[key] for key in had) >= _MIN_EXCERPT_SHARE * total:
                found.append(self.index.passages[number])
        return tuple(found[:limit])


def _reweighed(matches: Sequence[Match], out_of_scope: OutOfScope | None, by_meaning: bool) -> FactRanking:
    """Return matches, best first, with lower odds for those that do not serve what is asked."""
    total, found = 1.0, list(matches)
    odds = [match.score * (match.evidence.odds if match.evidence else 1.0) for match in found]
    if any(match.evidence and match.evidence.odds < 1.0 for match in found):
        total += sum(odds) - sum(match.score for match in found)
        found = [replace(match, score=odd / total) for match, odd in zip(found, odds, strict=True) if total > 0]
        found.sort(key=lambda match: -match.score)
    lowered = replace(out_of_scope, score=out_of_scope.score / total) if out_of_scope and found else None
    return FactRanking(tuple(found), lowered, by_meaning)


def _has(ranker: Ranker, number: int, keys: Iterable[str]) -> bool:
    return any(ranker.has(number, key) for key in keys)


def _keys_of(others: Mapping[str, float], language: str) -> dict[str, float]:
    """Return the keys of words that may have been meant instead of a term, each with its likelihood."""
    asking = lexicon(language).interrogatives
    keys: dict[str, float] = {}
    for word, likelihood in others.items():
        key = asking.get(word) or stem(word, language)
        keys[key] = max(likelihood, keys.get(key, 0.0))
    return keys


def _rarity(term: Term, language: str) -> float:
    return rarity(term.key, language) if term.kind is Kind.WORD else 1.0


def _is_entity(term: Term, language: str) -> bool:
    """Whether an unknown term can only be a name, a number or a date that the case does not have."""
    if term.kind is not Kind.WORD:
        return True
    ordinary = term.key.lstrip("¬") in frequencies(language)
    named = len(term.word) > _SHORT or term.word in names(language)
    return (not ordinary and named) or (term.capitalised and term.inner)
