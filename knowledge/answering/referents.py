"""Referents: whom and what a pronoun of a short question may stand for, after what was told and asked before it."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.answering.context import Context
from knowledge.language.gender import ANY, FEMININE, MASCULINE, may_mean
from knowledge.language.lexicon import LATIN, WHO, lexicon
from knowledge.language.name_words import PERSON
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact

_MAX_REFERENTS = 3
"""Maximum number of names that a pronoun is tried to stand for; arbitrary."""
_MAX_PHRASINGS, _MIN_SHARE = 24, 0.5
"""Maximum number of phrasings of a fact that are read, and the share of them above which a name is what it is about;
arbitrary."""
_MAX_TERMS, _MAX_CONTENT = 8, 2
"""Maximum number of terms of a question that may be a follow-up, and of those that carry meaning; arbitrary."""
_MAX_PREPOSITION = 7
"""Maximum number of letters of a preposition before a question word; arbitrary."""


def pronouns(question: ParsedQuestion) -> tuple[Term, ...]:
    """Return the terms of a question that stand for somebody or something mentioned before."""
    known = lexicon(question.language).pronouns
    return tuple(term for term in question.terms if term.word in known)


def genders(question: ParsedQuestion) -> frozenset[str]:
    """Return the genders of the first pronoun that has one; none where the question has no such pronoun."""
    known = lexicon(question.language).pronouns
    return next((known[term.word] for term in pronouns(question) if ANY not in known[term.word]), frozenset())


def means_person(question: ParsedQuestion) -> bool:
    """Whether a pronoun of a question may stand for a man or a woman."""
    return not genders(question).isdisjoint({MASCULINE, FEMININE})


def means_only_person(question: ParsedQuestion) -> bool:
    """Whether a pronoun can stand for a man or a woman alone, as in English it does."""
    known = lexicon(question.language)
    return known.script == LATIN and not genders(question).isdisjoint({MASCULINE, FEMININE})


def is_bound(question: ParsedQuestion, people: Container[str]) -> bool:
    """Whether "he" or "she" stands for somebody whom the question itself names before; `people` are keys of names."""
    keys = [term.key for term in question.terms]
    named = next((place for place, key in enumerate(keys) if key in people), len(keys))
    subjects = lexicon(question.language).subject_pronouns
    return any(place > named and term.word in subjects for place, term in enumerate(question.terms))


def is_follow_up(question: ParsedQuestion, people: Container[str]) -> bool:
    """Whether a question leans on what was said before: it says "he" or "it", or is short and names nothing itself.

    `people` has the keys of the names of people.
    """
    says = question.asks or question.content or pronouns(question)
    if question.has_unknown_entity or not says or len(question.terms) > _MAX_TERMS:
        return False
    if is_bound(question, people):
        return False
    if pronouns(question) or question.only_names:
        return True
    if any(term.kind in {Kind.NAME, Kind.NUMBER, Kind.DATE} for term in question.terms):
        return False
    return len(question.content) <= _MAX_CONTENT


def referents(matcher: Matcher, question: ParsedQuestion, context: Context) -> tuple[str, ...]:
    """Return the ids of the names that a pronoun may stand for, the likeliest first.

    Whom the last question named comes first, if the last answer is about them; else whom that answer named.
    """
    wanted, base = genders(question), matcher.index.base
    named = {term.key[1:] for term in question.terms if term.kind is Kind.NAME}
    if not wanted:
        return ()
    agreeing = (
        name_id
        for name_id in dict.fromkeys(_mentioned(matcher, question.language, context))
        if name_id in base.names and name_id not in named and may_mean(wanted, base.names[name_id], question.language)
    )
    return tuple(agreeing)[:_MAX_REFERENTS]


def _mentioned(matcher: Matcher, language: str, context: Context) -> Iterator[str]:
    base = matcher.index.base
    people = [name_id for name_id in context.subjects if base.names[name_id].kind == PERSON]
    asked = [name_id for name_id in context.subjects if name_id not in people[1:]]
    fact = base.facts.get(context.told[0]) if context.told else None
    if fact is None:
        yield from asked
        return
    told = names_of(matcher, fact.statement.get(language, ""), language)
    title = names_of(matcher, fact.title(language) or "", language)
    who = _who(matcher, fact, language)
    told = (*who, *(name_id for name_id in told if name_id not in who))
    new = [name_id for name_id in told if name_id not in context.subjects]
    about_asked = not set(asked).isdisjoint(title) or not set(asked).intersection(told)
    yield from (*asked, *new) if about_asked else (*new, *asked)
    earlier = base.facts.get(context.told[1]) if len(context.told) > 1 else None
    yield from _who(matcher, earlier, language) if earlier else ()


def _who(matcher: Matcher, fact: Fact, language: str) -> tuple[str, ...]:
    """Return the ids of the names that answer a fact's title, where that asks who: its phrasings hardly have them."""
    title = matcher.index.reader.read(clean(fact.title(language) or ""), language)
    if all(term.key != WHO for term in title[:1]):
        return ()
    said = names_of(matcher, fact.statement.get(language, ""), language)
    return tuple(name_id for name_id in said if not is_about(matcher, fact.id, name_id, language))


def names_of(matcher: Matcher, text: str, language: str) -> tuple[str, ...]:
    """Return the ids of the names that a text of the case mentions, in its order."""
    return matcher.named_in(text, language)


def is_about(matcher: Matcher, fact_id: str, name_id: str, language: str) -> bool:
    """Whether a fact is about a name: it is in the title, begins the statement, or is in over half of the phrasings."""
    fact = matcher.index.base.facts[fact_id]
    texts = fact.questions.get(language, ())
    if name_id in names_of(matcher, fact.title(language) or "", language):
        return True
    if name_id in names_of(matcher, fact.statement.get(language, ""), language)[:1]:
        return True
    having = sum(name_id in names_of(matcher, text, language) for text in texts[:_MAX_PHRASINGS])
    return having > len(texts[:_MAX_PHRASINGS]) * _MIN_SHARE


def with_name(matcher: Matcher, question: ParsedQuestion, name_id: str) -> ParsedQuestion:
    """Return a question with a name in the place of its pronouns, as if it had been asked so."""
    label = matcher.index.base.names[name_id].label.get(question.language, name_id)
    name = Term(f"#{name_id}", Kind.NAME, label, label)
    meant = {term.word for term in pronouns(question) if _agrees(term, question)}
    terms = tuple(name if term.word in meant else term for term in question.terms)
    text = re.sub(rf"\b({'|'.join(map(re.escape, meant))})\b", label, question.text, flags=re.IGNORECASE)
    return replace(weighed_as(matcher, question, terms), text=text)


def weighed_as(matcher: Matcher, question: ParsedQuestion, terms: Sequence[Term]) -> ParsedQuestion:
    """Return other terms as a question of the same language and spelling."""
    weighed = matcher.weigh(terms, question.language)
    return replace(weighed, typed=question.typed, text=question.text, low_confidence=question.low_confidence)


def behind_preposition(question: ParsedQuestion) -> str | None:
    """Return the first question word with the small word before it, as they were typed; None where there is none."""
    asking = lexicon(question.language).question_pronouns
    for before, term in pairwise(question.terms):
        if term.word.casefold() in asking:
            is_small = before.kind is Kind.WORD and len(before.word) <= _MAX_PREPOSITION
            return f"{before.surface} {term.surface}".casefold() if is_small else None
    return None


def _agrees(term: Term, question: ParsedQuestion) -> bool:
    own = lexicon(question.language).pronouns[term.word]
    return ANY not in own and not own.isdisjoint(genders(question))
