"""Decides what to say to a question: a cited fact, a choice of facts, passages, or that the documents are silent."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, zip_longest
from pathlib import Path

from knowledge.answering.answers import (
    CONTEXT,
    QUESTION_LIMIT,
    Answer,
    Excerpts,
    Found,
    Smalltalk,
    Suggestions,
    Timeline,
    Unknown,
)
from knowledge.answering.smalltalk import smalltalk
from knowledge.edtf import EventDate, covers, neighbouring, parse_edtf
from knowledge.language.detection import detect_language
from knowledge.language.lexicon import WHEN, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.matching.embedder import Embedder
from knowledge.matching.matcher import Match, Matcher, ParsedQuestion
from knowledge.model import KnowledgeBase
from knowledge.search.logit import EXACT_OVERLAP

DEFAULT_ANSWER_THRESHOLD, DEFAULT_ANSWER_THRESHOLD_BY_MEANING = 0.88, 0.9
"""The least probability of an answer, by words where the case does not set its own (`answer_from` in case.yaml).

Figures with which no public question set has more than 2 % wrong answers; see docs/matching.md.
"""
MIN_ODDS_RATIO, MIN_ODDS_RATIO_OTHER_FOCUS = 1.3, 2.0
"""An answer is so many times as likely as the next fact, the greater number where its phrasings ask for other things;
else both are offered."""
MIN_ODDS_RATIO_OUT_OF_SCOPE = 2.0
"""It is so many times as likely as that the question is one of those that the documents do not answer."""
COVERAGE_MARGIN = 0.1
"""A fact is not the answer if another that may be meant has so much more of the question, as a share of it."""
MAX_UNCOVERED_SHARE, MAX_UNCOVERED_SHARE_OTHER_FOCUS = 0.4, 0.27
"""A question is not answered by a fact that lacks a word with this share of it, the smaller where the fact's phrasings
ask for other things."""
CONFIDENT_WITHOUT_CONTEXT = 0.7
"""From this probability on a short question needs no context to be understood."""
SUGGESTED, SUGGESTED_COVERAGE = 0.04, 0.3
"""The least probability of a suggestion, and the least share of the question that it has or is near to."""
_SENTENCES = 4
MIN_FOLLOW_UP_OVERLAP = 0.6
"""How well a follow-up, put into a phrasing of the last answer's fact, must fit a phrasing."""
MIN_LIST_COVERAGE = 0.25
"""The least score of an entry in a list that the reader searches as they type."""
_SENTENCE = re.compile(r"[.?!;…]+\s+")
_SUGGESTIONS = 3
_EXCERPTS = 3
_FOLLOW_UP_LENGTH = 8
_FOLLOW_UP_TERMS = 2
"""A question of at most so many terms, and so many of weight, may be a follow-up."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The facts for a question, best first, and what the first has to be to be given as the answer."""

    matches: tuple[Match, ...]
    by_meaning: bool
    answer_from: float
    """The least probability."""


class Guard(Enum):
    """Why the best match is not given as the answer."""

    STRANGE = "the question has a name, a number or a date that the documents do not have"
    MISSING = "the fact lacks a name, a number or a date of the question"
    UNANSWERED = "the question is too much like one that the documents do not answer"
    UNSERVED = "the fact cannot serve what is asked for (when, how many, not, who does what)"
    LACKS = "the fact lacks a word that carries much of the question"
    UNLIKELY = "the fact is not likely enough"
    CLOSE = "another fact is nearly as likely"
    FULLER = "another fact that may be meant has more of the question"
    WORDLESS = "the fact has the names of the question, but none of the words that it is about"


