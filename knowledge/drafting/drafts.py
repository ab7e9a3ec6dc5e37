"""Drafts: facts that are proposed from the sentences of a document, and what is left out of it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.casefile.phrasings import folded
from knowledge.citing.finding import Candidate, candidate_at
from knowledge.citing.places import heading_of
from knowledge.citing.sentences import Sentence, sentences_of
from knowledge.drafting.asserters import Asserter, asserter_of
from knowledge.drafting.names_in import Named, known_ids, names_in
from knowledge.drafting.titles import titles_of
from knowledge.edtf import EventDate
from knowledge.language.date_finder import find_dates
from knowledge.language.lexicon import lexicon
from knowledge.language.names import NameIndex
from knowledge.model import Citation, Document, KnowledgeBase

MIN_WORDS = 5
"""Minimum number of words of a sentence that is drafted; arbitrary."""
_CLOSING = "\"”»'’)"
"""What may stand behind the stop of a sentence."""
_ID_ROOM = 36
"""Maximum length of the part of an id that is the document's; the rest has room for the numbers behind it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that is proposed. Each word of it stands in its document, or in a pattern of questions."""

    id: str
    candidate: Candidate
    statement: str
    asserter: Asserter
    dates: tuple[EventDate, ...]
    """All dates of the sentence that have a year."""
    names: tuple[str, ...]
    """The ids of the names of the case in it."""
    new_names: tuple[str, ...]
    """What may be names that the case does not have, as they are written."""
    title: str
    """A question that it answers; "" where no pattern fits."""
    title_language: str
    leans: bool
    """Whether its sentence begins with a word for something before it; the sentence before stands in front then."""


@dataclass(slots=True)
class Drafting:
    """What was proposed of a document, and how many sentences were left out for which reason."""

    drafts: list[Draft] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def draft(
    document: Document,
    base: KnowledgeBase,
    cited: Collection[Citation],
    phrasings: Collection[str],
    every: bool = False,
) -> Drafting:
    """Propose facts from the sentences of a document that none of the `cited` passages overlaps.

    A sentence that leans on the one before it is proposed together with that. Sentences without a name, a date or a
    number are left out unless `every` is set. `phrasings` are folded questions that are taken.
    """
    made = Drafting()
    names = NameIndex(base.case.names, base.case.languages)
    taken = set(phrasings)
    headings = {passage.number for passage in document.passages if heading_of(passage)}
    before: Sentence | None = None
    numbers: Counter[int] = Counter()
    for sentence in sentences_of(document):
        numbers[sentence.passage] += 1
        alone = candidate_at(document, (sentence.start, sentence.end))
        leans = _leans(_text(alone), document.language)
        previous = before if before and before.passage == sentence.passage else None
        before = sentence
        if reason := _left_out(alone, sentence.passage in headings, cited):
            made.left_out[reason] += 1
            continue
        whole = candidate_at(document, (previous.start, sentence.end)) if leans and previous else alone
        identifier = f"{document.id[:_ID_ROOM].rstrip('-')}-{sentence.passage}-{numbers[sentence.passage]}"
        one = _draft(identifier, document, base, names, whole, taken, leans)
        if every or one.dates or one.names or one.new_names or any(map(str.isdecimal, one.statement)):
            made.drafts.append(one)
            taken.add(folded(one.title))
        else:
            made.left_out["without a name, a date or a number"] += 1
    return made


def draft_asked(
    document: Document, base: KnowledgeBase, candidate: Candidate, identifier: str, question: str, language: str
) -> Draft:
    """Propose a passage as the fact that answers a question; its title is the question, as it was asked."""
    names = NameIndex(base.case.names, base.case.languages)
    one = _draft(identifier, document, base, names, candidate, (), leans=False)
    return replace(one, title=question, title_language=language)


def _text(candidate: Candidate) -> str:
    return " ".join(candidate.citation.quote.split())


def _leans(text: str, language: str) -> bool:
    """Whether a sentence begins with a pronoun or the like, so that it says little alone."""
    first = text.lstrip("\"“”„«'‘—– ").partition(" ")[0].rstrip(",").casefold()
    return first in lexicon(language).pronouns


def _left_out(alone: Candidate, is_heading: bool, cited: Collection[Citation]) -> str:
    """Return why a sentence is not drafted; "" if it is."""
    own, sentence = alone.citation, _text(alone)
    if is_heading:
        return "headings"
    if any(one.document_id == own.document_id and one.start < own.end and own.start < one.end for one in cited):
        return "cited already"
    end = sentence.rstrip(_CLOSING)[-1:]
    if end == "?":
        return "questions"
    if len(sentence.split()) < MIN_WORDS or end not in {".", "!", "…"}:
        return "no whole sentences"
    return ""


def _draft(
    identifier: str,
    document: Document,
    base: KnowledgeBase,
    names: NameIndex,
    candidate: Candidate,
    taken: Collection[str],
    leans: bool,
) -> Draft:
    text, language = _text(candidate), document.language
    tokens, named = names_in(text, names, language)
    dates = tuple({one.date.text: one.date for one in find_dates(text) if one.date}.values())
    date = dates[0] if len(dates) == 1 else None
    offered = () if leans else titles_of(text, language, date)
    titles = (title for title in offered if folded(title) not in taken)
    return Draft(
        identifier,
        candidate,
        text,
        asserter_of(text, tokens, named, document, base, is_single=not leans),
        dates,
        tuple(known_ids(named)),
        tuple(dict.fromkeys(_new(named))),
        next(titles, ""),
        language,
        leans,
    )


def _new(named: Sequence[Named]) -> Iterator[str]:
    yield from (one.text for one in named if not one.ids)
