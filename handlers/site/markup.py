"""HTML that is escaped by construction: whatever is filled into a pattern is text, unless it is `Html` already."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


NOTHING = Html("")


def fill(pattern: str, *values: object) -> Html:
    """Return a pattern of the code with values in the places of its `{}`, which stand in text or in quoted attributes.

    A value that is not `Html` is escaped. A brace of the pattern itself is doubled, as in `str.format`.
    """
    return Html(pattern.format(*(one if isinstance(one, Html) else escape(str(one)) for one in values)))


def join(parts: Iterable[Html], between: str = "\n") -> Html:
    """Return pieces of markup in a row; `between` is of the code."""
    return Html(between.join(parts))


def text(words: str) -> Html:
    """Return words as markup that shows them as they are."""
    return Html(escape(words))
