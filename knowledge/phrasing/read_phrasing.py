"""Phrasings of a case as the matcher reads them, with what they are for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.language.normalisation import clean
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact, KnowledgeBase, Unanswered


@dataclass(frozen=True, slots=True, eq=False)
class ReadPhrasing:
    """A phrasing of an entry, as it is asked when no word of it is taken for a typing error."""

    owner: str
    """The id of a fact, or of an unanswered question."""
    language: str
    text: str
    question: ParsedQuestion


def read_text(matcher: Matcher, owner: str, language: str, text: str) -> ReadPhrasing:
    """Return a text as a phrasing of an entry."""
    cleaned = clean(text)
    question = matcher.weigh(matcher.index.reader.read(cleaned, language), language)
    return ReadPhrasing(owner, language, text, replace(question, text=cleaned))


def entries_of(base: KnowledgeBase) -> Iterator[Fact | Unanswered]:
    """Yield all that has phrasings: the facts, and the questions that the documents do not answer."""
    yield from base.facts.values()
    yield from base.unanswered


def readings_of(matcher: Matcher, entries: Iterable[Fact | Unanswered]) -> Iterator[ReadPhrasing]:
    """Yield the phrasings of some entries, in their order."""
    for entry in entries:
        for language, texts in entry.questions.items():
            for text in texts:
                yield read_text(matcher, entry.id, language, text)
