"""Facts about something: those that name somebody, that say what somebody said, or that use some words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from knowledge.language.data_files import table
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import clean, normalise
from knowledge.language.stemmer import stem
from knowledge.language.tokenizer import tokenize
from knowledge.matching.matcher import Matcher
from knowledge.matching.profiles import agent_pairs
from knowledge.model import Fact

_MAX_NAMES = 256
"""Maximum number of names whose facts are kept in memory; arbitrary."""
_MAX_TEXTS = 1024
"""Maximum number of statements and quotes whose stems are kept in memory; arbitrary."""
_SPEAKERS = frozenset({"person", "body", "place"})
"""Kinds of names that say something; a place stands for who governs it."""


class FactsAbout:
    """Finds the facts of a base that are about something; withdrawn ones are about nothing."""

    def __init__(self, matcher: Matcher) -> None:
        self._index = matcher.index
        self._base = matcher.index.base
        self.naming = lru_cache(_MAX_NAMES)(self._naming)
        self.said_by = lru_cache(_MAX_NAMES)(self._said_by)

    def _naming(self, name_id: str) -> tuple[str, ...]:
        """Return the facts whose statements have a name: first those that begin with it, in the order of the files."""
        places = [(self._place(fact, f"#{name_id}"), fact.id) for fact in self._having(name_id)]
        first = min((place for place, _ in places if place is not None), default=0)
        found = [(place > first, fact_id) for place, fact_id in places if place is not None]
        return tuple(fact_id for _, fact_id in sorted(found, key=lambda one: one[0]))

    def _said_by(self, name_id: str) -> tuple[str, ...]:
        """Return the facts that say what somebody said, or that are told by nobody else."""
        main = self._main_speaker()
        key = f"#{name_id}"
        others = {key, *self._index.reader.names.holders.get(key, ()), *self._index.reader.names.held.get(key, ())}
        return tuple(
            fact.id
            for fact in self._base.valid
            if (fact.asserted_by == name_id != main) or (self._speakers(fact) & others)
        )

    def said_by_others(self) -> tuple[str, ...]:
        """Return the facts that say what others say than who asserts most of them."""
        main = self._main_speaker()
        return tuple(
            fact.id for fact in self._base.valid if fact.asserted_by != main or self._speakers(fact) - {f"#{main}"}
        )

    def using(self, term: Sequence[str], language: str) -> tuple[str, ...]:
        """Return the facts whose statement or quotes have some words, in any form, in a row."""
        words = [normalise(word) for word in term]
        known = lexicon(language)
        while words and words[0] in known.determiners | known.one_letter_words:
            words = words[1:]
        asking = frozenset({*known.question_stop_words, *known.pronouns, *known.auxiliaries, *known.interrogatives})
        if asking.intersection(words) or function_words(language).issuperset(words):
            return ()
        stated = [fact.id for fact in self._base.valid if _have_row(fact.statement.items(), words)]
        return tuple(stated or (fact.id for fact in self._base.valid if _have_row(self._quotes(fact), words)))

    def _quotes(self, fact: Fact) -> Iterator[tuple[str, str]]:
        for citation in fact.citations:
            yield self._base.documents[citation.document_id].language, citation.quote

    def _having(self, name_id: str) -> Iterator[Fact]:
        for number, fact in enumerate(self._index.facts):
            if not fact.is_withdrawn and self._index.ranker.has(number, f"#{name_id}"):
                yield fact

    def _place(self, fact: Fact, key: str) -> int | None:
        """Return the place of a name in a fact's statement, in terms; None where it is not there."""
        places = []
        for language, text in fact.statement.items():
            terms = self._index.reader.read(clean(text), language)
            places += [place for place, term in enumerate(terms) if term.key == key]
        return min(places, default=None)

    def _speakers(self, fact: Fact) -> set[str]:
        """Return the keys of those who say something in a fact's statement."""
        kinds = {f"#{name.id}": name.kind for name in self._base.case.names}
        found: set[str] = set()
        for language, text in fact.statement.items():
            terms = self._index.reader.read(clean(text), language)
            for names, word in agent_pairs(terms, language):
                if word in saying(language):
                    found.update(name for name in names if kinds.get(name) in _SPEAKERS)
        return found

    def _main_speaker(self) -> str:
        counted = Counter(fact.asserted_by for fact in self._base.valid)
        return counted.most_common(1)[0][0] if counted else ""


def _have_row(texts: Iterable[tuple[str, str]], words: Sequence[str]) -> bool:
    """Whether one of some texts, each with its language, has words in a row, in any form."""
    for language, text in texts:
        stems = [stem(word, language) for word in words]
        own = _stems(text, language)
        if any(own[place : place + len(stems)] == stems for place in range(len(own) - len(stems) + 1)):
            return True
    return False


@lru_cache(_MAX_TEXTS)
def _stems(text: str, language: str) -> list[str]:
    return [token.stem for token in tokenize(clean(text), language)]


@cache
def saying(language: str) -> frozenset[str]:
    """Return the stems of the verbs of saying."""
    words = table(language, "acts").get("saying", "").split()
    return frozenset(stem(normalise(word), language) for word in words)
