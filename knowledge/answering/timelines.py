"""Answers questions of time by the dates of the facts: a date, before and after it, and how long it was between two."""

from collections.abc import Sequence
from functools import cached_property

from knowledge.answering.answers import COMPUTED, Answer, Found, Nearest, Suggestions, Timeline, Unknown
from knowledge.answering.context import Context
from knowledge.answering.intervals import asks_how_long, event_of, interval_of, states
from knowledge.answering.periods import period_beside, period_of
from knowledge.answering.times import BEFORE, UNTIL, TimeAsked, event_asked, in_time, time_asked
from knowledge.edtf import EventDate, covers, is_within, parse_edtf
from knowledge.language.date_finder import find_dates
from knowledge.language.normalisation import clean
from knowledge.language.terms import Term
from knowledge.matching.matcher import Matcher
from knowledge.matching.mentions import Mentions
from knowledge.matching.question import ParsedQuestion


class Timelines:
    """Answers questions that ask for what happened at a time; not changed by questions."""

    def __init__(self, matcher: Matcher, mentions: Mentions) -> None:
        self._matcher = matcher
        self._mentions = mentions
        self._base = matcher.index.base

    def answer(self, question: str, language: str, parsed: ParsedQuestion, context: Context) -> Timeline | None:
        """Return what happened at the time that a question asks for, and nothing else; None if it asks for more."""
        told = self._told(context)
        beside = period_beside(parsed, next(iter(told), None))
        if not beside and (asked := time_asked(parsed, told, self._base.timeline)):
            facts = in_time(asked, self._base.timeline)
            return Timeline(question, language, asked.period, facts, relation=asked.relation)
        period = beside or period_of(parsed)
        if period is None:
            return None
        dated = tuple(fact.id for fact in self._base.timeline if fact.date and covers(period, fact.date))
        facts = dated or self._stating(period)
        absent = () if beside or facts else self._mentions.absent(parsed)
        if not (beside or facts or absent or parsed.has_unknown_entity):
            return None
        return Timeline(question, language, period, facts, absent)

    def _stating(self, period: EventDate) -> tuple[str, ...]:
        """Return the ids of the facts whose statements or quotes have a date within a period."""
        return tuple(
            fact_id for fact_id, dates in self._stated.items() if any(is_within(date, period) for date in dates)
        )

    @cached_property
    def _stated(self) -> dict[str, tuple[EventDate, ...]]:
        """The dates in the statements and quotes of each fact; a phrasing may have one that asks, and says nothing."""
        texts = {
            fact.id: (*fact.statement.values(), *(cited.quote for cited in fact.citations))
            for fact in self._base.facts.values()
        }
        return {
            fact_id: tuple(found.date for text in said for found in find_dates(clean(text)) if found.date)
            for fact_id, said in texts.items()
        }

    def _in_its_time(self, parsed: ParsedQuestion, answer: Answer) -> Answer:
        """Return an answer; where the fact is not of the time that is all a question asks about, but an offer of it."""
        period = period_of(parsed) if isinstance(answer, Found) else None
        if not isinstance(answer, Found) or period is None:
            return answer
        fact = self._base.facts[answer.matches[0].fact_id]
        if (fact.date and covers(period, fact.date)) or fact.id in self._stating(period):
            return answer
        return Suggestions(answer.question, answer.language, answer.matches)

    def computed(self, parsed: ParsedQuestion, answer: Answer) -> Answer:
        """Return what the dates of the facts say where `answer` does not state what is asked of time; else the answer.

        It is how long it was between two events, or what happened before or after one.
        """
        if asks_how_long(parsed):
            return self._how_long(parsed, answer)
        if asked := event_asked(parsed):
            return self._beside_event(parsed, *asked, answer)
        return self._in_its_time(parsed, answer)

    def _how_long(self, parsed: ParsedQuestion, answer: Answer) -> Answer:
        """Return how long it was between two events, or that the documents do not say.

        A fact that lacks a word of either event states another interval.
        """
        if isinstance(answer, Found) and states(self._matcher, answer.matches[0].fact_id, parsed):
            return answer
        if interval := interval_of(self._matcher, parsed):
            first, second = interval.first, interval.second
            span = parse_edtf(f"{first.date.text.partition('/')[0]}/{second.date.text.rpartition('/')[2]}")
            facts = tuple(event.fact_id for event in (first, second) if event.fact_id)
            return Timeline(answer.question, answer.language, span, facts, relation=COMPUTED)
        if isinstance(answer, Unknown):
            return answer
        return Unknown(answer.question, answer.language, answer.not_mentioned)

    def _beside_event(self, parsed: ParsedQuestion, relation: str, terms: Sequence[Term], answer: Answer) -> Answer:
        """Return what happened before or after an event, unless `answer` is a fact that by its own date did.

        Of an event without a date nothing is certain.
        """
        if event := event_of(self._matcher, parsed, terms):
            relation = BEFORE if relation == UNTIL else relation  # "until the ban" leaves the ban itself out
            found = in_time(TimeAsked(relation, event.date), self._base.timeline)
            facts = tuple(fact_id for fact_id in found if fact_id != event.fact_id)
            if isinstance(answer, Found) and answer.matches[0].fact_id in facts:
                return answer
            return Timeline(answer.question, answer.language, event.date, facts, relation=relation)
        if isinstance(answer, Found | Nearest) and relation in {BEFORE, UNTIL}:
            return Suggestions(answer.question, answer.language, answer.matches)
        return answer

    def _told(self, context: Context) -> Sequence[EventDate]:
        """Return the dates of the timelines last shown, and then of the facts last told, the latest first."""
        times = [parse_edtf(time) for time in context.times]
        facts = (self._base.facts.get(fact_id) for fact_id in context.told)
        return list(dict.fromkeys((*times, *(fact.date for fact in facts if fact and fact.date))))
