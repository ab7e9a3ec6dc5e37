"""What no phrasing of a fact has of a question: it may ask for something that nobody said the fact answers."""

from collections.abc import Container, Iterator

from knowledge.language.antonyms import antonyms
from knowledge.language.terms import Kind
from knowledge.language.word_frequencies import rarity
from knowledge.matching.profiles import Profile, date_fits
from knowledge.matching.question import ParsedQuestion, WeighedTerm

_MIN_RARITY = 0.4
"""Minimum rarity of a word that tells what is asked, as "or" and "get" do not; arbitrary."""

_MIN_SIMILARITY = 0.5
"""Minimum similarity with which a term stands for another; arbitrary."""


def unphrased_share(question: ParsedQuestion, profile: Profile) -> float:
    """Return the share of what a question is about, by weight, that no phrasing of a fact has, from 0 to 1.

    A word of the statement or the quotes does not count: whoever has read them asks in their words for what they leave
    open. In a language without phrasings the share is 0.
    """
    if question.language not in profile.languages:
        return 0.0
    asked = {key for key, strength in profile.spoken[question.language].items() if strength == 1.0}
    lacked = total = 0.0
    for term in _telling(question, asked):
        total += term.weight
        lacked += 0.0 if _is_asked(profile, asked, term) else term.weight
    return lacked / total if total else 0.0


def _telling(question: ParsedQuestion, asked: Container[str]) -> Iterator[WeighedTerm]:
    """Yield the terms that tell what is asked; of two opposites ("accept or refuse") the one that was asked for."""
    against = antonyms(question.language)
    for key, term in question.weighed.items():
        is_small = term.term.kind is Kind.WORD and rarity(key, question.language) < _MIN_RARITY
        is_choice = key not in asked and not against.get(key, frozenset()).isdisjoint(question.weighed)
        if term.has_content and not is_small and not is_choice:
            yield term


def _is_asked(profile: Profile, asked: Container[str], term: WeighedTerm) -> bool:
    """Whether a term may stand for one of some keys; a number or date may stand in any text of the fact."""
    if term.term.kind is Kind.DATE and date_fits(term.term.key[1:], profile.dates):
        return True
    keys = profile.keys if term.term.kind in {Kind.NUMBER, Kind.DATE} else asked
    return any(like >= _MIN_SIMILARITY for key, like in term.alternatives.items() if key in keys)
