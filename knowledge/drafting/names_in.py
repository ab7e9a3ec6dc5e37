"""Who and what is named in a sentence: names of the case, and capitalised words that it does not know yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.lexicon import lexicon
from knowledge.language.name_mentions import MentionFinder
from knowledge.language.name_words import addressed_apart, is_capitalised
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import normalise
from knowledge.language.proper_nouns import is_proper_noun
from knowledge.language.terms import Kind, Term
from knowledge.language.tokenizer import Token, tokenize

_GAP = 1
"""Maximum number of characters between the words of a name: a space or a hyphen."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence: its words, where they stand among the tokens, and whom of the case it may mean.

    None of the case is meant by a new name. No two new names are taken for one, however like they are.
    """

    text: str
    first: int
    after: int
    """The number of the token behind it."""
    ids: tuple[str, ...] = ()


def names_in(text: str, names: NameIndex, language: str) -> tuple[list[Token], list[Named]]:
    """Return the tokens of a sentence, as it stands in its document, and the names among them in their order."""
    tokens = [*addressed_apart(tokenize(text, language), text, is_capitalised)]
    finder = MentionFinder(names, tokens, text, language)
    found: list[Named] = []
    position = 0
    while position < len(tokens):
        mention = finder.at(position)
        after = position + mention.length if mention and mention.ids else _run(tokens, position, finder, language)
        if after == position:
            position += 1
            continue
        words = text[tokens[position].start : tokens[after - 1].end]
        found.append(Named(words, position, after, mention.ids if mention else ()))
        position = after
    return tokens, found


def _run(tokens: Sequence[Token], first: int, finder: MentionFinder, language: str) -> int:
    """Return the number of the token behind a run of capitalised words that can only be a name; `first` for none.

    It ends before a name of the case: "Captain Prenn" is no new name where "Prenn" is known.
    """
    after = first
    while after < len(tokens) and _may_be_name(tokens[after], language):
        if after > first and (_is_apart(tokens[after - 1], tokens[after]) or _is_known(finder, after)):
            break
        after += 1
    run = tokens[first:after]
    if len(run) > 1 and first == 0 and not _can_only_be_name(run[0], True, language):
        return first  # "The Gazette": it begins with its second word
    is_name = len(run) > 1 or any(_can_only_be_name(token, first == 0, language) for token in run)
    return after if is_name else first


def _is_apart(before: Token, token: Token) -> bool:
    """Whether more stands between two tokens than between the words of a name; behind an initial a stop may."""
    return token.start - before.end > _GAP + (len(before.surface) == 1)


def _is_known(finder: MentionFinder, place: int) -> bool:
    mention = finder.at(place)
    return mention is not None and bool(mention.ids)


def _may_be_name(token: Token, language: str) -> bool:
    return token.capitalised and token.surface[:1].isalpha() and token.word not in _never(language)


@cache
def _never(language: str) -> frozenset[str]:
    """Return the normalised words that a language writes with a capital, and that are no names."""
    known = lexicon(language)
    words = (*known.capitalised_words, *known.months, *known.pronouns, *known.determiners, *known.one_letter_words)
    return frozenset(map(normalise, words))


def _can_only_be_name(token: Token, opens: bool, language: str) -> bool:
    return is_proper_noun(Term("", Kind.WORD, token.surface, token.word, True, not opens), language, opens)


def known_ids(named: Sequence[Named]) -> Iterator[str]:
    """Yield the ids of the names of the case that are surely meant, each once."""
    yield from dict.fromkeys(one.ids[0] for one in named if len(one.ids) == 1)
