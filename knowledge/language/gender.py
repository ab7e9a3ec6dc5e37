"""Gender and number: which names a pronoun may stand for, as far as the data of the languages tell."""

from collections.abc import Iterable

from knowledge.language.lexicon import LATIN, lexicon
from knowledge.language.name_words import PERSON
from knowledge.language.normalisation import normalise
from knowledge.model import Name

MASCULINE, FEMININE, PLURAL, ANY = "masculine", "feminine", "plural", "any"
_MAX_ENDING = 3
"""Maximum number of letters of an ending that tells the gender."""


def may_mean(genders: Iterable[str], name: Name, language: str) -> bool:
    """Whether a pronoun of some genders may stand for a name; where nothing tells, it may.

    Where nouns have a gender, "she" may be a commission; in English he and she are people.
    """
    genders = frozenset(genders)
    if genders & {PLURAL, ANY}:
        return PLURAL in genders or name.kind != PERSON
    own = gender_of(name, language)
    if name.kind == PERSON:
        return own in genders if own else not genders.isdisjoint({MASCULINE, FEMININE})
    if lexicon(language).script == LATIN:
        return genders.isdisjoint({MASCULINE, FEMININE})
    return own is None or own in genders


def gender_of(name: Name, language: str) -> str | None:
    """Return the gender of a name in a language; None where nothing tells it.

    A person's gender is told by the given name or the surname, in whichever language has them; that of anything else by
    how its first word ends.
    """
    if name.kind == PERSON:
        return next(filter(None, (_of_person(label, code) for code, label in name.label.items())), None)
    first = name.label.get(language, "").split()[:1]
    return _by_ending(first[0], language) if first and not first[0].isupper() else None


def _of_person(label: str, language: str) -> str | None:
    known = lexicon(language)
    words = [normalise(word) for word in label.casefold().split() if len(word) > 1 and word.isalpha()]
    given = next((known.given_names[word] for word in words if word in known.given_names), None)
    if given or len(words) < 2:
        return given
    genders = {_by_ending(words[0], language), _by_ending(words[-1], language)}
    return genders.pop() if len(genders) == 1 else None


def _by_ending(word: str, language: str) -> str | None:
    """Return the gender of a noun by its ending: in Slavic languages any other consonant is masculine."""
    endings = lexicon(language).gender_endings
    for length in range(_MAX_ENDING, 0, -1):
        if found := endings.get(word.casefold()[-length:]):
            return found
    return MASCULINE if endings and not word.casefold().endswith("ь") else None
