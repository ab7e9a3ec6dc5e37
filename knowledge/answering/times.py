"""Questions of time: before, after, since and until a date, first and last, by the dates of the facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.edtf import EventDate, parse_edtf
from knowledge.language.lexicon import Lexicon, lexicon
from knowledge.language.terms import Kind, Term
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact

BEFORE, UNTIL, AFTER, SINCE, BETWEEN, FIRST, LAST = "before", "until", "after", "since", "between", "first", "last"
_ORDER = (BETWEEN, BEFORE, UNTIL, AFTER, SINCE, FIRST, LAST)
"""The relations, from the one that says most: "what was the last thing before July?" is about what was before."""


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """What a question of time asks for: what stands in a relation to a date; of the first and the last it is theirs."""

    relation: str
    period: EventDate


def time_asked(question: ParsedQuestion, told: Sequence[EventDate], timeline: Sequence[Fact]) -> TimeAsked | None:
    """Return what a question asks for that has but words of time, else None.

    `told` has the dates of what was last told, the latest first: "and after that?" leans on it.
    """
    known = lexicon(question.language)
    words = {term.word for term in question.terms if term.kind is not Kind.DATE}
    relations = {known.time_relations[word] for word in words if word in known.time_relations}
    if not relations or not timeline or not _small(known, question).issuperset(words):
        return None
    relation = next(one for one in _ORDER if one in relations)
    dates = [parse_edtf(term.key[1:]) for term in question.terms if term.kind is Kind.DATE]
    if relation in {FIRST, LAST}:
        asks = not words.isdisjoint(known.events - known.time_relations.keys())
        found = timeline[0] if relation == FIRST else timeline[-1]
        return TimeAsked(relation, found.date) if asks and found.date and not dates else None
    if relation == BETWEEN:
        return _between(dates or list(told[:2]))
    date = next(iter(dates or told), None)
    return TimeAsked(relation, date) if date and len(dates) < 2 else None


def event_asked(question: ParsedQuestion) -> tuple[str, tuple[Term, ...]] | None:
    """Return the relation and the terms of the event of "what happened before the ban"; None if it asks for more."""
    known = lexicon(question.language)
    words = [term.word for term in question.terms]
    for place, word in enumerate(words):
        relation = known.time_relations.get(word)
        is_moment = known.time_moments.issuperset(words[place + 1 : place + 2])
        if relation and (word in known.time_prepositions or (is_moment and words[place + 1 :])):
            before, event = question.terms[:place], question.terms[place + 1 + is_moment :]
            asks = not known.events.isdisjoint(words[:place]) and _small(known, question).issuperset(words[:place])
            is_open = asks and all(term.kind is not Kind.INTERROGATIVE for term in before)
            return (relation, event) if is_open and event else None
    return None


def in_time(asked: TimeAsked, timeline: Sequence[Fact]) -> tuple[str, ...]:
    """Return the ids of the facts that a question of time asks for, oldest first."""
    return tuple(fact.id for fact in timeline if fact.date and _fits(asked, fact.date))


def _fits(asked: TimeAsked, date: EventDate) -> bool:
    match asked.relation:
        case "before":
            return date.last < asked.period.first
        case "until":
            return date.last <= asked.period.last
        case "after":
            return date.first > asked.period.last
        case "since":
            start = asked.period
            return date.first > start.last if start.precision == "day" else date.first >= start.first
        case "between":
            return asked.period.first < date.first and date.last < asked.period.last
        case _:
            return date == asked.period


def _between(dates: Sequence[EventDate]) -> TimeAsked | None:
    """Return what is between two dates, whichever of them is the earlier."""
    if len(dates) != 2:
        return None
    first, second = sorted(dates, key=lambda date: date.first)
    if first.last >= second.last:
        return None
    return TimeAsked(BETWEEN, parse_edtf(f"{first.first.isoformat()}/{second.last.isoformat()}"))


def _small(known: Lexicon, question: ParsedQuestion) -> frozenset[str]:
    """Return the words that a question of time may have, besides its date."""
    links = frozenset().union(*known.time_spans.values()) if known.time_spans else frozenset()
    classes = (known.events, known.question_stop_words, known.time_things, known.earlier, known.later, known.fillers)
    pronouns = frozenset(known.pronouns) | known.time_relations.keys() | known.articles | known.auxiliaries
    return frozenset().union(*classes) | pronouns | links


def spans(question: ParsedQuestion) -> tuple[tuple[int, int, int], ...]:
    """Return where the two ends of a time stand in a question: where the first begins, where the second does, the end.

    "between the bans and the refusal" has its ends behind "between" and behind "and".
    """
    known = lexicon(question.language).time_spans
    words = [term.word for term in question.terms]
    return tuple(
        (place + 1, link + 1, len(words))
        for place, word in enumerate(words)
        for link in [at for at in range(place + 2, len(words) - 1) if words[at] in known.get(word, ())][:1]
    )
