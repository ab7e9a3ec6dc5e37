"""The lexemes of Ukrainian, guessed from paradigms and from which of their forms are frequent words.

No list of Ukrainian lemmas has a licence that lets its content be shipped here. A dictionary form and a paradigm are
believed in by how many of the forms they make are words; the best takes its forms, then the next.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem as stem_of
from tests.benchmarks.inflections.english import irregular
from tests.benchmarks.inflections.lexemes import Lexeme, is_spelt
from tests.benchmarks.words import DICTIONARIES, unknown_words

LEAST_WORD = 1.9
"""Minimum Zipf frequency of a word."""
SHORTEST = 3
"""Minimum letters of a dictionary form."""
PRODUCTIVE = ("увати", "уватися", "ість", "ння")
"""Ends of dictionary forms that one form is enough for, if they were not seen themselves."""
_SURE = 3.0
"""Threshold of the score with which a guess may have a single word that no other has; arbitrary."""
_HERE = Path(__file__)
_WORD = re.compile("[а-щьюяєіїґ'’]+")
_CONSONANTS = "бвгґджзклмнпрстфхцчшщ"
_CLOSED = re.compile(rf"([іїє])([{_CONSONANTS}]+ь?)$")
_OPENED = {"і": "ое", "ї": "єо", "є": ("",)}
"""A vowel of a closed last syllable ("Харків") to those of the other forms ("Харкова", "Києва")."""
_OPEN = re.compile(rf"([оеє])([{_CONSONANTS}]+)[аояе]$")
"""A dictionary form whose genitive plural may have і: "школа", "шкіл"."""
_CLUSTER = re.compile(rf"[{_CONSONANTS}]([{_CONSONANTS}])[ао]$")
"""A dictionary form whose genitive plural may have a vowel more: "тюрма", "тюрем"."""
_DOUBLED = re.compile(r"[аеиіоуюяєї](?:([днлтсзц])ь|([жшч]))$")
"""A noun with a doubled consonant in the instrumental: "ніч", "ніччю"."""
_FUTURE = ("му", "меш", "ме", "мемо", "мем", "мете", "муть")
"""What a verb's dictionary form has behind it in the future."""
_GENITIVES = ("ова", "ева", "єва", "іва", "їва")
_DECLINED = ("ий", "ого", "ому", "им", "ої", "ою", "их", "ими")


_OF_SURNAMES = ("ов", "ев", "єв", "ин", "ін", "їн")
"""What a first name has behind it in a surname."""


class Paradigm(NamedTuple):
    """How words that end in some way are inflected."""

    kind: str
    end: re.Pattern[str]
    cut: int
    endings: Sequence[str]

    def forms(self, stem: str) -> set[str]:
        """Return the forms of a stem."""
        return {stem + ending for ending in self.endings}


class Guess(NamedTuple):
    """A dictionary form, the kind of its paradigm, and the forms it would have."""

    lemma: str
    kind: str
    forms: frozenset[str]


@cache
def paradigms() -> tuple[Paradigm, ...]:
    """Return the paradigms in the order of the file."""
    kind, found = "", []
    for line in _HERE.with_name("paradigms_uk.txt").read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[[a-z]+]", line):
            kind = line.strip("[]")
        elif not line.startswith("#"):
            end, cut, *endings = line.split()
            found.append(Paradigm(kind, re.compile(end), int(cut), tuple(ending.strip("-") for ending in endings)))
    return tuple(found)


def guesses(word: str) -> Iterator[Guess]:
    """Yield what a word may be the dictionary form of."""
    for paradigm in paradigms():
        if paradigm.end.search(word):
            stem = word[: len(word) - paradigm.cut]
            if paradigm.kind == "noun":
                yield from _nouns(word, stem, paradigm)
            elif len(stem) > 1:
                future = {word + ending for ending in _FUTURE if paradigm.kind == "verb"}
                yield Guess(word, paradigm.kind, frozenset(paradigm.forms(stem) | future))
    if word.endswith("тися"):
        yield from (_reflexive(word, guess) for guess in guesses(word[:-2]) if guess.kind == "verb")


