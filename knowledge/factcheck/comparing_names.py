"""Compares the names of a text with those of the quotes: by all spellings of the case, in all languages."""

from collections.abc import Iterable, Iterator, Set

from knowledge.factcheck.claims import Claims
from knowledge.factcheck.discrepancies import Discrepancy, FactText, Kind
from knowledge.factcheck.evidence import Evidence
from knowledge.factcheck.reader import ClaimReader
from knowledge.language.lexicon import lexicon
from knowledge.language.name_words import PERSON
from knowledge.language.proper_nouns import forms_of_same_name
from knowledge.model import Fact, Name


class NameComparer:
    """Compares names, given those of the case."""

    def __init__(self, reader: ClaimReader, names: Iterable[Name]) -> None:
        self._reader = reader
        self._index = reader.names
        self._names = {name.id: name for name in names}
        self._small_words: dict[str, Set[str]] = {}

    def discrepancies(self, text: FactText, fact: Fact, evidence: Evidence) -> Iterator[Discrepancy]:
        """Yield the names of a text that the quotes do not have.

        A name that stands beside them, in the same passage, may be what a pronoun of theirs means. It is reported only
        if the quotes have another name that the text lacks, at its place or without any pronoun.
        """
        quotes, own = evidence.quotes, self.related(text.claims) | {fact.asserted_by}
        known = self.related(quotes) | self.related(evidence.heads) | {fact.asserted_by}
        for ids, surface in text.claims.names.items():
            if ids & known or self._shares_word(ids, quotes):
                continue
            others = {ids: one for ids, one in quotes.names.items() if not ids & own}
            others = {other: one for other, one in others.items() if self._kinds(other) & self._kinds(ids)}
            if not ids & self.related(evidence.passages):
                having = (one.id for one in evidence.documents if ids & self.related(evidence.library.document(one)))
                yield text.lacking(surface, others.values(), next(having, ""))
            elif others and (
                not _has_pronoun(evidence) or any(_in_its_place(ids, one, text, quotes) for one in others)
            ):
                yield text.lacking(surface, others.values())

    def unknown(self, text: FactText, evidence: Evidence) -> Iterator[Discrepancy]:
        """Yield what can only be a name, is none of the case, and stands in no document of the text's language."""
        if text.language not in evidence.languages:
            return
        for word, surface in text.claims.proper.items():
            forms = forms_of_same_name(word)
            known = (evidence.quotes, evidence.heads, evidence.whole)
            if not self._index.has_form(word) and all(forms.isdisjoint(claims.words) for claims in known):
                others = (one for other, one in evidence.quotes.proper.items() if other not in text.claims.words)
                yield text.lacking(surface, others)

    def unheard(self, fact: Fact, evidence: Evidence) -> Iterator[Discrepancy]:
        """Yield whoever is said to assert a fact, if no document that is cited names them."""
        if fact.asserted_by in self._names:
            who = fact.asserted_by
            near = who in self.related(evidence.heads) or self._shares_word((who,), evidence.heads)
            if not near and who not in self.related(evidence.whole):
                yield Discrepancy(Kind.UNHEARD, "asserted_by", "", fact.asserted_by, (), "", False)

    def related(self, claims: Claims) -> set[str]:
        """Return the ids of all names of a text, with those that they contain and that contain them."""
        found = claims.name_ids
        for one in [*found]:
            for table in (self._index.held, self._index.holders):
                found |= {key.removeprefix("#") for key in table.get(f"#{one}", ())}
        return found

    def _kinds(self, ids: Iterable[str]) -> set[str]:
        return {self._names[one].kind for one in ids}

    def _shares_word(self, ids: Iterable[str], claims: Claims) -> bool:
        """Whether a text has a common word of a name: "the council" of "the village council"."""
        return any(not self._common_words(one).isdisjoint(claims.stems) for one in ids)

    def _common_words(self, name_id: str) -> Set[str]:
        """Return the stems of the words in small letters of a name, which people have none of."""
        found = self._small_words.get(name_id)
        if found is None:
            name = self._names[name_id]
            labels = name.label.items() if name.kind != PERSON else ()
            read = (self._reader.read(label, language).stems for language, label in labels)
            found = {stem for stems in read for stem, word in stems.items() if word[:1].islower()}
            self._small_words[name_id] = found
        return found


def _has_pronoun(evidence: Evidence) -> bool:
    """Whether the quotes have a word that may stand for a name."""
    pronouns = frozenset().union(*(lexicon(language).pronouns for language in evidence.languages))
    return not pronouns.isdisjoint(evidence.quotes.words)


def _in_its_place(ids: Iterable[str], others: Iterable[str], text: FactText, quotes: Claims) -> bool:
    """Whether a name stands beside the same word as another one does in a quote: one was taken for the other."""
    own = set().union(*(text.claims.beside.get(one, set()) for one in ids))
    return any(own & quotes.beside.get(other, set()) for other in others)