class Answerer:
    """Answers questions from one knowledge base. Immutable once built, so one instance serves all chats."""

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        """Index `base`, some ten thousand phrasings a second; with a folder `cache`, from or into a file there.

        With an embedder, facts are also found by meaning, in any language; then some hundred phrasings a second.
        """
        self._base = base
        self.matcher = Matcher(base, cache, embedder)
        self.answer_from = base.case.answer_from
        """The least probability of an answer by words, as somebody has measured it for this case."""

    def answer(self, question: str, *, language: str | None = None, context: Sequence[str] = ()) -> Answer:
        """Decide what to say to `question`.

        `language` (a code of the case) is the language of the reply; None means: by the question's script,
        else the case's default. `context` holds the ids of the facts last told in this chat, most recent
        first, for follow-up questions. Never raises on any text.
        """
        cleaned, typed = self.take_in(question)
        language = language if language in self._base.case.languages else typed
        if topic := smalltalk(cleaned, typed):
            return Smalltalk(question, language, topic)
        parsed = self.matcher.read(cleaned, typed)
        beside = self._period_beside(parsed, context)
        period = beside or self._period(parsed)
        if period and (beside or parsed.unknown or self._dated(period)):
            return Timeline(question, language, period, self._dated(period))
        answer = self._decide(question, language, parsed)
        if not isinstance(answer, Found) and not parsed.has_unknown_entity:
            answer = self._by_sentence(question, language, cleaned, typed) or answer
        if context and self._is_follow_up(parsed) and not (self._is_sure(answer) or self._is_listed(parsed)):
            return self._follow_up(question, language, parsed, context) or answer
        return answer

    def fact_for(self, question: str) -> str | None:
        """Return the id of the fact that answers `question`; None where there is none, or several may be meant."""
        answer = self.answer(question)
        return answer.matches[0].fact_id if isinstance(answer, Found) else None

    def search(self, question: str, *, language: str | None = None, limit: int = 10) -> tuple[str, ...]:
        """Return the ids of the facts nearest to `question`, best first, for a list to choose from."""
        matches = self.matcher.match(*self.take_in(question, language), limit)
        return tuple(match.fact_id for match in matches if match.coverage >= MIN_LIST_COVERAGE)

    def take_in(self, question: str, language: str | None = None) -> tuple[str, str]:
        """Return a question cut, cleaned and in its own script, and its language; `language` where it does not tell."""
        case = self._base.case
        cleaned = self.matcher.retyped(clean(question, QUESTION_LIMIT))
        return cleaned, detect_language(cleaned, case.languages) or language or case.default_language

    def _by_sentence(self, question: str, language: str, cleaned: str, typed: str) -> Found | None:
        """Answer the one sentence of several that is the question, where no fact may be meant by any of the others."""
        sentences = [sentence for sentence in _SENTENCE.split(cleaned) if sentence.strip()][:_SENTENCES]
        if len(sentences) < 2:
            return None
        each = [self.matcher.read(sentence, typed) for sentence in sentences]
        telling = [parsed for parsed in each if any(map(_may_be_meant, self.matcher.rank(parsed)))]
        answer = self._decide(question, language, telling[0]) if len(telling) == 1 else None
        return answer if isinstance(answer, Found) else None

    def _decide(self, question: str, language: str, parsed: ParsedQuestion) -> Answer:
        near: list[Match] = []
        for ranked in self.rankings(parsed):
            if self.guard(parsed, ranked) is None:
                return Found(question, language, ranked.matches[:_SUGGESTIONS])
            near = _in_turn(near, [match for match in ranked.matches if self._is_near(parsed, ranked, match)])
        near = near[:_SUGGESTIONS]
        missing = parsed.unknown or _missing(near)
        if near:
            return Suggestions(question, language, tuple(near), missing)
        if passages := self.matcher.passages(parsed)[:_EXCERPTS]:
            return Excerpts(question, language, passages, missing)
        return Unknown(question, language, missing, self._is_listed(parsed))

    def _is_listed(self, parsed: ParsedQuestion) -> bool:
        """Whether a question is likely to be one of those that the documents do not answer."""
        firsts = ((ranked.matches[0].out_of_scope, ranked.answer_from) for ranked in self.rankings(parsed))
        return any(rival is not None and rival.score >= least for rival, least in firsts)

    def rankings(self, parsed: ParsedQuestion) -> Iterator[Ranked]:
        """Yield the facts ranked by words, and with an embedder by meaning; none of them is without a match.

        Meaning tells better than words what is the answer, but for a case that has measured its threshold for words.
        """
        if not self.matcher.content(parsed):
            return
        measured = self.answer_from is not None
        if measured or not self.matcher.knows_meaning:
            least = DEFAULT_ANSWER_THRESHOLD if self.answer_from is None else self.answer_from
            if parsed.language not in self.matcher.index.spoken:
                least = max(least, DEFAULT_ANSWER_THRESHOLD)
            if matches := self.matcher.rank(parsed):
                yield Ranked(tuple(matches), False, least)
        if self.matcher.knows_meaning and (matches := self.matcher.rank(parsed, by_meaning=True)):
            yield Ranked(tuple(matches), True, DEFAULT_ANSWER_THRESHOLD_BY_MEANING)

    def guard(self, parsed: ParsedQuestion, ranked: Ranked) -> Guard | None:
        """Return what keeps the first of some ranked facts from being given as the answer, or None."""
        top, *others = ranked.matches
        second = others[0].score if others else 0.0
        lead, largest_gap = (
            (MIN_ODDS_RATIO_OTHER_FOCUS, MAX_UNCOVERED_SHARE_OTHER_FOCUS)
            if top.other_focus
            else (MIN_ODDS_RATIO, MAX_UNCOVERED_SHARE)
        )
        checks = (
            (Guard.STRANGE, parsed.has_unknown_entity),
            (Guard.MISSING, bool(top.missing)),
            (Guard.UNANSWERED, _is_out_of_scope(top)),
            (Guard.UNSERVED, top.unserved),
            (Guard.LACKS, max(top.uncovered_unknown, top.uncovered_elsewhere) >= largest_gap),
            (Guard.UNLIKELY, top.score < ranked.answer_from and not _is_exact(top)),
            (Guard.CLOSE, top.score < lead * second and not _is_exact(top)),
            (Guard.FULLER, any(_is_fuller(other, top) for other in others[: _SUGGESTIONS - 1])),
        )
        found = next((guard for guard, holds in checks if holds), None)
        if found or ranked.by_meaning or self.matcher.has_a_word(top.fact_id, parsed, beside_names=True):
            return found
        return Guard.WORDLESS

    def _is_near(self, parsed: ParsedQuestion, ranked: Ranked, match: Match) -> bool:
        return _may_be_meant(match) and (ranked.by_meaning or self.matcher.has_a_word(match.fact_id, parsed))

    def _period(self, parsed: ParsedQuestion) -> EventDate | None:
        """Return the date that a question is about, where it asks for nothing but what happened then."""
        dates = [term for term in parsed.terms if term.kind is Kind.DATE]
        if len(dates) != 1:
            return None
        events = lexicon(parsed.language).events
        rest = [term for term in parsed.terms if term.kind is not Kind.DATE]
        if any(term.word not in events and term.kind is not Kind.NEUTRAL for term in rest):
            return None
        return parse_edtf(dates[0].key[1:])

    def _period_beside(self, parsed: ParsedQuestion, context: Sequence[str]) -> EventDate | None:
        """Return the date that a question like "and the year before?" is about, beside the date last told."""
        known = lexicon(parsed.language)
        words = [term.word for term in parsed.terms]
        units = {known.units[word] for word in words if word in known.units}
        steps = {step for step, several in ((-1, known.earlier), (1, known.later)) if not several.isdisjoint(words)}
        small = known.events | known.earlier | known.later | known.question_stop_words | known.units.keys()
        told = next((fact.date for fact in map(self._base.facts.get, context) if fact and fact.date), None)
        if len(units) != 1 or len(steps) != 1 or told is None or not small.issuperset(words):
            return None
        return neighbouring(told, units.pop(), steps.pop())

    def _dated(self, period: EventDate) -> tuple[str, ...]:
        """Return the ids of the facts of a period, oldest first."""
        return tuple(fact.id for fact in self._base.timeline if fact.date and covers(period, fact.date))

    def _is_follow_up(self, parsed: ParsedQuestion) -> bool:
        """Whether a question leans on what was told: it says "he" or "it", or is short and names nothing itself."""
        asks = any(term.kind is Kind.INTERROGATIVE for term in parsed.terms)
        says = asks or self.matcher.content(parsed)
        if parsed.has_unknown_entity or not says or len(parsed.terms) > _FOLLOW_UP_LENGTH:
            return False
        if self.matcher.leans(parsed) or self.matcher.only_names(parsed):
            return True
        if any(term.kind in {Kind.NAME, Kind.NUMBER, Kind.DATE} for term in parsed.terms):
            return False
        return len(self.matcher.content(parsed)) <= _FOLLOW_UP_TERMS

    def _follow_up(self, question: str, language: str, parsed: ParsedQuestion, context: Sequence[str]) -> Found | None:
        """Read a short question as if it were put into what was last told, and prefer what is not told yet."""
        for fact_id in context[:CONTEXT]:
            best: dict[str, Match] = {}
            for in_context in self.matcher.in_context(parsed, fact_id):
                matches = self.matcher.rank(in_context)
                for match in () if matches and _is_out_of_scope(matches[0]) else matches:
                    if match.fact_id not in best or match.best_overlap > best[match.fact_id].best_overlap:
                        best[match.fact_id] = match
            served = [
                match
                for match in best.values()
                if match.best_overlap >= MIN_FOLLOW_UP_OVERLAP and self._serves(match, parsed)
            ]
            served.sort(
                key=lambda match: (match.fact_id in context, match.other_focus, -match.best_overlap, match.fact_id)
            )
            if served:
                return Found(question, language, tuple(served[:_SUGGESTIONS]))
        return None

    @staticmethod
    def _is_sure(answer: Answer) -> bool:
        return isinstance(answer, Found) and (
            _is_exact(answer.matches[0]) or answer.matches[0].score >= CONFIDENT_WITHOUT_CONTEXT
        )

    def _serves(self, match: Match, parsed: ParsedQuestion) -> bool:
        """Whether a fact answers a follow-up: it lacks nothing, has its words of weight, and a date if asked."""
        if match.unserved or match.missing or not self.matcher.has_content(match.fact_id, parsed):
            return False
        asks_when = any(term.key == WHEN for term in parsed.terms)
        return not asks_when or self._base.facts[match.fact_id].date is not None


