"""Dialogue acts: what a message does that is no question about the case, and what it does that with."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.answering.act_phrases import Recognised, recognise
from knowledge.answering.act_vocabulary import Phrase, spoken_by_acts
from knowledge.answering.answers import SOCIAL, Act, ActKind, Answer, AskBack, Unknown, asserted_facts
from knowledge.answering.context import Context
from knowledge.answering.facts_about import FactsAbout
from knowledge.answering.guards import first_guard, is_exact
from knowledge.answering.rankings import Rankings
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean, normalise
from knowledge.language.patronymics import is_patronymic
from knowledge.language.personal_names import is_given_name
from knowledge.language.terms import Kind, Term, keys_of_shared
from knowledge.language.tokenizer import Token, tokenize
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion

_ABOUT_THE_LAST = frozenset({ActKind.SOURCE, ActKind.TRUTH, ActKind.TRANSLATE, ActKind.REPORT})
"""Acts that are about the fact that was told last."""
_KINDS = {"people": "person", "bodies": "body", "places": "place", "treaties": "treaty"}
"""The lists of names, each with the kind of its names."""
_MAY_BE_OF_THE_CASE = frozenset({ActKind.REPORT, ActKind.OTHER_SIDE})
"""Acts that are weak in one word which the facts have: a "complaint" may be about the bot, or one of the case."""
_MAX_MORE = 6
"""Maximum number of facts that are offered as what else there is; arbitrary."""
_ADDRESSED = frozenset({ActKind.GREETING, ActKind.THANKS, ActKind.FAREWELL})
"""Acts that somebody may be addressed in."""
_TOLD = frozenset({ActKind.THANKS, ActKind.FAREWELL})
"""Acts that no message with a question mark is."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An act that a message may be, with what it takes to be one."""

    act: Act
    is_weak: bool = False
    """Whether it is one only where the documents do not answer the message as a question."""
    may_be_phrasing: bool = True
    """Whether a fact that is asked for in the very words of the message comes before it."""

    served_by: frozenset[str] | None = None
    """The ids of the facts that are a better reply to a weak act, if the documents answer with one; None: any."""

    @property
    def names_speaker(self) -> bool:
        """Whether it asks for the words of somebody whom it names: it leans on nothing that was told before."""
        return self.act.act is ActKind.OTHER_SIDE and bool(self.act.about)

    def is_served_by(self, answer: Answer) -> bool:
        """Whether what the documents answer is better than a weak act."""
        if isinstance(answer, Unknown) and answer.listed:
            return self.act.act is not ActKind.NEWS
        if isinstance(answer, AskBack):
            return self.act.act is ActKind.CARD
        told = asserted_facts(answer)
        return bool(told) and (self.served_by is None or told[0] in self.served_by)


