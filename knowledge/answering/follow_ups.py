"""Follow-ups: short questions that lean on the last answer ("why?", "is he free?", "what about Smith?")."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

import numpy as np

from knowledge.answering.guards import out_of_scope
from knowledge.language.lexicon import WHEN, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term
from knowledge.matching.evidence import Evidence, has_content
from knowledge.matching.match import Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact

MIN_FOLLOW_UP_OVERLAP = 0.6
"""Minimum F1 of a phrasing of the last answer's fact with the follow-up in it, and a phrasing of the fact that answers;
tuned on the golden questions."""
MIN_SCORE_RATIO = 0.1
"""Minimum ratio of the probabilities of the fact that answers and of the likeliest for the same version: an answer is
repeated rather than followed by a fact that has little to do with the question; tuned on the golden questions."""
_MAX_TERMS, _MAX_CONTENT = 8, 2
"""Maximum number of terms of a question that may be a follow-up, and of those that carry meaning; arbitrary."""
_MAX_RANKED = 6
"""Maximum number of versions that are ranked for each fact of the context; arbitrary."""
_MAX_PHRASINGS = 24
"""Maximum number of phrasings of a fact, the shortest, that a follow-up is put into; arbitrary."""


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A fact that may answer a follow-up; the least comes first."""

    order: tuple[bool, bool, float, str]
    """Whether it was said before, whether its phrasings ask for something else, its overlap (negated), its id."""
    number: int = field(compare=False)
    versions: tuple[int, ...] = field(compare=False)
    """The versions that are left, the best first."""
    match: Match | None = field(default=None, compare=False)
    """As it is ranked for the first of them, if it was."""

    @property
    def version(self) -> int:
        """The best version that is left."""
        return self.versions[0]


def is_follow_up(question: ParsedQuestion) -> bool:
    """Whether a question leans on what was said before: it says "he" or "it", or is short and names nothing itself."""
    says = question.asks or question.content
    if question.has_unknown_entity or not says or len(question.terms) > _MAX_TERMS:
        return False
    if _has_pronoun(question) or question.only_names:
        return True
    if any(term.kind in {Kind.NAME, Kind.NUMBER, Kind.DATE} for term in question.terms):
        return False
    return len(question.content) <= _MAX_CONTENT


def _has_pronoun(question: ParsedQuestion) -> bool:
    return any(term.word in lexicon(question.language).pronouns for term in question.terms)


def answer_in_context(matcher: Matcher, question: ParsedQuestion, context: Sequence[str]) -> Match | None:
    """Return the fact that answers a follow-up put into what was last said; what is not in `context` (ids) first."""
    for fact in map(matcher.index.base.facts.get, context):
        found = _FollowUp(matcher, question, fact, context).answer() if fact else None
        if found:
            return found
    return None


