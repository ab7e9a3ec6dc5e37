"""Finds the names of a case in a text: by their own declension, never by a stemmer's leftovers."""

import json
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Self

from knowledge.language.declension import feminine_forms, forms_of_name
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.name_words import (
    COMMON,
    PERSON,
    addressed_apart,
    first_letter,
    is_capitalised,
    is_common_word,
    is_everyday,
    is_initial,
    key_of,
)
from knowledge.language.normalisation import clean
from knowledge.language.patronymics import is_patronymic, is_recorded
from knowledge.language.tokenizer import Token, tokenize
from knowledge.model import Name


class NameIndex:
    """The names of a case by all of their spellings."""

    def __init__(self, names: Iterable[Name], languages: Sequence[str]) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        self._shared: set[tuple[str, ...]] = set()
        """Keys that spellings of several names have, once initials are left out ("Kent A." and "Kent B.")."""
        self._longest: dict[str, int] = {}
        self._capitals: set[tuple[str, ...]] = set()
        self._proper: set[tuple[str, ...]] = set()
        """Names of people that no spelling has in small letters."""
        self._canonical: dict[str, tuple[str, ...]] = {}
        """A word as it may be typed to the words of names of which it is a form."""
        self._womens: set[str] = set()
        """Forms that a man's surname has of a woman only: if no woman of the case bears it, she is somebody else."""
        self._stems: set[str] = set()
        self._letters: dict[str, dict[str, set[str]]] = {}
        """A word of a name to the ids of the names that have it, each with the first letters of the words beside it."""
        self._parts: dict[str, set[str]] = {}
        """A word of a name to the keys of the names that it is part of."""
        self._people: dict[str, set[str]] = {}
        """A word of a name to the ids of the people who bear it."""
        self._patronymics: dict[str, set[str]] = {}
        """The id of a person to the patronymics in the spellings of the name."""
        self.holders: dict[str, set[str]] = {}
        """Key of a name ("Smith") to those of the names that contain it ("the Smith family")."""
        self.held: dict[str, set[str]] = {}
        """Key of a name to those of the names that it contains."""
        self.people: set[str] = set()
        """Keys of the names of people."""
        self.words: dict[str, None] = {}
        """The words of all names, each once, in the order of the names: a set's order must not change an answer."""
        small = frozenset().union(*map(function_words, languages))
        for name in names:
            if name.kind == PERSON:
                self.people.add(f"#{name.id}")
            for spelling in dict.fromkeys((*name.spellings, *name.label.values())):
                for language in languages:
                    self._add(name, spelling, language, small)
        self._relate()

    def packed(self) -> str:
        """Return the whole index as one JSON text."""
        sets = (self._shared, self._capitals, self._proper, self._stems, self._womens, self.people)
        people = (self._parts, self._people, self._patronymics)
        maps = (self._canonical, self._letters, *people, self.holders, self.held)
        return json.dumps([[*self._ids.items()], self._longest, *sets, *maps, [*self.words]], default=sorted)

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """Return the index that `packed` has written."""
        made = cls((), ())
        ids, made._longest, shared, capitals, proper, stems, womens, people, *maps, words = json.loads(text)
        canonical, letters, *maps = maps
        made._ids = {tuple(key): name_id for key, name_id in ids}
        made._capitals, made._proper, made._stems = {*map(tuple, capitals)}, {*map(tuple, proper)}, {*stems}
        made._shared, made._womens, made.people = {*map(tuple, shared)}, {*womens}, {*people}
        made._canonical = {form: tuple(keys) for form, keys in canonical.items()}
        made._letters = {key: {one: {*found} for one, found in by_id.items()} for key, by_id in letters.items()}
        made._parts, made._people, made._patronymics, made.holders, made.held = (
            {key: {*found} for key, found in one.items()} for one in maps
        )
        made.words = dict.fromkeys(words)
        return made

    def _relate(self) -> None:
        for key, name_id in self._ids.items():
            inner = {self._ids.get(key[i:j]) for i in range(len(key)) for j in range(i + 1, len(key) + 1)}
            for other in inner - {None, name_id}:
                self.holders.setdefault(f"#{other}", set()).add(f"#{name_id}")
                self.held.setdefault(f"#{name_id}", set()).add(f"#{other}")

    def _add(self, name: Name, spelling: str, language: str, small: frozenset[str]) -> None:
        cleaned = clean(spelling)
        every = addressed_apart(tokenize(cleaned, language), cleaned, is_capitalised)
        initials = [token for token in every if is_initial(token, cleaned)]
        tokens = [token for token in every if token not in initials] or list(every)
        if not tokens:
            return
        whole = len(tokens)
        key = tuple(key_of(token, name, whole, language, small) for token in tokens)
        if self._ids.setdefault(key, name.id) != name.id:
            self._shared.add(key)
        for token, part in zip(tokens, key, strict=True):
            self._add_word(name, token, part, [other for other in every if other is not token], token.word in small)
        self._longest[key[0]] = max(whole, self._longest.get(key[0], 0))
        if whole == 1 and cleaned.isupper() and is_everyday(tokens[0].stem, language):
            self._capitals.add(key)
        if name.kind == PERSON and len(every) > 2:
            patronymics = self._patronymics.setdefault(name.id, set())
            patronymics.update(token.word for token in tokens if is_patronymic(token.word))
        if name.kind == PERSON and all(token.capitalised for token in tokens):
            self._proper.add(key)
        else:
            self._proper.discard(key)

    def _add_word(self, name: Name, token: Token, part: str, others: Iterable[Token], is_small: bool) -> None:
        """Take in a word of a name, by the key it is compared by, with the words beside it in one spelling."""
        if part.startswith(COMMON):
            self._stems.add(part)
        elif part not in self._letters:
            womens = feminine_forms(part) if name.kind == PERSON else frozenset[str]()
            self._womens.update(womens)
            for form in forms_of_name(part) - womens:
                self._canonical[form] = (*self._canonical.get(form, ()), part)
        if not is_small:
            self._parts.setdefault(part, set()).add(f"#{name.id}")
            if name.kind == PERSON and token.capitalised:
                self._people.setdefault(part, set()).add(name.id)
        if not token.is_number:
            self.words.setdefault(token.word)
        letters = self._letters.setdefault(part, {}).setdefault(name.id, set())
        if name.kind == PERSON:
            letters.update(first_letter(other.word) for other in others)

    def keys_of(self, token: Token) -> tuple[str, ...]:
        """Return the keys by which a token may be a word of a name."""
        common = f"{COMMON}{token.stem}"
        names = self._canonical.get(token.word, ())
        return (*names, common) if common in self._stems else names

    def has_form(self, word: str) -> bool:
        """Whether a normalised word is a form of a word of a name, be it of an unknown woman of that surname."""
        return word in self._canonical or word in self._womens

    def named(self, word: str) -> str | None:
        """Return the id of the only name of which a normalised word is a spelling."""
        key = (word,) if (word,) in self._ids else (f"{COMMON}{word}",)
        return None if key in self._shared else self._ids.get(key)

    def named_by_forms(self, word: str) -> set[str]:
        """Return the ids of all names of which one spelling has a normalised word as a form."""
        return {self._ids[(key,)] for key in self._canonical.get(word, ()) if (key,) in self._ids}

    def bearers(self, token: Token) -> set[str]:
        """Return the ids of the people who have a word in their names."""
        return {one for key in self._canonical.get(token.word, ()) for one in self._people.get(key, ())}

    def at(self, tokens: Sequence[Token], position: int, shouted: bool, language: str) -> tuple[str, int] | None:
        """Return the id and the length of the longest name that begins at `position`.

        `shouted` is whether the whole text is in capitals.
        """
        first = self.keys_of(tokens[position])
        longest = max((self._longest.get(key, 0) for key in first), default=0)
        named = longest > 0 and position > 0 and tokens[position - 1].word in lexicon(language).articles
        for length in range(min(longest, len(tokens) - position), 0, -1):
            here = tokens[position : position + length]
            for key in product(first, *map(self.keys_of, here[1:])):
                found = self._ids.get(key)
                in_capitals = here[0].surface.isupper() and (not shouted or length == len(tokens))
                as_written = key not in self._capitals or in_capitals or named
                proper = length == 1 and key in self._proper - self._capitals
                if found and as_written and not (proper and is_common_word(tokens, position, language, shouted)):
                    return found, length
        return None

    def agrees(self, name_id: str, tokens: Sequence[Token], initials: Sequence[str]) -> bool:
        """Whether initials beside a name are those of its bearer, as far as the spellings tell.

        Of a person without a recorded patronymic or second name the first initial tells alone.
        """
        if not initials:
            return True
        keys = [key for token in tokens for key in self.keys_of(token)]
        known = set().union(*(self._letters.get(key, {}).get(name_id, set()) for key in keys))
        own = {first_letter(token.word) for token in tokens} if len(tokens) > 1 else set()
        letters = [first_letter(letter) for letter in "".join(initials)]
        unrecorded = not own and len(known) < len(letters)
        return not known or all(letter in known | own for letter in (letters[:1] if unrecorded else letters))

    def agrees_with_patronymic(self, name_id: str, patronymic: str) -> bool:
        """Whether a patronymic (normalised) may be somebody's, as far as the spellings tell."""
        recorded = self._patronymics.get(name_id)
        return not recorded or is_recorded(patronymic, recorded)

    def parts_of(self, token_word: str, key: str, chance: float = 1.0) -> dict[str, float]:
        """Return the keys of the names of which a word is part, each with the chance that it is meant.

        `chance` is that of people; a key without any is left out.
        """
        found = {
            name
            for part in (*self._canonical.get(token_word, ()), f"{COMMON}{key}")
            for name in self._parts.get(part, ())
        }
        chances = {name: chance if name in self.people else 1.0 for name in sorted(found)}
        return {name: one for name, one in chances.items() if one}

    def has_word(self, token: Token) -> bool:
        """Whether a token is a word of a person's name."""
        return any(key in self._people for key in self._canonical.get(token.word, ()))

    def names_unknown_woman(self, word: str) -> bool:
        """Whether a normalised word is the surname of men of the case in a form that only a woman has."""
        return word in self._womens and word not in self._canonical

    def may_be_dictionary_form(self, name_id: str, word: str) -> bool:
        """Whether a normalised word is a word of somebody's name as the case has it, not in another form alone."""
        return name_id in self._people.get(word, ())

    def may_begin(self, token: Token) -> bool:
        """Whether a name begins with a token."""
        if self.names_unknown_woman(token.word):
            return True
        return any(key in self._longest or key in self._people for key in self.keys_of(token))
