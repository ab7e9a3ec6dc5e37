"""Reads the words that a person wants to follow, to shut out, or to follow no more."""

from collections.abc import Iterable
from enum import StrEnum

from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.model import KnowledgeBase
from knowledge.notices.audience import About, Subscription, normal

WORDS_LIMIT = 60
"""Maximum characters of words to follow."""
_DASHES = "-–—−‐‑‒―﹣－"
"""Characters that people type, or their phones put, for the minus before words to shut out."""
_QUOTES = "\"'«»“”„‟‘’‚‹›`"


class Refusal(StrEnum):
    """Why words cannot be followed."""

    EMPTY = "empty"
    """No word in them has content of its own: nothing is typed, or only marks and function words."""
    LONG = "long"


def read_words(typed: str, languages: tuple[str, ...]) -> Subscription | Refusal:
    """Return the subscription that typed words mean in some languages: after a dash to be shut out, else followed."""
    words = _bare(" ".join(typed.split()))
    about = About.WITHOUT if words.startswith(tuple(_DASHES)) else About.WORDS
    words = _bare(words.lstrip(f"{_DASHES} "))
    if len(words) > WORDS_LIMIT:
        return Refusal.LONG
    return Subscription(about, text=words) if _has_content(words, languages) else Refusal.EMPTY


def named(typed: str, followed: Iterable[Subscription], base: KnowledgeBase) -> tuple[Subscription, ...]:
    """Return which subscriptions some words name: by all that they are called, or else the only one with these words.

    After a dash, what is shut out; that is meant without one too if nothing else is called so.
    """
    words = _bare(" ".join(typed.split()))
    shut_out = words.startswith(tuple(_DASHES))
    wanted = normal(words.lstrip(f"{_DASHES} ")).split()
    own = [one for one in followed if one.about is About.WITHOUT or not shut_out]
    called = {one: [normal(name).split() for name in _names_of(one, base)] for one in own}
    exact = [one for one, names in called.items() if wanted and wanted in names]
    followed_so = [one for one in exact if one.about is not About.WITHOUT]
    if exact:
        return tuple(followed_so or exact)
    near = [one for one, names in called.items() if wanted and any(set(wanted) <= set(name) for name in names)]
    return tuple(near) if len(near) == 1 else ()


def _names_of(one: Subscription, base: KnowledgeBase) -> Iterable[str]:
    """Return what a subscription may be called."""
    match one.about:
        case About.CASE:
            return (base.case.id, *base.case.title.values())
        case About.TOPIC if one.value in base.topics:
            return base.topics[one.value].title.values()
        case About.NAME if one.value in base.names:
            return (*base.names[one.value].label.values(), *base.names[one.value].spellings)
        case About.FACT if one.value in base.facts:
            return tuple(question for asked in base.facts[one.value].questions.values() for question in asked)
        case _:
            return (one.text,)


def _bare(words: str) -> str:
    """Return words without quotation marks around them."""
    return words.strip(f"{_QUOTES} ")


def _has_content(words: str, languages: tuple[str, ...]) -> bool:
    small = frozenset().union(*map(function_words, languages))
    return any(token.word not in small for language in languages for token in tokenize(clean(words), language))
