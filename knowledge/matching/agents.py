"""Agents: whether a fact says that something was done, but not who did it, where a question asks for that."""

from collections.abc import Sequence, Set
from functools import lru_cache

from knowledge.language.lexicon import WHO, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term
from knowledge.language.voice import voice
from knowledge.matching.fact_index import Index
from knowledge.matching.question import ParsedQuestion

_MAX_KEPT = 256
"""Maximum number of facts, by language, whose verbs are kept in memory; arbitrary."""
_MAX_ASKING = 0.05
"""Maximum share of the phrasings that ask who does something, of a fact that does not say so; tuned on golden ones."""
_BEHIND = 3
"""Maximum number of terms behind a passive verb within which its agent stands; arbitrary."""


class Agents:
    """Knows which deeds the facts of an index name the doer of; a fact is read when it is first asked about."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._asked = lru_cache(_MAX_KEPT)(self._read_asked)
        self._stated = lru_cache(_MAX_KEPT)(self._read_stated)
        self._asks_who = lru_cache(_MAX_KEPT)(self._read_asks_who)

    def is_unnamed(self, question: ParsedQuestion, fact_id: str) -> bool:
        """Whether a question asks who does something that a fact tells of without an agent.

        "Who promoted them?" is not answered by "they have been promoted". A fact with many phrasings that has the verb
        must have one that asks so, several that ask who does something, or the verb in the active.
        """
        verb = deed(question.terms, question.language)
        if verb is None or not (forms := question.weighed[verb.key].forms.keys()):
            return False
        profile = self._index.profile(fact_id)
        if profile.spoken[question.language].keys().isdisjoint(forms):
            return False
        if not self._asked(fact_id, question.language).isdisjoint(forms):
            return False
        active, passive = self._stated(fact_id, question.language)
        if active.isdisjoint(forms) and not passive.isdisjoint(forms):
            return True
        return active.isdisjoint(forms) and not (profile.is_thin or self._asks_who(fact_id, question.language))

    def _read_asks_who(self, fact_id: str, language: str) -> bool:
        """Whether more than a few phrasings of a fact ask who does something, whatever it is."""
        phrasings = self._index.base.facts[fact_id].questions.get(language, ())
        read = (self._index.reader.read(clean(phrasing), language) for phrasing in phrasings)
        return sum(deed(terms, language) is not None for terms in read) > _MAX_ASKING * len(phrasings)

    def _read_asked(self, fact_id: str, language: str) -> Set[str]:
        """Return the verbs of the phrasings of a fact that ask who does it: "who promoted", "promoted by whom"."""
        known, found = voice(language), set[str]()
        opening = tuple(known.subject_question_words | known.agent_question_words)
        for phrasing in self._index.base.facts[fact_id].questions.get(language, ()):
            if not any(word in phrasing.casefold() for word in opening):
                continue
            terms = self._index.reader.read(clean(phrasing), language)
            verb = deed(terms, language)
            found.update({verb.key} if verb else ())
            if any(term.word.casefold() in known.agent_question_words for term in terms):
                found.update(term.key for term in terms)
        return found

    def _read_stated(self, fact_id: str, language: str) -> tuple[Set[str], Set[str]]:
        """Return the words of a fact's statement and quotes that may be active verbs, and those that lack an agent."""
        base = self._index.base
        fact, documents = base.facts[fact_id], base.documents
        quotes = (one.quote for one in fact.citations if documents[one.document_id].language == language)
        active, passive = set[str](), set[str]()
        for text in (fact.statement.get(language, ""), *quotes):
            terms = self._index.reader.read(clean(text), language)
            for place, term in enumerate(terms):
                (passive if _lacks_agent(terms, place, language) else active).add(term.key)
        return active, passive - active


def deed(terms: Sequence[Term], language: str) -> Term | None:
    """Return the verb of which a question asks who does it ("who promoted them"); None where it asks for nothing so.

    "Who was promoted?" and "whom did they promote?" ask for whom it is done to.
    """
    known, spoken = lexicon(language), voice(language)
    asking = [place for place, term in enumerate(terms[:2]) if term.key == WHO]
    if not asking or terms[asking[0]].word.casefold() not in spoken.subject_question_words:
        return None
    for term in terms[asking[0] + 1 :]:
        is_perfect = term.word in known.auxiliaries - spoken.passives and term.kind is Kind.WORD  # "who has promoted"
        if term.word in known.pronouns or is_perfect:
            continue
        is_verb = term.kind is Kind.WORD and term.key[0] != "¬" and not _is_passive(term, language)
        is_small = term.word in spoken.passives | known.polar_openers
        return term if is_verb and not is_small else None
    return None


def _is_passive(term: Term, language: str) -> bool:
    """Whether a word is a passive by how it ends, as in Slavic languages."""
    return term.word.endswith(voice(language).passive_endings)


def _lacks_agent(terms: Sequence[Term], place: int, language: str) -> bool:
    """Whether a term is a verb in the passive with nobody behind it who does it."""
    known = lexicon(language)
    if not (_is_passive(terms[place], language) or _is_behind_passive(terms, place, language)):
        return False
    behind = terms[place + 1 : place + 1 + _BEHIND]
    if voice(language).passives:
        return all(term.word not in known.agent_prepositions for term in behind)
    return all(term.kind is not Kind.NAME for term in behind)


def _is_behind_passive(terms: Sequence[Term], place: int, language: str) -> bool:
    """Whether "been" or its like stands before a term, or before another that "and" joins with it."""
    known = lexicon(language)
    before = [term.word for term in terms[max(0, place - 2) : place]]
    if not voice(language).passives.isdisjoint(before):
        return True
    joined = bool(before) and before[-1] in known.conjunctions
    return joined and place >= 2 and _is_behind_passive(terms, place - 2, language)
