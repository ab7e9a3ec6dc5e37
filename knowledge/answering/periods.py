"""Questions about a time: what happened on a date, and "the year before?"."""

from knowledge.edtf import EventDate, neighbouring, parse_edtf
from knowledge.language.lexicon import lexicon
from knowledge.language.terms import Kind
from knowledge.matching.question import ParsedQuestion


def period_of(question: ParsedQuestion) -> EventDate | None:
    """Return the date that a question is about, where it asks for nothing but what happened then."""
    dates = [term for term in question.terms if term.kind is Kind.DATE]
    if len(dates) != 1:
        return None
    events = lexicon(question.language).events
    rest = [term for term in question.terms if term.kind is not Kind.DATE]
    if any(term.word not in events and term.kind is not Kind.NEUTRAL for term in rest):
        return None
    return parse_edtf(dates[0].key[1:])


def period_beside(question: ParsedQuestion, date: EventDate | None) -> EventDate | None:
    """Return the date that a question like "and the year before?" is about, beside the date of the last answer."""
    known = lexicon(question.language)
    words = [term.word for term in question.terms]
    units = {known.units[word] for word in words if word in known.units}
    steps = {step for step, several in ((-1, known.earlier), (1, known.later)) if not several.isdisjoint(words)}
    small = known.events | known.earlier | known.later | known.question_stop_words | known.units.keys()
    if len(units) != 1 or len(steps) != 1 or date is None or not small.issuperset(words):
        return None
    return neighbouring(date, units.pop(), steps.pop())
