"""What a bare question ("when?", "why?") takes from the fact just told: its date, and the names that it has."""

from collections.abc import Sequence

from knowledge.answering.context import Context
from knowledge.answering.referents import names_of
from knowledge.language.lexicon import WHEN
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.matching.match import Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact


def dated(matcher: Matcher, question: ParsedQuestion, context: Context, leaned: Sequence[Fact]) -> Match | None:
    """Return the fact just told, if its date is that of what it says and a question asks for nothing but when it was.

    `leaned` has the facts that the question may lean on: a fact that was but offered is not told.
    """
    asks = {term.key for term in question.terms if term.kind is Kind.INTERROGATIVE}
    fact = next(iter(leaned), None)
    if fact is None or fact.date is None or fact.id not in context.told[:1] or question.content or asks != {WHEN}:
        return None
    terms = matcher.index.reader.read(clean(fact.statement.get(question.language, "")), question.language)
    stated = {term.key[1:] for term in terms if term.kind is Kind.DATE}
    return Match(fact.id, 1.0) if fact.date.text in stated or (not stated and _is_of_event(matcher, fact)) else None


def _is_of_event(matcher: Matcher, fact: Fact) -> bool:
    """Whether a fact's date is that of no document that it cites: such a date is but the day on which it was said."""
    documents = (matcher.index.base.documents[citation.document_id] for citation in fact.citations)
    return fact.date is not None and all(document.date != fact.date for document in documents)


def told_names(matcher: Matcher, context: Context, language: str) -> tuple[str, ...]:
    """Return the ids of the names in the statement of the fact just told."""
    facts = matcher.index.base.facts
    statements = (facts[fact_id].statement.get(language, "") for fact_id in context.told[:1] if fact_id in facts)
    return tuple(name for statement in statements for name in names_of(matcher, statement, language))
