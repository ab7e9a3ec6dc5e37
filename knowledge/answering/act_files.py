"""Reads what people say in a language that is no question about a case, as plain data that can be kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from knowledge.answering.answers import SOCIAL, ActKind
from knowledge.language.data_files import table
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem

SOFT = (ActKind.THANKS, ActKind.FAREWELL, ActKind.GREETING, ActKind.ACK)
"""Acts that may stand beside any other; of these themselves the first one counts."""
NAME, LANGUAGE, TERM = "<name>", "<language>", "<term>"
"""Keys of the slots of a phrase, which no word has. A term may be any words."""
STEM = "/"
"""Begins a key that is a stem: no word has it."""
_MIN_STEM, _MAX_ENDING = 4, 4
"""Minimum letters of a stem by which words are compared, and maximum letters of the ending that is cut off: what is
left of a longer word is the stem of too many others ("authorities", "author"); arbitrary."""
_MIN_TELEGRAPHIC = 3
"""Minimum words of a phrase that is read without those which people leave out; fewer may mean anything; arbitrary."""
_EXACT = SOCIAL | {ActKind.COMMAND}
"""Acts whose words must be written as they are listed: "start" is a command, "when did it start" is none."""
_KINDS = frozenset(ActKind)

Elements = Sequence[Sequence[str]]
"""The elements of a phrase, each as the keys of which a message must have one; that of a slot is the slot's."""


class Written(NamedTuple):
    """A phrase of an act, as JSON can hold it."""

    act: str
    detail: str
    is_weak: bool
    elements: Elements


def keys_of(word: str, language: str) -> frozenset[str]:
    """Return the keys of a normalised word: itself and its stem."""
    key = stem(word, language)
    has_stem = len(key) >= _MIN_STEM and len(word) - len(key) <= _MAX_ENDING
    return frozenset((word, STEM + key)) if has_stem else frozenset((word,))


def read(language: str) -> dict[str, Any]:
    """Return the phrases of a language, as JSON can hold them; those of a language without any are empty.

    "phrases" are [act, detail, is weak, elements] each; "by_rarest" and "soft_by_key" have their numbers. "light",
    "light_beside", "heavy_beside", "by_themselves", "same" and "languages" are what `Vocabulary` says of them.
    """
    values = table(language, "acts")
    same = {normalise(one): other for one, _, other in _pairs(values.get("same", ""))}
    phrases = list(_phrases(values, language, same))
    light, light_beside = _words(values.get("light", "")), _beside_acts(values, "light")
    names = {word: code for code, named in _parts(values, "languages") for word in _words(named)}
    keys = {key for phrase in phrases for own in phrase.elements for key in own if key[0] != "<"}
    return {
        "phrases": phrases,
        "by_rarest": _by_rarest([phrase.elements for phrase in phrases]),
        "soft_by_key": _soft_by_key(phrases),
        "by_themselves": _by_themselves(phrases),
        "light": light,
        "light_beside": light_beside,
        "heavy_beside": _beside_acts(values, "heavy"),
        "same": same,
        "languages": names,
        "known": sorted(keys.union(light, names, *light_beside.values())),
    }


def _phrases(values: Mapping[str, str], language: str, same: Mapping[str, str]) -> Iterator[Written]:
    """Yield the phrases of the acts, also without the words that people leave out, if enough others are left."""
    omitted = frozenset(values.get("omitted", "").split())
    for key, value in values.items():
        act, _, detail = key.partition(".")
        for text in filter(None, map(str.strip, value.split(","))) if act in _KINDS else ():
            words = text.removeprefix("~").split()
            telegraphic = [word for word in words if word not in omitted]
            for said in (words, telegraphic) if _MIN_TELEGRAPHIC <= len(telegraphic) < len(words) else (words,):
                elements = [sorted(_element(part, language, ActKind(act) in _EXACT, same)) for part in said]
                yield Written(act, detail, text.startswith("~"), elements)


def _by_rarest(phrases: Sequence[Elements]) -> Mapping[str, Sequence[int]]:
    """Return the numbers of phrases by each key of their rarest element, the one that fewest phrases have.

    A slot for a term is never it: any words may be one.
    """
    having = Counter(key for elements in phrases for own in elements for key in own)
    having[TERM] = len(phrases) + 1
    found: dict[str, list[int]] = {}
    for number, elements in enumerate(phrases):
        for key in min(elements, key=lambda own: sum(having[key] for key in own)):
            found.setdefault(key, []).append(number)
    return found


def _soft_by_key(phrases: Sequence[Written]) -> Mapping[str, Sequence[int]]:
    """Return the numbers of the phrases of soft acts by each key of their first word."""
    found: dict[str, list[int]] = {}
    for number, (act, _, _, elements) in enumerate(phrases):
        for key in elements[0] if act in SOFT else ():
            found.setdefault(key, []).append(number)
    return found


def _by_themselves(phrases: Sequence[Written]) -> Mapping[str, Sequence[str]]:
    """Return the words that are an act by themselves."""
    found: dict[str, set[str]] = {}
    for act, _, _, elements in phrases:
        if len(elements) == 1 and elements[0][0][0] != "<":
            found.setdefault(act, set()).update(elements[0])
    return {act: sorted(keys) for act, keys in found.items()}


def _parts(values: Mapping[str, str], kind: str) -> Sequence[tuple[str, str]]:
    """Return the values whose keys begin with a kind, by what stands behind it."""
    return [(key.partition(".")[2], value) for key, value in values.items() if key.startswith(f"{kind}.")]


def _beside_acts(values: Mapping[str, str], weight: str) -> Mapping[str, Sequence[str]]:
    """Return the words that are light, or heavy, beside the phrases of an act."""
    return {ActKind(act).value: _words(value) for act, value in _parts(values, weight)}


def _words(value: str) -> Sequence[str]:
    return sorted(set(map(normalise, value.split())))


def _pairs(value: str) -> Sequence[tuple[str, str, str]]:
    return [pair.partition("=") for pair in value.split()]


def _element(part: str, language: str, exact: bool, same: Mapping[str, str]) -> frozenset[str]:
    if part[0] == "<":
        return frozenset((part,))
    words = [same.get(word, word) for word in map(normalise, part.split("|"))]
    return frozenset(words) if exact else frozenset().union(*(keys_of(word, language) for word in words))
