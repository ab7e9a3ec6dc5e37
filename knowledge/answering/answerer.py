"""Decides what to say to a question: a cited fact, a choice of facts, passages, or that the documents are silent."""

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from knowledge.answering.acts import Acts, Meant
from knowledge.answering.answers import (
    QUESTION_LIMIT,
    Act,
    ActKind,
    Answer,
    AskBack,
    Excerpts,
    Found,
    Nearest,
    Suggestions,
    Timeline,
    Unknown,
    offered_facts,
    shown_facts,
)
from knowledge.answering.choices import chosen
from knowledge.answering.context import Context
from knowledge.answering.follow_ups import FollowUps
from knowledge.answering.guards import first_guard, is_nearest
from knowledge.answering.parts import in_parts
from knowledge.answering.rankings import Rankings, in_turn, is_out_of_scope
from knowledge.answering.suggesting import MAX_MATCHES, may_be_meant, near_facts
from knowledge.answering.taking_in import common_language, is_in_another_language, take_in
from knowledge.answering.timelines import Timelines
from knowledge.language.question_parts import question_parts
from knowledge.language.terms import Kind, Term
from knowledge.matching.embedder import Embedder
from knowledge.matching.match import Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.mentions import Mentions
from knowledge.matching.question import ParsedQuestion
from knowledge.model import KnowledgeBase

MIN_LIST_COVERAGE = 0.25
"""Minimum share of the question, by weight, that a fact has in a list that is searched as one types; arbitrary."""
_MAX_SENTENCES = 4
"""Maximum number of sentences of which one may be the question; arbitrary."""
_MAX_EXCERPTS = 3
"""Maximum number of passages of an answer."""
_MAX_READ = 4
"""Maximum number of questions that are kept as they were read: one is read for its answer, and for what follows it."""
_ENTITIES = frozenset({Kind.NAME, Kind.NUMBER, Kind.DATE})
_SENTENCE = re.compile(r"[.?!;…]+\s+")


