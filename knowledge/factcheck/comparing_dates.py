"""Compares the dates and times of a text with those of the quotes, however they are written."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.edtf import EventDate, parse_edtf
from knowledge.factcheck.claims import Claims, PartialDate
from knowledge.factcheck.discrepancies import Discrepancy, FactText, Kind
from knowledge.factcheck.evidence import Evidence, within
from knowledge.model import Fact

_HALF_DAY = 12


def own_dates(fact: Fact, evidence: Evidence) -> tuple[EventDate, ...]:
    """Return the ends of a fact's own date that its documents have, or all where it is worked out or approximate."""
    ends = [parse_edtf(end) for end in fact.date.text.split("/")] if fact.date else []
    trusted = bool(fact.derived) or (fact.date is not None and fact.date.approximate)
    return tuple(end for end in ends if trusted or _is_documented(end, evidence))


def _is_documented(date: EventDate, evidence: Evidence) -> bool:
    near = evidence.has_date(date, evidence.quotes) or evidence.is_published(date)
    return near or evidence.has_date(date, evidence.whole)


def undated(fact: Fact, own: Sequence[EventDate], evidence: Evidence) -> Iterator[Discrepancy]:
    """Yield a fact's own date if no document has it; a problem where the quotes have another."""
    if fact.date and len(own) < len(fact.date.text.split("/")):
        others = tuple(dict.fromkeys(one.surface for one in evidence.quotes.dates))
        yield Discrepancy(Kind.UNDATED, "date", "", fact.date.text, others, "", bool(others))


def date_discrepancies(text: FactText, evidence: Evidence, own: Sequence[EventDate]) -> Iterator[Discrepancy]:
    """Yield the dates and times of a text that the quotes do not have; `own` are the dates of the fact itself."""
    others = [one.surface for one in evidence.quotes.dates if not _says(text.claims, one.date)]
    for stated in text.claims.dates:
        date = stated.date
        if any(within(one, date) for one in own) or _is_near(date, evidence):
            continue
        if others or not evidence.has_date(date, evidence.passages):
            having = (one.id for one in evidence.documents if evidence.has_date(date, evidence.library.document(one)))
            yield text.lacking(stated.surface, others, next(having, ""))
    for partial in text.claims.partial_dates:
        if not any(map(partial.fits, own)) and not _has_partial(partial, evidence):
            yield text.lacking(partial.surface, others)
    yield from _times(text, evidence)


def _is_near(date: EventDate, evidence: Evidence) -> bool:
    """Whether the quotes or the heads of their documents have a date; a year, also as a number among others."""
    stated = any(evidence.has_date(date, claims) for claims in (evidence.quotes, evidence.heads))
    as_number = date.precision == "year" and Decimal(date.text) in evidence.quotes.numbers
    return stated or as_number or evidence.is_published(date)


def _says(claims: Claims, date: EventDate) -> bool:
    """Whether a text has a date, or one that contains it or lies in it."""
    full = any(within(date, one.date) or within(one.date, date) for one in claims.dates)
    return full or any(one.fits(date) for one in claims.partial_dates)


def _has_partial(partial: PartialDate, evidence: Evidence) -> bool:
    """Whether the passages or the heads of the documents have a date without a year."""
    published = any(partial.fits(document.date) for document in evidence.documents)
    return published or any(_has(partial, claims) for claims in (evidence.quotes, evidence.heads, evidence.passages))


def _has(partial: PartialDate, claims: Claims) -> bool:
    full = any(partial.fits(one.date) for one in claims.dates if one.date.precision != "year")
    return full or any(
        partial.month == one.month and (partial.day is None or partial.day == one.day) for one in claims.partial_dates
    )


def _times(text: FactText, evidence: Evidence) -> Iterator[Discrepancy]:
    quotes = evidence.quotes
    for minutes, surface in text.claims.times.items():
        hour, minute = divmod(minutes, 60)
        bare = minute == 0 and {Decimal(hour), Decimal(hour + _HALF_DAY)} & quotes.numbers
        if minutes not in quotes.times and not bare:
            yield text.lacking(surface, quotes.times.values())