def _in_turn(one: Sequence[Match], other: Sequence[Match]) -> list[Match]:
    """Return the matches of two rankings by turns, each fact once."""
    found: dict[str, Match] = {}
    for match in chain.from_iterable(zip_longest(one, other)):
        if match:
            found.setdefault(match.fact_id, match)
    return list(found.values())


def _may_be_meant(match: Match) -> bool:
    return match.score >= SUGGESTED and max(match.coverage, match.sentence_cosine) >= SUGGESTED_COVERAGE


def _is_fuller(other: Match, top: Match) -> bool:
    """Whether a less likely fact that may be meant has so much more of the question that the likeliest must not win."""
    return not _is_exact(top) and other.score >= SUGGESTED and other.coverage > top.coverage + COVERAGE_MARGIN


def _is_out_of_scope(match: Match) -> bool:
    return match.out_of_scope is not None and match.out_of_scope.score >= max(
        match.score / MIN_ODDS_RATIO_OUT_OF_SCOPE, SUGGESTED
    )


def _is_exact(match: Match) -> bool:
    return match.best_overlap >= EXACT_OVERLAP and not (match.uncovered_unknown or match.uncovered_elsewhere)


def _missing(matches: Sequence[Match]) -> tuple[str, ...]:
    """Return what all of the matches lack: a word that one of them has is not one that the documents lack."""
    common = [set(match.missing) for match in matches]
    shared = set.intersection(*common) if common else set()
    return tuple(term for term in (matches[0].missing if matches else ()) if term in shared)
