"""Names of a case: finds them in a text by any of their spellings."""

from collections.abc import Iterable, Sequence

from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import Token, tokenize
from knowledge.language.word_frequencies import frequencies
from knowledge.model import Name

_EVERYDAY = 5.6
"""Threshold: a name in capitals ("US") must be typed in capitals if as a word it has this Zipf frequency; arbitrary."""


class NameIndex:
    """The names of a case by all of their spellings."""

    def __init__(self, names: Iterable[Name], languages: Sequence[str]) -> None:
        self._ids: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        self._capitals: set[tuple[str, ...]] = set()
        self.parts: dict[str, set[str]] = {}
        """Stem to the keys of the names that it is part of."""
        self.holders: dict[str, set[str]] = {}
        """Key of a name ("Smith") to those of the names that contain it ("the Smith family")."""
        self.held: dict[str, set[str]] = {}
        """Key of a name to those of the names that it contains."""
        self.words: dict[str, None] = {}
        """The words of all names, each once, in the order of the names: a set's order must not change an answer."""
        for name in names:
            for spelling in dict.fromkeys((*name.spellings, *name.label.values())):
                self._add(name.id, spelling, languages)
        self._relate()

    def _relate(self) -> None:
        for key, name_id in self._ids.items():
            inner = {self._ids.get(key[i:j]) for i in range(len(key)) for j in range(i + 1, len(key) + 1)}
            for other in inner - {None, name_id}:
                self.holders.setdefault(f"#{other}", set()).add(f"#{name_id}")
                self.held.setdefault(f"#{name_id}", set()).add(f"#{other}")

    def _add(self, name_id: str, spelling: str, languages: Sequence[str]) -> None:
        cleaned = clean(spelling)
        small = frozenset().union(*map(function_words, languages))
        for language in languages:
            tokens = tokenize(cleaned, language)
            key = tuple(token.stem for token in tokens)
            if not key:
                continue
            self._ids.setdefault(key, name_id)
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))
            self.words.update(dict.fromkeys(token.word for token in tokens if not token.is_number))
            if len(key) == 1 and cleaned.isupper() and _is_everyday(tokens[0].stem, language):
                self._capitals.add(key)
            for token in tokens:
                if token.word not in small:
                    self.parts.setdefault(token.stem, set()).add(f"#{name_id}")

    def at(self, tokens: Sequence[Token], position: int, shouted: bool, language: str) -> tuple[str, int] | None:
        """Return the id of the longest name that begins at `position`, and how many tokens it takes."""
        longest = self._longest.get(tokens[position].stem, 0)
        named = longest > 0 and position > 0 and tokens[position - 1].word in lexicon(language).articles
        for length in range(min(longest, len(tokens) - position), 0, -1):
            key = tuple(token.stem for token in tokens[position : position + length])
            found = self._ids.get(key)
            in_capitals = tokens[position].surface.isupper() and not shouted
            if found and (key not in self._capitals or in_capitals or named):
                return found, length
        return None

    def may_begin(self, token: Token) -> bool:
        """Whether a name begins with the stem of a token."""
        return token.stem in self._longest


def _is_everyday(stem: str, language: str) -> bool:
    return frequencies(language).get(stem, 0.0) >= _EVERYDAY