class _FollowUp:
    """A follow-up as it reads beside one fact; its versions are compared at once, and few of them are ranked."""

    def __init__(self, matcher: Matcher, question: ParsedQuestion, fact: Fact, context: Sequence[str]) -> None:
        self._matcher = matcher
        self._question = question
        self._context = context
        self._versions = list(dict.fromkeys(versions(matcher, question, fact)))
        self._overlaps = matcher.best_overlaps(self._versions, question.language)
        self._ranked: dict[int, Mapping[str, Match]] = {}
        self._queue: list[_Candidate] = []
        self._serving: set[str] = set()

    def answer(self) -> Match | None:
        """Return the fact that answers it: of those that fit, one not said before, whose phrasings ask for the same.

        The first in the queue is the answer once its version is ranked and nothing was found against it.
        """
        best = self._overlaps.max(axis=0, initial=0.0)
        for number in np.flatnonzero(best >= MIN_FOLLOW_UP_OVERLAP).tolist():
            if self._may_serve(number):
                self._serving.add(self._matcher.index.facts[number].id)
                self._queue_up(number, np.argsort(-self._overlaps[:, number], kind="stable").tolist())
        while self._queue:
            candidate = heappop(self._queue)
            if candidate.match:
                return candidate.match
            if candidate.version not in self._ranked and len(self._ranked) == _MAX_RANKED:
                return None
            self._look_closer(candidate)
        return None

    def _may_serve(self, number: int) -> bool:
        """Whether a fact has all words of weight of the question, and a date if it asks for one."""
        fact = self._matcher.index.facts[number]
        if fact.date is None and any(term.key == WHEN for term in self._question.terms):
            return False
        return has_content(self._question, self._matcher.index.profile(fact.id))

    def _queue_up(self, number: int, versions: Sequence[int]) -> None:
        """Queue a fact with the versions that are left, the best first."""
        if versions and self._overlaps[versions[0], number] >= MIN_FOLLOW_UP_OVERLAP:
            fact_id = self._matcher.index.facts[number].id
            order = (fact_id in self._context, False, -float(self._overlaps[versions[0], number]), fact_id)
            heappush(self._queue, _Candidate(order, number, tuple(versions)))

    def _look_closer(self, candidate: "_Candidate") -> None:
        """Queue a fact again as it is ranked for its best version; or with the next version where it is not ranked."""
        said, _, overlap, fact_id = candidate.order
        matches = self._matches(candidate.version)
        match = matches.get(fact_id)
        if match is None:
            self._queue_up(candidate.number, candidate.versions[1:])
        elif _fits(match):
            match = self._far_likelier(match, matches) or match
            other_focus = match.evidence is not None and match.evidence.other_focus
            heappush(self._queue, replace(candidate, order=(said, other_focus, overlap, fact_id), match=match))

    def _far_likelier(self, match: Match, matches: Mapping[str, Match]) -> Match | None:
        """Return the likeliest fact for the same version if `match` is next to nothing beside it, said before or not.

        Not where a name takes another's place: the rest of such a version is the last answer's own.
        """
        served = (other for id_, other in matches.items() if id_ in self._serving and other.evidence and _fits(other))
        best = max(served, key=lambda other: other.score, default=match)
        is_far = match.score < MIN_SCORE_RATIO * best.score and not self._question.only_names
        return best if is_far else None

    def _matches(self, version: int) -> Mapping[str, Match]:
        """Return the facts as they are ranked for a version, by id; none where that is out of scope."""
        if version not in self._ranked:
            question = self._matcher.weigh(self._versions[version], self._question.language)
            ranking = self._matcher.rank(question)
            is_out = bool(ranking.matches) and out_of_scope(question, Evidence(), ranking)
            self._ranked[version] = {} if is_out else {match.fact_id: match for match in ranking.matches}
        return self._ranked[version]


def _fits(match: Match) -> bool:
    """Whether nothing was found against a fact."""
    return match.evidence is None or not (match.evidence.cannot_serve or match.evidence.missing)


def versions(matcher: Matcher, question: ParsedQuestion, fact: Fact) -> Iterator[tuple[Term, ...]]:
    """Yield a short question as it reads beside what a fact is about, as terms.

    "why" + "did they go", "is he" + "Smith", and "what about Smith?" + "where is Jones?".
    """
    reader, language = matcher.index.reader, question.language
    own = tuple(term for term in question.terms if term.kind is Kind.INTERROGATIVE or term in question.content)
    if _has_pronoun(question):
        statement = reader.read(clean(fact.statement.get(language, "")), language)
        names = {term.key: term for term in statement if term.kind is Kind.NAME}
        yield from ((*own, name) for name in names.values())
    for phrasing in sorted(fact.questions.get(language, ()), key=len)[:_MAX_PHRASINGS]:
        terms = reader.read(clean(phrasing), language)
        if question.only_names:
            yield from _renamed(matcher, question, terms)
        else:
            kept = (term for term in terms if not (question.asks and term.kind is Kind.INTERROGATIVE))
            yield (*own, *kept)


def _renamed(matcher: Matcher, question: ParsedQuestion, terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Yield a phrasing with a name of the question instead of its names of the same kind."""
    kinds = {f"#{name.id}": name.kind for name in matcher.index.base.case.names}
    for name in question.content:
        replaced = tuple(name if kinds.get(term.key) == kinds[name.key] else term for term in terms)
        if replaced != tuple(terms):
            yield replaced
