"""Pages of a list that is too long for one keyboard: which items are shown, and the buttons that turn the page."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.replies.fitting import Button
from handlers.texts import say

SIZE = 20
"""Number of items on a page: a screen of a phone, far below the 100 buttons that Telegram takes; arbitrary."""
T = TypeVar("T")


def page_of(items: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    """Return the items of a page, its number from 1, and how many there are; beyond them, the nearest that is."""
    pages = max(1, -(-len(items) // SIZE))
    page = min(max(page, 1), pages)
    return items[(page - 1) * SIZE : page * SIZE], page, pages


def turning(page: int, pages: int, to: Callable[[int], str], language: str) -> tuple[tuple[Button, ...], ...]:
    """Return the row that turns the page, none for a single page; `to` returns the callback data of a page."""
    back = (Button(say(language, "previous"), to(page - 1)),) if page > 1 else ()
    further = (Button(say(language, "next"), to(page + 1)),) if page < pages else ()
    return ((*back, *further),) if pages > 1 else ()
