"""Reads the words that a person wants to follow or to shut out."""

from enum import StrEnum

from knowledge.subscribing import About, Subscription
from knowledge.text import clean, function_words, tokenize

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


def _bare(words: str) -> str:
    """Return words without quotation marks around them."""
    return words.strip(f"{_QUOTES} ")


def _has_content(words: str, languages: tuple[str, ...]) -> bool:
    small = frozenset().union(*map(function_words, languages))
    return any(token.word not in small for language in languages for token in tokenize(clean(words), language))
