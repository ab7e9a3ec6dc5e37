"""The words of the event that a fact dates: its date answers "when" for that one, for no other of its statement."""

import re
from collections.abc import Sequence

from knowledge.edtf import EventDate, covers, parse_edtf
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term, TermReader
from knowledge.matching.profiles import STATED_STRENGTH, Profile
from knowledge.model import Fact

_CLAUSE = re.compile(r"[,;:]\s+|\s+(?=that\s)")
"""What parts the clauses of a statement."""


def profile_of(fact: Fact, reader: TermReader) -> Profile:
    """Return the profile of a fact before any of its texts is added."""
    dates, keys = {fact.date.text} if fact.date else set(), {f"#{fact.asserted_by}": STATED_STRENGTH}
    return Profile(dates, keys, is_cited=bool(fact.citations), event=event_words(reader, fact))


def event_words(reader: TermReader, fact: Fact) -> set[str]:
    """Return the keys of the clauses of a fact's statement, in any language, that tell of what happened at its date.

    That is the clause with the date. Where none has it, it is those without any date, but not the first of several:
    that one says who tells it.
    """
    found: set[str] = set()
    for language, statement in fact.statement.items() if fact.date else ():
        clauses = [reader.read(part, language) for part in _CLAUSE.split(clean(statement))]
        dated = [terms for terms in clauses if fact.date and _has_date(terms, fact.date)]
        undated = [terms for terms in clauses if not _is_dated(terms, language)]
        told = dated or (undated[1:] if len(undated) > 1 else undated)
        found.update(term.key for terms in told for term in terms)
    return found


def _has_date(terms: Sequence[Term], date: EventDate) -> bool:
    return any(covers(date, parse_edtf(term.key[1:])) for term in terms if term.kind is Kind.DATE)


def _is_dated(terms: Sequence[Term], language: str) -> bool:
    """Whether some terms have a date, also one without its year."""
    months = lexicon(language).months
    return any(term.kind is Kind.DATE or term.word in months for term in terms)
