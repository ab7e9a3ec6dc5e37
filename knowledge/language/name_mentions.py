"""Name mentions: who is named in a text, with the initials beside the name, and by words that people share."""

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.name_words import MAX_INITIALS, chance_of_name, is_common_word, is_initial, is_written_as_name
from knowledge.language.names import NameIndex
from knowledge.language.patronymics import is_patronymic
from knowledge.language.tokenizer import Token
from knowledge.language.word_frequencies import forms


class Mention(NamedTuple):
    """A name in a text: the ids of all who may be meant, and how many tokens it takes.

    None is meant where it is a namesake whom the case does not know.
    """

    ids: tuple[str, ...]
    length: int


class _Meant(NamedTuple):
    """All whom a name without its initials may mean."""

    ids: set[str]
    exact: str | None
    """The one of whom it is a spelling as it stands."""
    length: int


class MentionFinder:
    """Finds the names of a case in one text."""

    def __init__(self, names: NameIndex, tokens: Sequence[Token], text: str, language: str) -> None:
        self._names = names
        self._tokens = tokens
        self._text = text
        self._language = language
        self._shouted = text.isupper()

    def at(self, position: int) -> Mention | None:
        """Return the name that begins at a token, with the initials before and behind it."""
        before = self._initials(position)
        if len(before) > 1 and (abbreviated := self._names.named("".join(before).casefold())):
            return Mention((abbreviated,), len(before))
        start = position + len(before)
        found = self._meant(start) if start < len(self._tokens) else None
        if found is None:
            unknown = start < len(self._tokens) and self._names.names_unknown_woman(self._tokens[start].word)
            return Mention((), len(before) + 1) if unknown else None
        behind = self._initials(start + found.length)
        initials = (*before, *behind)
        words = self._tokens[start : start + found.length]
        ids = [one for one in found.ids if self._names.agrees(one, words, initials)]
        end = start + found.length + len(behind)
        stands_behind = self._is_patronymic(end)
        patronymics = [place for place in range(start + 1, end + stands_behind) if self._is_patronymic(place)]
        told = [self._tokens[place].word for place in patronymics]
        known = [one for one in ids if all(self._names.agrees_with_patronymic(one, word) for word in told)]
        if stands_behind and (not known or found.length > 1):
            end += 1
        if known and self._names_woman(start, end):
            surname = words[-1].word
            known = [one for one in known if self._names.may_be_dictionary_form(one, surname)]
        if found.exact in known:
            known = [found.exact]
        return Mention(tuple(sorted(known)), end - position)

    def _is_patronymic(self, place: int) -> bool:
        """Whether a token is a patronymic: with a capital, or where the writer uses none, no common word ("rich")."""
        if place >= len(self._tokens):
            return False
        token = self._tokens[place]
        small = self._text.islower() and token.word not in forms(self._language)
        return (token.capitalised or small) and is_patronymic(token.word)

    def chance_of_name(self, position: int) -> float:
        """Return how likely a word that a person's name has is that name, from 0 to 1; 1 but for a common word."""
        tokens, shouted = self._tokens, self._shouted
        named = self._names.has_word(tokens[position])
        if not named or not is_common_word(tokens, position, self._language, shouted):
            return 1.0
        uses_capitals = not shouted and not self._text.islower()
        return chance_of_name(tokens, position, self._language, uses_capitals)

    def _meant(self, start: int) -> _Meant | None:
        name_id, length = self._names.at(self._tokens, start, self._shouted, self._language) or (None, 0)
        people, words = self._people(start)
        if words > length:
            return _Meant(people, None, words)
        if name_id is None or length > 1:
            return _Meant({name_id}, name_id, length) if name_id else None
        word = self._tokens[start].word
        others = people if f"#{name_id}" in self._names.people else set()
        return _Meant({name_id, *self._names.named_by_forms(word), *others}, self._names.named(word), length)

    def _people(self, start: int) -> tuple[set[str], int]:
        """Return the people to whom the words from `start` on belong, in any order, and how many words these are."""
        people: set[str] = set()
        length, place = 0, start
        while place < len(self._tokens):
            own = self._names.bearers(self._tokens[place])
            common = own & people if length else own
            if common:
                people, length = common, place + 1 - start
            elif not (length and (is_initial(self._tokens[place], self._text) or self._is_patronymic(place))):
                break
            place += 1
        common_word = length == 1 and self._tokens[start].word in forms(self._language)
        if common_word and not is_written_as_name(self._tokens, start, self._shouted, self._language):
            return set(), 0
        return people, length

    def _names_woman(self, start: int, end: int) -> bool:
        """Whether a name is the subject of a sentence whose verb says that it is a woman's: "Что решила Жукова?".

        It stands right behind a verb right behind the question word; or at the end, as the answer that "who" may have.
        """
        known, tokens = lexicon(self._language), self._tokens
        if not known.feminine_verbs or not tokens[end - 1].word.endswith(tuple(known.feminine_surnames)):
            return False
        asked = [known.interrogatives.get(token.word) for token in tokens[:start]]
        if start > 1 and tokens[start - 1].word.endswith(tuple(known.feminine_verbs)):
            return asked[-2] is not None or tokens[start - 2].word in known.question_pronouns
        is_last = end == len(tokens) and self._text[: tokens[start].start].rstrip().endswith(",")
        return is_last and asked[:1] == ["@who"] and tokens[0].word in known.nominative_pronouns

    def _initials(self, position: int) -> list[str]:
        """Return the tokens from `position` on that are initials, as they are written."""
        found: list[str] = []
        for place in range(position, len(self._tokens)):
            if not self.is_initial(place):
                break
            found.append(self._tokens[place].surface)
        return found

    def is_initial(self, place: int) -> bool:
        """Whether a token is an initial: "S." or, beside a name, one or two capital letters ("SL" for S.L.)."""
        token = self._tokens[place]
        if is_initial(token, self._text):
            return True
        short = len(token.surface) <= MAX_INITIALS and token.surface.isupper() and not token.is_number
        if self._shouted or not short or self._names.may_begin(token):
            return False
        if place == 0 and token.word in in_any_language(lambda known: known.one_letter_words):
            return any(len(other.surface) == 1 and other.capitalised for other in self._tokens[1:2])
        before = self._tokens[place - 1] if place else None
        following = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        if following and self._names.may_begin(following):
            return True
        behind = before is not None and before.capitalised and before.surface != token.surface
        return behind and before is not None and self._names.may_begin(before)
