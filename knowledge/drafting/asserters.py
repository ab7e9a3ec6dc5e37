"""Who asserts what a sentence says: who is reported to say it, else who published it; nobody in doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.answering.facts_about import saying
from knowledge.drafting.names_in import Named
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.tokenizer import Token
from knowledge.model import Document, KnowledgeBase
from knowledge.phrasing.question_patterns import question_patterns

_SPEAKERS = frozenset({"person", "body", "place"})
"""Kinds of names that say something; a place stands for who governs it."""
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]")
_QUOTE_BEFORE = re.compile(r"(?:[\"”“»]\s*[,.]?|[,.]\s*[\"”“»])\s*[—–-]?\s*$")
"""The end of quoted words, before the verb or the name that says whose they are."""
_APPOSITION = re.compile(r",\s[^,]{1,60},\s?$")
"""What is said of somebody between the name and the verb (", the harbour master, ")."""
_MARKS = '"“”„«»'
"""Quotation marks; one that is left alone opens or closes a statement of several sentences."""
_BEGINNINGS = f"{_MARKS}—–"
"""How a sentence begins that is all somebody's words."""
_LEAST_QUOTED = 3
"""Minimum number of words in quotation marks that may be somebody's statement; arbitrary."""


@dataclass(frozen=True, slots=True)
class Asserter:
    """The id of a name of the case and how it is known; or "" and what to find out."""

    id: str
    reason: str


class _Speech:
    """A sentence with the names in it, and who is reported in it to say something."""

    def __init__(self, text: str, tokens: Sequence[Token], names: Sequence[Named], language: str) -> None:
        self._text, self._tokens, self._names, self._language = text, tokens, names, language
        known = lexicon(language)
        self._before_names = known.determiners | known.one_letter_words

    def speakers(self) -> Iterator[tuple[Named, str]]:
        """Yield the names that surely say what the sentence says, each with the words that tell so."""
        for phrase in question_patterns(self._language).reported:
            for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", self._text):
                yield from ((one, phrase) for one in self._names if self._is_subject(one, found.start()))
        for place, verb in enumerate(self._tokens):
            if verb.stem in saying(self._language):
                yield from ((one, verb.surface) for one in self._names if self._is_beside(one, place))

    def is_reported(self) -> bool:
        """Whether the sentence may report what somebody says, surely or not."""
        clauses = {phrase.split()[-1] for phrase in question_patterns(self._language).reported}
        if any(token.surface.casefold() in clauses for token in self._tokens):
            return True
        quoted = _QUOTED.findall(self._text)
        rest = _QUOTED.sub("", self._text)
        return any(len(one.split()) >= _LEAST_QUOTED for one in quoted) or any(mark in rest for mark in _MARKS)

    def _start(self, name: Named) -> int:
        return self._tokens[name.first].start

    def _is_subject(self, name: Named, verb: int) -> bool:
        """Whether a name begins the sentence, or what follows its last comma, and stands before a verb at an offset."""
        end = self._tokens[name.after - 1].end
        if end > verb:
            return False
        between = self._text[end:verb]
        is_near = len(between.split()) <= 1 and set(between.casefold().split()) <= function_words(self._language)
        before = self._text[: self._start(name)].rpartition(",")[2].split()
        begins = all(word[:1].isupper() or word.casefold() in self._before_names for word in before)
        return begins and (is_near or _APPOSITION.fullmatch(between) is not None)

    def _is_beside(self, name: Named, verb: int) -> bool:
        """Whether a name stands right beside a verb behind quoted words: '"...," said X' or '"...," X said'."""
        if self._text[:1] not in _BEGINNINGS:
            return False  # what stands before the quoted words is somebody else's
        between = self._tokens[verb + 1 : name.first]
        small = all(token.word in self._before_names for token in between)
        if name.first > verb and small and len(between) <= 1:
            return _QUOTE_BEFORE.search(self._text[: self._tokens[verb].start]) is not None
        before = self._text[: self._start(name)].rstrip()
        while before.rpartition(" ")[2][:1].isupper():  # "Mr"
            before = before.rpartition(" ")[0].rstrip()
        return name.after == verb and _QUOTE_BEFORE.search(before) is not None


def asserter_of(
    text: str,
    tokens: Sequence[Token],
    names: Sequence[Named],
    document: Document,
    base: KnowledgeBase,
    is_single: bool = True,
) -> Asserter:
    """Return who asserts what a text of a document says, and how that is known.

    Of a text that is no single sentence it is not certain that one speaker says all of it.
    """
    language = document.language
    speech = _Speech(text, tokens, names, language)
    speakers = {one.text: (one, words) for one, words in speech.speakers()}
    if len(speakers) == 1 and is_single:
        speaker, words = next(iter(speakers.values()))
        if not speaker.ids:
            return Asserter("", f"{speaker.text} ({words}), who is no name of case.yaml yet")
        if len(speaker.ids) == 1 and base.names[speaker.ids[0]].kind in _SPEAKERS:
            return Asserter(speaker.ids[0], words)
    if speakers or speech.is_reported():
        return Asserter("", "who says so? It may be reported speech")
    return _publisher(document, base)


def _publisher(document: Document, base: KnowledgeBase) -> Asserter:
    publisher = document.publisher.casefold()
    found = [
        name.id
        for name in base.case.names
        if publisher in {one.casefold() for one in (*name.label.values(), *name.spellings)}
    ]
    if len(found) == 1:
        return Asserter(found[0], "who published it")
    return Asserter("", f"{document.publisher}, who published it, is no name of case.yaml yet")