class Answerer:
    """Answers questions from one knowledge base; one instance serves all chats, from one thread at a time.

    Questions do not change it; caches fill as they come.
    """

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        """Index `base`, some ten thousand phrasings a second; with a folder `cache`, from or into a file there.

        With an embedder, facts are also found by meaning, in any language; then some hundred phrasings a second.
        """
        self._base = base
        self.matcher = Matcher(base, cache, embedder)
        self.mentions = Mentions(self.matcher.index)
        self._timelines = Timelines(self.matcher, self.mentions)
        self._follow_ups = FollowUps(self.matcher, self.rankings)
        self._read = lru_cache(_MAX_READ)(self.matcher.read)
        self.take_in = lru_cache(_MAX_READ)(partial(take_in, self.matcher))
        """Returns a question cut, cleaned and in its own script, and its language, a second one where it tells none."""
        self.acts = Acts(self.matcher, self.rankings)
        self.answer_from = base.case.answer_from
        """Minimum probability of an answer by words, as somebody has measured it for this case."""

    def answer(
        self,
        question: str,
        *,
        language: str | None = None,
        otherwise: str | None = None,
        context: Sequence[str] = (),
    ) -> Answer:
        """Decide what to say to `question`.

        `language` (a code of the case) is the language of the reply; None means: that of the question's words, else
        `otherwise`, else the case's default. `context` is what `converse` or `shown` last returned for this chat.
        Never raises on any text.
        """
        cleaned, typed = self.take_in(question, otherwise)
        chosen = language if language in self._base.case.languages else None
        parsed = self._read(cleaned, typed)
        meant = self.acts.meant(question, chosen, parsed, cleaned, context)
        if meant and not meant.is_weak:
            return meant.act
        if is_in_another_language(question, cleaned, self._base.case.languages):
            return Act(question, chosen or common_language(self._base.case), ActKind.LANGUAGE, "other")
        parts = question_parts(self._with_lines(question) or cleaned, typed)
        if len(parts) > 1:
            whole = self._one(question, chosen, cleaned, parsed, meant, context, by_sentence=False)
            answer = in_parts(question, chosen or typed, parts, context, partial(self._part, chosen, typed), whole)
            if answer:
                return answer
        return self._one(question, chosen, cleaned, parsed, meant, context)

    def _part(
        self, language: str | None, typed: str, part: str, context: Sequence[str]
    ) -> tuple[Answer, tuple[str, ...]]:
        """Return the answer to one question of several, and the context of the next."""
        parsed = self._read(part, typed)
        meant = self.acts.meant(part, language, parsed, part, context)
        act = meant.act if meant and not meant.is_weak else None
        answer = act or self._one(part, language, part, parsed, meant, context)
        return answer, self._after(answer, part, typed, context)

    def _with_lines(self, question: str) -> str:
        """Return a question of several lines cleaned, its lines still apart; "" where it has one."""
        lines = question[:QUESTION_LIMIT].strip().splitlines()
        return "\n".join(self.take_in(line)[0] for line in lines) if len(lines) > 1 else ""

    def _one(
        self,
        question: str,
        language: str | None,
        cleaned: str,
        parsed: ParsedQuestion,
        meant: Meant | None,
        context: Sequence[str],
        by_sentence: bool = True,
    ) -> Answer:
        """Decide what to say to a question as one, which may also be the act `meant`."""
        before = Context.of(() if meant and meant.names_speaker else context)
        answer = self._answer_question(question, language or parsed.language, parsed, cleaned, before, by_sentence)
        return meant.act if meant and not meant.is_served_by(answer) else answer

    def _answer_question(
        self, question: str, language: str, parsed: ParsedQuestion, cleaned: str, before: Context, by_sentence: bool
    ) -> Answer:
        """Decide what to say to a question that is no dialogue act."""
        timeline = None if chosen(parsed, before) else self._timelines.answer(question, language, parsed, before)
        if timeline:
            return timeline
        leaning = self._follow_ups.answer(
            question, language, parsed, before, lambda rankings: self._decide(question, language, rankings)
        )
        if leaning is not None:
            return self._timelines.computed(parsed, leaning)
        answer = self._decide(question, language, self.rankings(parsed))
        if by_sentence and not isinstance(answer, Found) and not parsed.has_unknown_entity:
            answer = self._by_sentence(question, language, cleaned, parsed.language) or answer
        return self._timelines.computed(parsed, answer)

    def converse(
        self,
        question: str,
        *,
        language: str | None = None,
        otherwise: str | None = None,
        context: Sequence[str] = (),
    ) -> tuple[Answer, tuple[str, ...]]:
        """Return what to say to `question`, and the context of the next one; the arguments are those of `answer`.

        The language of the question before comes before `otherwise`.
        """
        otherwise = Context.of(context).language or otherwise
        answer = self.answer(question, language=language, otherwise=otherwise, context=context)
        return answer, self._after(answer, *self.take_in(question, otherwise), context)

    def _after(self, answer: Answer, cleaned: str, typed: str, context: Sequence[str]) -> tuple[str, ...]:
        """Return the context after the answer to a cleaned question."""
        names = self._names(self._read(cleaned, typed).terms)
        time = answer.period.text if isinstance(answer, Timeline) else None
        shown = (shown_facts(answer), offered_facts(answer))
        return Context.of(context).after(*shown, names, time, typed, isinstance(answer, AskBack)).kept()

    def shown(self, told: Sequence[str], offered: Sequence[str] = (), context: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the context of the next question after facts were shown, or a list of them offered, without one.

        What was offered before stays, for a list is gone through by its buttons.
        """
        before, language = Context.of(context), self._base.case.default_language
        titles = (self._base.facts[fact_id].title(language) for fact_id in told[:1] if fact_id in self._base.facts)
        names = [
            name for title in titles if title for name in self._names(self.matcher.index.reader.read(title, language))
        ]
        return before.after(told, offered or before.offered, names).kept()

    def fact_for(self, question: str) -> str | None:
        """Return the id of the fact that answers `question`; None where there is none, or several may be meant."""
        answer = self.answer(question)
        return answer.matches[0].fact_id if isinstance(answer, Found) else None

    def search(self, question: str, *, language: str | None = None, limit: int = 10) -> tuple[str, ...]:
        """Return the ids of the facts nearest to `question`, best first, for a list to choose from."""
        matches = self.matcher.match(*self.take_in(question, language), limit)
        return tuple(match.fact_id for match in matches if match.coverage >= MIN_LIST_COVERAGE)

    def rankings(self, parsed: ParsedQuestion) -> Rankings:
        """Return the rankings that decide on a question, each of which is made when it is first needed."""
        return Rankings(self.matcher, parsed, self.answer_from)

    def _names(self, terms: Sequence[Term]) -> tuple[str, ...]:
        """Return the ids of the names among some terms."""
        names = (term.key.lstrip("#¬") for term in terms if term.kind is Kind.NAME)
        return tuple(dict.fromkeys(name for name in names if name in self._base.names))

    def _by_sentence(self, question: str, language: str, cleaned: str, typed: str) -> Found | None:
        """Answer the one sentence of several that is the question, where no fact may be meant by any of the others."""
        sentences = [sentence for sentence in _SENTENCE.split(cleaned) if sentence.strip()][:_MAX_SENTENCES]
        if len(sentences) < 2:
            return None
        each = [self.rankings(self.matcher.read(sentence, typed)) for sentence in sentences]
        telling = [rankings for rankings in each if any(map(may_be_meant, rankings.by_words.matches))]
        answer = self._decide(question, language, telling[0]) if len(telling) == 1 else None
        return answer if isinstance(answer, Found) else None

    def _decide(self, question: str, language: str, rankings: Rankings) -> Answer:
        parsed, near, nearest = rankings.question, list[Match](), None
        for ranking in rankings:
            if first_guard(parsed, ranking) is None:
                return Found(question, language, ranking.matches[:MAX_MATCHES])
            nearest = nearest or (ranking.matches[0].fact_id if is_nearest(parsed, ranking) else None)
            offered = near_facts(self.matcher, parsed, ranking)
            near = in_turn(near, offered)[: max(len(near), len(offered), MAX_MATCHES)]
        absent = self.mentions.absent(parsed)
        if nearest and near and near[0].fact_id == nearest:
            return Nearest(question, language, tuple(near), absent, self.matcher.lacking(nearest, parsed))
        if near:
            return Suggestions(question, language, tuple(near), absent, self._elsewhere(parsed, near, language))
        if passages := self.matcher.passages(parsed, _MAX_EXCERPTS):
            return Excerpts(question, language, passages, absent)
        return Unknown(question, language, absent, is_out_of_scope(rankings))

    def _elsewhere(self, parsed: ParsedQuestion, near: Sequence[Match], language: str) -> tuple[str, ...]:
        """Return what the texts have of names, numbers and dates, but none of the nearest facts has."""
        examined = [set(match.missing) for match in near if match.evidence]
        missing = set.intersection(*examined) if examined else set()
        terms = (term for term in parsed.terms if term.surface in missing and term.kind in _ENTITIES)
        typed = ((term, parsed.typed.get(term.word, term.surface)) for term in terms)
        return tuple(dict.fromkeys(filter(None, (self.mentions.stated(*each, language) for each in typed))))