def _nouns(word: str, stem: str, paradigm: Paradigm) -> Iterator[Guess]:
    forms = paradigm.forms(stem)
    if cluster := _CLUSTER.search(word):
        forms |= {word[: cluster.start() + 1] + vowel + cluster[1] for vowel in "ео"}
    doubled_forms: set[str] = set()
    if (doubled := _DOUBLED.search(word)) and "ей" in paradigm.endings and "еві" not in paradigm.endings:
        doubled_forms = {f"{word.rstrip('ь')}{doubled[1] or doubled[2]}ю"}
    yield Guess(word, "noun", frozenset(forms | doubled_forms))
    if (closed := _CLOSED.search(word)) and not word.endswith("ість"):
        for vowel in _OPENED[closed[1]]:
            opened = word[: closed.start()] + vowel + closed[2]
            kept = opened[: len(opened) - paradigm.cut]
            others = {kept + ending for ending in paradigm.endings if ending not in {"", "ь", "й"}}
            yield Guess(word, "noun", frozenset({word, *others, *doubled_forms}))
    if opening := _OPEN.search(word):
        plural = word[: opening.start()] + ("ї" if opening[1] == "є" else "і") + opening[2]
        yield Guess(word, "noun", frozenset({*forms, plural}))


def _reflexive(word: str, verb: Guess) -> Guess:
    own = {form for form in verb.forms if not form.endswith(_DECLINED)}
    thirds = {f"{form}ся" for form in verb.forms if form.endswith("ть")}
    forms = {f"{form}ся" for form in own} | {f"{form}сь" for form in own} | thirds
    return Guess(word, "verb", frozenset(forms | {f"{form[:-2]}ться" for form in own if form.endswith("ть")}))


def frequent_words() -> dict[str, float]:
    """Return the frequent words that a spelling dictionary has, normalised, to Zipf frequency."""
    from wordfreq import get_frequency_dict

    written = {
        word: math.log10(frequency) + 9
        for word, frequency in get_frequency_dict("uk", "best").items()
        if math.log10(frequency) + 9 >= LEAST_WORD and _WORD.fullmatch(word)
    }
    words: dict[str, float] = {}
    for word in is_spelt(written, "uk"):
        words[normalise(word)] = max(written[word], words.get(normalise(word), 0.0))
    return words


