"""Choices: "the second one" of what was offered."""

from knowledge.answering.context import Context
from knowledge.language.lexicon import lexicon
from knowledge.language.terms import Kind
from knowledge.matching.question import ParsedQuestion


def chosen(question: ParsedQuestion, context: Context) -> str | None:
    """Return what a question chooses of the last list by its place: the id of a fact, or "#" and that of a name."""
    known, offered = lexicon(question.language), context.offered
    words = [term.word.casefold() for term in question.terms]
    places = [known.ordinals[word] for word in words if word in known.ordinals]
    places += [int(term.key) for term in question.terms if term.kind is Kind.NUMBER and term.key.isdecimal()]
    small = known.ordinals.keys() | known.ordinal_nouns | known.articles | known.question_stop_words
    rest = [term for term in question.terms if term.kind is not Kind.NUMBER and term.word.casefold() not in small]
    if len(places) != 1 or rest or not -1 <= places[0] <= len(offered) or not offered or not places[0]:
        return None
    return offered[places[0] - 1 if places[0] > 0 else -1]
