"""Intervals: how long it was between two events, computed from the dates of their facts where no document states it."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.times import spans
from knowledge.edtf import EventDate, parse_edtf
from knowledge.language.lexicon import lexicon
from knowledge.language.terms import Kind, Term
from knowledge.matching.evidence import has_content
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion

HOW_LONG = "@howlong"
_MAX_MATCHES = 4
"""Maximum number of facts that may be an event of a question; arbitrary."""
_MIN_SCORE = 0.05
"""Minimum probability of a fact that is an event of a question; arbitrary."""


@dataclass(frozen=True, slots=True)
class Event:
    """An end of an interval: a date, and the fact that has it; "" where the question has the date itself."""

    date: EventDate
    fact_id: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """The two events between which a question asks how long it was, the earlier first."""

    first: Event
    second: Event


def asks_how_long(question: ParsedQuestion) -> bool:
    """Whether a question asks how long it was, in any unit, between two things that it names."""
    known = lexicon(question.language)
    measures = known.units.keys() | known.elapsed
    keys = {term.key for term in question.terms}
    counts = "@howmany" in keys and any(term.word in measures for term in question.terms)
    return bool(spans(question)) and (counts or HOW_LONG in keys)


def interval_of(matcher: Matcher, question: ParsedQuestion) -> Interval | None:
    """Return the events between which a question asks how long it was; None unless both of them have a date."""
    for begins, second, ends in spans(question):
        events = [
            event_of(matcher, question, terms)
            for terms in (question.terms[begins : second - 1], question.terms[second:ends])
        ]
        found = sorted(filter(None, events), key=lambda event: event.date.first)
        if len(found) == 2 and found[0].date.first < found[1].date.first:
            return Interval(*found)
    return None


def states(matcher: Matcher, fact_id: str, question: ParsedQuestion) -> bool:
    """Whether a fact may state an interval that a question asks for: it has all words of both events."""
    return has_content(question, matcher.index.profile(fact_id))


def event_of(matcher: Matcher, question: ParsedQuestion, terms: Sequence[Term]) -> Event | None:
    """Return the event that some terms of a question are: a date, or the likeliest dated fact that has their words."""
    dates = [term for term in terms if term.kind is Kind.DATE]
    if dates:
        return Event(parse_edtf(dates[0].key[1:]))
    part = matcher.weigh(terms, question.language)
    if not part.content:
        return None
    for match in matcher.rank(part).matches[:_MAX_MATCHES]:
        date = matcher.index.base.facts[match.fact_id].date
        if date and match.score >= _MIN_SCORE and has_content(part, matcher.index.profile(match.fact_id)):
            return Event(date, match.fact_id)
    return None