class Induction:
    """Gives each word to a lexeme."""

    def __init__(self, words: Mapping[str, float]) -> None:
        self._words = words
        self.owner: dict[str, tuple[str, str]] = {}
        self.forms: dict[tuple[str, str], set[str]] = defaultdict(set)
        for forms in irregular(_HERE.with_name("irregular_uk.txt")):
            self._give((forms[0], "irregular"), forms)

    def _give(self, lexeme: tuple[str, str], forms: Iterable[str]) -> None:
        self.forms[lexeme].update(forms)
        for form in forms:
            if form in self._words:
                self.owner.setdefault(form, lexeme)

    def take_seen(self) -> None:
        """Give words to dictionary forms that are words themselves."""
        small = function_words("uk")
        found = []
        for word in self._words:
            if len(word) >= SHORTEST and word not in small:
                found += [(self._score(guess), guess) for guess in guesses(word)]
        for score, guess in sorted(found, key=lambda each: (-each[0], each[1].lemma, sorted(each[1].forms))):
            owner, new = self.owner.get(guess.lemma), self._new(guess)
            if owner is None:
                self._give((guess.lemma, guess.kind), guess.forms if score > 0 else (guess.lemma,))
            elif (len(new) > 1 or (new and score >= _SURE)) and (owner == guess[:2] or guess.kind != "verb"):
                self._give((guess.lemma, guess.kind), guess.forms)

    def _score(self, guess: Guess) -> float:
        """Return how likely a guess is: the more of its forms are words, and frequent ones, the better.

        What ends like a genitive plural ("місяців") must have a genitive singular.
        """
        genitives = (form for form in guess.forms if form.endswith(_GENITIVES))
        if guess.lemma.endswith(("ів", "їв")) and not any(form in self._words for form in genitives):
            return 0.0
        others = (self._words[form] for form in guess.forms if form in self._words and form != guess.lemma)
        seen = sum(min(1.0, (zipf - 1.0) / 2) for zipf in others)
        return seen * seen / (len(guess.forms) + 2)

    def _new(self, guess: Guess) -> list[str]:
        return [form for form in guess.forms if form in self._words and form not in self.owner]

    def take_unseen(self) -> None:
        """Give words that stayed alone to dictionary forms that were not seen."""
        small = function_words("uk")
        lonely = {word for word in self._words if len(word) > SHORTEST and word not in small and self._is_alone(word)}
        found = [
            (len(own) ** 2 / (len(guess.forms) + 2), guess)
            for lemma in sorted(_lemmas(lonely) - self._words.keys())
            for guess in guesses(lemma)
            if (own := guess.forms & lonely)
        ]
        for _, guess in sorted(found, key=lambda each: (-each[0], each[1].lemma, sorted(each[1].forms))):
            new = guess.forms & lonely
            if len(new) > 1 or (new and guess.lemma.endswith(PRODUCTIVE)):
                lonely -= new
                self.forms[guess[:2]].update(guess.forms)
                self.owner.update(dict.fromkeys(new, guess[:2]))

    def _is_alone(self, word: str) -> bool:
        owner = self.owner.get(word)
        return owner is None or (
            owner[0] == word and sum(self.owner.get(form) == owner for form in self.forms[owner]) < 2
        )

    def lexemes(self) -> Iterator[Lexeme]:
        """Yield the lexemes that have words."""
        seen: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for form, owner in self.owner.items():
            seen[owner][form] = 10 ** self._words[form]
        for owner, counts in seen.items():
            yield Lexeme(*owner, frozenset(self.forms[owner]), counts)


def _lemmas(words: Iterable[str]) -> set[str]:
    """Return all dictionary forms of which some words may be forms."""
    by_ending: dict[str, set[Paradigm]] = defaultdict(set)
    for paradigm in paradigms():
        for ending in paradigm.endings[1:]:
            by_ending[ending].add(paradigm)
    found = set()
    for word in words:
        reflexive = word.endswith(("ся", "сь"))
        for stem, after in ((word[:-2], "ся"), (word[:-4], "ся")) if reflexive else ((word, ""),):
            for length in range(min(8, len(stem) - SHORTEST) + 1):
                rest = stem[: len(stem) - length]
                for paradigm in by_ending.get(stem[len(rest) :], ()):
                    lemma = rest + paradigm.endings[0]
                    if paradigm.end.search(lemma) and (not after or paradigm.kind == "verb"):
                        found.add(lemma + after)
    return found


def ukrainian() -> Iterator[Lexeme]:
    """Yield the lexemes of the frequent words.

    Of names, which a dictionary has with a capital only, forms that are cut to a surname are left out: the dative
    "Абрамові" has the stem of Абрамов, who is somebody else.
    """
    induction = Induction(frequent_words())
    induction.take_seen()
    induction.take_unseen()
    lexemes = list(induction.lexemes())
    capital_only = unknown_words(sorted({form for lexeme in lexemes for form in lexeme.seen}), DICTIONARIES["uk"])
    for lexeme in lexemes:
        yield _unlike_surnames(lexeme) if capital_only.issuperset(lexeme.seen) else lexeme


def _unlike_surnames(name: Lexeme) -> Lexeme:
    stems = {form: stem_of(form, "uk") for form in name.forms | name.seen.keys()}
    surnames = {stem + ending for stem in stems.values() for ending in _OF_SURNAMES}
    kept = {form for form, stem in stems.items() if stem not in surnames}
    return Lexeme(name.lemma, name.kind, name.forms & kept, {form: name.seen[form] for form in name.seen.keys() & kept})