class Acts:
    """Tells dialogue acts from questions about one case."""

    def __init__(self, matcher: Matcher, rankings: Callable[[ParsedQuestion], Rankings]) -> None:
        self._matcher = matcher
        self._rankings = rankings
        self._facts = FactsAbout(matcher)

    def meant(
        self, question: str, language: str | None, parsed: ParsedQuestion, cleaned: str, context: Sequence[str]
    ) -> Meant | None:
        """Return the act that a message is, if it is one and no fact is asked for in its very words.

        `language` is that of the reply, None where the chat has chosen none.
        """
        meant = self._recognised(question, language, parsed, cleaned, Context.of(context))
        return None if meant and meant.may_be_phrasing and self._is_phrasing(parsed, meant.act) else meant

    def _is_phrasing(self, parsed: ParsedQuestion, act: Act) -> bool:
        """Whether a fact is asked for in the words of a question; of a definition, in the small words too."""
        exact = [one for one in self._rankings(parsed) if is_exact(one.matches[0]) and first_guard(parsed, one) is None]
        if act.act is not ActKind.DEFINITION:
            return bool(exact)
        facts = (self._matcher.index.base.facts[one.matches[0].fact_id] for one in exact)
        asked = _words_of(parsed.text, parsed.language)
        phrasings = (text for fact in facts for text in fact.questions.get(parsed.language, ()))
        return any(_words_of(clean(text), parsed.language) == asked for text in phrasings)

    def _recognised(
        self, question: str, language: str | None, parsed: ParsedQuestion, cleaned: str, context: Context
    ) -> Meant | None:
        """Return the act that a message is by its phrases."""
        own = self._matcher.index.languages
        reply = language or parsed.language
        if _is_emoji(cleaned):
            return Meant(Act(question, reply, ActKind.ACK), may_be_phrasing=False)
        for words in self._readings(question, parsed, cleaned):
            for code in _tried(parsed.language, own):
                if found := recognise(_without_addressee(words, code), code) or recognise(words, code):
                    spoken = code if language is None and code in own else reply
                    act = Act(question, spoken, found.phrase.act, found.phrase.detail)
                    return self._filled(found, act, parsed, context, len(words))
        return None

    def naming(self, name_id: str) -> tuple[str, ...]:
        """Return the ids of the facts whose statements have a name, for its card."""
        return self._facts.naming(name_id)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the names of a kind that a fact has, in the order of the case."""
        names = self._matcher.index.base.case.names
        return tuple(name.id for name in names if name.kind == kind and self._facts.naming(name.id))

    def _readings(self, question: str, parsed: ParsedQuestion, cleaned: str) -> Iterator[list[tuple[str, str]]]:
        """Yield the words of a message as they were read, as they were corrected, and typed, with the names among them.

        What was taken for letters of another alphabet may be a drawn-out word of the one that it was typed in.
        """
        names = [term for term in parsed.terms if term.kind is Kind.NAME]
        yield list(_with_names(tokenize(cleaned, parsed.language), names))
        if parsed.text != cleaned:
            yield list(_with_names(tokenize(parsed.text, parsed.language), names))
        if (typed := clean(question)) != cleaned:
            yield list(_with_names(tokenize(typed, parsed.language), names))

    def _filled(
        self, found: Recognised, act: Act, parsed: ParsedQuestion, context: Context, length: int
    ) -> Meant | None:
        """Return an act with what it is about; None where there is nothing that it could be about.

        `length` is the number of words of the message, a name being one.
        """
        weak, name = found.phrase.is_weak or self._is_of_the_case(found.phrase, parsed), self._name(found.name)
        match act.act:
            case kind if kind in SOCIAL:
                is_asked = kind in _TOLD and act.question.rstrip().endswith("?")
                return None if is_asked else Meant(act, weak, may_be_phrasing=False)
            case kind if kind in _ABOUT_THE_LAST:
                about = found.language or name or act.about
                facts = tuple(one for one in context.told[:1] if one in self._matcher.index.base.facts)
                return Meant(replace(act, facts=facts, about=about), weak, may_be_phrasing=not facts)
            case ActKind.CARD:
                facts = self._facts.naming(name) if name else ()
                leans = bool(context.told) and act.question.rstrip().endswith("?")
                is_bare = len(found.phrase.elements) == 1
                weak = weak or len(facts) == 1 or (is_bare and (length > 1 or leans))
                meant = Meant(replace(act, about=name, facts=facts), weak, may_be_phrasing=False)
                return meant if facts else None
            case ActKind.WHAT_ELSE:
                return Meant(replace(act, about=next(iter(context.subjects), ""), facts=self._more(context)), weak)
            case ActKind.OTHER_SIDE:
                facts = self._facts.said_by(name) if name else self._facts.said_by_others()
                served = frozenset((*facts, *self._facts.naming(name))) if name else None
                meant = Meant(replace(act, about=name, facts=facts), weak, served_by=served)
                return meant if facts or not weak else None
            case ActKind.DEFINITION:
                facts = self._facts.using(found.term, parsed.language)
                return Meant(replace(act, about=" ".join(found.term), facts=facts), weak) if facts else None
            case ActKind.LIST:
                asks = not lexicon(parsed.language).wh_determiners.isdisjoint(_words_of(parsed.text, parsed.language))
                names = self.names(_KINDS[act.about]) if act.about in _KINDS else ()
                return Meant(replace(act, names=names), weak or (asks and len(found.phrase.elements) == 1))
            case ActKind.COMMAND | ActKind.LANGUAGE:
                return Meant(replace(act, about=found.language or act.about), weak)
            case _:
                return Meant(act, weak)

    def _is_of_the_case(self, phrase: Phrase, parsed: ParsedQuestion) -> bool:
        """Whether the one word of a phrase is one that the facts have too: "complaint" may be a question about them."""
        if len(phrase.elements) > 1 or phrase.act not in _MAY_BE_OF_THE_CASE:
            return False
        words = (term for term in parsed.content if term.kind is Kind.WORD)
        return any(self._matcher.index.having(term.key) for term in words)

    def _more(self, context: Context) -> tuple[str, ...]:
        """Return the facts worth reading next: of whom was asked about, then of the topic; nothing told before."""
        base = self._matcher.index.base
        subject = next((name for name in context.subjects if name in base.names), None)
        last = next((base.facts[one] for one in (*context.told, *context.offered) if one in base.facts), None)
        named = self._facts.naming(subject) if subject else ()
        related = (*last.related, *(fact.id for fact in base.valid if fact.topic == last.topic)) if last else ()
        near = [one for one in dict.fromkeys((*named, *related)) if not base.facts[one].is_withdrawn]
        return tuple(one for one in near if one not in context.told and one not in context.offered)[:_MAX_MORE]

    def _name(self, key: str) -> str:
        """Return the id of the name that a key is; nothing for a key that several share."""
        return "" if keys_of_shared(key) else key.removeprefix("#")


def _words_of(cleaned: str, language: str) -> list[str]:
    return [token.word for token in tokenize(cleaned, language)]


def _is_emoji(cleaned: str) -> bool:
    """Whether a message is nothing but pictures."""
    signs = [unicodedata.category(sign) for sign in cleaned if not sign.isspace()]
    return "So" in signs and all(sign in {"So", "Sk", "Mn", "Cf", "Po", "Sm"} for sign in signs)


def _tried(language: str, own: Sequence[str]) -> Sequence[str]:
    """Return the languages that an act may be in: that of the text first, those of the case, then all others."""
    known = spoken_by_acts()
    return [code for code in dict.fromkeys((language, *own, *known)) if code in known]


def _without_addressee(words: Sequence[tuple[str, str]], language: str) -> Sequence[tuple[str, str]]:
    """Return the words of a greeting or thanks without the person who is addressed by a given name; else none."""
    others = [(text, name) for text, name in words if not all(map(_is_of_given_name, text.split()))]
    found = recognise(others, language) if len(others) < len(words) else None
    return others if found and found.phrase.act in _ADDRESSED else ()


def _is_of_given_name(word: str) -> bool:
    plain = normalise(word)
    return is_given_name(plain) or is_patronymic(plain)


def _with_names(tokens: Sequence[Token], names: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """Yield words as they are written, those of a name as one with its key."""
    written = [(term.surface.split(), term.key) for term in names]
    surfaces = [token.surface for token in tokens]
    place = 0
    while place < len(surfaces):
        here = ((words, key) for words, key in written if surfaces[place : place + len(words)] == words)
        words, key = next(here, (surfaces[place : place + 1], ""))
        yield " ".join(words), key
        place += len(words)
